"""Which blocks of a page are the statement and which are the furniture around it.

Markup decides where it speaks (``main``, ``article``, ``articleBody``, ``nav``); where it does
not, prose does: running text with few links. Dropping is by steps that each can be undone: a
page of which nothing would be left keeps everything.
"""

from dataclasses import dataclass, replace

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

SMALL_PAGE = 400  # letters of prose below which the whole page is taken as it is
_NARROWER = 0.8  # share of the prose that an inner box must hold to be the main part
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "menu", "dialog", "noscript"))
_BOXES = frozenset(
    ("div", "section", "article", "main", "center", "td", "tr", "tbody", "table", "form", "body")
)


@dataclass(frozen=True, slots=True)
class MainPart:
    """The blocks that are content, in order, and the page's headings of first rank.

    ``first`` is the index of the block list's heading inside the main part, None where it has none.
    """

    blocks: tuple[Block, ...]
    title: str
    title_inside: bool


def main_part(page: Outline) -> MainPart:
    """The content of an outline."""
    weights = [_prose(block) for block in page.blocks]
    if not any(weights):
        weights = [
            float(block.size - block.linked) * (block.kind != "heading") for block in page.blocks
        ]
    judged = _Judged(page, weights)
    title_box = _title_box(judged)
    semantic, container = _container(judged, title_box)
    kept = _kept(judged, semantic, container, title_box)
    kept = kept or [block for block in page.blocks if not judged.dropped[block.box]]
    kept = kept or [block for block in page.blocks if block.linked < block.size * 0.6]
    title = _text_of(page, title_box) if title_box is not None else ""
    inside = title_box is not None and page.within(title_box, semantic)
    return MainPart(tuple(kept or page.blocks), title, inside)


def _prose(block: Block) -> float:
    """Letters of running text: long, or a sentence; with few links."""
    size = block.size
    if block.kind == "heading" or size < 30 or block.linked > 0.4 * size:
        return 0.0
    if size < 80 and block.text[-1] not in ".!?…。\"”»’)':;":
        return 0.0
    return float(size)


class _Judged:
    """An outline with sums per box and which boxes are dropped."""

    def __init__(self, page: Outline, weights: list[float]) -> None:
        self.page = page
        self.weights = weights
        self.prose = page.sums(weights)
        self.letters = page.sums([float(block.size) for block in page.blocks])
        self.linked = page.sums([float(block.linked) for block in page.blocks])
        self.counts = page.sums([1.0] * len(page.blocks))
        self.has_title = self._holding(Mark.TITLE)
        self.has_main = self._holding(Mark.MAIN | Mark.BODY)
        self.named = self._named()
        self._settle()

    def _holding(self, mark: int) -> list[bool]:
        holds = [bool(found & mark) for found in self.page.marks]
        for box in range(len(holds) - 1, 0, -1):
            if holds[box]:
                holds[self.page.parents[box]] = True
        return holds

    def _named(self) -> list[bool]:
        """Per box, whether it is furniture on its own account."""
        parents, marks = self.page.parents, self.page.marks
        in_article = [False] * len(parents)
        named = [False] * len(parents)
        for box in range(1, len(parents)):
            inside = bool(marks[box] & (Mark.ARTICLE | Mark.MAIN | Mark.BODY))
            in_article[box] = inside or in_article[parents[box]]
            named[box] = self._is_furniture(box, in_article=in_article[box])
        return named

    def _is_furniture(self, box: int, *, in_article: bool) -> bool:
        mark = self.page.marks[box]
        prose, total = self.prose[box], self.prose[0]
        if not prose and self.letters[box] and self.linked[box] > 0.6 * self.letters[box]:
            return self.counts[box] >= 3 or bool(mark & Mark.LIST)
        if (
            mark & (Mark.BYLINE | Mark.INLINE)
            and not self.has_title[box]
            and not self.has_main[box]
        ):
            most = 200 if mark & Mark.BYLINE else 60
            if self.letters[box] <= most and prose <= 0.5 * total:
                return True
        if mark & Mark.HEADER and not in_article and not (self.has_title[box] and prose):
            return prose < 0.5 * total
        if not mark & Mark.FURNITURE or mark & Mark.NOTE:
            return False
        if self.has_main[box] or self.has_title[box]:
            return prose < 0.3 * total
        return prose < 0.85 * total

    def _settle(self) -> None:
        """Drop the named boxes, then bring back those that hold more prose than all the rest.

        ``class="modal"`` and ``class="social"`` are also what some sites call their text.
        """
        for _ in range(8):
            self._drop()
            if not self._brought_back():
                return
        self._drop()

    def _drop(self) -> None:
        parents = self.page.parents
        self.dropped = [False] * len(parents)
        for box in range(1, len(parents)):
            self.dropped[box] = self.named[box] or self.dropped[parents[box]]
        pairs = zip(self.page.blocks, self.weights, strict=True)
        self.content = self.page.sums(
            [0.0 if self.dropped[block.box] else weight for block, weight in pairs]
        )

    def _brought_back(self) -> bool:
        parents, marks = self.page.parents, self.page.marks
        roots = [
            box
            for box in range(1, len(parents))
            if self.named[box] and not self.dropped[parents[box]]
        ]
        soft = [box for box in roots if not marks[box] & Mark.FIRM]
        best = max(soft, key=self.prose.__getitem__, default=0)
        if (
            best
            and self.prose[best] > max(self.content[0], 200.0)
            and not self._main_elsewhere(best)
        ):
            self.named[best] = False
            return True
        if self.content[0] or not any(self.prose[box] for box in roots):
            return False
        # Nothing is left at all: only what is furniture by its tag stays dropped.
        for box in roots:
            self.named[box] = self.page.tags[box] in _FURNITURE_TAGS or not self.prose[box]
        return any(not self.named[box] for box in roots)

    def _main_elsewhere(self, box: int) -> bool:
        """Whether markup names a main part with words in it, and ``box`` is not inside it."""
        page = self.page
        return any(
            mark & (Mark.MAIN | Mark.ARTICLE | Mark.BODY)
            and self.content[other]
            and not page.within(box, other)
            for other, mark in enumerate(page.marks)
        ) and not any(
            mark & (Mark.MAIN | Mark.ARTICLE | Mark.BODY) and page.within(box, other)
            for other, mark in enumerate(page.marks)
        )


def _title_box(judged: _Judged) -> int | None:
    """The h1 that heads the page: in content before in furniture, then the first."""
    page = judged.page
    found = [
        box for box, mark in enumerate(page.marks) if mark & Mark.TITLE and judged.letters[box] > 1
    ]
    if not found:
        return None
    return next((box for box in found if not judged.dropped[box]), found[0])


def _text_of(page: Outline, box: int) -> str:
    return " ".join(
        block.text for block in page.blocks if block.box >= box and page.within(block.box, box)
    )


def _container(judged: _Judged, title_box: int | None) -> tuple[int, int]:
    """The box that markup names as the main part, and the one that holds its prose."""
    pick = 0
    for mark, share in ((Mark.MAIN, 0.3), (Mark.ARTICLE, 0.5), (Mark.BODY, 0.5)):
        pick = _named_part(judged, pick, mark, share)
        if mark is not Mark.BODY:
            semantic = pick
    inner = pick
    if judged.content[pick] >= SMALL_PAGE:
        inner = _narrowed(judged, pick)
    return semantic, inner


def _named_part(judged: _Judged, pick: int, mark: int, share: float) -> int:
    page, content = judged.page, judged.content
    found = [
        box
        for box, marks in enumerate(page.marks)
        if marks & mark
        and box > pick
        and not judged.dropped[box]
        and content[box]
        and page.within(box, pick)
    ]
    outer = [
        box
        for box in found
        if not any(other < box and page.within(box, other) for other in found[:40])
    ]
    if not outer:
        return pick
    outer.sort(key=lambda box: -content[box])
    best = outer[0]
    rival = content[outer[1]] if len(outer) > 1 else 0.0
    if content[best] < share * content[pick]:
        # An article with the heading is believed at any length, unless the page's text is
        # plainly elsewhere (some sites mark up the teaser alone).
        elsewhere = content[pick] - content[best] > max(1500.0, 4 * content[best])
        if elsewhere or not judged.has_title[best] or len(outer) > 1:
            return pick
    # Several articles of like length are a list, not a statement with a box beside it.
    return best if rival <= 0.5 * content[best] else pick


def _narrowed(judged: _Judged, pick: int) -> int:
    page, content = judged.page, judged.content
    best = list(range(len(page.parents)))
    top = [0.0] * len(page.parents)
    for box in range(1, len(page.parents)):
        outer = page.parents[box]
        if content[box] > top[outer]:
            top[outer], best[outer] = content[box], box
    while top[pick] >= _NARROWER * content[pick] and (
        page.tags[best[pick]] in _BOXES or "-" in page.tags[best[pick]]
    ):
        pick = best[pick]
    return pick


def _kept(judged: _Judged, semantic: int, container: int, title_box: int | None) -> list[Block]:
    page = judged.page
    kept: list[Block] = []
    related = -1  # the box whose rest lists other pages
    for block, weight in zip(page.blocks, judged.weights, strict=True):
        box = block.box
        if not page.within(box, semantic):
            continue
        note = block.kind == "note" or is_note(block.text)
        if note and block.linked < 0.5 * block.size and block.size >= 20:
            kept.append(replace(block, kind="note"))
            continue
        if judged.dropped[box]:
            continue
        lead = title_box is not None and title_box < box < container and weight > 0
        if not lead and not page.within(box, container):
            continue
        if related >= 0 and page.within(box, related):
            continue
        if opens_related(block.text) and block.kind in ("heading", "paragraph"):
            outer = page.parents[box] if block.kind == "heading" or page.tags[box] == "p" else box
            small = judged.content[outer] <= 0.25 * judged.content[container]
            if small and outer > container and not judged.has_title[outer]:
                related = outer
                continue
            if block.kind == "heading" or block.size < 30:
                continue
        if _is_noise(block, page.tags[box], semantic=semantic > 0):
            continue
        kept.append(block)
    return kept


def _is_noise(block: Block, tag: str, *, semantic: bool) -> bool:
    """Whether a block in the main part is furniture on its own."""
    text = block.text
    if block.linked >= 0.8 * block.size and block.kind != "quote":
        return True
    if is_command(text) or is_counter(text):
        return True
    # The dates of a table or a timeline's headings are content.
    if block.kind != "heading" and tag not in ("td", "th", "dt") and is_clock(text):
        return True
    return is_byline(text) or (not semantic and is_consent(text))
