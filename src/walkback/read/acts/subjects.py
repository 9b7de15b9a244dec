"""Who or what does it: the subject of an English verb, and whose the words in a phrase are."""

from dataclasses import replace

from walkback.read.acts import lexicon
from walkback.read.acts.ground import HARD, Ground, Verb
from walkback.read.acts.voices import BLOT

_OFF_GOVERNORS = lexicon.word_set(
    """
    refuse refused refuses decline declined declines unwilling plan intend going meant asked told
    urged forced pressed
    """
)
_MONTHS_DAYS = lexicon.word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december yesterday today
    """
)


def with_subject(  # noqa: PLR0911 - each sense has its way out
    ground: Ground, found: Verb, place: int
) -> Verb:
    """The verb with the subject that ends at ``place``, the word left of its chain."""
    word = ground.word(place)
    if word == BLOT and ground.word(place - 1) in lexicon.SPEECH:
        return with_subject(ground, found, place - 1)
    if place < 0 or word in lexicon.BOUNDARIES:
        return replace(found, subject="other" if word == BLOT else "none", subject_at=place)
    if word in lexicon.OWN:
        return replace(found, subject="own", subject_at=place)
    if word == "," or word in lexicon.COORDINATORS:
        return _inherited(ground, found, place)
    if word in {"it", "this", "that", "these", "those", "they", "which", "both"}:
        return replace(found, subject=_thing(ground, place), subject_at=place)
    if word in lexicon.OTHERS:
        return replace(found, subject="other", subject_at=place)
    return replace(found, subject=phrase_owner(ground, place), subject_at=place)


def _thing(ground: Ground, place: int) -> str:
    """What "it" or "which" stands for: own words where they were just named."""
    before = ground.words[max(0, place - 14) : place]
    if ground.word(place) in {"which", "that"} and before:
        return phrase_owner(ground, place - (2 if before[-1] == "," else 1))
    named = any(word in lexicon.SPEECH for word in before)
    return "it" if named or ground.speech_before else "other"


def _inherited(ground: Ground, found: Verb, place: int) -> Verb:
    """The subject of "I deleted the post and apologise": the last pronoun before it."""
    words = ground.words
    for at in range(place - 1, max(-1, place - 45), -1):
        word = words[at]
        if word in {";", "\u2014", "\u2013"}:
            return replace(found, subject="none", subject_at=at)
        if word in lexicon.OWN:
            between = words[at + 1 : place]
            negative = any(b in lexicon.NEGATIONS for b in between[:4]) or (
                words[place] in {"or", "nor"} and "no" in between
            )
            near = len(between) <= 5 or words[place] in {"or", "nor"}
            wont = near and any(b in lexicon.MODALS for b in between[:2]) and "like" not in between
            off = wont or any(b in _OFF_GOVERNORS for b in between)
            return replace(
                found,
                subject="own",
                subject_at=at,
                negated=found.negated or (near and negative),
                off=found.off or off,
            )
        if word in {"he", "she", "they", "you", "who"}:
            return replace(found, subject="other", subject_at=at)
    first = next((n for n, word in enumerate(words[:place]) if word in lexicon.AUXILIARIES), None)
    if first is None:
        first = next((n for n in range(1, place) if words[n] in lexicon.ROLES or n >= 4), place)
        first = min(first + 1, place)
    return replace(
        found, subject=phrase_owner(ground, first - 1) if first else "none", subject_at=0
    )


def phrase_owner(ground: Ground, last: int) -> str:
    """Whose the noun phrase ending at ``last`` is: ``speech``, ``press``, ``role``, ``own``..."""
    words = ground.words
    first = last
    while first > 0 and last - first < 26 and words[first - 1] not in HARD:
        if words[first - 1] in {"and", "but", "because", "so", "as"} and (
            last - first > 0 or words[first] in {"yours", "his", "hers", "theirs", "they"}
        ):
            break
        first -= 1
    phrase = words[first : last + 1]
    if not phrase:
        return "none"
    for place in range(len(phrase) - 1):
        if phrase[place] == "what" and phrase[place + 1] in lexicon.OWN:
            return "speech"
    for place, word in enumerate(phrase):
        if word in lexicon.SPEECH and not (phrase[:1] == ("my",) and word == "account"):
            return "speech" if own_words(ground, first, first + place, last) else "other"
    return _person(ground, first, last)


def _person(ground: Ground, first: int, last: int) -> str:
    words = ground.words
    if words[first] in lexicon.POSSESSIVES_OWN:
        ours = {"office", "team", "staff", "campaign", "party", "colleagues", "group"}
        return "own" if set(words[first + 1 : last + 1]) & ours else "other"
    names = ground.voice.names
    begin = max(first, last - 5)
    strangers = [
        n
        for n in range(begin, last + 1)
        if ground.name(n)
        and words[n] not in names | lexicon.ROLES | lexicon.DETERMINERS
        and words[n] != "cllr"
    ]
    if any(word in names for word in words[begin : last + 1]):
        return "press"
    if strangers or ground.voice.personal:
        return "other"
    return "role" if any(word in lexicon.ROLES for word in words[begin : last + 1]) else "other"


def own_words(  # noqa: C901, PLR0911 - each sense has its way out
    ground: Ground, first: int, noun: int, last: int
) -> bool:
    """Whether the speech noun at ``noun`` of a phrase names words of the speaker's own."""
    words, names = ground.words, ground.voice.names
    if words[noun] in lexicon.PARTS and "of" in words[noun + 1 : noun + 3]:
        deeper = next((n for n in range(noun + 1, last + 1) if words[n] in lexicon.SPEECH), None)
        if deeper is not None:
            return own_words(ground, noun + 1, deeper, last)
    before = words[first:noun]
    if "'s" in before:
        holder = before[before.index("'s") - 1] if before.index("'s") else ""
        dated = holder in _MONTHS_DAYS or holder in {"week", "night", "morning", "month", "evening"}
        if (
            not dated
            and holder not in names
            and holder not in lexicon.ROLES - {"minister", "mayor"}
        ):
            return False
        if not dated and holder in {"minister", "mayor"} and ground.voice.personal:
            return False
    if any(word in lexicon.POSSESSIVES_OTHER for word in before):
        return not ground.voice.personal and not (set(before) & {"their", "your"})
    after = words[noun + 1 : min(last + 1, noun + 9)]
    for place, word in enumerate(after):
        if word == "about" and {"me", "us", "my", "our"} & set(after[place + 1 : place + 3]):
            return bool(lexicon.POSSESSIVES_OWN & set(before))
        if word in {"by", "from"} or (word == "of" and not place):
            nearby = after[place + 1 : place + 4]
            mine = {"me", "us", "my", "our", "mine"} & set(nearby) or set(nearby) & names
            who = any(
                (ground.name(noun + 2 + place + n) and w not in _MONTHS_DAYS) or w in lexicon.ROLES
                for n, w in enumerate(nearby)
            )
            if (who or set(nearby) & lexicon.POSSESSIVES_OTHER) and not mine:
                return False
    return bool(before) or first == 0
