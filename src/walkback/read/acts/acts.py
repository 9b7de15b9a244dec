"""Recognise the speaker's own act of taking back, in his own words.

    text -> voice (others' words blotted out) -> sentences -> acts of each -> weighed as a whole

Negated, conditional, asked, demanded, reported, quoted and future acts are none; nor are service
apologies, condolences and other senses of the same verbs.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from walkback.model.act import Act
from walkback.model.reading import Reading
from walkback.model.verdict import Confidence, EventKind
from walkback.read.acts.admissions import admissions
from walkback.read.acts.apologies import apologies
from walkback.read.acts.found import Found
from walkback.read.acts.ground import Ground
from walkback.read.acts.lexicon import POSSESSIVES_OWN, SAID, SPEECH, word_set
from walkback.read.acts.meanings import meanings
from walkback.read.acts.notes import notes, title_notes
from walkback.read.acts.sentences import LONGEST, Sentence, sentences
from walkback.read.acts.speech_acts import speech_acts
from walkback.read.acts.tongues import tongue_acts, tongue_of
from walkback.read.acts.voices import Voice, voice

_RANK = {Confidence.HIGH: 2, Confidence.MEDIUM: 1, Confidence.LOW: 0}
_GONE = re.compile(
    r"\b(?:404|410|gone|not found|no longer available|page removed)\b", re.IGNORECASE
)
_NOTICES = frozenset({"notice", "takes-back", "deletes"})
_OWN_SAYING = word_set(
    """
    i we my our
    """
)


def acts(
    text: str | Reading, *, source: str = "text", title: str = "", speaker: str = ""
) -> tuple[Act, ...]:
    """The acts in a text or reading, each kind at most once, in the order of the text.

    ``source`` names where the words come from (``text``, ``picture``, ``alt``); acts of the title
    have the source ``title``. ``speaker``: his names, so that his office may speak of him by them.
    Never raises; reads the first 100,000 code points.
    """
    if isinstance(text, Reading):
        title = title or text.title
        foreign = [(p.start, p.end) for p in text.passages if p.kind == "quote"]
        text = text.text
    else:
        foreign = []
    text = text[:LONGEST]
    head = voice(f"{title[:300]}\n\n{text[:400]}", speaker=speaker).names
    spoken = voice(text, speaker=speaker, foreign=foreign)
    spoken = replace(spoken, names=spoken.names | head)
    found = [*_of_text(spoken), *notes(spoken.text)]
    made = [_act(one, text, source) for one in _weighed(found)]
    if _GONE.search(title[:300]):
        made = [replace(one, itself=one.itself or one.cue in _NOTICES) for one in made]
    named = {act.kind for act in made}
    for one in title_notes(title[:300]):
        act = _act(one, title, "title")
        made = [replace(a, itself=a.itself or (one.itself and a.kind is one.kind)) for a in made]
        if act.kind not in named:
            made.insert(0, act)
    return tuple(made)


def _of_text(spoken: Voice) -> Iterator[Found]:
    language = tongue_of(spoken.text)
    before: tuple[Sentence, ...] = ()
    for sentence in sentences(spoken.text):
        if not sentence.tokens:
            continue
        if language != "en":
            yield from tongue_acts(sentence, spoken, language)
        named = _speaks(before)
        prior = frozenset(before[-1].words) if before else frozenset()
        shown = spoken.text[named.start : named.end] if named else ""
        ground = Ground(sentence, sentence.words, spoken, named is not None, prior, shown)
        for family in (speech_acts, apologies, admissions, meanings):
            yield from family(ground)
        before = (*before[-2:], sentence)


def _speaks(before: Iterable[Sentence]) -> Sentence | None:
    """Which of the last sentences named words of the speaker's own."""
    for sentence in reversed(tuple(before)):
        words = set(sentence.words)
        if words & SPEECH and words & (POSSESSIVES_OWN | {"i", "we", "earlier", "last", "the"}):
            return sentence
        if words & SAID and words & _OWN_SAYING:
            return sentence
    return None


def _weighed(found: list[Found]) -> list[Found]:
    """Each kind once, the surest words for it; a weak one only where nothing plain stands."""
    plain = [one for one in found if not one.weak]
    kinds = {one.kind for one in plain}
    kept = plain or _one_weak(found)
    if plain and EventKind.APOLOGISED not in kinds:
        kept = plain + [one for one in found if one.weak and one.kind is EventKind.APOLOGISED]
    best: dict[EventKind, Found] = {}
    for one in kept:
        held = best.get(one.kind)
        if held is None or _RANK[one.confidence] > _RANK[held.confidence]:
            best[one.kind] = replace(one, refers=one.refers or (held.refers if held else ""))
        elif not held.refers:
            best[one.kind] = replace(held, refers=one.refers)
    return sorted(best.values(), key=lambda one: one.start)


def _one_weak(found: list[Found]) -> list[Found]:
    """Of weak ones: an owned fault with a bare "sorry" is an apology; the first otherwise."""
    sorry = [one for one in found if one.kind is EventKind.APOLOGISED]
    owned = [one for one in found if one.kind is not EventKind.APOLOGISED]
    if sorry:
        return [replace(sorry[0], confidence=Confidence.MEDIUM)] if owned else []
    return owned[:1]


def _act(one: Found, text: str, source: str) -> Act:
    return Act(
        one.kind, one.start, one.end, text[one.start : one.end], one.part, one.confidence,
        one.cue, one.why, one.refers, one.itself, source,
    )  # fmt: skip
