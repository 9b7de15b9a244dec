"""Who of the register is meant by a name or a handle.

An index of speakers that is built once and asked often. ``resolve`` gives one speaker or none:
where two fit, or only a doubt speaks for one, nobody is named.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from walkback.model.families import common_family, known_family
from walkback.model.namekeys import family_keys, name_keys, near_keys
from walkback.model.names import Doubt, Likeness, Name, Sameness, compare_names, parse_name
from walkback.model.romanised import origins
from walkback.model.source import Speaker
from walkback.model.spelling import SHORTEST, akin, fold, slipped, umlauted


@dataclass(frozen=True, slots=True)
class Context:
    """What an article says beside a mention, as far as it helps to tell who is meant.

    ``fuller``: the fullest name it gives the same person. ``names``: the other names in it.
    ``handle``, ``site``: the person's own account or address, where it stands with the mention.
    """

    fuller: str = ""
    names: Sequence[str] = ()
    handle: str = ""
    site: str = ""


_NONE = Context()
_HANDLE = re.compile(
    r"^@[\w.-]+(?:@[\w.-]+)?$|^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$|^did:[a-z]+:\S+$", re.ASCII
)
_DOMAIN = re.compile(r"^(?:[\w-]+\.)+[a-z]{2,}$", re.ASCII | re.IGNORECASE)
_SPELT = {Doubt.SPELLING, Doubt.SLIP, Doubt.FAMILY}
# A single family name is looked for among so many of one key; more bearers are ambiguous anyhow.
_MOST = 64


class Register:
    """Speakers by name and handle. Not changed once built; building takes about 0.2 ms each."""

    def __init__(self, people: Iterable[Speaker]) -> None:
        self.people = tuple(people)
        self._exact: dict[str, list[int]] = {}
        self._handles: dict[str, list[int]] = {}
        self._keys: dict[str, list[int]] = {}
        self._families: dict[str, list[int]] = {}
        self._near: dict[str, list[str]] = {}
        self._seen: set[str] = set()
        self._forms: list[frozenset[str]] = []
        for number, speaker in enumerate(self.people):
            self._add(number, speaker)

    def _add(self, number: int, speaker: Speaker) -> None:
        _enter(self._exact, speaker.id, number)
        for handle in speaker.handles:
            _enter(self._handles, _handle_key(handle), number)
        names = [parse_name(text) for text in (speaker.name, *speaker.aliases)]
        self._forms.append(frozenset(form for name in names for form in _forms(name)))
        for name in names:
            _enter(self._exact, exact_key(name.text), number)
            for key in family_keys(name):
                _enter(self._families, key, number)
            for key in name_keys(name, asking=False):
                _enter(self._keys, key, number)
            if name.surname and (family := fold(name.surname[-1])) not in self._seen:
                self._seen.add(family)
                for near in near_keys(family) if _may_slip(family) else ():
                    self._near.setdefault(near, []).append(family)

    def resolve(self, mention: str, context: Context | None = None) -> Speaker | None:
        """The one speaker who is meant, or None where none or several may be."""
        found = self.candidates(mention, context)
        return found[0] if len(found) == 1 else None

    def candidates(self, mention: str, context: Context | None = None) -> tuple[Speaker, ...]:
        """Those who may be meant: one where it is sure, several where they all fit."""
        chosen = self._chosen(
            " ".join(mention.split()), context or _NONE, settled=context is not None
        )
        return tuple(self.people[number] for number in sorted(set(chosen)))

    def _chosen(self, mention: str, context: Context, *, settled: bool) -> Sequence[int]:
        owner = self._owners(context.handle) if context.handle else ()
        named = self._named(mention, context, settled=settled)
        if len(owner) == 1:
            # An account tells who speaks, unless its name is just another speaker's.
            return owner if not named or owner[0] in named else (*owner, *named)
        return named

    def _named(self, mention: str, context: Context, *, settled: bool) -> Sequence[int]:
        if _HANDLE.match(mention) or _DOMAIN.match(mention):
            return self._owners(mention)
        if context.fuller and exact_key(context.fuller) != exact_key(mention):
            by_fuller = self._by_name(context.fuller, context, settled=settled)
            if by_fuller or parse_name(context.fuller).given:
                return by_fuller
        return self._by_name(mention, context, settled=settled)

    def _owners(self, handle: str) -> Sequence[int]:
        return self._handles.get(_handle_key(handle), ())

    def _by_name(self, mention: str, context: Context, *, settled: bool) -> Sequence[int]:
        name = parse_name(mention)
        exact = self._exact.get(exact_key(mention)) or self._exact.get(_plain_key(name), [])
        if exact and (name.given or name.body or len(exact) > 1):
            return self._on_site(exact, context)
        if not name.given:
            return self._by_word(name, context) if settled and not exact else exact
        same, maybe = self._fitting(name, context)
        if not same and not maybe and settled and len(name.words) > 1:
            alone = replace(name, given=(), surname=name.words)
            maybe = [n for n in self._by_word(alone, context) if self._is_family(alone, n)]
        return self._on_site(same or maybe, context)

    def _is_family(self, alone: Name, number: int) -> bool:
        """Whether these words together are a family name of the speaker: Saltmarsh Rowley."""
        speaker = self.people[number]
        whole = "".join(map(fold, alone.words))
        names = [parse_name(text) for text in (speaker.name, *speaker.aliases)]
        return any("".join(map(fold, name.surname)) == whole for name in names if name.given)

    def _on_site(self, found: Sequence[int], context: Context) -> Sequence[int]:
        """Of several, the one whose site the words stand on."""
        host = _host(context.site)
        if len(found) < 2 or not host:
            return found
        here = [n for n in found if host in {_host(site) for site in self.people[n].sites}]
        return here or found

    def _fitting(self, name: Name, context: Context) -> tuple[list[int], list[int]]:
        """Speakers with the same name, and those whose doubts the register settles."""
        keys = name_keys(name, asking=True)
        numbers = list(dict.fromkeys(n for key in keys for n in self._keys.get(key, ())))
        heads = _heads(name)
        same, maybe = self._sorted_out(name, self._with(heads, numbers), context)
        if not same and not maybe:
            others = self._akin(name, numbers, heads)
            same, maybe = self._sorted_out(name, others, context)
        for family in () if same or maybe else self._misspelt(name):
            meant = replace(
                name, surname=(*name.surname[:-1], family), words=(*name.words[:-1], family)
            )
            keys = name_keys(meant, asking=True)
            numbers = list(dict.fromkeys(n for key in keys for n in self._keys.get(key, ())))
            found = self._sorted_out(name, self._with(frozenset({family}), numbers), context)
            same, maybe = [*same, *found[0]], [*maybe, *found[1]]
        return same, maybe

    def _with(self, heads: frozenset[str], numbers: Iterable[int]) -> list[int]:
        return [n for n in numbers if not heads.isdisjoint(self._forms[n])]

    def _akin(self, name: Name, numbers: Iterable[int], heads: frozenset[str]) -> list[int]:
        """Of these, whose family name may be another writing of this one or has a part of it."""
        parts = {fold(word) for word in (name.words[-2:-1] if len(name.words) > 2 else name.words)}
        languages = origins(map(fold, name.words))
        return [
            n
            for n in numbers
            if heads.isdisjoint(self._forms[n])
            and (
                not parts.isdisjoint(self._forms[n])
                or any(akin(head, form, languages) for head in heads for form in self._forms[n])
            )
        ]

    def _misspelt(self, name: Name) -> list[str]:
        """Family names of the register that stand one letter away from a long uncommon one."""
        family = fold(name.surname[-1])
        if not _may_slip(family):
            return []
        near = {far for key in near_keys(family) for far in self._near.get(key, ())}
        return sorted(far for far in near if slipped(family, far, loose=True))

    def _sorted_out(
        self, name: Name, numbers: Iterable[int], context: Context
    ) -> tuple[list[int], list[int]]:
        same: list[int] = []
        maybe: list[int] = []
        for number in numbers:
            found = likeness(name, self.people[number])
            if found.sameness is Sameness.SAME:
                same.append(number)
            elif found.sameness is Sameness.POSSIBLY and _settled(name, found, context):
                maybe.append(number)
        return same, maybe

    def _by_word(self, name: Name, context: Context) -> Sequence[int]:
        """A family name alone: unique in the register, and nobody else's in the article."""
        others = [parse_name(text) for text in context.names]
        fuller = [
            o
            for o in others
            if o.given and compare_names(name, o).sameness is not Sameness.DIFFERENT
        ]
        if fuller:
            found = {
                n for o in fuller for n in (self._by_name(o.text, _NONE, settled=False) or (-1,))
            }
            return () if -1 in found else tuple(found)
        numbers = dict.fromkeys(n for key in family_keys(name) for n in self._families.get(key, ()))
        heads = _heads(name)
        chosen = self._with(heads, numbers)
        chosen = chosen or self._akin(name, numbers, heads)
        if len(chosen) > _MOST:
            return tuple(chosen)[:2]
        fits = [
            n for n in chosen if likeness(name, self.people[n]).sameness is not Sameness.DIFFERENT
        ]
        return self._on_site(fits, context)


def resolve(
    mention: str, people: Sequence[Speaker] | Register, context: Context | None = None
) -> Speaker | None:
    """The speaker of the register who is meant by a name or handle, or None.

    An exact name, alias, id or handle comes first, then the only one of the same name, then the
    only one whose doubts may be settled. A family name alone resolves with a ``context`` only.
    For many mentions make the ``Register`` once: it answers in less than a millisecond.
    """
    register = people if isinstance(people, Register) else Register(people)
    return register.resolve(mention, context)


def likeness(name: Name, speaker: Speaker) -> Likeness:
    """A mention beside all names of a speaker: the nearest, unless a fuller one speaks against."""
    found = [compare_names(name, parse_name(text)) for text in (speaker.name, *speaker.aliases)]
    sure = [one for one in found if one.sameness is Sameness.SAME]
    # "Henry Q. Johnson" is no other writing of "Henry Johnson" who is Henry C. too.
    if any(one.clash for one in found) and all(one.extra for one in sure):
        return Likeness(Sameness.DIFFERENT, clash=True)
    if sure:
        return sure[0]
    maybe = [one for one in found if one.sameness is Sameness.POSSIBLY]
    return min(maybe, key=lambda one: len(one.doubts)) if maybe else found[0]


def _forms(name: Name) -> set[str]:
    """Every word of a name folded, and its family name as one word and with ö as oe."""
    return {*map(fold, name.words), *_heads(name)}


def _heads(name: Name) -> frozenset[str]:
    last = name.words[-1:]
    whole = "".join(map(fold, name.surname))
    return frozenset({whole, *map(fold, last), *map(umlauted, last)})


def _may_slip(family: str) -> bool:
    return len(family) >= SHORTEST - 1 and not known_family(family)


def _settled(name: Name, found: Likeness, context: Context) -> bool:
    """Whether being the only one in the register is enough, for all that is doubtful."""
    doubts = set(found.doubts)
    if Doubt.SUFFIX in doubts and found.extra:
        return False  # who writes "Jr" means the son, whoever the register has
    doubts -= {Doubt.SUFFIX}
    if Doubt.SURNAME in doubts and found.extra:
        return False
    if not doubts:
        return True
    family = fold(name.surname[-1])
    if len(doubts) > 1 or Doubt.ONE_WORD in doubts or common_family(family):
        return False
    if Doubt.INITIAL in doubts:
        return context is not _NONE
    # Of a well-known family there are many more than the register has.
    return not doubts & _SPELT or not known_family(family)


def exact_key(text: str) -> str:
    """A name as it is looked up literally: case and spacing do not count."""
    return " ".join(text.split()).casefold()


def _plain_key(name: Name) -> str:
    """The same without titles and honours before and behind it."""
    if not name.titles and not name.honours:
        return exact_key(name.text)
    words = " ".join((*name.given, *name.surname))
    return exact_key(f"{words} {name.suffix}.".removesuffix(" ."))


def _handle_key(handle: str) -> str:
    return handle.strip().removeprefix("@").casefold()


def _host(site: str) -> str:
    if not site:
        return ""
    host = urlsplit(site if "//" in site else f"//{site}").hostname or ""
    return fold(host.removeprefix("www."))


def _enter(table: dict[str, list[int]], key: str, number: int) -> None:
    found = table.setdefault(key, [])
    if not found or found[-1] != number:
        found.append(number)
