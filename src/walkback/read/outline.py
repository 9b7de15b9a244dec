"""A page as a flat list of text blocks, each knowing the boxes it stands in.

One walk over the tree without recursion, so that no nesting is too deep. Whatever never
carries visible words (scripts, forms' controls, hidden elements) is left out here; what is
furniture among the rest is for ``furniture`` and ``mainpart`` to say.
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from walkback.read.names import Mark, box_mark, named
from walkback.read.phrases import word_set

MOST_NODES = 400_000  # ten times the largest of 320 real pages; the walk stays under 0.5 s

_SILENT = word_set(
    """
    script style svg template iframe object embed video audio canvas map select option optgroup
    datalist input textarea button progress meter head link meta base title frame frameset applet
    noframes noembed area source track param img picture rp rt
    """
)
_INLINE = word_set(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark math nobr
    output q ruby rb s samp slot small span strike strong sub sup time tt u var wbr mi mo mn mrow
    msup msub
    """
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KINDS = {"li": "item", "dd": "item", "dt": "item", "blockquote": "quote", "q": "quote"}
_HIDERS = frozenset(("hidden", "aria-hidden", "style"))
_HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphen and zero-width spaces
_FOOTNOTE = re.compile(r"\s*[\[(]?(?:\d{1,3}|[a-z*])[\])]?\s*")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
_SENTENCE_END = tuple('.!?:;\u2026\u3002\u00bb\u201d"')


@dataclass(slots=True)
class Block:
    """One run of text in box number ``box``. ``linked`` and ``size`` count letters."""

    text: str
    box: int
    kind: str
    linked: int
    size: int


def letters(text: str) -> int:
    """How much a text says, in letters; an ideograph says about as much as three."""
    if text.isascii():
        return len(text)
    return len(text) + 2 * len(_IDEOGRAPH.findall(text))


@dataclass(slots=True)
class Outline:
    """Boxes in document order (``parents[0]`` is -1) and the blocks in them."""

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    cut: bool = False

    def within(self, box: int, outer: int) -> bool:
        """Whether ``box`` is ``outer`` or stands in it."""
        while box > outer:
            box = self.parents[box]
        return box == outer

    def stands_in(self, box: int, tag: str) -> bool:
        """Whether ``box`` is, or stands in, an element of that name."""
        while box >= 0 and self.tags[box] != tag:
            box = self.parents[box]
        return box >= 0

    def sums(self, weights: list[float]) -> list[float]:
        """Per box, the weights of all blocks in it; ``weights`` has one entry per block."""
        totals = [0.0] * len(self.parents)
        for block, weight in zip(self.blocks, weights, strict=True):
            totals[block.box] += weight
        for box in range(len(totals) - 1, 0, -1):
            totals[self.parents[box]] += totals[box]
        return totals


def outline(body: LexborNode, *, hidden: bool = False) -> Outline:
    """The outline of a body; ``hidden`` keeps what inline style and attributes hide."""
    return _Walk(hidden=hidden).run(body)


class _Walk:
    """The state of one walk: the box, the open run of text, how many links are open."""

    def __init__(self, *, hidden: bool) -> None:
        self.hidden = hidden
        self.page = Outline()
        self.box = -1
        self.links = 0
        self.pieces: list[str] = []
        self.linked = 0
        self.line_from = 0  # the piece that begins the current line
        self.opened: list[str] = []  # per level: "box", "link" or ""

    def run(self, body: LexborNode) -> Outline:
        self._open_box("body", {})
        opened = self.opened
        node: LexborNode | None = body.first_child
        left = MOST_NODES
        while node is not None and (left := left - 1):
            inner = self._enter(node)
            if inner is not None:
                node = inner
                continue
            # An element without children was not opened; climb until something follows.
            following = node.next
            while following is None and opened and (outer := node.parent) is not None:
                node = outer
                self._leave()
                following = node.next
            node = following
        self.page.cut = not left
        if self.pieces:
            self._flush()
        return self.page

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """The first node inside, if the node is an element to be walked; it is then open."""
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            # Half of all text nodes are the indentation between boxes.
            if self.pieces or not text.isspace():
                self._add(text)
        elif tag == "br":
            self._line_end()
        elif tag and tag not in _SILENT and tag[0] != "-":
            inner = node.first_child
            if inner is not None:
                return inner if self._enter_element(node, tag) else None
            if self.pieces and tag not in _INLINE:
                self._flush()
        return None

    def _enter_element(self, node: LexborNode, tag: str) -> bool:
        attributes = node.attributes
        if not (_HIDERS.isdisjoint(attributes) or self.hidden) and _is_hidden(attributes):
            return False
        if tag in _INLINE:
            return self._enter_inline(node, tag, attributes)
        self._open_box(tag, attributes)
        self.opened.append("box")
        return True

    def _enter_inline(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> bool:
        name = attributes.get("class")
        if name and named(name) & Mark.INLINE:
            return False
        if tag == "sup" and _FOOTNOTE.fullmatch(node.text()) and node.css_first("a"):
            return False
        if tag == "span" and self.page.kinds[self.box] == "heading":
            # Kicker and headline are often two spans that style sheets put on two lines.
            before = node.prev
            if before is not None and before.tag == "span":
                self.pieces.append(" ")
        # A link within the page (a footnote, a heading's anchor) leads nowhere else.
        link = tag == "a" and not (attributes.get("href") or "#").startswith("#")
        self.links += link
        self.opened.append("link" if link else "")
        return True

    def _leave(self) -> None:
        what = self.opened.pop()
        if what == "box":
            if self.pieces:
                self._flush()
            self.box = self.page.parents[self.box]
        elif what == "link":
            self.links -= 1

    def _open_box(self, tag: str, attributes: dict[str, str | None]) -> None:
        if self.pieces:
            self._flush()
        page, outer = self.page, self.box
        mark = box_mark(tag, attributes)
        kind = page.kinds[outer] if outer >= 0 else "paragraph"
        if tag in _HEADINGS:
            kind = "heading"
        elif mark & Mark.NOTE:
            kind = "note"
        elif kind != "note":
            kind = _KINDS.get(tag, kind)
        page.tags.append(tag)
        page.parents.append(outer)
        page.marks.append(mark)
        page.kinds.append(kind)
        self.box = len(page.tags) - 1

    def _add(self, text: str) -> None:
        if self.page.tags[self.box] == "pre" and "\n" in text:
            *parts, text = _EMPTY_LINE.split(text)
            for part in parts:
                self.pieces.append(part)
                self._flush()
        self.pieces.append(text)
        if self.links:
            self.linked += len(text.strip())

    def _line_end(self) -> None:
        """A break ends the block where a sentence ends or the line before was empty."""
        line = "".join(self.pieces[self.line_from :]).strip()
        if not line or (len(line) >= 40 and line.endswith(_SENTENCE_END)):
            self._flush()
        else:
            self.pieces.append("\n")
            self.line_from = len(self.pieces)

    def _flush(self) -> None:
        text = "".join(self.pieces)
        if not text.isascii():
            text = UNSEEN.sub("", text)
        text = " ".join(text.split())
        if text:
            kind = self.page.kinds[self.box]
            size = letters(text)
            linked = min(self.linked * size // len(text), size)
            self.page.blocks.append(Block(text, self.box, kind, linked, size))
        self.pieces, self.linked, self.line_from = [], 0, 0


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    # "until-found" is shown when a reader searches for it.
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if (attributes.get("aria-hidden") or "").lower() == "true":
        return True
    style = attributes.get("style")
    return style is not None and _HIDING.search(style) is not None
