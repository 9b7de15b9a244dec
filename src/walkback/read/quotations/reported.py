# ruff: noqa: RUF001 - quotation marks and their look-alikes are this file's subject
"""What an article reports without marks: “the minister said that …”.

Only the plain forms, in a sentence with no quoted words of its own: a speaker, a verb of saying,
and a clause after it (with "that" or without), or "according to". What people think, hope or
want is not reported speech.
"""

from bisect import bisect_left

from walkback.model.quotation import Attribution, Quotation, QuotationKind
from walkback.read.phrases import word_set
from walkback.read.quotations import lexicon
from walkback.read.quotations.mentions import Mention
from walkback.read.quotations.people import People
from walkback.read.quotations.scene import Paragraph, Scene

# Verbs that report a clause without "that"; the others need the word.
_PLAIN = word_set("said says say added adds sagte sagt")
_VERBS = _PLAIN | word_set(
    """
    announced announces argued argues claimed claims confirmed declared denied explained
    insisted insists noted promised stated states suggested told warned warns wrote writes
    acknowledged admitted alleged asserted conceded contended maintained pledged predicted
    replied revealed tweeted vowed testified erklärte betonte schrieb teilte déclaré affirmé
    assuré expliqué annoncé dit dijo afirmó aseguró declaró anunció detto affermato dichiarato
    zei verklaarde disse afirmou
    """
)
_THAT = word_set("that dass que che dat")
_LEAST = 4  # words: less is no clause
_OPEN = frozenset(("I", "D", "N", "P", "R", "w", "0"))


def reported(known: Scene, everybody: People) -> list[Quotation]:
    """The indirect quotations of an article, one at most for each sentence, in order."""
    found: list[Quotation] = []
    for number in range(len(known.spans)):
        paragraph = known.paragraph(number)
        for first, last in _sentences(paragraph):
            one = _in_sentence(known, everybody, paragraph, first, last)
            if one is not None:
                found.append(one)
    return found


def _sentences(paragraph: Paragraph) -> list[tuple[int, int]]:
    """The sentences of a paragraph that hold no quoted words, as token indices."""
    found = []
    first = 0
    for at in range(1, len(paragraph.quoted) + 1):
        if at == len(paragraph.quoted) or paragraph.sentences[at] > paragraph.sentences[first]:
            if at > first and not any(paragraph.quoted[first:at]):
                found.append((first, at))
            first = at
    return found


def _in_sentence(
    known: Scene, everybody: People, paragraph: Paragraph, first: int, last: int
) -> Quotation | None:
    if (
        paragraph.cues[last] == paragraph.cues[first]
        and "A" not in paragraph.words.parts[first:last]
    ):
        return None
    low, high = bisect_left(paragraph.firsts, first), bisect_left(paragraph.firsts, last)
    inside = paragraph.mentions[low:high]
    for one in inside:
        span = _clause(paragraph, one, first, last)
        if span is None:
            continue
        start, end = paragraph.words.starts[span[0]], paragraph.words.ends[span[1] - 1]
        words = known.text[start:end]
        mention = known.text[one.start : one.end]
        how = {"name": "named", "handle": "named"}.get(one.kind, one.kind)
        speaker = Attribution(mention, everybody.name(one), one.start, one.end, how)
        return Quotation(words, start, end, QuotationKind.INDIRECT, speaker)
    return None


def _clause(paragraph: Paragraph, one: Mention, first: int, last: int) -> tuple[int, int] | None:
    """The token span of what is reported, where ``one`` is who says it."""
    words = paragraph.words
    stop = last - 1 if words.parts[last - 1] == "." else last
    trailing = _trailing(paragraph, one, first, stop)
    if trailing is not None:
        return trailing
    at = one.last
    while at < stop and (words.parts[at] in "XC" and words.lows[at] not in _THAT | {"who"}):
        at += 1
    if at >= stop or words.lows[at] not in _VERBS:
        return None
    verb = words.lows[at]
    begin = at + 1
    that = next((k for k in range(begin, min(stop, begin + 8)) if words.lows[k] in _THAT), None)
    if that is not None and all(words.parts[k] in "DINRTwP0,s~C" for k in range(begin, that)):
        begin = that + 1
    elif verb in _PLAIN:
        while begin < stop and words.parts[begin] in "TI" and _is_time(paragraph, begin):
            begin += 1
    else:
        return None
    fits = stop - begin >= _LEAST and words.parts[begin] in _OPEN
    return (begin, stop) if fits and _has_verb(paragraph, begin, stop) else None


def _is_time(paragraph: Paragraph, at: int) -> bool:
    """Whether a word after the verb is when it was said ("on Monday"), not what."""
    words = paragraph.words
    return words.parts[at] == "T" or (
        at + 1 < len(words.parts)
        and words.parts[at + 1] == "T"
        and words.lows[at] in ("on", "last")
    )


def _trailing(paragraph: Paragraph, one: Mention, first: int, stop: int) -> tuple[int, int] | None:
    """The clause before its speaker: "…, the council said", "…, according to the council"."""
    words = paragraph.words
    comma = next((k for k in range(one.first - 1, first, -1) if words.texts[k] == ","), None)
    if comma is None or one.first - comma > 3 or comma - first < _LEAST:
        return None
    said = one.last < len(words.lows) and words.lows[one.last] in _PLAIN
    accorded = words.lows[comma + 1] in lexicon.ACCORDING
    if not (accorded or (said and one.first == comma + 1 and stop - one.last <= 6)):
        return None
    return (first, comma) if _has_verb(paragraph, first, comma) else None


def _has_verb(paragraph: Paragraph, first: int, last: int) -> bool:
    words = paragraph.words
    return any(
        words.parts[at] in "XV" or words.lows[at].endswith(("ed", "s", "n't", "n’t", "t"))
        for at in range(first, last)
    )
