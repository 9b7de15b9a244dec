"""English clarifications and reaffirmations that speak of meaning: "I did not mean", "what I meant
was", "my words were taken out of context", "I meant every word", "I never said that".
"""

from collections.abc import Callable, Iterator

from walkback.model.verdict import Confidence, EventKind
from walkback.read.acts import lexicon
from walkback.read.acts.found import Found
from walkback.read.acts.grammar import verb
from walkback.read.acts.ground import Ground
from walkback.read.acts.objects import thing
from walkback.read.acts.subjects import phrase_owner
from walkback.read.acts.whole import whole

_SUGGESTING = lexicon.word_set(
    """
    suggest suggesting imply implying accuse accusing say saying call calling refer referring
    criticise criticize criticising criticizing attack attacking insult insulting claim claiming
    announce announcing allege alleging equate equating compare comparing question questioning
    speak speaking talk talking mean describe describing blame blaming target targeting
    """
)
_TWISTED = lexicon.word_set(
    """
    misunderstood misinterpreted misconstrued misreported misrepresented meant intended directed
    aimed twisted distorted misquoted shortened clipped addressed
    """
)
_TRIVIAL = lexicon.word_set(
    """
    sorry thanks thank goodbye no yes enough hello please anything nothing
    """
)
_HURTING = lexicon.word_set(
    """
    hurt offend harm upset insult disrespect distress
    """
)
_SEEN = lexicon.word_set(
    """
    view views position opinion stance mind assessment
    """
)


def meanings(ground: Ground) -> Iterator[Found]:
    """The clarifications and reaffirmations of this sentence."""
    if ground.sentence.question:
        return
    for place, word in enumerate(ground.words):
        found = None
        for heads, rule in _RULES:
            if found is None and word in heads:
                found = rule(ground, place)
        if found is not None:
            yield found


def _clarified(ground: Ground, cue: str, **more: object) -> Found:
    return whole(
        ground, EventKind.CLARIFIED, cue, "the words say what was meant, or was not", **more
    )


def _reaffirmed(ground: Ground, cue: str, **more: object) -> Found:
    return whole(ground, EventKind.REAFFIRMED, cue, "the words hold to a statement", **more)


def _meant(ground: Ground, place: int) -> Found | None:  # noqa: C901, PLR0911 - each sense has its way out
    words, stands = ground.words, verb(ground, place)
    after = words[place + 1 : place + 9]
    own = bool({"my", "our", "i", "we"} & set(words[:place]))
    if stands.subject == "speech" and stands.passive and own and not stands.off:
        return _clarified(ground, "not-meant")
    if stands.subject != "own" or stands.off or stands.passive:
        return None
    word = words[place]
    if stands.negated:
        past = {"did", "had", "never"} & set(words[stands.start : place]) or word in {
            "meant",
            "intended",
        }
        if _HURTING & set(after[:3]):
            return _clarified(ground, "not-meant", weak=True, confidence=Confidence.LOW)
        to_say = after[:1] == ("to",) and bool(_SUGGESTING & set(after[1:4]))
        that = word in {"mean", "meant"} and after[:1] in {
            ("that",),
            ("the",),
            ("□",),
            ("all",),
            ("by",),
        }
        any_of = after[:2] in {("any", "criticism"), ("any", "insult"), ("as", "a"), ("it", "as")}
        return _clarified(ground, "not-meant") if past and (to_say or that or any_of) else None
    if word not in {"meant", "mean"}:
        return None
    if after[:1] in {("every",), ("what",), ("it",)} and word == "meant":
        return (
            _reaffirmed(ground, "meant-it")
            if after[:1] != ("what",) or after[1:2] == ("i",)
            else None
        )
    if word == "meant" and "not" in after[:4] and "," in after[:3] and "what" not in words[:place]:
        why = "the words say what was meant in its place"
        return whole(ground, EventKind.CORRECTED, "meant-instead", why)
    if "when" in words[: stands.start] and lexicon.SAID & set(words[: stands.start]):
        return _clarified(ground, "meant")
    led = "what" in words[max(0, stands.start - 2) : place] or "by" in words[: stands.start]
    to_say = after[:2] in {("to", "say"), ("to", "write"), ("to", "refer")}
    if to_say and "not" not in words[place:]:
        return _clarified(ground, "meant")
    if led or to_say or (word == "meant" and "not" in after):
        return _clarified(ground, "meant")
    return None


def _was_saying(ground: Ground, place: int) -> Found | None:
    stands = verb(ground, place)
    words = ground.words
    past = {"was", "were"} & set(words[max(0, stands.start) : place])
    if stands.subject != "own" or stands.off or not past:
        return None
    pointed = words[place].startswith("refer") or stands.negated
    said = {"when", "post", "tweet", "statement", "remarks", "said", "wrote"} & set(words)
    return _clarified(ground, "was-saying") if pointed or said else None


def _twisted(ground: Ground, place: int) -> Found | None:
    words = ground.words
    if words[place] == "taken" and not {"context", "literally"} & set(words[place + 1 : place + 5]):
        return None
    stands = verb(ground, place)
    own = {"my", "our", "i", "we"} & set(words[:place])
    mine = own or (stands.subject == "it" and ground.speech_before)
    ok = stands.passive and stands.subject in {"speech", "it"} and mine and "if" not in words
    if (
        stands.subject == "own"
        and stands.passive
        and words[place] in {"misunderstood", "misquoted"}
    ):
        ok = not stands.off
    return _clarified(ground, "misunderstood") if ok and not stands.off else None


def _were_about(ground: Ground, place: int) -> Found | None:
    """Finds "my remarks were about a handful of results"."""
    first = ground.words[0] in lexicon.POSSESSIVES_OWN and ground.word(place - 1) in {"were", "was"}
    own = first and phrase_owner(ground, place - 2) == "speech"
    return _clarified(ground, "were-about", confidence=Confidence.MEDIUM) if own else None


def _saying(ground: Ground, place: int) -> Found | None:
    """Finds "I never said that": a denial; "I said what I said"; "I would say it again"."""
    words, stands = ground.words, verb(ground, place)
    after = words[place + 1 : place + 7]
    if stands.subject != "own":
        return None
    if words[place] == "said" and after[:3] in {("what", "i", "said"), ("what", "we", "said")}:
        return _reaffirmed(ground, "said-it")
    again = words[place] == "say" and "again" in after[:3] and not stands.negated
    if again and (after[:1] == ("it",) or "would" in words[stands.start : place]):
        return _reaffirmed(ground, "said-it")
    denied = stands.negated and not stands.off and not stands.going_on
    past = {"did", "never", "have", "had"} & set(words[max(0, stands.start) : place])
    if not denied or not past or not after or after[0] in _TRIVIAL or after[0] in {"a", "to", "so"}:
        return None
    pointed = {"record", "clear", "contrary"} & set(words[: stands.start + 1])
    if (
        words[place] in {"call", "called", "accused"}
        and not pointed
        and not {"him", "her", "them", "anyone"} & set(after[:1])
    ):
        return None
    return whole(
        ground, EventKind.CLARIFIED, "denial", "the words deny that it was said",
        confidence=Confidence.LOW, weak=True,
    )  # fmt: skip


def _view(ground: Ground, place: int) -> Found | None:
    words = ground.words
    if not lexicon.POSSESSIVES_OWN & set(words[max(0, place - 3) : place]):
        return None
    after = words[place + 1 : place + 12]
    changed = {"changed", "shifted", "altered", "unchanged"} & set(after)
    if changed and ("unchanged" in changed or {"not", "never"} & set(after)) and "if" not in words:
        return _reaffirmed(ground, "view-unchanged", confidence=Confidence.MEDIUM)
    same = after[:2] in {("is", "unchanged"), ("remains", "unchanged"), ("has", "not")} or (
        {"not", "never"} & set(after[:3]) and {"changed", "shifted", "altered"} & set(after[:5])
    )
    remains = after[:1] in {("remains",), ("stands",)} or {"unchanged"} & set(after[:4])
    return (
        _reaffirmed(ground, "view-unchanged", confidence=Confidence.MEDIUM)
        if same or remains
        else None
    )


def _stands(ground: Ground, place: int) -> Found | None:
    """Finds "My statement stands"; "I was right to say it"."""
    words = ground.words
    if words[place] == "right":
        stands = verb(ground, place)
        said = lexicon.SAID & set(words[place + 1 : place + 5])
        ok = stands.subject == "own" and {"was", "were"} & set(words[:place]) and said
        return (
            _reaffirmed(ground, "was-right")
            if ok and not stands.negated and not stands.off
            else None
        )
    if place == 0 or ground.word(place + 1) in {
        "by",
        "for",
        "in",
        "up",
        "with",
        "to",
        "against",
        "on",
    }:
        return None
    short = len(words) - place <= 4
    ok = (
        short
        and phrase_owner(ground, place - 1) == "speech"
        and {"my", "our", "i", "we"} & set(words[:place])
    )
    return _reaffirmed(ground, "stands") if ok else None


def _unclear(ground: Ground, place: int) -> Found | None:
    """Finds "My post was not clear", "I should have been clearer": what follows clarifies."""
    words = ground.words
    before = words[max(0, place - 4) : place]
    own = phrase_owner(ground, place - 3) == "speech" if place >= 3 else False
    ok = {"not"} & set(before) and own and "if" not in words
    return _clarified(ground, "was-unclear", confidence=Confidence.MEDIUM) if ok else None


def _still(ground: Ground, place: int) -> Found | None:
    stands = verb(ground, place)
    dropped = "longer" in ground.words[max(0, stands.start) : place] and stands.negated
    if dropped and stands.subject == "own" and not stands.off:
        what = thing(ground, place + 1)
        why = "the words say that a statement is held no longer"
        own = what.kind == "own" and what.mine
        return whole(ground, EventKind.RETRACTED, "stands-by-no-longer", why) if own else None
    still = "still" in ground.words[max(0, place - 2) : place]
    what = thing(ground, place + 1)
    ok = stands.said and still and what.kind == "own" and what.mine
    return _reaffirmed(ground, "still-holds") if ok else None


_RULES: tuple[tuple[frozenset[str], Callable[[Ground, int], Found | None]], ...] = (
    (frozenset({"mean", "meant", "intend", "intended"}), _meant),
    (frozenset(word for word in _SUGGESTING if word.endswith("ing")), _was_saying),
    (_TWISTED | {"taken"}, _twisted),
    (
        frozenset(
            ["said", "say", "claimed", "claim", "wrote", "write", "called", "call", "accused"]
        ),
        _saying,
    ),
    (frozenset({"about", "only"}), _were_about),
    (_SEEN, _view),
    (frozenset({"stands", "stand", "right"}), _stands),
    (frozenset({"clear"}), _unclear),
    (frozenset({"believe", "hold", "think"}), _still),
)
