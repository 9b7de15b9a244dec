"""What a listing page says of one statement beside its link: heading, date, words."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from walkback.sources.feed import plain

_HEADINGS = "h1,h2,h3,h4"
_LISTED = frozenset({"li", "article", "tr", "dt", "dd"})
# Words that say "there is more" in the languages whose parliaments are watched most; a weak
# sign: it only sends the reader to the card's heading for a title.
_MORE = re.compile(
    r"(?:read|learn|find out|see|view|show)\s+(?:more|all|full|the full|on)\b.*|more(?:\s+\w+)?|"
    r"continue(?: reading)?.*|full (?:story|text|statement|release)|details?|link|here|click here|"
    r"download|open|view|next|previous|older(?: posts)?|newer(?: posts)?|(?:\d+ )?comments?|"
    r"mehr(?: lesen| erfahren)?|weiterlesen|weiter|lire (?:la suite|plus)|en savoir plus|suite|"
    r"leer m[áa]s|seguir leyendo|leggi (?:tutto|di pi[ùu]|l'articolo)|continua(?: a leggere)?|"
    r"lees (?:meer|verder)|l[äa]s mer|les mer|l[æa]s mere|czytaj (?:wi[ęe]cej|dalej)|ler mais|"
    r"[\W\d_]*",
    re.IGNORECASE,
)
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Card:
    """The part of a page that belongs to one link. ``headed``: it has a heading of its own."""

    node: LexborNode | None
    title: str = ""
    published: str | None = None
    headed: bool = False
    listed: bool = False


def card_of(node: LexborNode | None) -> Card:
    """What the card says; ``node`` None where a link shares every part with another one."""
    if node is None:
        return Card(None)
    title = ""
    headings = node.css(_HEADINGS)
    if headings:
        title = tidy(heading(headings[0]))
    elif node.tag in {"h1", "h2", "h3", "h4"}:
        title = tidy(heading(node))
    headed = bool(title)
    when = node.css_first("time[datetime]")
    published = (when.attributes.get("datetime") or "").strip() if when else None
    listed = node.tag in _LISTED or node.css_first("li,article,tr,dt,dd") is not None
    if not title and node.tag == "tr":
        title = _row_title(node)
    return Card(node, title, published or None, headed, listed or _inside_list(node))


def _inside_list(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag in (_LISTED | {"ul", "ol", "tbody", "dl"})


def _row_title(row: LexborNode) -> str:
    """In a table whose link says "PDF" or "view", the cell with the most words is the title."""
    cells = [tidy(heading(cell)) for cell in row.css("td,th")]
    return max((cell for cell in cells if is_headline(cell)), key=len, default="")


def own_title(link: LexborNode) -> str:
    """The link's own words, where they name something: its heading, text, label or picture."""
    inner = link.css_first(_HEADINGS)
    label = link.attributes.get("aria-label") or link.attributes.get("title") or ""
    picture = link.css_first("img[alt]")
    said = [
        heading(inner) if inner else "",
        heading(link) if inner is None else "",
        label,
        (picture.attributes.get("alt") or "") if picture else "",
    ]
    texts = [tidy(text) for text in said]
    named = [text for text in texts[:2] if text and not _MORE.fullmatch(text)]
    return named[0] if named else next((t for t in texts[2:] if is_headline(t)), "")


def has_heading(link: LexborNode) -> bool:
    """Whether a heading stands within the link: the whole card is the link."""
    return link.css_first(_HEADINGS) is not None


def heading(node: LexborNode | None) -> str:
    """The node's text with a space between its parts."""
    return node.text(deep=True, separator=" ") if node is not None else ""


def tidy(text: str) -> str:
    """One line of text; pieces that the markup split keep their punctuation close."""
    return re.sub(r" +([,.;:!?\u2019])", r"\1", plain(text.replace("<", "\u2039")))


def is_headline(title: str) -> bool:
    """Whether it says something: three words or more, or six signs of a script without spaces."""
    if _MORE.fullmatch(title):
        return False
    return len(title.split()) >= 3 or len(_IDEOGRAPHS.findall(title)) >= 6
