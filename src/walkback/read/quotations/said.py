"""When and where quoted words were said, as the article has it.

The reporter says so in the sentence that carries the quotation, or in the one it hangs on: the
sentence before, where the quotation's own has no words of the reporter's or only ``he added``;
the paragraph before that leads up to it with a colon, or that it continues. Words inside
quotation marks never count. Which of several words of time is meant, ``governing`` reasons.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from walkback.model.quotation import Article, Embed, Said
from walkback.read.authorlines import author_lines
from walkback.read.phrases import word_set
from walkback.read.quotations.channels import Where, where
from walkback.read.quotations.governing import COVER, Sentence
from walkback.read.quotations.marks import segments
from walkback.read.quotations.when import When, when

_REACH = 1500  # characters looked at on each side of a quotation
_BACK = 8  # paragraphs that a quotation may run on over
_END = re.compile(
    r"[.!?\u2026]+[)\]\"'\u2019\u201d]*\s+(?=[^\W_]|[\"\u201c\u201e\u00ab\u00bb\u2018\u201a'(\[\ufffc])"
)
_SHORT = re.compile(
    r"(?:^|[\s(.])(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Sr|Jr|Sen|Rep|Gov|Gen|Col|Lt|Rev|Hon|Sir|vs|No|Nr|Art|etc|approx"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|[A-ZÄÖÜ]|\d{1,2}|bzw|ca|z|B|d|h|u|a|M|Mme"
    r"|Sra?|Dra?|Avv|On|Abg)\.$"
)
_ADDED = word_set(
    """
    added adding adds continued continues continuing went also then further again concluded
    ergänzte hinzu fügte ajouté ajoute poursuivi poursuit añadió agregó continuó aggiunto aggiunge
    acrescentou continuou voegde vervolgde dodał dodała tillade tilføjede
    """
)
_LATER = word_set("later afterwards später subsequently")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Context:
    """One sentence with its quotations covered; ``start`` is its place in the article's text."""

    text: str
    start: int

    @property
    def words(self) -> list[str]:
        """The reporter's own words, in lower case."""
        return [word.lower() for word in _WORD.findall(self.text)]


def said(article: Article, start: int, end: int) -> Said | None:
    """When and where the words at ``start`` to ``end`` were said; None where it is not told.

    ``begin`` and ``end`` hold a day, or the span of a week, month or year as far as it was past
    on the article's day; both are None where the article has no date to reckon from. An embedded
    post gives its own date and channel. Looks at a bounded stretch around the quotation.
    """
    embed = _embed(article, start, end)
    if embed is not None:
        return _posted(article, embed)
    times: list[tuple[_Context, When]] = []
    places: list[tuple[_Context, Where]] = []
    for context in _contexts(article, start, end):
        sentence = Sentence(context.text, article.language)
        if not times:
            times = [(context, one) for one in _times(article, context, sentence)]
        if not places:
            places = [(context, one) for one in _places(context, sentence)]
        if times and places:
            break
    return _told(article, times, places, start)


def _embed(article: Article, start: int, end: int) -> Embed | None:
    at = bisect_right(article.embeds, start, key=lambda one: one.start) - 1
    one = article.embeds[at] if at >= 0 else None
    return one if one is not None and start < one.end and end <= one.end + 2 else None


def _posted(article: Article, embed: Embed) -> Said | None:
    if not embed.date and not embed.channel:
        return None
    after = article.text[embed.end : embed.end + 300]
    line = next(iter(author_lines(after)), None)
    words = after[line.start : line.end].strip() if line and line.date else ""
    if line and words:
        words = words.partition(line.handle + ")")[2].strip(" ,:\u00b7|") or words
    return Said(embed.date, embed.date, words or embed.date or "", embed.channel)


def _times(article: Article, context: _Context, sentence: Sentence) -> list[When]:
    found = when(context.text, article.language, article.published)
    return [
        one for one in found if sentence.hangs(one.start, one.end, fine=one.fine, owns=one.owns)
    ]


def _places(context: _Context, sentence: Sentence) -> list[Where]:
    found = where(context.text)
    kept = [one for one in found if sentence.hangs(one.start, one.end, fine=True)]
    return kept[:1]


def _told(
    article: Article,
    times: list[tuple[_Context, When]],
    places: list[tuple[_Context, Where]],
    start: int,
) -> Said | None:
    """The nearest time, a day before a span, and the place that says most."""
    if not times and not places:
        return None
    spans: list[tuple[int, int]] = []
    begin = end = channel = None
    if times:
        context, one = min(
            times, key=lambda pair: (not pair[1].fine, abs(pair[0].start + pair[1].start - start))
        )
        begin, end = one.first, one.last
        spans.append((context.start + one.start, context.start + one.end))
    if places:
        context, place = places[0]
        channel = place.channel
        spans.append((context.start + place.start, context.start + place.end))
    return Said(begin, end, _words(article.text, sorted(spans)), channel)


def _words(text: str, spans: list[tuple[int, int]]) -> str:
    """The article's own words: one stretch where they stand together, else an ellipsis between."""
    (first, last), *rest = spans
    for start, end in rest:
        between = text[last:start]
        if start <= last or (len(between) <= 2 and not between.strip(" ,")):
            last = max(last, end)
        else:
            return f"{text[first:last]} \u2026 {text[start:end]}"
    return text[first:last]


def _contexts(article: Article, start: int, end: int) -> list[_Context]:
    """The sentences that may say when, nearest first."""
    span = _paragraph(article, start)
    low, high = max(span[0], start - _REACH), min(span[1], max(end, start) + _REACH)
    masked = _masked(article, (low, high), start, end)
    sentences = _sentences(masked)
    own = max(0, bisect_right(sentences, start - low, key=lambda one: one[0]) - 1)
    found = [_Context(masked[slice(*sentences[own])], low + sentences[own][0])]
    while _leans(found[-1]) and own > 0:
        own -= 1
        found.append(_Context(masked[slice(*sentences[own])], low + sentences[own][0]))
    if own == 0 and _leans(found[-1]):
        following = sentences[1:2] if len(found) == 1 and _pure(found[0]) else []
        found += _before(article, span[0])
        found += [_Context(masked[slice(*one)], low + one[0]) for one in following]
    return found[:_BACK]


def _leans(context: _Context) -> bool:
    """Whether a sentence tells nothing of its own: all quoted, or no more than ``he added``."""
    words = context.words
    return len(words) <= 8 and (
        not words or (bool(_ADDED & set(words)) and not _LATER & set(words))
    )


def _pure(context: _Context) -> bool:
    return not context.words


def _before(article: Article, at: int) -> list[_Context]:
    """The last sentences of the paragraphs before, as far as the quotation runs on over them."""
    found: list[_Context] = []
    number = bisect_left(article.passages, at, key=lambda one: one.start)
    near = article.passages[max(0, number - _BACK) : number]
    quoted = {(one.start, one.end) for one in near if one.kind == "quote"}
    for _ in range(_BACK):
        span = _paragraph_before(article, at)
        if span is None:
            break
        if span in quoted:
            at = span[0]
            continue
        low = max(span[0], span[1] - _REACH)
        masked = _masked(article, (low, span[1]), span[1], span[1])
        first, last = _sentences(masked)[-1]
        context = _Context(masked[first:last], low + first)
        if not masked.rstrip().endswith(":") and COVER not in masked:
            break
        found.append(context)
        if not _leans(context):
            break
        if first > 0:
            inner = [_Context(masked[slice(*one)], low + one[0]) for one in _sentences(masked)[:-1]]
            telling = [one for one in reversed(inner) if not _leans(one)]
            if telling:
                found.append(telling[0])
                break
        at = span[0]
    return found


def _masked(article: Article, span: tuple[int, int], start: int, end: int) -> str:
    """The text of ``span`` with each quotation's letters covered, its marks too.

    A quotation that ends a sentence keeps its full stop, as the reporter's sentence ends there.
    An embedded post is a sentence of its own, without words.
    """
    text, (low, high) = article.text, span
    letters = list(text[low:high])
    spans = [(one.start, one.end, one.inner_end) for one in segments(text, ((low, high),))]
    for first, last, inner in [*spans, (start, end, end)]:
        ends = text[inner - 1 : inner] in (".", "!", "?", "\u2026") and inner > first
        for at in range(max(low, first), min(high, last)):
            letters[at - low] = COVER
        if ends and low < last <= high and _new_sentence(text, last):
            letters[last - 1 - low] = "."
    for first, last in _posts(article, low, high):
        letters[max(0, first - low) : last - low] = " " * (min(high, last) - max(low, first))
        letters[max(0, min(high, last) - low - 1)] = "."
    return "".join(letters).replace("\n", " ")


def _posts(article: Article, low: int, high: int) -> list[tuple[int, int]]:
    """The posts in a stretch, each with its author line."""
    first = bisect_left(article.embeds, low - _REACH, key=lambda one: one.start)
    found = []
    for one in article.embeds[first : first + 20]:
        line = next(iter(author_lines(article.text[one.end : one.end + 300])), None)
        end = one.end + (line.end if line and line.start < 120 else 0)
        if one.start < high and end > low:
            found.append((one.start, end))
    return found


def _new_sentence(text: str, at: int) -> bool:
    """Whether what follows a closing mark begins with a capital or another mark."""
    rest = text[at : at + 3].lstrip("\"'\u201d\u2019\u00bb\u201c ")
    return bool(rest) and not rest[0].islower() and rest[0] not in ",;:\u2013\u2014-)"


def _sentences(masked: str) -> list[tuple[int, int]]:
    """Start and end of each sentence; a reporter's clause right behind a quotation is its own."""
    bounds = [0]
    for found in _END.finditer(masked):
        mark = masked[found.start()]
        if mark == "." and _SHORT.search(masked, max(0, found.start() - 12), found.start() + 1):
            continue
        lead = masked[bounds[-1] : found.start()]
        if lead.endswith(COVER) and not _WORD.search(lead) and _attributes(masked, found.end()):
            continue
        bounds.append(found.end())
    return list(zip(bounds, [*bounds[1:], len(masked)], strict=True))


def _attributes(masked: str, at: int) -> bool:
    """Whether what follows a quotation is its attribution: says, and leads to no other one."""
    stop = _END.search(masked, at, at + 300)
    clause = masked[at : stop.start() if stop else at + 300]
    return COVER not in clause and ":" not in clause and len(clause) < 160 and Sentence(clause).says


def _paragraph(article: Article, start: int) -> tuple[int, int]:
    at = bisect_right(article.passages, start, key=lambda one: one.start) - 1
    if at >= 0 and start <= article.passages[at].end:
        return article.passages[at].start, article.passages[at].end
    low = article.text.rfind("\n\n", max(0, start - _REACH), start)
    high = article.text.find("\n\n", start, start + _REACH)
    first = max(0, start - _REACH) if low < 0 else low + 2
    return first, min(len(article.text), start + _REACH) if high < 0 else high


def _paragraph_before(article: Article, at: int) -> tuple[int, int] | None:
    number = bisect_right(article.passages, at - 1, key=lambda one: one.start) - 1
    if number >= 0 and article.passages[number].end <= at:
        one = article.passages[number]
        return (one.start, one.end) if one.kind != "note" else None
    end = len(article.text[max(0, at - 40) : at].rstrip()) + max(0, at - 40)
    if at <= 0 or end <= 0:
        return None
    return _paragraph(article, end - 1)
