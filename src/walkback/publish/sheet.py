"""A case's time line with every line at its place, across a desk or down a phone. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from walkback.publish.timeline import Link, Mark, Scale, Span, Story, told_at

_WORD = 7  # units a letter is wide, and
_TURN = 26  # how far a link swings out beside the lanes it passes
_MIDDLE = {True: "middle", False: "start"}
_LEAST = 5  # units of a stretch, so that a short one is seen
_SHAPES = {
    "cross": "M{l} {t}L{r} {b}M{l} {b}L{r} {t}",
    "wrong": "M{x} {t}L{r} {y}L{x} {b}L{l} {y}Z",
    "square": "M{l} {t}L{r} {t}L{r} {b}L{l} {b}Z",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A path with a class of the style sheet."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word on the sheet; ``anchor`` is ``start``, ``middle`` or ``end``."""

    x: float
    y: float
    text: str
    kind: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawing in units of about a pixel; circles are of marks that are round."""

    width: int
    height: int
    lines: tuple[Line, ...]
    dots: tuple[tuple[float, float, str], ...]
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """How a part of the time and a lane become a point. ``down``: time runs down the sheet."""

    down: bool
    lanes: int
    length: int

    @property
    def width(self) -> int:
        """Units across."""
        return 360 if self.down else 1056

    @property
    def height(self) -> int:
        """Units down."""
        return self.length + 64 if self.down else 44 + self.lanes * 46

    def point(self, part: float, lane: float) -> tuple[float, float]:
        """Where it lies."""
        if self.down:
            step = min(52.0, 250 / max(1, self.lanes))
            return 104 + step * lane, 34 + part * self.length
        return 186 + part * (self.width - 206), 34 + lane * 46


def sheet(story: Story, *, down: bool) -> Sheet:
    """The drawing of a story."""
    lanes = len(story.lanes) + story.press
    instants = [story.begin, story.end, *(mark.at for mark in story.marks)]
    instants += [at for span in story.spans for at in (span.since, span.until)]
    scale = Scale(instants)
    frame = Frame(down, lanes, min(900, max(260, 58 * len(scale.stops))))
    lines = [
        *_ticks(scale, frame),
        *(_stretch(span, scale, frame) for span in story.spans),
        *(_link(link, scale, frame) for link in story.links),
    ]
    dots: list[tuple[float, float, str]] = []
    for mark in story.marks:
        x, y = frame.point(scale(mark.at), mark.lane)
        if mark.shape in _SHAPES:
            lines.append(Line(_outline(mark.shape, x, y), f"m-{mark.shape}"))
        else:
            dots.append((round(x, 1), round(y, 1), f"m-{mark.shape}"))
    words = [*_heads(story, frame), *_times(story, scale, frame), *_said(story, scale, frame)]
    return Sheet(frame.width, frame.height, tuple(lines), tuple(dots), tuple(words))


def _outline(shape: str, x: float, y: float) -> str:
    half = 5.5
    ends = {"x": x, "y": y, "l": x - half, "r": x + half, "t": y - half, "b": y + half}
    return _SHAPES[shape].format(**{name: round(at, 1) for name, at in ends.items()})


def _path(*points: tuple[float, float]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _stretch(span: Span, scale: Scale, frame: Frame) -> Line:
    start = frame.point(scale(span.since), span.lane)
    end = frame.point(scale(span.until), span.lane)
    short = _LEAST - (end[0] - start[0]) - (end[1] - start[1])
    if short > 0 and span.kind == "unsure":
        along = (0, short / 2) if frame.down else (short / 2, 0)
        start = start[0] - along[0], start[1] - along[1]
        end = end[0] + along[0], end[1] + along[1]
    return Line(_path(start, end), f"s-{span.kind}")


def _link(link: Link, scale: Scale, frame: Frame) -> Line:
    """A curve from one lane to another, with an arrow head where it ends."""
    part = scale(link.at)
    start, end = frame.point(part, link.start), frame.point(part, link.end)
    turn = min(_TURN, part * frame.length) if link.kind == "act" else 0
    if not frame.down:  # drawn as down a phone, and turned over
        start, end = start[::-1], end[::-1]
    sign = 1 if end[0] > start[0] else -1
    begin, tip = start[0] + 7 * sign, end[0] - 8 * sign
    points = [(begin, start[1]), ((begin + tip) / 2, start[1] - turn), (tip, end[1])]
    head = [(tip - 6 * sign, end[1] - 6), (tip, end[1]), (tip - 7 * sign, end[1] + 3)]
    if not frame.down:
        points, head = [one[::-1] for one in points], [one[::-1] for one in head]
    curve = "M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}".format(*(n for at in points for n in at))
    return Line(curve + (_path(*head) if link.kind == "act" else ""), f"l-{link.kind}")


def _ticks(scale: Scale, frame: Frame) -> Iterator[Line]:
    last = frame.lanes - 0.45
    for at in scale.stops:
        yield Line(_path(frame.point(scale(at), -0.4), frame.point(scale(at), last)), "tick")


def _heads(story: Story, frame: Frame) -> Iterator[Word]:
    for index, lane in enumerate(story.lanes):
        x, y = frame.point(0, index)
        if frame.down:
            yield Word(x, 16, str(lane.number), "head", "middle")
        else:
            name = lane.place.url.split("/")[2:3] or [lane.place.url]
            yield Word(0, y + 4, f"{lane.number}  {name[0][:24]}", "head")
    if story.press:
        x, y = frame.point(0, len(story.lanes))
        down = frame.down
        yield Word(x if down else 0, 16 if down else y + 4, "Press", "head", _MIDDLE[down])


def _times(story: Story, scale: Scale, frame: Frame) -> Iterator[Word]:
    """The instants beside the scale, those that fit."""
    whole, free = story.end - story.begin, -1.0
    for at in scale.stops:
        text = told_at(at, whole)
        x, y = frame.point(scale(at), frame.lanes - 0.35)
        place, size = (y, 16) if frame.down else (x, _WORD * len(text) + 14)
        if place < free:
            continue
        free = place + size
        if frame.down:
            yield Word(88, y + 4, text, "time", "end")
        else:
            yield Word(min(x, frame.width - size), y + 14, text, "time")


def _said(story: Story, scale: Scale, frame: Frame) -> Iterator[Word]:
    """What happened, beside its mark, where it does not run into another word."""
    if frame.down:
        return  # there is no room between the lanes; the list says it
    free: dict[int, float] = {}
    for mark in sorted(story.marks, key=_order):
        if not mark.word:
            continue
        x, y = frame.point(scale(mark.at), mark.lane)
        size = _WORD * len(mark.word)
        if x < free.get(mark.lane, -1):
            continue
        free[mark.lane] = x + size + 8
        kind = f"word w-{mark.shape}"
        if x + size < frame.width:
            yield Word(x, y - 11, mark.word, kind)
        else:  # left of its mark, and of the link that swings out there
            yield Word(
                x - (_TURN / 2 if mark.shape == "act" else 0), y - 11, mark.word, kind, "end"
            )


def _order(mark: Mark) -> tuple[int, float, bool]:
    # Of acts in one text, that it is taken back says most.
    return mark.lane, mark.at.timestamp(), mark.word != "retracted"
