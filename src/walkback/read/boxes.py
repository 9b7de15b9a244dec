"""Which boxes of a page are furniture, by their names, their links and their prose."""

from walkback.read.names import Mark
from walkback.read.outline import Block, Outline

_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "menu", "dialog", "noscript"))
_PART = Mark.MAIN | Mark.ARTICLE | Mark.BODY
_ENDS = ".!?\u2026\u3002\"\u201d\u00bb\u2019)':;"


def weights(page: Outline) -> list[float]:
    """Per block, its letters of running text; on a page without any, its letters outside links."""
    found = [_prose(block) for block in page.blocks]
    if any(found):
        return found
    return [
        float(block.size - block.linked) if block.kind != "heading" else 0.0
        for block in page.blocks
    ]


def _prose(block: Block) -> float:
    """Its letters if it is long or a sentence, and has few links."""
    size = block.size
    if block.kind == "heading" or size < 30 or block.linked > 0.4 * size:
        return 0.0
    if size < 80 and block.text[-1] not in _ENDS:
        return 0.0
    return float(size)


def _is_short_sentence(block: Block) -> bool:
    return block.kind != "heading" and not block.linked and block.text[-1] in ".!?\u2026"


class Boxes:
    """An outline with sums per box. ``dropped`` is furniture, ``content`` weighs the rest."""

    def __init__(self, page: Outline) -> None:
        self.page = page
        self.weights = weights(page)
        self.prose = page.sums(self.weights)
        self.letters = page.sums([float(block.size) for block in page.blocks])
        self.linked = page.sums([float(block.linked) for block in page.blocks])
        self.counts = page.sums([1.0] * len(page.blocks))
        self.link_counts = page.sums([float(2 * b.linked > b.size) for b in page.blocks])
        self.has_title = self._holding(Mark.TITLE)
        self.has_main = self._holding(Mark.MAIN | Mark.BODY)
        self.in_part = self._inside(_PART)
        self.named = [box > 0 and self._is_furniture(box) for box in range(len(page.parents))]
        self._settle()

    def _holding(self, mark: int) -> list[bool]:
        holds = [bool(found & mark) for found in self.page.marks]
        for box in range(len(holds) - 1, 0, -1):
            if holds[box]:
                holds[self.page.parents[box]] = True
        return holds

    def _inside(self, mark: int) -> list[bool]:
        inside = [False] * len(self.page.parents)
        for box in range(1, len(inside)):
            inside[box] = bool(self.page.marks[box] & mark) or inside[self.page.parents[box]]
        return inside

    def _is_furniture(self, box: int) -> bool:
        """Whether a box is furniture on its own account."""
        mark = self.page.marks[box]
        prose, total, letters = self.prose[box], self.prose[0], self.letters[box]
        if not prose and letters and self.linked[box] > 0.6 * letters:
            # A list of links, or one under a heading. With more beside the links (a heading of
            # the text, a caption) it is no box of links, though links may fill it.
            return bool(mark & Mark.LIST) or 2 <= self.counts[box] <= self.link_counts[box] + 1
        holds_part = self.has_title[box] or self.has_main[box]
        if mark & (Mark.BYLINE | Mark.INLINE) and not holds_part:
            most = 200 if mark & Mark.BYLINE else 60
            if letters <= most and prose <= 0.5 * total:
                return True
        if mark & Mark.HEADER and not self.in_part[box] and not (self.has_title[box] and prose):
            return prose < 0.5 * total
        if not mark & Mark.FURNITURE or mark & Mark.NOTE:
            return False
        # The name says furniture; what it holds may say otherwise, except of comments and such:
        # a short statement may have any number of those.
        if holds_part:
            return prose < 0.3 * total
        return bool(mark & Mark.FIRM) or prose < 0.85 * total

    def _settle(self) -> None:
        """Drop the named boxes, then bring back those that hold more prose than all the rest.

        ``class="modal"`` and ``class="social"`` are also what some sites call their text.
        """
        self._drop()
        for _ in range(8):
            if not self._bring_back():
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

    def _bring_back(self) -> bool:
        """Whether a dropped box, or all of them where nothing else is left, was kept after all."""
        parents, marks = self.page.parents, self.page.marks
        roots = [
            box
            for box in range(1, len(parents))
            if self.named[box] and not self.dropped[parents[box]] and self.prose[box]
        ]
        soft = [box for box in roots if not marks[box] & Mark.FIRM]
        best = max(soft, key=self.prose.__getitem__, default=0)
        enough = max(self.content[0], 200.0)
        if (
            best
            and self.prose[best] > enough
            and (self.in_part[best] or not self._part_has_words())
        ):
            self.named[best] = False
            return True
        if self.content[0] or not roots or self._weigh_short():
            return False
        # Nothing is left at all: only what is furniture by its tag stays dropped.
        back = [box for box in roots if self.page.tags[box] not in _FURNITURE_TAGS]
        for box in back:
            self.named[box] = False
        return bool(back)

    def _weigh_short(self) -> bool:
        """Whether what is left has short sentences; they then count as its prose."""
        short = [
            float(block.size) if not self.dropped[block.box] and _is_short_sentence(block) else 0.0
            for block in self.page.blocks
        ]
        if any(short):
            self.weights = short
            self.content = self.page.sums(short)
        return any(short)

    def _part_has_words(self) -> bool:
        """Whether what markup names as the main part has words that are not dropped."""
        return any(
            mark & _PART and content
            for mark, content in zip(self.page.marks, self.content, strict=True)
        )
