"""English apologies: "I apologise", "my apologies", "I am sorry", "I regret", "forgive me".

What for decides: words and deeds of one's own make an apology; a late bus, a death, the feelings
of others or the opening of a contradiction ("I'm sorry, but") do not.
"""

from collections.abc import Callable, Iterator

from walkback.model.verdict import Confidence, EventKind
from walkback.read.acts import lexicon
from walkback.read.acts.deeds import clause_end, speaks_of_own, what_for
from walkback.read.acts.found import Found
from walkback.read.acts.grammar import verb
from walkback.read.acts.ground import Ground, Verb, adverb
from walkback.read.acts.scope import long_ago

_VERB = lexicon.word_set(
    """
    apologise apologize apologises apologizes apologised apologized apologising apologizing
    """
)
_GIVING = lexicon.word_set(
    """
    offer offers offered offering owe owes extend extends extended extending issue issued issuing
    make making made give tender tendered send sends sending present express expresses expressed
    repeat accept add
    """
)
_CONTACT = frozenset({"written", "wrote", "called", "phoned", "rung", "contacted", "spoken"})
_HELD = lexicon.POSSESSIVES_OWN | lexicon.word_set(
    """
    an a full unreserved sincere heartfelt public deepest profound humble deep and best his her
    its their unqualified the real personal sincerest great formal you him them everyone everybody
    people all unconditional
    """
)


def apologies(ground: Ground) -> Iterator[Found]:
    """The apologies of this sentence."""
    words = ground.words
    polite = words[:2] in {("may", "i"), ("can", "i"), ("could", "i"), ("can", "we")}
    if ground.sentence.question and not polite:
        return
    for place, word in enumerate(words):
        if word in _VERB:
            found = _apologising(ground, place, polite=polite and place < 6)
        else:
            rule = _RULES.get(word)
            found = rule(ground, place) if rule else None
        if found is not None:
            yield found


def _made(
    ground: Ground,
    first: int,
    place: int,
    sure: Confidence = Confidence.HIGH,
    *,
    weak: bool = False,
) -> Found:
    tokens = ground.sentence.tokens
    last = clause_end(ground, place)
    first = max(0, first)
    while first < place and ground.words[first] in lexicon.BOUNDARIES | {",", "and", "but"}:
        first += 1
    refers = " ".join(ground.voice.text[tokens[place].end : tokens[last].end].split())
    return Found(
        EventKind.APOLOGISED, tokens[first].start, tokens[last].end, "apologises",
        "the words apologise", sure, refers=refers, weak=weak,
    )  # fmt: skip


def _apologising(ground: Ground, place: int, *, polite: bool) -> Found | None:  # noqa: PLR0911 - each sense has its way out
    word, stands = ground.words[place], verb(ground, place)
    if stands.already or stands.passive or not what_for(ground, place + 1):
        return None
    if polite:
        return _made(ground, 0, place)
    if stands.off and ground.word(place - 1) == "to":
        stands = _sent_to(ground, place) or stands
    if stands.negated or stands.off:
        return None
    finite = word.endswith(("ise", "ize")) or (word.endswith("ing") and stands.going_on)
    if stands.subject == "own":
        told = word.endswith("ed") and (stands.perfect or _now(ground)) and not long_ago(ground)
        if finite or told:
            return _made(ground, stands.subject_at, place)
        return None
    if stands.subject == "press":
        past = word.endswith("ed")
        return _made(ground, stands.subject_at, place) if not past or stands.perfect else None
    if stands.subject == "role" and (word.endswith("es") or stands.performing):
        return _made(ground, stands.subject_at, place, Confidence.MEDIUM)
    if stands.subject == "none" and word.endswith("ing"):
        return _made(ground, place, place, Confidence.MEDIUM)
    return None


def _sent_to(ground: Ground, place: int) -> Verb | None:
    """How "written to them" stands in "I have written to them to apologise"."""
    for at in range(place - 2, max(-1, place - 10), -1):
        if ground.words[at] in _CONTACT:
            return verb(ground, at)
    return None


def _now(ground: Ground) -> bool:
    """Whether "apologised" is told as news of today, not of a year or a week ago."""
    around = set(ground.words)
    return bool(around & {"today", "tonight", "just", "morning", "immediately"}) or (
        "wrote" in around or "called" in around or "phoned" in around
    )


def _noun(ground: Ground, place: int) -> Found | None:  # noqa: PLR0911 - each sense has its way out
    """Finds "My apologies for ...", "I owe him an apology", "please accept my apologies"."""
    words = ground.words
    if not what_for(ground, place + 1):
        return None
    begin = place
    while begin > 0 and (adverb(words[begin - 1]) or words[begin - 1] in _HELD):
        begin -= 1
    held = set(words[begin:place])
    lead = ground.word(begin - 1)
    plain = words[place] in {"apology", "apologies"}
    if lead in _GIVING:
        return _given(ground, begin - 1, place)
    far = words[place] == "apology" or bool(held & lexicon.POSSESSIVES_OWN)
    if far and any(w in _GIVING for w in words[max(0, begin - 9) : begin]):
        at = next(n for n in range(begin - 1, -1, -1) if words[n] in _GIVING)
        return _given(ground, at, place)
    if begin == 0 or lead in lexicon.BOUNDARIES | {",", "so", "but", "is"}:
        if _told_of(ground, place):
            return None
        elliptical = begin == place and words[place] == "apologies"
        mine = bool(held & lexicon.POSSESSIVES_OWN)
        opening = lead != "is" or ground.word(begin - 2) in {"this", "here"}
        with_whom = ground.word(place + 1) in {"to", "for", ""} or mine
        if plain and opening and (mine or elliptical) and with_whom:
            if "no" in held or (elliptical and ground.word(place + 1) not in {"to", "for"}):
                return _made(ground, begin, place, weak=True) if "no" not in held else None
            return _made(ground, begin, place)
    return None


def _told_of(ground: Ground, place: int) -> bool:
    """Whether something is said of an apology: "My apology was a mistake"."""
    words = ground.words
    for at in range(place + 1, clause_end(ground, place) + 1):
        if words[at] in {"was", "is", "were", "stands", "has", "had", "remains", "will"}:
            near = set(words[max(place, at - 4) : at])
            return not near & {"who", "that", "which", "i", "we", "what", "whom", "words"}
    return False


def _given(ground: Ground, at: int, place: int) -> Found | None:
    """Finds "I owe them an apology", "please accept our apologies"."""
    words = ground.words
    if words[at] in {"accept", "add"}:
        ours = bool(lexicon.POSSESSIVES_OWN & set(words[at:place]))
        asked = (
            at == 0 or words[at - 1] in {"please", "to", ",", "and"} or words[at - 1] in lexicon.OWN
        )
        return _made(ground, at, place) if ours and asked else None
    if words[at] == "made" and ground.word(at - 1) in {"be", "is"}:
        return None
    stands = verb(ground, at)
    if "no" in words[at:place] or stands.negated or stands.off or stands.passive:
        return None
    if not (stands.said or (stands.subject == "role" and words[at].endswith("s"))):
        return None
    if words[at] in {"made", "issued", "tendered", "offered"} and not stands.perfect:
        return None
    return _made(ground, stands.subject_at, place)


def _sorry(ground: Ground, place: int) -> Found | None:  # noqa: PLR0911 - each sense has its way out
    words = ground.words
    following, stands = ground.word(place + 1), verb(ground, place)
    if following in {"not", "state", "sight", "excuse", "tale", "mess", "story", "affair"}:
        return None
    if ground.word(place - 1) in {"say", "saying", "said"}:
        return _say_sorry(ground, place)
    if ground.word(place - 1) in {"feel", "than", "be", "was", "were", "no", "a", "the"}:
        return None
    alone = stands.subject == "none" and not stands.off and stands.start >= place - 3
    copula = {"am", "are"} & set(words[max(0, stands.start) : place])
    if stands.negated or stands.off or not (alone or (stands.subject == "own" and copula)):
        return None
    # "Both of you are sorry" is no elliptical one.
    if alone and not all(
        adverb(w) or w in {"am", "so", "really"} for w in words[stands.start : place]
    ):
        return None
    reach = clause_end(ground, place)
    after = words[place + 1 : reach + 1]
    sure = _sorry_for(ground, after, place + 1)
    if sure is None:
        return None
    return _made(ground, stands.subject_at, place, sure, weak=sure is Confidence.LOW)


def _sorry_for(ground: Ground, after: tuple[str, ...], at: int) -> Confidence | None:  # noqa: PLR0911 - each sense has its way out
    """How surely what follows "sorry" makes it an apology; None where it does not."""
    first = next((n for n, word in enumerate(after) if not adverb(word) or word == "for"), None)
    if first is None:
        return Confidence.LOW if not after and ground.word(at) == ":" else _bare(ground)
    word, rest = after[first], after[first + 1 :]
    if word == ",":
        return None if "but" in ground.words[at : at + 6] else Confidence.LOW
    if word in {"but", "though", "folks"} or (word in {"and", "or"} and not rest):
        return None
    if word in {"and", "or"}:
        return _bare(ground)
    if word == "to":
        people = rest[:1] and (
            rest[0] in lexicon.DETERMINERS
            or rest[0] in {"everyone", "anyone", "all", "everybody", "those", "you", "him", "them"}
            or ground.name(at + first + 1)
        )
        mine = rest[:1] == ("have",) and not {"missed", "heard", "learned", "lost"} & set(rest[:4])
        ok = mine or (people and what_for(ground, at + first))
        return Confidence.HIGH if ok and not (set(rest) & lexicon.GRIEF) else None
    if word in {"for", "about", "over"}:
        return Confidence.HIGH if what_for(ground, at + first) else None
    if word in {"i", "we"} or (word == "that" and rest[:1] and rest[0] in lexicon.OWN):
        return Confidence.HIGH if not {"can", "missed", "have to"} & set(after[:5]) else None
    return Confidence.MEDIUM if word in {"that", "my"} and speaks_of_own(after) else None


def _bare(ground: Ground) -> Confidence | None:
    """Finds "I am sorry." says what for only by what stands beside it."""
    return Confidence.LOW if not lexicon.GRIEF & set(ground.words) else None


def _say_sorry(ground: Ground, place: int) -> Found | None:
    """Finds "I want to say sorry to ...", "I say sorry"."""
    at = place - 1
    stands = verb(ground, at)
    ok = stands.said and not stands.already and ground.words[at] != "said"
    return _made(ground, stands.subject_at, place) if ok and what_for(ground, place + 1) else None


def _regretting(ground: Ground, place: int) -> Found | None:
    """Finds "I regret my words", never "I regret to inform you"."""
    stands = verb(ground, place)
    words = ground.words
    if not (stands.said or (stands.subject == "role" and words[place] == "regrets")):
        return None
    after = words[place + 1 : clause_end(ground, place) + 1]
    if not after or after[0] == "to" or after[0] == "nothing":
        return None
    own = speaks_of_own(after) or after[:2] in {
        ("the", "error"),
        ("this", "error"),
        ("the", "mistake"),
    }
    return _made(ground, stands.subject_at, place, Confidence.MEDIUM) if own else None


def _forgiving(ground: Ground, place: int) -> Found | None:
    """Finds "I ask for forgiveness", "forgive me for what I said", "I beg your pardon for"."""
    words = ground.words
    if words[place] == "forgive":
        begs = ground.word(place - 1) in {"", "please", ",", "to", "."} or place == 0
        ok = begs and ground.word(place + 1) in {"me", "us"} and ground.word(place + 2) == "for"
        if ok and what_for(ground, place + 2) and not {"not", "if"} & set(words[place:]):
            after = words[place + 3 : place + 20]
            return (
                _made(ground, place, place, Confidence.MEDIUM)
                if speaks_of_own(after or ("",))
                else None
            )
        return None
    at = next(
        (
            n
            for n in range(place - 1, max(-1, place - 14), -1)
            if words[n] in {"ask", "beg", "asking"}
        ),
        None,
    )
    if at is None:
        return None
    stands = verb(ground, at)
    ok = stands.said and what_for(ground, place + 1)
    if words[place] == "pardon" and ground.word(place + 1) not in {"for", "of"}:
        return None
    return _made(ground, stands.subject_at, place) if ok else None


def _ashamed(ground: Ground, place: int) -> Found | None:
    stands = verb(ground, place)
    after = ground.words[place + 1 : place + 14]
    ok = stands.subject == "own" and not stands.negated and not stands.off and after[:1] == ("of",)
    if ok and speaks_of_own(after[1:] or ("",)):
        return _made(ground, stands.subject_at, place, Confidence.MEDIUM)
    return None


def _culpa(ground: Ground, place: int) -> Found | None:
    mea = ground.word(place - 1) == "mea"
    return _made(ground, place - 1, place, Confidence.MEDIUM) if mea else None


_RULES: dict[str, Callable[[Ground, int], Found | None]] = {
    "apology": _noun,
    "apologies": _noun,
    "sorry": _sorry,
    "regret": _regretting,
    "regrets": _regretting,
    "forgive": _forgiving,
    "forgiveness": _forgiving,
    "pardon": _forgiving,
    "ashamed": _ashamed,
    "culpa": _culpa,
}
