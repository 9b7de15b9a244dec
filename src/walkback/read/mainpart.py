"""Which blocks of a page are the statement and which are the furniture around it.

Markup decides where it speaks (``main``, ``article``, ``articleBody``, ``nav``); where it does
not, prose does: running text with few links. Every step can be undone: a page of which nothing
would be left keeps everything.
"""

from dataclasses import dataclass, replace

from walkback.read.boxes import Boxes
from walkback.read.lines import (
    is_byline,
    is_clock,
    is_command,
    is_consent,
    is_counter,
    is_note,
    opens_related,
)
from walkback.read.names import Mark
from walkback.read.outline import Block, Outline

_SMALL_PAGE = 400.0  # letters of prose below which the main part is not narrowed down
_NARROWER = 0.8  # share of the prose that an inner box must hold to be the main part
_NARROWER_TITLED = 0.6
_NARROWING = frozenset(
    ("div", "section", "article", "main", "center", "td", "tr", "tbody", "table", "form", "body")
)


@dataclass(frozen=True, slots=True)
class MainPart:
    """The blocks that are content, in order, the page's h1, and whether that stands among them."""

    blocks: tuple[Block, ...]
    title: str
    title_inside: bool


def main_part(page: Outline) -> MainPart:
    """The content of an outline."""
    boxes = Boxes(page)
    title_box = _title_box(boxes)
    outer = _outer_part(boxes)
    kept = _Keeping(boxes, outer, title_box).blocks()
    kept = kept or [block for block in page.blocks if not boxes.dropped[block.box]]
    kept = kept or [block for block in page.blocks if block.linked < 0.6 * block.size]
    title = "" if title_box is None else _text_in(page, title_box)
    inside = title_box is not None and page.within(title_box, outer)
    return MainPart(tuple(kept or page.blocks), title, inside)


def _title_box(boxes: Boxes) -> int | None:
    """The h1 that heads the page: in the main part, else in content, else the first there is."""
    page = boxes.page
    found = [
        box for box, mark in enumerate(page.marks) if mark & Mark.TITLE and boxes.letters[box] > 1
    ]

    def rank(box: int) -> tuple[bool, bool, bool]:
        # An h1 in the page's header, outside of the main part, is mostly the site's name.
        masthead = page.stands_in(box, "header") and not boxes.in_part[box]
        return boxes.dropped[box], not boxes.in_part[box], masthead

    return min(found, key=rank, default=None)


def _text_in(page: Outline, box: int) -> str:
    inside = (block for block in page.blocks if block.box >= box and page.within(block.box, box))
    return " ".join(block.text for block in inside)


def _outer_part(boxes: Boxes) -> int:
    """The main or article that holds the page's prose; the body where none does."""
    pick = _named_part(boxes, 0, Mark.MAIN, 0.3)
    return _named_part(boxes, pick, Mark.ARTICLE, 0.5)


def _inner_part(boxes: Boxes, outer: int) -> int:
    """The box in ``outer`` that holds nearly all of its prose."""
    pick = _named_part(boxes, outer, Mark.BODY, 0.5)
    return pick if boxes.content[pick] < _SMALL_PAGE else _narrowed(boxes, pick)


def _named_part(boxes: Boxes, pick: int, mark: int, share: float) -> int:
    """The one box with ``mark`` inside ``pick`` that holds at least ``share`` of its prose."""
    page, content = boxes.page, boxes.content
    found = [
        box
        for box, marks in enumerate(page.marks)
        if marks & mark and box > pick and content[box] and page.within(box, pick)
    ]
    outermost: list[int] = []
    for box in found:
        if not outermost or not page.within(box, outermost[-1]):
            outermost.append(box)
    if not outermost:
        return pick
    best, *rivals = sorted(outermost, key=lambda box: -content[box])
    # Several articles of like length are a list, not a statement with a box beside it.
    if rivals and content[rivals[0]] > 0.5 * content[best]:
        return pick
    if content[best] >= share * content[pick]:
        return best
    # An article with the heading is believed at any length, unless the page's text is plainly
    # elsewhere (some sites mark up the teaser alone).
    elsewhere = content[pick] - content[best] > max(1500.0, 4 * content[best])
    return best if boxes.has_title[best] and not rivals and not elsewhere else pick


def _narrowed(boxes: Boxes, pick: int) -> int:
    page, content = boxes.page, boxes.content
    best = list(range(len(page.parents)))
    most = [0.0] * len(page.parents)
    for box in range(1, len(page.parents)):
        outer = page.parents[box]
        if content[box] > most[outer]:
            most[outer], best[outer] = content[box], box
    while True:
        inner = best[pick]
        # A box that holds the heading too is the statement's with less of the prose.
        share = _NARROWER_TITLED if boxes.has_title[inner] else _NARROWER
        tag = page.tags[inner]
        if most[pick] < share * content[pick] or (tag not in _NARROWING and "-" not in tag):
            return pick
        pick = inner


class _Keeping:
    """The walk over a page's blocks that keeps the statement's."""

    def __init__(self, boxes: Boxes, outer: int, title_box: int | None) -> None:
        self.boxes = boxes
        self.page = boxes.page
        self.outer = outer
        self.inner = _inner_part(boxes, outer)
        self.title_box = title_box
        self.related = -1  # a box of which the rest lists other pages

    def blocks(self) -> list[Block]:
        pairs = zip(self.page.blocks, self.boxes.weights, strict=True)
        return [kept for block, weight in pairs if (kept := self._kept(block, weight)) is not None]

    def _kept(self, block: Block, weight: float) -> Block | None:
        box, page = block.box, self.page
        if not page.within(box, self.outer):
            return None
        # A correction is content wherever it stands in the article, in its footer too.
        note = block.kind == "note" or is_note(block.text)
        if note and block.size >= 20 and block.linked < 0.5 * block.size:
            return replace(block, kind="note")
        if self.boxes.dropped[box] or not (
            page.within(box, self.inner) or self._is_lead(block, weight)
        ):
            return None
        if self.related >= 0 and page.within(box, self.related):
            return None
        if self._opens_related(block) or self._is_furniture(block):
            return None
        return block

    def _is_lead(self, block: Block, weight: float) -> bool:
        """Whether a block is prose, or one short sentence, between heading and main part."""
        if self.title_box is None or not self.title_box < block.box < self.inner:
            return False
        return weight > 0 or (block.text[-1] in ".!?\u2026" and not block.linked)

    def _opens_related(self, block: Block) -> bool:
        """Whether a block heads a list of other pages; its box is then left out to the end."""
        if block.kind not in ("heading", "paragraph"):
            return False
        counted = block.kind == "heading" and is_counter(block.text)
        if not counted and not opens_related(block.text):
            return False
        own = block.kind == "heading" or self.page.tags[block.box] == "p"
        outer = self.page.parents[block.box] if own else block.box
        small = self.boxes.content[outer] <= 0.25 * self.boxes.content[self.inner]
        if small and outer > self.inner and not self.boxes.has_title[outer]:
            self.related = outer
            return True
        return block.kind == "heading" or block.size < 30

    def _is_furniture(self, block: Block) -> bool:
        text = block.text
        if block.linked >= 0.8 * block.size and block.kind != "quote":
            return True
        if is_command(text) or is_byline(text):
            return True
        # The dates and figures of a table and of a timeline's headings are content.
        figure = block.kind == "heading" or self.page.tags[block.box] in ("td", "th", "dt", "dd")
        if not figure and (is_clock(text) or is_counter(text)):
            return True
        return self.outer == 0 and is_consent(text)
