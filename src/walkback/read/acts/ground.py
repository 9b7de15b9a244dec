"""A sentence as the rules see it, and how a verb in it stands."""

from dataclasses import dataclass

from walkback.read.acts import lexicon
from walkback.read.acts.sentences import Sentence
from walkback.read.acts.voices import Voice

HARD = frozenset({*";:()\u2026.!?-/", "\u2014", "\u2013"})
_NO_ADVERB = lexicon.word_set(
    """
    family reply july italy assembly ally bully rally supply fly ugly
    """
)


@dataclass(frozen=True, slots=True)
class Ground:
    """A sentence, the voice it is said in, and whether own words were named just before it."""

    sentence: Sentence
    words: tuple[str, ...]
    voice: Voice
    speech_before: bool = False
    prior: frozenset[str] = frozenset()  # the words of the sentence just before
    before: str = ""  # the sentence in which they were named

    def speaks(self, place: int) -> bool:
        """Whether own words were named before ``place``: in this sentence or just before it."""
        left = self.words[:place]
        said = bool(lexicon.SAID & set(left)) and bool(lexicon.OWN & set(left))
        return self.speech_before or said or bool(lexicon.SPEECH & set(left))

    def word(self, place: int) -> str:
        """The word at a place, empty outside the sentence."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def name(self, place: int) -> bool:
        """Whether the word there is capitalised inside its sentence or is a known own name."""
        return 0 <= place < len(self.words) and self.sentence.tokens[place].name


@dataclass(frozen=True, slots=True)
class Verb:
    """How a verb stands. ``subject``: ``own``, ``press`` (the speaker's office of itself),
    ``role`` (the same, by its role alone), ``speech`` (own words), ``it``, ``none`` or ``other``.
    """

    subject: str
    negated: bool = False
    off: bool = False
    perfect: bool = False
    passive: bool = False
    going_on: bool = False
    already: bool = False
    performing: bool = False
    start: int = 0
    subject_at: int = -1

    @property
    def said(self) -> bool:
        """Whether the speaker does it, now and without a condition."""
        return self.subject in {"own", "press"} and not self.negated and not self.off


def adverb(word: str) -> bool:
    """Whether a word may stand between a subject and its verb without changing who does what."""
    return word in lexicon.ADVERBS or (word.endswith("ly") and word not in _NO_ADVERB)
