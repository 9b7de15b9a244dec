"""Invented statements by the million, and quotations of them whose truth is known.

The vocabulary has a natural distribution: some two hundred words of every English text, then
tens of thousands of made-up ones, each as frequent as its rank says (Zipf's law with Mandelbrot's
shift); stock phrases return by a law of the same kind and make a fifth of all words. Everything
follows from the seed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

_EVERYDAY = """
the of to and a in is that for it on was with be by as at are this have not we our i they but
from an or which will their has would been more when there if all his its who what you her so
were one he can no do about up out my into than them only time some could these may then two
other new very any people now over such man should first after made like must even most also
your where many before between how well down because those make just own good work year part
government country today never always every public right say said want need take know think help
keep give many families children money years minister council support members home
"""
EVERYDAY = tuple(_EVERYDAY.split())
WORDS = 60_000
PHRASES = 4_000
SPEAKERS = 2_000
KINDS = ("verbatim", "trimmed", "ellipsis", "altered 1", "altered 2", "altered 3", "absent")


@dataclass(frozen=True)
class Asked:
    """A quotation, the number of its statement (-1 where there is none) and its kind.

    ``source`` are the words on record that it was made of: any text with them is right.
    """

    kind: str
    words: str
    number: int
    source: str


class Language:
    """Words and phrases to speak with."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        made = {_word(random) for _ in range(WORDS * 2)} - set(EVERYDAY)
        self.words = [*EVERYDAY, *sorted(made, key=lambda word: (len(word), random.random()))]
        self.words = self.words[:WORDS]
        self._ranks = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        self.phrases = [self._plain(random, random.randint(3, 7)) for _ in range(PHRASES)]
        self._phrase_ranks = list(accumulate(1 / (rank + 10) for rank in range(PHRASES)))

    def _plain(self, random: Random, count: int) -> list[str]:
        return random.choices(self.words, cum_weights=self._ranks, k=count)

    def sentence(self, random: Random) -> list[str]:
        """The words of one sentence."""
        words = self._plain(random, random.randint(6, 22))
        if random.random() < 0.5:
            at = random.randrange(len(words))
            words[at:at] = random.choices(self.phrases, cum_weights=self._phrase_ranks)[0]
        if random.random() < 0.1:
            words.insert(random.randrange(len(words)), str(random.randint(2, 2030)))
        return words


def _word(random: Random) -> str:
    syllables = random.choice((1, 2, 2, 2, 3, 3, 4))
    made = "".join(
        random.choice("bcdfghjklmnprstvwz") + random.choice("aeiou") for _ in range(syllables)
    )
    return made + random.choice(("", "n", "r", "s", "t", "l"))


def statements(language: Language, seed: int, count: int) -> Iterator[str]:
    """So many statements of one to four sentences; one in fifty says again what another said."""
    random = Random(seed)
    said: list[str] = []
    for _ in range(count):
        parts = [_printed(random, language.sentence(random)) for _ in range(random.randint(1, 4))]
        if said and random.random() < 0.02:
            parts[random.randrange(len(parts))] = random.choice(said)
        if len(said) < 5_000:
            said.append(parts[0])
        yield " ".join(parts)


def _printed(random: Random, words: list[str]) -> str:
    words = list(words)
    for at in range(2, len(words) - 2):
        if random.random() < 0.06:
            words[at] += ","
    text = " ".join(words)
    return text[0].upper() + text[1:] + random.choice("....!?")


def questions(language: Language, texts: dict[int, str], seed: int, each: int) -> list[Asked]:
    """``each`` quotations of every kind, eight to twenty words long, mixed.

    ``texts`` are statements by number, to be quoted; half the quotations are printed in another
    way: case at the edges, curly marks, a comma at the end.
    """
    random = Random(seed)
    numbers = list(texts)
    asked: list[Asked] = []
    for kind in KINDS:
        while sum(1 for item in asked if item.kind == kind) < each:
            number = random.choice(numbers)
            words = texts[number].split()
            if kind == "absent":
                words = _printed(random, language.sentence(random)).split()
                number = -1
            size = min(len(words), random.randint(8, 20))
            if size < 8:
                continue
            at = random.randrange(len(words) - size + 1)
            made = _MAKERS[kind.split(maxsplit=1)[0]](random, language, words[at : at + size], kind)
            source = " ".join(words[at : at + size])
            asked.append(Asked(kind, _reprinted(random, made), number, source))
    random.shuffle(asked)
    return asked


def _verbatim(random: Random, language: Language, words: list[str], kind: str) -> list[str]:
    del random, language, kind
    return words


def _trimmed(random: Random, language: Language, words: list[str], kind: str) -> list[str]:
    del kind
    if random.random() < 0.5:
        return [f"[{words[0][0].swapcase()}]{words[0][1:]}", *words[1:]] if words[0][1:] else words
    at = random.randrange(1, len(words) - 1)
    return [*words[:at], f"[{' '.join(language.sentence(random)[:2])}]", *words[at + 1 :]]


def _ellipsis(random: Random, language: Language, words: list[str], kind: str) -> list[str]:
    del language, kind
    left = random.randint(1, min(6, len(words) - 6))
    at = random.randint(3, len(words) - left - 3)
    return [*words[:at], random.choice(("...", "\u2026", "[\u2026]", ". . .")), *words[at + left :]]


def _altered(random: Random, language: Language, words: list[str], kind: str) -> list[str]:
    words = list(words)
    places = random.sample(range(1, len(words) - 1), int(kind.split()[1]))
    for at in sorted(places, reverse=True):
        act = random.random()
        if act < 0.6:
            words[at] = random.choice(language.words)
        elif act < 0.8:
            words.insert(at, random.choice(EVERYDAY))
        else:
            del words[at]
    return words


_MAKERS: dict[str, Callable[[Random, Language, list[str], str], list[str]]] = {
    "verbatim": _verbatim,
    "trimmed": _trimmed,
    "ellipsis": _ellipsis,
    "altered": _altered,
    "absent": _verbatim,
}


def _reprinted(random: Random, words: list[str]) -> str:
    text = " ".join(words)
    if random.random() < 0.5:
        text = text.rstrip(".,!?") + random.choice((",", "", "\u201d"))
        text = text[0].swapcase() + text[1:]
    return text
