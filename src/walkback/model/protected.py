"""Protected names: told from a text by keyed hashes alone, whatever way they are written.

    name -> its words, evened -> its forms -> keyed hashes       what is kept
    text -> its words, evened -> neighbours that are a form      what is hidden

Case, accents, hyphens, apostrophes, percent-encoding, the order of the words, a middle name, an
initial for the given name, and words run together (``janedoe``) make no difference. Letters of
another script that look alike do, and so do declensions other than a final s.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from walkback.errors import BadInput
from walkback.model.release import NAME_WITHHELD, ProtectedName

Mac = Callable[[bytes], bytes]  # HMAC-SHA256 under the record's own key
Span = tuple[int, int]

_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_WORD = re.compile(rf"(?:[^\W_]|[\u0300-\u036f{_INVISIBLE}]|(?<=[^\W_])['\u2019\u02bc](?=[^\W_]))+")
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_POSSESSIVE = re.compile(r"['\u2019\u02bc][sS]$")
_LETTERS = str.maketrans(
    {"\u00f8": "o", "\u0142": "l", "\u00e6": "ae", "\u0153": "oe", "\u0111": "d", "\u0131": "i"}
)
_UMLAUTS = str.maketrans(
    {"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00e5": "aa", "\u00f8": "oe"}
)
_MOST_WORDS = 6
_LONGEST_RUN = 3  # words that are also looked for run together
_SHORTEST = 3  # letters of a form in one word
_GAP = 3  # characters between the words of a name: "Doe, Jane"
_CACHED = 1 << 17


def evened(word: str) -> str:
    """One word without case, accents, apostrophes and invisible characters."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", word).casefold())
    return "".join(letter for letter in plain if letter.isalnum()).translate(_LETTERS)


def protect(name: str, listed: str, mac: Mac) -> ProtectedName:
    """The keyed hashes of a name, or of a passage of more words than a name has.

    Raises ``BadInput``, which does not repeat it, where it is too short to be told from others.
    """
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", name)) if evened(word)]
    if sum(map(len, words)) < _SHORTEST:
        raise BadInput(
            "not a name that can be protected",
            subject=f"a line for the list {listed}",
            expected=f"{_SHORTEST} letters at least",
            found=f"{len(words)} words",
        )
    forms = {form for writing in _writings(words) for form in _forms(writing)}
    single = {word for form in forms for word in form}
    return ProtectedName(
        listed,
        frozenset(map(len, forms)),
        frozenset(mac(_packed(form)) for form in forms),
        frozenset(_sieve(mac, word) for word in single),
    )


def _writings(words: Sequence[str]) -> set[tuple[str, ...]]:
    plain = tuple(map(evened, words))
    spelled = tuple(evened(word.casefold().translate(_UMLAUTS)) for word in words)
    return {plain, spelled}


def _forms(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    if len(words) > _MOST_WORDS:  # a passage is found by each run of its words
        return {words[n : n + _MOST_WORDS] for n in range(len(words) - _MOST_WORDS + 1)}
    found = {words}
    if len(words) > 1:
        found.add((words[0][:1], *words[1:]))
    if 1 < len(words) <= _LONGEST_RUN:
        found |= {("".join(order),) for order in permutations(words)}
    return found | {(*form[:-1], f"{form[-1]}s") for form in found}


def _packed(words: Iterable[str]) -> bytes:
    return " ".join(sorted(words)).encode()


def _sieve(mac: Mac, word: str) -> bytes:
    return mac(b"\0" + word.encode())[:2]


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of a text, evened, and where they stand in it."""

    words: list[str]
    spans: list[Span]


class Guard:
    """Finds protected names in texts. Holds what it saw in memory alone."""

    def __init__(self, names: Sequence[ProtectedName], mac: Mac) -> None:
        self._mac = mac
        self._macs = {form: name.listed for name in names for form in name.macs}
        self._sieve = frozenset(cut for name in names for cut in name.sieve)
        self._sizes = sorted({size for name in names for size in name.sizes}, reverse=True)
        self._hot: dict[str, bool] = {}

    def __bool__(self) -> bool:
        """Whether there is any name to look for."""
        return bool(self._macs)

    def find(self, text: str) -> tuple[list[Span], set[str], str]:
        """Where names stand, their words, and the list that the first of them is on."""
        plain, places = unescaped(text)
        raw = _WORD.findall(plain)
        if sum(map(self._is_hot, raw)) == 0:
            return [], set(), ""
        self._hot.update((word, self._is_hot(word)) for word in raw)  # the cache may have gone
        split = _Text([evened(word) for word in raw], [at.span() for at in _WORD.finditer(plain)])
        spans, words, listed = list[Span](), set[str](), ""
        for start, form, name in self._matches(split, plain):
            last = split.spans[start + len(form) - 1]
            spans.append(_outside((split.spans[start][0], last[1]), places))
            words |= {word for word in form if len(word) > 1}
            listed = listed or name
        return spans, words, listed

    def _is_hot(self, raw: str) -> bool:
        known = self._hot.get(raw)
        if known is None:
            if len(self._hot) >= _CACHED:
                self._hot.clear()
            known = self._hot[raw] = _sieve(self._mac, evened(raw)) in self._sieve
        return known

    def _matches(self, text: _Text, plain: str) -> Iterable[tuple[int, Sequence[str], str]]:
        hot = [self._hot[plain[a:b]] for a, b in text.spans]
        at = 0
        while at < len(hot):
            found = self._match(text, at, hot, plain) if hot[at] else None
            if found is not None:
                yield (at, *found)
            at += len(found[0]) if found and len(found[0]) < _MOST_WORDS else 1

    def _match(
        self, text: _Text, at: int, hot: Sequence[bool], plain: str
    ) -> tuple[Sequence[str], str] | None:
        """The longest name that begins at this word, "" for a middle name, and its list."""
        for size in self._sizes:
            for left_out in (0, 1) if size > 1 else (0,):
                stop = at + size + left_out
                if stop > len(hot) or not hot[stop - 1] or not _near(text.spans[at:stop], plain):
                    continue
                for form in _choices(text, at, stop, plain) if left_out else [text.words[at:stop]]:
                    listed = self._macs.get(self._mac(_packed(filter(None, form))))
                    if listed is not None:
                        return form, listed
        return None


def _choices(text: _Text, at: int, stop: int, plain: str) -> Iterable[Sequence[str]]:
    """The words with one inner word left out that may be a middle name."""
    words = text.words[at:stop]
    prose = any(plain[a].isspace() for _, a in text.spans[at : stop - 1])
    for n in range(1, len(words) - 1):
        start, end = text.spans[at + n]
        if not (prose and plain[start:end].islower()):
            yield [*words[:n], "", *words[n + 1 :]]


def _near(spans: Sequence[Span], plain: str) -> bool:
    gaps = [(one[1], other[0]) for one, other in pairwise(spans)]
    return all(b - a <= _GAP and "\n\n" not in plain[a:b] for a, b in gaps)


def alone(text: str, words: set[str], beside: set[str]) -> list[Span]:
    """Where single words of a name stand by themselves, written as a name or in an address.

    Not where the next word is one of ``beside``, of the public speaker's own name.
    """
    plain, places = unescaped(text)
    spans = [at.span() for at in _WORD.finditer(plain)]
    all_words = [evened(plain[a:b]) for a, b in spans]
    address = "://" in text
    found = []
    for n, ((start, stop), word) in enumerate(zip(spans, all_words, strict=True)):
        if word not in words or not (address or plain[start] != plain[start].lower()):
            continue
        if not {*all_words[max(0, n - 1) : n], *all_words[n + 1 : n + 2]} & beside:
            found.append(_outside((start, stop), places))
    return found


def hidden(text: str, spans: Iterable[Span]) -> str:
    """The text with ``[name withheld]`` for each span; spans that touch are one."""
    pieces, end = [], 0
    for start, stop in joined(spans):
        pieces += [text[end:start], NAME_WITHHELD]
        end = stop
    return "".join([*pieces, text[end:]])


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap as one."""
    found: list[Span] = []
    for start, stop in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(stop, found[-1][1])
        else:
            found.append((start, stop))
    return found


def moved(offset: int, spans: Sequence[Span]) -> int:
    """Where an offset lies once ``spans`` (as ``joined`` gives them) are hidden."""
    shift = 0
    for start, stop in spans:
        if offset <= start:
            break
        if offset < stop:
            return start + shift + len(NAME_WITHHELD)
        shift += len(NAME_WITHHELD) - (stop - start)
    return offset + shift


def unescaped(text: str) -> tuple[str, list[Span] | None]:
    """A text without percent-encoding, and each character's place in it; None: as it was."""
    if "%" not in text or not _ESCAPED.search(text):
        return text, None
    letters: list[str] = []
    places: list[Span] = []
    end = 0
    for run in _ESCAPED.finditer(text):
        letters += text[end : run.start()]
        places += [(n, n + 1) for n in range(end, run.start())]
        at = run.start()
        for letter in bytes.fromhex(run[0].replace("%", "")).decode("utf-8", "surrogateescape"):
            letters.append(letter)
            size = 3 * len(letter.encode("utf-8", "surrogateescape"))
            places.append((at, at + size))
            at += size
        end = run.end()
    letters += text[end:]
    places += [(n, n + 1) for n in range(end, len(text))]
    return "".join(letters), places


def _outside(span: Span, places: list[Span] | None) -> Span:
    return span if places is None else (places[span[0]][0], places[span[1] - 1][1])
