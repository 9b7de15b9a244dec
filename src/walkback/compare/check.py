"""How the quotations of one article stand to the record.

each quotation x each text that may hold it -> match
-> the places that can be told from a common phrase: by how many words, by the
speaker, by what else the article quotes from the same statement
-> the best of them -> finding
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from walkback.compare.joined import joined
from walkback.compare.quoted import match
from walkback.compare.weight import weights
from walkback.model.quotation import (
    Candidate,
    Checked,
    FindingKind,
    Match,
    Place,
    Quotation,
    QuotationKind,
    Said,
)
from walkback.model.spoken import cut, spoken

OTHERS = 10  # further places that are told
TOO_SHORT = "too short to tell"
JOINED = "its sentences stand in different statements"
NO_WORDS = "reported without quotation marks: there are no words to compare"

_SHORT = 3  # words; fewer stand everywhere
_LONG = 6  # words; whatever they are, so many in a row are no chance
_OWN = 1.6  # weight of words that tell, where the speaker is known to be the one on record
_ANY = 2.6  # the same, where either is not known
_FOREIGN = 3.0  # the same, to say that somebody else said them
_ANCHOR = 3.0  # the same, for a quotation that says which statement the article has before it
_ANCHORED = 0.7  # how sure an altered place must be for that
_ALTERED_OWN = 0.4  # how sure an altered place must be, of the same speaker
_ALTERED_ANY = 0.53
_PLAIN = 0.8  # a share from which on it is the sentence, whatever else is like it
_RIVAL = 0.1  # so little less is as good
_SUPPORT = 0.15  # less, where the article quotes the same statement elsewhere
_ORDER = {
    FindingKind.VERBATIM: 0,
    FindingKind.TRIMMED: 1,
    FindingKind.STITCHED: 2,
    FindingKind.ALTERED: 3,
}


_Anchors = Sequence[frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Found:
    """A place and what speaks for it. ``whose``: 1 the same speaker, 0 not known, -1 another.

    ``support``: how many other quotations of the article are of its statement; ``away``: days.
    """

    place: Place
    whose: int
    support: int = 0
    away: int = 0

    @property
    def kind(self) -> tuple[int, ...]:
        """How the words stand there, and whose they are; lower is better."""
        exact = _ORDER[self.place.match.kind]
        altered = int(self.place.match.kind is FindingKind.ALTERED)
        return (altered, -self.whose, exact)

    @property
    def near(self) -> tuple[float, ...]:
        """What speaks for this statement rather than another; lower is better."""
        return (-round(self.place.match.share, 1), -self.support, self.away)


def check(
    quotations: Sequence[Quotation],
    candidates: Sequence[Sequence[Candidate]],
    speakers: Sequence[str | None] = (),
    *,
    written: str | None = None,
) -> tuple[Checked, ...]:
    """A finding for each quotation of one article, in order.

    ``candidates`` are the texts that may hold each, ``speakers`` the register's ids of who is
    said to speak, None where that is not known; ``written`` is the article's date or instant. A
    statement that one quotation is surely of is
    tried for all of them: an article that quotes a statement usually quotes it more than once.
    """
    whose = [*speakers, *[None] * (len(quotations) - len(speakers))]
    asked = list(zip(quotations, whose, strict=True))
    found = [
        _places(one, texts, speaker)
        for (one, speaker), texts in zip(asked, candidates, strict=True)
    ]
    shared = _texts(found, _anchors(quotations, found))
    for at, (one, speaker) in enumerate(asked):
        known = {_key(text) for text in candidates[at]}
        more = [text for key, text in shared.items() if key not in known]
        found[at] += _places(one, more, speaker)
    anchors = _anchors(quotations, found)
    return tuple(
        _joined(_checked(one, found[at], anchors, (at, written)), candidates[at], speaker)
        for at, (one, speaker) in enumerate(asked)
    )


_Key = tuple[str, str]


def _key(text: Candidate) -> _Key:
    return text.instance, text.sha256


def _texts(found: Sequence[Sequence[_Found]], anchors: _Anchors) -> dict[_Key, Candidate]:
    """The texts of statements that a quotation is surely of."""
    sure = {statement for told in anchors for statement in told}
    texts = (one.place.candidate for places in found for one in places)
    return {_key(text): text for text in texts if text.statement in sure}


def _places(quotation: Quotation, texts: Sequence[Candidate], speaker: str | None) -> list[_Found]:
    if quotation.kind is QuotationKind.INDIRECT:
        return []
    found = []
    for candidate in texts:
        there = match(quotation.text, candidate.text)
        if there is not None:
            whose = _whose(speaker, candidate.speaker)
            away = _away(quotation.said, candidate.at)
            found.append(_Found(Place(candidate, there), whose, away=away))
    return found


def _away(said: Said | None, at: str) -> int:
    """Days between when the article has the words said and when they were on record."""
    try:
        there = date.fromisoformat(at[:10])
        begin = date.fromisoformat((said.begin if said and said.begin else at)[:10])
        end = date.fromisoformat((said.end if said and said.end else at)[:10])
    except ValueError:
        return 0
    return max((begin - there).days, (there - end).days, 0)


def _whose(speaker: str | None, on_record: str | None) -> int:
    if speaker is None or on_record is None:
        return 0
    return 1 if speaker == on_record else -1


def _anchors(quotations: Sequence[Quotation], found: Sequence[Sequence[_Found]]) -> _Anchors:
    """For each quotation the statements that it alone shows the article to quote."""
    return [
        frozenset(one.place.candidate.statement for one in places if _is_anchor(one))
        if weights(_words(quotation)) >= _ANCHOR
        else frozenset()
        for quotation, places in zip(quotations, found, strict=True)
    ]


def _is_anchor(one: _Found) -> bool:
    found = one.place.match
    return one.whose >= 0 and (_is_exact(found) or found.sure > _ANCHORED)


def _checked(
    quotation: Quotation,
    places: Sequence[_Found],
    anchors: _Anchors,
    where: tuple[int, str | None],
) -> Checked:
    at, written = where
    words = _words(quotation)
    if quotation.kind is QuotationKind.INDIRECT:
        return Checked(quotation, FindingKind.NOT_CHECKED, reason=NO_WORDS)
    if not words:
        return Checked(quotation, FindingKind.NOT_CHECKED, reason=TOO_SHORT)
    supported = [_supported(one, anchors, at) for one in places if not _is_stock(one, places)]
    good = _ordered([one for one in supported if _holds(one, words)], written)
    own = [one for one in good if one.whose >= 0]
    if own:
        return _finding(quotation, own[0].place.match.kind, own)
    if good:
        return _finding(quotation, FindingKind.OTHER_SPEAKER, good)
    if _is_short(words) or any(_is_exact(one.place.match) for one in supported):
        return Checked(quotation, FindingKind.NOT_CHECKED, reason=TOO_SHORT)
    return Checked(quotation, FindingKind.NOT_ON_RECORD)


def _ordered(found: Sequence[_Found], written: str | None) -> list[_Found]:
    """The likeliest source first.

    Who takes a statement back says it again: a text that came after the article was not quoted
    in it, and of several statements the first to say it is meant. Of the versions of one it is
    the one that still stands.
    """
    begun: dict[str, str] = {}
    for one in found:
        there = one.place.candidate
        begun[there.statement] = min(begun.get(there.statement, there.at), there.at)

    def order(one: _Found) -> tuple[float | str, ...]:
        there = one.place.candidate
        first = begun[there.statement]
        late = bool(written) and first[: len(written or "")] > str(written)
        return (*one.kind, late, *one.near, first, -int(there.current), there.at, there.instance)

    return sorted(found, key=order)


def _is_stock(one: _Found, places: Sequence[_Found]) -> bool:
    """Whether what an altered place shares with the quotation stands elsewhere as well.

    Then it is a phrase that returns, and the words around it are not those that were quoted. The
    same sentence said twice, and other versions of one statement, are no such thing.
    """
    found, there = one.place.match, one.place.candidate
    if found.kind is not FindingKind.ALTERED or found.share >= _PLAIN:
        return False
    said = spoken(there.text[found.start : found.end])
    return any(
        other.place.candidate.statement != there.statement
        and other.place.match.share > found.share - _RIVAL
        and spoken(other.place.candidate.text[other.place.match.start : other.place.match.end])
        != said
        for other in places
    )


def _joined(one: Checked, texts: Sequence[Candidate], speaker: str | None) -> Checked:
    """The finding, or where words that no text has together were joined from several."""
    if one.finding not in (FindingKind.NOT_ON_RECORD, FindingKind.ALTERED):
        return one
    places = joined(one.quotation.text, [t for t in texts if _whose(speaker, t.speaker) >= 0])
    if not places:
        return one
    return Checked(one.quotation, FindingKind.STITCHED, places[0], places[1:], JOINED)


def _supported(one: _Found, anchors: _Anchors, at: int) -> _Found:
    statement = one.place.candidate.statement
    support = sum(statement in told for other, told in enumerate(anchors) if other != at)
    return replace(one, support=support)


def _holds(one: _Found, words: Sequence[str]) -> bool:
    """Whether this is where the words are from, and not where they happen to stand too."""
    value, found = weights(words), one.place.match
    if one.whose < 0:
        return _is_exact(found) and value >= _FOREIGN and len(words) > _SHORT
    if not _is_exact(found):
        least = _ALTERED_OWN if one.whose else _ALTERED_ANY
        return found.sure >= least - (_SUPPORT if one.support else 0.0) and len(words) > _SHORT
    if one.support:
        return True
    return len(words) >= _LONG or (len(words) >= _SHORT and value >= (_OWN if one.whose else _ANY))


def _is_exact(found: Match) -> bool:
    return found.kind is not FindingKind.ALTERED


def _is_short(words: Sequence[str]) -> bool:
    return len(words) < _SHORT or weights(words) < 1.0


def _words(quotation: Quotation) -> list[str]:
    """The words that are the speaker's."""
    return [word for piece in cut(quotation.text).pieces for word in piece.words]


def _finding(quotation: Quotation, kind: FindingKind, found: Sequence[_Found]) -> Checked:
    places = [one.place for one in found]
    return Checked(quotation, kind, places[0], tuple(places[1 : OTHERS + 1]))
