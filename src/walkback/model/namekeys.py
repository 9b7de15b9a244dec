"""Keys under which names are found that may be one person's.

A key is coarser than any rule of sameness: consonants alone, alike sounds as one letter. What
it brings together is then compared.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from walkback.model.called import kin
from walkback.model.naming import Name
from walkback.model.spelling import fold, umlauted

_SOUNDS = [
    (re.compile(pattern), new)
    for pattern, new in (
        (r"^(gh|g|q|k)(?=a)", "k"), (r"shch|sch|stch|szcz|tch|sh|sz|cz|zh|dj", "s"),
        (r"ph|ff|w|v", "f"),
        (r"x", "ks"), (r"ts|tz|z", "s"), (r"^[jy]+(?=[aeiou])", ""), (r"^[aeiouy]", "a"),
        (r"(?<!^)[aeiouyj]", ""), (r"gk|ck|q|c|g", "k"), (r"mp", "b"), (r"nt|d", "t"),
        (r"(?<!^)h", ""), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


@lru_cache(maxsize=65536)
def sounds(word: str) -> tuple[str, ...]:
    """One or two coarse keys of a folded word; ch is a k-like or an s-like sound."""
    forms = {
        word.replace("kh", "h").replace("ch", "h"),
        word.replace("kh", "h").replace("ch", "sh"),
    }
    return tuple(sorted({_sounds(form) for form in forms}))


def _sounds(word: str) -> str:
    for pattern, new in _SOUNDS:
        word = pattern.sub(new, word)
    return word or "-"


def family_keys(name: Name) -> tuple[str, ...]:
    """Keys of the family name, whole and in its parts."""
    words = name.words
    if not words:
        return ()
    whole = "".join(map(fold, name.surname))
    parts = [fold(part) for word in name.surname for part in word.split("-")]
    chosen = {whole, *(part for part in parts if len(part) > 3 or len(parts) == 1), fold(words[-1])}
    if len(words) > 2:
        chosen.add(fold(words[-2]))
    if len(words) == 2:
        chosen.add(fold(words[0]))  # family name first
    chosen |= {umlauted(words[-1])}
    return tuple(dict.fromkeys(key for word in chosen if word for key in sounds(word)))


def name_keys(name: Name, *, asking: bool) -> tuple[str, ...]:
    """Keys of family and given names together; none for a single word.

    ``asking``: the keys to look under, otherwise those to be found under. A written name is
    found by its initial, and looks for initials; not for every name with that initial.
    """
    firsts = dict.fromkeys(_given_keys(name, asking=asking))
    return tuple(f"{family} {first}" for family in family_keys(name) for first in firsts)


def _given_keys(name: Name, *, asking: bool) -> Iterator[str]:
    eastern = name.surname if len(name.words) == 2 else ()
    for word in (*name.given[:2], *name.called, *eastern):
        folded = fold(word)
        if not folded:
            continue
        if len(folded) == 1 or asking:
            yield f"{folded[0]}."
        if (len(folded) == 1 and asking) or (len(folded) > 1 and not asking):
            yield f"{folded[0]}*"
        if len(folded) > 1:
            for form in kin(folded):
                yield from ([form] if form[0] == "~" else sounds(form))
            yield folded[:3].replace("z", "s") + "-"


def near_keys(word: str) -> tuple[str, ...]:
    """A word and what is left of it without one of its letters."""
    return (word, *(word[:n] + word[n + 1 :] for n in range(len(word))))
