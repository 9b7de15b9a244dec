"""Which earlier statement an act is about.

Only statements of the same speaker, published before, can be meant. Signs are weighed: a link, a
title or words quoted from it, a day named, rare words in common, a removal just before, how
recent it is. Where no sign is of its own, or two statements come out alike, the answer is none:
a missing link is better than a wrong one.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from walkback.judge.dates import days
from walkback.model.act import Act, Earlier, Later, Link
from walkback.model.verdict import Confidence, EventKind
from walkback.model.words import normal


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"\w+(?:[.,]\d+)*", re.UNICODE)
_QUOTED = re.compile(r"\"([^\"\n]{3,400})\"|'([^'\n]{6,400})'(?!\w)")
_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_SOCIAL = re.compile(r"twitter|//x\.com|bsky|mastodon|social|/@|facebook|threads|instagram|toot")
_POSTED = re.compile(
    r"\b(?:tweet|post|thread|toot|skeet|retweet|tuit|beitrag|message|bericht)", re.IGNORECASE
)
_PAGED = re.compile(
    r"\b(?:release|article|page|website|letter|column|speech|communiqué|pressemitteilung)",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"\b(?:last|latest|previous|most recent|preceding|letzte\w*|dernier\w*|précédent|[úu]ltim[oa])"
    r" (?:\w+ )?(?:post|tweet|statement|message|release|beitrag|thread|article|note|toot)",
    re.IGNORECASE,
)
_ACT_NOUNS = {
    EventKind.APOLOGISED: re.compile(
        r"apolog|entschuldigung|excuses|disculpa|scuse|desculpa", re.IGNORECASE
    ),
    EventKind.RETRACTED: re.compile(
        r"retraction|withdrawal|widerruf|rétractation|retractación", re.IGNORECASE
    ),
    EventKind.CORRECTED: re.compile(
        r"\bcorrection|korrektur|rectificatif|rettifica", re.IGNORECASE
    ),
}
# How a speaker tells again what he said: "I wrote that", "j'ai dit que", "ich habe behauptet".
_TOLD = re.compile(
    r"\b(?:i|we|my office)\b.{0,30}\b(?:said|wrote|claimed|alleged|announced|called|accused|"
    r"stated|posted|tweeted|published|suggested|told|described)\b"
    r"|\bj'ai (?:écrit|dit|affirmé)\b|\b(?:ich|wir)\b.{0,60}(?:gesagt|geschrieben|behauptet)\b"
    r"|\b(?:dije|escribí|he (?:dicho|escrito)|ho (?:detto|scritto)|disse que|escrevi)\b"
    r"|\bik\b.{0,60}(?:gezegd|geschreven|beweerd)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]{1,600}")
_COMMON = _word_set(
    """
    about above after again against also always another anyone apologies apologise apologised
    apologize apology because been before behalf being best better claim claims clear
    clarification clarify comment comments correct corrected correction could deleted does done
    down earlier entirely ever every false figure from full fully further have having hereby here
    himself incorrect into itself just know known later like made make many meant mean more most
    much must myself never nothing number once only other others over page people please post
    posted previous published quite read really regret remark remarks remove removed retract
    retraction said same saying say says should since some someone sorry stand stands state stated
    statement statements still such taken take taking than that their them then there these they
    thing this those today truly tweet unreservedly upon very want was were what when where which
    while will wish with withdraw withdrawn without words word would wrong wrote year years
    yesterday your yours monday tuesday wednesday thursday friday saturday sunday january february
    march april june july august september october november december week night morning first last
    speaker ich mich meine meinen nehme zurück entschuldige habe über einen eine nicht aussage
    auch dass propos excuses mes retire présente nous avons message cette dans pour avec sont été
    retiro palabras sobre pido disculpas declaraciones mensaje para como pero dije perdón ritiro
    parole chiedo scusa dichiarazioni della sulla sono stato quello detto retiro peço desculpa
    declarações pelas minhas sobre publicação escrevi pelo mijn uitspraken over neem terug excuses
    bied heeft aan trek heb statement's made issued entire evidence view views longer earned fact
    facts true truth time wrongly mistake error errors meaning suggest suggested accept
    """
)
_NAMED = "it is the act that is named"
_ENOUGH = 1.7
_AHEAD = 0.6


@dataclass(frozen=True, slots=True)
class _Sign:
    """One sign for or against a candidate; ``own``: it tells this statement from others."""

    weight: float
    words: str
    own: bool = False


def about(act: Act, later: Later, earlier: Sequence[Earlier]) -> Link | None:
    """The statement of ``earlier`` that ``act`` in ``later`` is about, or None when unsure.

    A page's note on itself gives a link to ``later`` itself. Statements of other speakers, of
    nobody, and later ones are never meant.
    """
    if act.itself and not _elsewhere(act, later, earlier):
        reason = "the words speak of the page they stand on"
        return Link(later.id, later.url, Confidence.HIGH, (reason,), 9.0, itself=True)
    candidates = [one for one in earlier if _possible(one, later)]
    if not candidates:
        return None
    rare = _rarities([one for one in candidates if not one.acts] or candidates)
    newest = max(candidates, key=_when)
    meant = _named_kind(act)
    last_act = max((one for one in candidates if meant in one.acts), key=_when, default=None)
    weighed = [
        (
            _signs(act, later, one, rare, newest=one is newest, newest_act=one is last_act),
            one,
        )
        for one in candidates
    ]
    ranked = sorted(weighed, key=lambda pair: -sum(sign.weight for sign in pair[0]))
    return _chosen(later, ranked)


def _elsewhere(act: Act, later: Later, earlier: Sequence[Earlier]) -> bool:
    """Whether a note names another address after all."""
    links = {*later.links, *_URL.findall(act.refers)}
    return any(one.url in links and one.url != later.url for one in earlier)


def _possible(one: Earlier, later: Later) -> bool:
    if one.id == later.id or not one.speaker or not later.speaker:
        return False
    if one.speaker.casefold() != later.speaker.casefold():
        return False
    return not (one.published and later.published and one.published > later.published)


def _when(one: Earlier) -> float:
    return one.published.timestamp() if one.published else 0.0


def _chosen(later: Later, ranked: list[tuple[list[_Sign], Earlier]]) -> Link | None:
    signs, best = ranked[0]
    score = sum(sign.weight for sign in signs)
    second = sum(sign.weight for sign in ranked[1][0]) if len(ranked) > 1 else 0.0
    if score - second < _AHEAD and len(ranked) > 1 and _both_named(signs, ranked[1][0]):
        best = max(best, ranked[1][1], key=_when)  # an apology made twice: the last is meant
        second = score - _AHEAD - 0.001
    own = sum(sign.weight for sign in signs if sign.own)
    if score < _ENOUGH or score - second < _AHEAD or own < 1.0:
        return None
    if score >= 4.5 and score - second >= 1.5:
        sure = Confidence.HIGH
    else:
        sure = Confidence.MEDIUM if score >= 3.2 and score - second >= 1.0 else Confidence.LOW
    reasons = tuple(sign.words for sign in signs if sign.weight > 0)
    itself = best.url == later.url
    return Link(best.id, best.url, sure, reasons, round(score, 3), itself)


def _both_named(first: list[_Sign], second: list[_Sign]) -> bool:
    return all(any(sign.words == _NAMED for sign in signs) for signs in (first, second))


def _signs(  # noqa: PLR0913 - two marks of place among the candidates
    act: Act,
    later: Later,
    one: Earlier,
    rare: dict[str, float],
    *,
    newest: bool,
    newest_act: bool,
) -> list[_Sign]:
    found = [
        _linked(later, one), _quoted(act, later, one), _dated(act, later, one),
        _shared(act, later, one, rare), _recent(later, one), _removed(act, later, one),
        _placed(act, one), _act_itself(act, one),
    ]  # fmt: skip
    if newest and _LAST.search(act.refers or act.words):
        found.append(_Sign(2.5, "it is the statement just before", own=True))
    elif newest_act and any(sign and sign.words == _NAMED for sign in found):
        found.append(_Sign(0.8, "it is the last such act"))
    return [sign for sign in found if sign is not None]


def _linked(later: Later, one: Earlier) -> _Sign | None:
    named = {link.rstrip(".,;/") for link in (*later.links, *_URL.findall(later.text))}
    if one.url and one.url.rstrip("/") in named and one.url != later.url:
        return _Sign(8.0, "it links to it", own=True)
    return None


def _quoted(act: Act, later: Later, one: Earlier) -> _Sign | None:
    there = normal(one.text).casefold()
    title = normal(one.title).casefold().strip()
    for found in _QUOTED.finditer(normal(later.text[:20_000])):
        words = (found[1] or found[2]).casefold().strip(" .,;!?")
        if title and words == title:
            return _Sign(5.0, f"it names its title, \u201c{one.title}\u201d", own=True)
        if len(words) >= 4 and words in there:
            weight = min(4.5, 1.5 + len(words.split()) * 0.6)
            return _Sign(weight, f"it quotes it: \u201c{words[:80]}\u201d", own=True)
    said = normal(act.refers).casefold()
    if len(title.split()) >= 2 and title in said:
        return _Sign(3.5, f"it names its title, \u201c{one.title}\u201d", own=True)
    return None


def _dated(act: Act, later: Later, one: Earlier) -> _Sign | None:
    if later.published is None or one.published is None:
        return None
    written, said = later.published.date(), one.published.date()
    referred = days(f"{act.refers} {act.words}", written)
    for day in referred or days(_told(later), written):
        if day.first <= said <= day.last:
            return _Sign(3.0 if referred else 2.0, f"it names the day: {day.words}", own=True)
        if referred and day.first - timedelta(1) <= said <= day.last + timedelta(1):
            return _Sign(1.2, f"it names a day next to it: {day.words}")
    other = any(day.first < written for day in referred)  # "today" may be the day of the act
    return _Sign(-1.5, "it names another day") if other else None


def _shared(act: Act, later: Later, one: Earlier, rare: dict[str, float]) -> _Sign | None:
    there = _terms(f"{one.title}\n{one.text}")
    close = _terms(f"{act.refers} {act.words} {_told(later)}")
    around = _terms(f"{later.title}\n{later.text}")
    common = {
        term: rare.get(term, 1.0) * (1.8 if term in close else 1.0) for term in around & there
    }
    if not common:
        return _Sign(-0.8, "it has no word in common") if len(around) > 6 else None
    best = sorted(common, key=lambda term: (-common[term], term))
    weight = min(5.0, sum(common[term] for term in best[:8]) * 1.1)
    return _Sign(weight, f"words in common: {', '.join(best[:5])}", own=weight >= 1.0)


def _told(later: Later) -> str:
    """The sentences in which the speaker tells again what he said."""
    said = _SENTENCE.findall(later.text[:20_000])
    return " ".join(sentence for sentence in said if _TOLD.search(sentence))


def _recent(later: Later, one: Earlier) -> _Sign | None:
    if later.published is None or one.published is None:
        return None
    past = (later.published - one.published) / timedelta(days=1)
    for limit, weight in ((1.5, 1.0), (3.0, 0.8), (7.0, 0.6), (31.0, 0.3)):
        if past <= limit:
            return _Sign(weight, f"it was published {max(1, round(past))} days before or less")
    return _Sign(-0.3, "it is old") if past > 400 else None


def _removed(act: Act, later: Later, one: Earlier) -> _Sign | None:
    """A removal just before is a strong sign, and the stronger where a removal is spoken of."""
    takes = act.kind in {EventKind.RETRACTED, EventKind.APOLOGISED}
    if one.removed_between is None or later.published is None or not takes:
        return None
    gap = later.published - one.removed_between[1]
    if not -timedelta(days=3) <= gap <= timedelta(days=14):
        return None
    deleted = act.cue in {"deletes", "notice", "withdrawn"}
    return _Sign(2.5 if deleted else 1.4, "it was removed shortly before", own=True)


def _placed(act: Act, one: Earlier) -> _Sign | None:
    social = bool(_SOCIAL.search(one.url))
    words = act.refers or act.words
    if _POSTED.search(words) and social:
        return _Sign(0.6, "it speaks of a post")
    if _PAGED.search(words):
        return _Sign(-0.6 if social else 0.4, "it speaks of a page or a release")
    return (
        _Sign(-0.3, "it speaks of a post")
        if re.search(r"tweet|toot", words, re.IGNORECASE)
        else None
    )


def _act_itself(act: Act, one: Earlier) -> _Sign | None:
    """An act names what it is about, and so looks like it; it is meant only where it is named."""
    kind = _named_kind(act)
    if kind is None:
        return _Sign(-3.0, "it is an act itself") if one.acts else None
    if kind in one.acts or (not one.acts and _ACT_NOUNS[kind].search(one.text)):
        return _Sign(4.0, _NAMED, own=True)
    return _Sign(-3.0, "it is not the act that is named")


def _named_kind(act: Act) -> EventKind | None:
    """Which kind of act an act is about: "I withdraw my apology"."""
    if act.kind in {EventKind.RETRACTED, EventKind.REAFFIRMED, EventKind.CLARIFIED}:
        for kind, noun in _ACT_NOUNS.items():
            if noun.search(act.refers[:60]):
                return kind
    return None


def _rarities(candidates: Sequence[Earlier]) -> dict[str, float]:
    """How much a word tells: the fewer of the candidates have it, the more."""
    counts: dict[str, int] = {}
    for one in candidates:
        for term in _terms(f"{one.title}\n{one.text}"):
            counts[term] = counts.get(term, 0) + 1
    whole = len(candidates)
    return {
        term: (1.0 if whole < 2 else math.log((whole + 1) / count) / math.log(whole + 1))
        * (1.3 if term.isdigit() else 1.0)
        for term, count in counts.items()
    }


@lru_cache(maxsize=8192)
def _terms(text: str) -> frozenset[str]:
    """The telling words of a text, cut to their stems' length."""
    found = set()
    for word in _WORD.findall(normal(text[:20_000]).casefold()):
        if word in _COMMON or (len(word) < 4 and not word.isdigit()):
            continue
        found.add(word[:6])
    return frozenset(found)
