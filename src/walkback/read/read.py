"""Read a body: bytes in, the words of the statement out."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from walkback.model.reading import Passage, Reading
from walkback.model.words import tokens, words_digest
from walkback.read.charset import decode
from walkback.read.limits import too_costly
from walkback.read.mainpart import MainPart, main_part
from walkback.read.markup import markup
from walkback.read.outline import UNSEEN, Block, Outline, outline
from walkback.read.titles import choose_title

READER = "2"  # goes up whenever the same bytes may give other words
_PLEA = 300  # letters; the longest "please switch on JavaScript" we met has 180
_SHELL_WORDS = 12  # "Loading, please wait" and a name
_PLACE_WORDS = 4
_PLACES = (
    "#root, #app, #__next, #__nuxt, #___gatsby, #react-root, #app-root, #main-app, #svelte, "
    "#q-app, #ember-app, app-root, [ng-app], [data-reactroot], [data-sveltekit-hydrate]"
)
LARGEST = 32 * 1024 * 1024  # bytes; what the fetcher lets through at most

# PDF, PNG, JPEG, GIF, ZIP, gzip, RIFF, ICO, zstd, bzip2, ELF, Ogg, MP3, RAR, 7z, OLE
_MAGIC_HEX = """
255044462d 89504e47 ffd8ff 47494638 504b0304 1f8b 52494646 00000100 28b52ffd 425a68
7f454c46 4f676753 494433 52617221 377abcaf d0cf11e0
"""
_MAGIC = tuple(bytes.fromhex(start) for start in _MAGIC_HEX.split())
_PROLOGUE = rb"\s*(?:<\?(?:(?!\?>).)*\?>\s*|<!--(?:(?!-->).)*-->\s*)*"
_HTML_START = re.compile(
    _PROLOGUE + rb"<(?:!doctype\s+html|html|head|body|title|meta|link|style|script|noscript|"
    rb"div|p|h1|article|main|section|header|table|center|font|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED_START = re.compile(
    _PROLOGUE + rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(rb"<(?:p|div|br|a|h[1-6]|body|html|li|td|span)[\s/>]", re.IGNORECASE)
_TEXT_TYPES = ("text/plain", "text/markdown", "text/x-markdown")
_HTML_TYPES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_HEADING_LINE = re.compile(r"#{1,6}\s+")


def read(body: bytes, *, url: str, content_type: str | None) -> Reading:
    """The reading of a decoded body (transfer and content coding undone) that ``url`` served.

    Never raises for what a server may send: what cannot be read has ``defect`` set to
    ``empty``, ``binary``, ``feed``, ``not-text``, ``too-large``, ``too-deep``, ``undecodable``,
    ``needs-scripts`` or ``no-words``.
    """
    kind = body_kind(body, content_type)
    if kind == "html":
        return _read_html(body, url, content_type)
    if kind == "text":
        text = decode(body, content_type)
        return _undecodable(text) or read_text(text, title="", url=url)
    return _unread(kind)


def read_text(text: str, *, title: str, url: str) -> Reading:  # noqa: ARG001 - the same call as read
    """The reading of plain text, for imported statements: empty lines part its passages."""
    parts = [part for part in (tidied(part) for part in _EMPTY_LINE.split(text[:LARGEST])) if part]
    kinds = ["heading" if _HEADING_LINE.match(part) else "paragraph" for part in parts]
    defect = None if any(tokens(part) for part in (title, *parts)) else "no-words"
    return _reading(tidied(title), zip(parts, kinds, strict=True), defect=defect)


def body_kind(body: bytes, content_type: str | None) -> str:
    """``html``, ``text``, or the defect. Bytes are believed before the header (often wrong)."""
    start = body[:4096]
    stripped = start.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if not stripped or len(body) > LARGEST:
        return "too-large" if stripped else "empty"
    media = (content_type or "").partition(";")[0].strip().lower()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16 looks binary
        return "text" if media in _TEXT_TYPES else "html"
    if start.startswith(_MAGIC) or start.count(b"\x00") > len(start) // 50:
        return "binary"
    if _FEED_START.match(stripped):
        return "feed"
    return "html" if _HTML_START.match(stripped) else _kind_by_type(stripped, media)


def _kind_by_type(start: bytes, media: str) -> str:
    if media in _HTML_TYPES:
        return "html"
    if media in _TEXT_TYPES:
        return "text"
    if media.startswith(("image/", "audio/", "video/", "font/")) or media == "application/pdf":
        return "binary"
    if any(part in media for part in ("json", "javascript", "css", "xml")):
        return "not-text"
    if start.startswith((b"{", b"[")) and not media:
        return "not-text"
    return "html" if _TAG.search(start) else "text"


def _undecodable(text: str) -> Reading | None:
    # One letter in ten lost: no statement can be compared by what is left.
    return _unread("undecodable") if text.count("\ufffd") * 10 > len(text) else None


def _read_html(body: bytes, url: str, content_type: str | None) -> Reading:
    text = decode(body, content_type)
    if lost := _undecodable(text):
        return lost
    if too_costly(text):
        return _unread("too-deep")
    try:
        tree = LexborHTMLParser(text)
    except SelectolaxError:
        return _unread("undecodable")
    if tree.body is None:
        return _unread("no-words")
    facts = markup(tree, url)
    page = outline(tree.body)
    if not page.blocks:
        page = outline(tree.body, hidden=True)
    part = main_part(page) if page.blocks else MainPart((), "", title_inside=False)
    title = choose_title(part.title, facts, url, inside=part.title_inside)
    return _reading(
        title,
        passages_of(part.blocks, title, page),
        published=facts.published,
        author=facts.author,
        canonical=facts.canonical,
        language=facts.language,
        site=facts.site,
        defect=_defect(page, part, tree),
    )


def _defect(page: Outline, part: MainPart, tree: LexborHTMLParser) -> str | None:
    if page.cut:
        return "too-large"
    if all(page.stands_in(block.box, "noscript") for block in part.blocks):
        size = sum(block.size for block in part.blocks)
        # Some pages keep their whole text for readers without scripts; few words only ask for them.
        if size < _PLEA and (part.blocks or tree.css_first("script") is not None):
            return "needs-scripts"
        return None if size else "no-words"
    return "needs-scripts" if _is_shell(part, tree) else None


def _is_shell(part: MainPart, tree: LexborHTMLParser) -> bool:
    """Whether the page is the frame of an application that has not begun: an element by the name
    that frameworks give their place, nearly empty, a script to fill it, and next to no words.

    A heading is somebody's, so a page that has one is a page.
    """
    if any(block.kind == "heading" for block in part.blocks):
        return False
    if sum(len(tokens(block.text)) for block in part.blocks) > _SHELL_WORDS:
        return False
    if tree.css_first("script[src], script[type=module]") is None:
        return False
    place = tree.css_first(_PLACES)
    return place is not None and len(tokens(place.text(separator=" "))) <= _PLACE_WORDS


def passages_of(blocks: Iterable[Block], title: str, page: Outline) -> Iterable[tuple[str, str]]:
    """Text and kind of each passage; the cells of a table's row are one, the title is none."""
    heading = tokens(title)
    row: list[str] = []
    row_box = -1
    for block in blocks:
        box = block.box
        outer = page.parents[box] if page.tags[box] in ("td", "th") else -1
        if row and outer != row_box:
            yield " ".join(row), "item"
            row = []
        row_box = outer
        text = block.text
        if outer >= 0 and len(text) <= 200:
            row.append(text)
            continue
        if block.kind == "heading" and tokens(text) == heading:
            continue
        yield text, block.kind
    if row:
        yield " ".join(row), "item"


def tidied(text: str) -> str:
    """Spaces collapsed, soft hyphens and zero-width spaces gone; else as the author set it."""
    if not text.isascii():
        text = UNSEEN.sub("", text)
    return " ".join(text.split())


def _reading(title: str, passages: Iterable[tuple[str, str]], **facts: str | None) -> Reading:
    found: list[Passage] = []
    at = 0
    for text, kind in passages:
        if text:
            found.append(Passage(text, at, at + len(text), kind))
            at += len(text) + 2
    return Reading(
        title=title,
        text="\n\n".join(passage.text for passage in found),
        passages=tuple(found),
        sha256=words_digest(title, (passage.text for passage in found)),
        reader=READER,
        **facts,
    )


def _unread(defect: str) -> Reading:
    return _reading("", (), defect=defect)
