"""An article laid out for asking who speaks: paragraphs, tokens, quoted words, mentions."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from walkback.model.quotation import Article
from walkback.read.quotations.marks import Segment, segments
from walkback.read.quotations.mentions import Mention, mentions
from walkback.read.quotations.prose import Memo, Words, paragraphs, word_parts, words


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with its tokens, which of them are quoted, and who is mentioned outside.

    ``sentences[i]``: how many sentences ended before token i. ``cues[i]``: how many verbs of
    saying stand before it. ``mentions`` are in order, ``firsts`` their first tokens.
    """

    start: int
    end: int
    words: Words
    quoted: list[bool]
    sentences: list[int]
    cues: list[int]
    mentions: list[Mention]
    firsts: list[int]


@dataclass(slots=True)
class Scene:
    """A whole article; paragraphs are taken apart when they are first asked for.

    ``names``: the title and the owners of embedded posts, who may be named in full nowhere else.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    segments: tuple[Segment, ...]
    hidden: tuple[tuple[int, int], ...] = ()
    names: tuple[str, ...] = ()
    table: dict[str, str] = field(default_factory=dict)
    memo: Memo = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)
    _known: dict[int, Paragraph] = field(default_factory=dict)

    def number(self, place: int) -> int:
        """The number of the paragraph that holds a place."""
        if not self._starts:
            self._starts = [start for start, _ in self.spans]
        return max(0, bisect_right(self._starts, place) - 1)

    def covers(self, start: int, end: int) -> list[tuple[int, int]]:
        """The quoted and hidden spans that touch a span."""
        if not self._ends:
            self._ends = [one.end for one in self.segments]
        first = bisect_right(self._ends, start)
        last = bisect_left(self.segments, end, lo=first, key=lambda one: one.start)
        found = [(one.start, one.end) for one in self.segments[first:last]]
        return found + touching(self.hidden, start, end)

    def paragraph(self, number: int) -> Paragraph:
        """Paragraph ``number``, from 0."""
        if number not in self._known:
            self._known[number] = _paragraph(self, *self.spans[number])
        return self._known[number]


def scene(article: Article, *, hidden: tuple[tuple[int, int], ...] = ()) -> Scene:
    """Lays an article out. ``hidden`` spans (embedded posts) hold no quoted words of the
    article's own and nobody who could be speaking.
    """
    spans = paragraphs(article)
    found = segments(article.text, spans)
    if hidden:
        found = tuple(one for one in found if not touching(hidden, one.start, one.end))
    blocks = tuple((p.start, p.end) for p in article.passages if p.kind == "quote")
    found = _with_blocks(article.text, found, blocks, hidden)
    names = (article.title, *(one.name for one in article.embeds))
    return Scene(article.text, spans, found, hidden, names, word_parts(article))


def touching(spans: tuple[tuple[int, int], ...], start: int, end: int) -> list[tuple[int, int]]:
    """Those of some ordered spans, none of which overlaps another, that touch one."""
    first = bisect_right(spans, start, key=lambda span: span[1])
    last = bisect_left(spans, end, lo=first, key=lambda span: span[0])
    return list(spans[first:last])


def _with_blocks(
    text: str,
    found: tuple[Segment, ...],
    blocks: tuple[tuple[int, int], ...],
    hidden: tuple[tuple[int, int], ...],
) -> tuple[Segment, ...]:
    """Block quotations are quoted as a whole unless marks of their own cover most of them."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(blocks):
        if touching(hidden, start, end) or not text[start:end].strip():
            continue
        first = bisect_right(found, start, key=lambda one: one.end)
        last = bisect_left(found, end, lo=first, key=lambda one: one.start)
        quoted = sum(one.end - one.start for one in found[first:last])
        if 2 * quoted < end - start and (not whole or whole[-1][1] <= start):
            whole.append((start, end))
    spans = tuple(whole)
    left = [one for one in found if not touching(spans, one.start, one.end)]
    left += [Segment(start, end, start, end, block=True) for start, end in whole]
    return tuple(sorted(left, key=lambda one: one.start))


def _paragraph(known: Scene, start: int, end: int) -> Paragraph:
    tokens = words(known.text, (start, end), known.table, known.memo)
    quoted = [False] * len(tokens.starts)
    for a, b in known.covers(start, end):
        for at in range(tokens.at(a), tokens.at(b)):
            quoted[at] = True
    breaks = {tokens.at(b) - 1 for _, b in touching(known.hidden, start, end)}
    sentences, cues = [0], [0]
    for at, part in enumerate(tokens.parts):
        # A stop inside marks ends the reporter's sentence where a capital follows the marks.
        ends = at in breaks or (
            part == "." and (not quoted[at] or _ends_quoted(tokens, quoted, at))
        )
        sentences.append(sentences[-1] + ends)
        cues.append(cues[-1] + (part == "V" and not quoted[at]))
    found = mentions(known.text, tokens, quoted)
    return Paragraph(
        start, end, tokens, quoted, sentences, cues, found, [one.first for one in found]
    )


def _ends_quoted(tokens: Words, quoted: list[bool], at: int) -> bool:
    after = at + 1
    while after < len(quoted) and quoted[after] and not tokens.texts[after][0].isalnum():
        after += 1
    if after >= len(quoted) or quoted[after]:
        return False
    # “Really?” he asked: one sentence; “I go.” She left: two, unless a verb of saying follows.
    small = tokens.texts[after][0].islower()
    return not small and not (after + 1 < len(quoted) and tokens.parts[after + 1] == "V")
