# ruff: noqa: RUF001 - quotation marks and their look-alikes are this file's subject
"""What speaks for and against each candidate: the clues a model was taught to weigh.

A clue is a short string; the model holds a weight for each. Most join where the candidate stands
(``A`` after or ``B`` before the quotation, sentences and paragraphs away) with how the quotation
meets the sentence (``edges``), because the same order of words means one thing after “…,” and
another after “….”.
"""

from bisect import bisect_left
from dataclasses import dataclass

from walkback.read.quotations import lexicon
from walkback.read.quotations.marks import Segment
from walkback.read.quotations.mentions import Mention
from walkback.read.quotations.scene import Paragraph, Scene

_AFTER, _BEFORE, _EARLIER = 7, 10, 7
PATH = 7  # tokens between candidate and quotation that are spelt out


@dataclass(frozen=True, slots=True)
class Place:
    """A quoted segment in its paragraph: token indices and how it meets the sentence."""

    segment: Segment
    number: int
    paragraph: Paragraph
    first: int
    last: int
    edges: str
    words: frozenset[str]
    title_case: bool
    short: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that may be the speaker, and how far away its paragraph is (-1: before)."""

    mention: Mention
    away: int
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class Before:
    """The quotation decided last: its place, the mention chosen for it, and its paragraph."""

    place: Place
    mention: Mention | None
    number: int = 0


def place(known: Scene, one: Segment) -> Place:
    """Where a segment stands."""
    number = known.number(one.start)
    paragraph = known.paragraph(number)
    tokens = paragraph.words
    first, last = tokens.at(one.start), tokens.at(one.end)
    inner = tokens.texts[tokens.at(one.inner_start) : tokens.at(one.inner_end)]
    spelt = [word for word in inner if word[0].isalpha()]
    lows = frozenset(word.lower() for word in spelt)
    capitals = sum(word[0].isupper() for word in spelt if len(word) > 3)
    long = sum(len(word) > 3 for word in spelt)
    title_case = long > 0 and capitals == long and inner[0][0].isupper()
    start = _start_edge(paragraph, first)
    end = _end_edge(known.text, one, paragraph, last)
    case = "a" if inner and inner[0][0].islower() else "A"
    edges = f"{start}{case}{end}"
    return Place(one, number, paragraph, first, last, edges, lows, title_case, len(spelt) < 5)


def _start_edge(paragraph: Paragraph, first: int) -> str:
    at = first - 1
    if at < 0:
        return "^"
    if paragraph.quoted[at]:
        return "q"
    part = paragraph.words.parts[at]
    if part == ",":
        mark = paragraph.words.texts[at]
        before = paragraph.words.parts[at - 1] if at and not paragraph.quoted[at - 1] else ""
        return mark + ("V" if before == "V" else "")
    return part


def _end_edge(text: str, one: Segment, paragraph: Paragraph, last: int) -> str:
    mark = text[one.inner_end - 1] if one.inner_end > one.inner_start else ""
    mark = mark if mark in ",.?!…—-;:" else "w"
    if not one.closed:
        mark = "_"
    if last >= len(paragraph.words.parts):
        return mark + "$"
    if paragraph.quoted[last]:
        return mark + "q"
    part = paragraph.words.parts[last]
    if part == ",":
        part = paragraph.words.texts[last]
    return mark + part


def candidates(known: Scene, where: Place, before: Before | None) -> list[Candidate]:
    """Who might be speaking, nearest paragraphs only, and the last speaker."""
    found = beside(where)
    for away, most in ((-1, _EARLIER), (-2, 4)):
        if where.number + away >= 0:
            other = known.paragraph(where.number + away)
            found += [Candidate(one, away, other) for one in other.mentions[-most:]]
            found += [Candidate(one, away, other) for one in other.mentions[:-most][:2]]
    if where.number + 1 < len(known.spans):
        other = known.paragraph(where.number + 1)
        found += [Candidate(one, 1, other) for one in other.mentions[:2]]
    last = before.mention if before else None
    if before and last and all(one.mention is not last for one in found):
        away = max(-9, before.number - where.number)
        found.append(Candidate(last, away, known.paragraph(before.number)))
    return found


def beside(where: Place) -> list[Candidate]:
    """The mentions of the segment's own paragraph, the nearest ones."""
    paragraph = where.paragraph
    cut = bisect_left(paragraph.firsts, where.first)
    near = paragraph.mentions[max(0, cut - _BEFORE) : cut + _AFTER]
    return [Candidate(one, 0, paragraph) for one in near]


def nobody_clues(where: Place, before: Before | None) -> list[str]:
    """The clues for there being no speaker in the article."""
    tokens, paragraph = where.paragraph.words, where.paragraph
    near = [
        f"n-{k}={tokens.lows[where.first - k]}"
        for k in (1, 2, 3)
        if where.first - k >= 0 and not paragraph.quoted[where.first - k]
    ]
    if where.last < len(tokens.lows) and not paragraph.quoted[where.last]:
        near.append(f"n+1={tokens.lows[where.last]}")
    cues = paragraph.cues[-1]
    size = min(5, len(where.words) // 3)
    return [
        "n",
        f"nE={where.edges}",
        f"nt={where.title_case}{where.short}",
        f"nts={where.title_case}{where.edges[:1]}{size}",
        f"nc={min(3, cues)}{where.edges}",
        f"nz={size}",
        f"nb={before is None or before.mention is None}",
        *near,
    ]


def clues(where: Place, one: Candidate, rank: int, before: Before | None) -> list[str]:
    """The clues for one candidate. ``rank``: how many candidates on its side stand nearer."""
    mention, paragraph = one.mention, one.paragraph
    tokens = paragraph.words
    side, path, steps, cues = _way(where, one)
    spot = f"{side}{one.away}{steps}"
    edges = where.edges
    follows = _token(paragraph, mention.last)
    leads = _token(paragraph, mention.first - 1)
    kind = _kind(mention)
    link = link_to_verb(paragraph, mention)
    same = _same(mention, before)
    order, under = _inside(paragraph, mention)
    found = [
        f"s={spot}|{edges}",
        f"s={spot}|{edges[:1]}{edges[-1:]}",
        f"r={spot}|{min(rank, 6)}",
        f"rk={side}{min(rank, 4)}|{kind}|{edges[-2:]}",
        f"k={kind}|{spot}",
        f"h={mention.head}",
        f"h0={tokens.lows[mention.first]}",
        f"f={follows}|{side}{steps}",
        f"l={leads}|{side}{steps}",
        f"fl={follows}|{leads}",
        f"fp={_part(paragraph, mention.last)}|{_part(paragraph, mention.first - 1)}|{spot}",
        f"fp={_part(paragraph, mention.last)}|{_part(paragraph, mention.first - 1)}|{edges}{side}",
        f"v={link}|{spot}|{kind}",
        f"v={link}|{side}{steps}|{edges}",
        f"v={link}|{path}",
        f"p={path}|{side}",
        f"p={path}|{side}|{edges}",
        f"p={path}|{kind}|{link[:1]}",
        f"c={min(cues, 3)}|{spot}|{edges[-2:]}",
        f"c={min(cues, 3)}|{min(rank, 3)}|{side}",
        f"o={order}|{spot}|{edges[:1]}",
        f"u={under}|{spot}|{link}",
        f"u={under}|{order}|{kind}|{side}{steps}",
        f"z={same}|{spot}",
        f"z={same}|{edges}|{_since(where, before)}",
        f"z={same}|{link}|{_since(where, before)}",
    ]
    if mention.kind == "name" and _named_inside(mention, where):
        found.append(f"in={side}{steps}")
    if {"i", "my", "we"} & where.words:
        found.append(f"i={kind}|{'i' in where.words}")
    if where.title_case or where.short:
        found.append(f"t={where.title_case}{where.short}|{spot}|{link[:1]}")
    return found


def _way(where: Place, one: Candidate) -> tuple[str, str, int, int]:
    """Side, the parts between candidate and quotation, sentences and verbs of saying between."""
    mention, paragraph = one.mention, one.paragraph
    if one.away > 0:
        return "A", _path(paragraph, 0, mention.first), 1, paragraph.cues[mention.first]
    if one.away < 0:
        count = len(paragraph.quoted)
        steps = min(3, paragraph.sentences[-1] - paragraph.sentences[mention.last])
        return (
            "B",
            _path(paragraph, mention.last, count),
            steps,
            paragraph.cues[count] - paragraph.cues[mention.last],
        )
    if mention.first >= where.last:
        low, high, side = where.last, mention.first, "A"
    else:
        low, high, side = mention.last, where.first, "B"
    high = max(low, high)
    steps = min(3, paragraph.sentences[high] - paragraph.sentences[low])
    return side, _path(paragraph, low, high), steps, paragraph.cues[high] - paragraph.cues[low]


def _path(paragraph: Paragraph, low: int, high: int) -> str:
    """The parts between two tokens; quoted words as one ``q``."""
    if high - low > 60:
        return "far"
    parts: list[str] = []
    for at in range(low, high):
        part = "q" if paragraph.quoted[at] else paragraph.words.parts[at]
        if part == ",":
            part = paragraph.words.texts[at]
        if part in "qNw" and parts and parts[-1] == part:
            continue
        parts.append(part)
        if len(parts) > PATH:
            return f"far{'q' if 'q' in parts else ''}"
    return "".join(parts)


def _token(paragraph: Paragraph, at: int) -> str:
    if not 0 <= at < len(paragraph.quoted):
        return "^"
    return "q" if paragraph.quoted[at] else paragraph.words.lows[at]


def _part(paragraph: Paragraph, at: int) -> str:
    if not 0 <= at < len(paragraph.quoted):
        return "^"
    return "q" if paragraph.quoted[at] else paragraph.words.parts[at]


def _kind(mention: Mention) -> str:
    if mention.kind == "pronoun":
        return mention.head
    if mention.kind == "name":
        return "N2" if " " in mention.core or "\u00a0" in mention.core else "N1"
    if mention.kind == "described":
        return "dR" if mention.head in lexicon.ROLES else "dw"
    return mention.kind


def link_to_verb(paragraph: Paragraph, mention: Mention) -> str:
    """How a verb of saying is tied to a mention: right after it, after others, before it."""
    parts, quoted, lows = paragraph.words.parts, paragraph.quoted, paragraph.words.lows
    at = mention.first - 1
    if at >= 0 and not quoted[at] and parts[at] in "VA":
        return "<" + parts[at]
    at = mention.last
    skipped = ""
    stop = min(len(parts), at + 25)
    while at < stop and not quoted[at] and parts[at] != ".":
        if parts[at] == "V":
            return f">{skipped}"
        if parts[at] == "," and paragraph.words.texts[at] in ",(–—-":
            skipped = "," if skipped in ("", ",", "C", "X") else skipped
        elif skipped != "," and parts[at] in "XC":
            skipped = "c" if lows[at] in ("and", "but", "who", "which") else (skipped or parts[at])
        elif skipped != ",":
            skipped = "o"
        at += 1
    return "-" if at >= stop or not quoted[at] else f"q{skipped}"


def _inside(paragraph: Paragraph, mention: Mention) -> tuple[int, int]:
    """How many mentions, and how many verbs of saying, stand before one in its sentence."""
    first = bisect_left(paragraph.sentences, paragraph.sentences[mention.first])
    order = bisect_left(paragraph.firsts, mention.first) - bisect_left(paragraph.firsts, first)
    return min(3, order), min(2, paragraph.cues[mention.first] - paragraph.cues[first])


def _same(mention: Mention, before: Before | None) -> str:
    """Whether a candidate is who spoke last: that very mention, or the same last word."""
    if before is None:
        return "0"
    if before.mention is None:
        return "n"
    if before.mention is mention:
        return "="
    if before.mention.start == mention.start:
        return "="
    return "~" if before.mention.head == mention.head else "-"


def _since(where: Place, before: Before | None) -> str:
    """How the quotation before stands to this one."""
    if before is None:
        return ""
    away = where.number - before.place.number
    return f"{min(away, 2)}{before.place.edges[-2:] if away == 0 else ''}"


def _named_inside(mention: Mention, where: Place) -> bool:
    return mention.head in where.words


def tied(where: Place, one: Candidate) -> bool:
    """Whether a verb of saying ties a candidate to the quotation within one sentence."""
    if one.away:
        return False
    side, _, steps, _ = _way(where, one)
    link = link_to_verb(one.paragraph, one.mention)
    # Before the quotation a speaker comes before the verb; "called the plan" has an object there.
    return steps == 0 and (link[:1] == ">" or link == "<A" or (side == "A" and link[:1] == "<"))


def carried(where: Place, one: Candidate) -> bool:
    """Whether a candidate stands in a sentence before the quotation's own."""
    side, _, steps, _ = _way(where, one)
    return side == "B" and (one.away < 0 or steps > 0)
