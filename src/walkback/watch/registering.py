"""What the operator says: whom to keep, where to look. Each word is a register record first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from rapidfuzz import process
from sqlalchemy import Connection

from walkback.errors import BadInput, NotFound, UnknownSpeaker
from walkback.model.address import normal
from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.mask import How
from walkback.model.names import Doubt, Sameness, parse_name
from walkback.model.register import Register, likeness
from walkback.model.source import WEB, Source, Speaker, WatchLine, is_account
from walkback.model.times import duration_text, stamp
from walkback.sources import Adapters, load_adapters
from walkback.store import Store, masks, register
from walkback.watch.keeper import Keeper

EVERY = timedelta(minutes=15)
ENTRIES = 100
_FEWEST = 3
MOST_REPLY = 20_000


class Registrar:
    """Keeps register records and lets the store learn of them."""

    def __init__(
        self, keeper: Keeper, new_id: Callable[[], str], clock: Callable[[], datetime]
    ) -> None:
        self._adapters = load_adapters()
        self._keeper = keeper
        self._store: Store = keeper.store
        self._new_id = new_id
        self._clock = clock

    def save(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """Keep and commit entries, a hundred to a record, before the store learns of them."""
        for start in range(0, len(entries), ENTRIES):
            part = [dict(entry) for entry in entries[start : start + ENTRIES]]
            evidence = Evidence(LeafKind.REGISTER, self._new_id(), self._clock(), document=part)
            self._keeper.commit([evidence], _saver(part))

    def watch(self, lines: Iterable[WatchLine]) -> list[str]:
        """Add sources; the ids in the order of the lines. A known address is watched anew."""
        wanted = [_checked(_addressed(line, self._adapters)) for line in lines]
        with self._keeper.held():  # else another process may name the same address meanwhile
            return self._watch(wanted)

    def _watch(self, wanted: Sequence[WatchLine]) -> list[str]:
        entries: dict[str, dict[str, Any]] = {}
        with self._store.reading() as connection:
            people = Register(register.all_speakers(connection))
            known = register.known_addresses(connection, [line.url for line in wanted])
            sources = {source.url: source for source in register.all_sources(connection)}
        _check_kept(self._keeper.forgotten([line.url for line in wanted if line.url not in known]))
        for line in wanted:
            speaker = find_speaker(people, line.speaker).id if line.speaker else None
            old = sources.get(line.url)
            instance, statement, _ = known.get(line.url, ("", "", ""))
            entries[line.url] = {
                "type": "source",
                "id": old.id if old else self._new_id(),
                "url": line.url,
                "kind": _value(line.kind or (old.kind if old else None)),
                "every": duration_text(line.every or (old.every if old else EVERY)),
                "speaker": speaker or (old.speaker if old else None),
                "active": True,
                "browser": line.browser or bool(old and old.browser),
                "added": stamp(old.added if old else self._clock()),
                "instance": instance or self._new_id(),
                "statement": statement or self._new_id(),
            }
        self.save(list(entries.values()))
        return [entries[line.url]["id"] for line in wanted]

    def unwatch(self, url: str) -> str:
        """End looking at a source and keep its record. Raises ``NotFound``."""
        address = _addressed(WatchLine(url), self._adapters).url
        with self._store.reading() as connection:
            sources = {source.url: source for source in register.all_sources(connection)}
            known = register.known_addresses(connection, [address])
        source = sources.get(address)
        if source is None:
            raise NotFound(
                "this address is not watched",
                subject=address,
                todo="'walkback status' lists what is",
            )
        instance, statement, _ = known[address]
        self.save([_source_entry(replace(source, active=False), instance, statement)])
        return source.id

    def mask(self, url: str, words: str, how: How) -> None:
        """Set, for the source of an address, how lines that contain ``words`` are compared.

        Raises ``NotFound``, and ``BadInput`` where the words would fit nearly any line.
        """
        said = " ".join(words.split())
        if sum(letter.isalnum() for letter in said) < _FEWEST:
            raise BadInput(
                "too few words to know a line by",
                subject=repr(words),
                expected=f"{_FEWEST} letters or figures at least",
            )
        with self._store.reading() as connection:
            source = masks.source_at(connection, normal(url)).id
            known = {one.words for one in masks.overrides(connection, source)}
        if how is How.FORGET and said not in known:
            raise NotFound(
                "these words were not set",
                subject=said,
                todo=f"'walkback mask {url}' lists those that are",
            )
        entry = {"type": "mask", "source": source, "words": said, "how": how.value}
        self.save([entry | {"added": stamp(self._clock())}])

    def speakers(self) -> list[Speaker]:
        """The register, by name."""
        with self._store.reading() as connection:
            return register.all_speakers(connection)

    def add(self, people: Sequence[Speaker]) -> list[Speaker]:
        """Register people; a name that is there already gets what is new of its facts."""
        with self._keeper.held():  # else another process may register the same name meanwhile
            return self._add(people)

    def _add(self, people: Sequence[Speaker]) -> list[Speaker]:
        known = {_key(speaker.name): speaker for speaker in self.speakers()}
        added = []
        for person in people:
            if not person.name.strip():
                raise BadInput("a speaker needs a name", expected="a name that is not empty")
            old = known.get(_key(person.name))
            new = _merged(old, person) if old else replace(person, id=self._new_id())
            known[_key(new.name)] = new
            added.append(new)
        self.save([_speaker_entry(person) for person in added])
        return added

    def edit(self, old: Speaker, name: str | None, lists: tuple[Sequence[str] | None, ...]) -> None:
        """Replace what is registered of a speaker: name, and aliases, handles and sites where
        they are not None.
        """
        kept = (old.aliases, old.handles, old.sites)
        new = [
            was if given is None else tuple(given) for was, given in zip(kept, lists, strict=True)
        ]
        self.save([_speaker_entry(Speaker(old.id, name or old.name, *new))])

    def reply(self, who: Speaker, text: str) -> None:
        """Lodge a speaker's own words on what the record says. Raises ``BadInput``."""
        said = text.strip()
        if not said:
            raise BadInput("a reply needs words", subject=who.name)
        if len(said) > MOST_REPLY:
            raise BadInput(
                "too long for a reply",
                subject=who.name,
                expected=f"at most {MOST_REPLY} letters",
                found=str(len(said)),
            )
        entry = {"type": "reply", "id": self._new_id(), "speaker": who.id, "text": said}
        self.save([entry | {"at": stamp(self._clock())}])

    def merge(self, keep: Speaker, gone: Speaker) -> None:
        """Two entries are one person: ``keep`` takes the names and sources of ``gone``."""
        if keep.id == gone.id:
            raise BadInput("a speaker cannot be merged with itself", subject=keep.name)
        whole = _merged(keep, replace(gone, aliases=(*gone.aliases, gone.name)))
        self.save([_speaker_entry(whole), {"type": "merge", "keep": keep.id, "gone": gone.id}])


def find_speaker(people: Sequence[Speaker] | Register, ref: str) -> Speaker:
    """The speaker of an id, name, alias or handle, or of another writing of the name.

    Raises ``UnknownSpeaker`` with near names, and where several fit, with those.
    """
    known = people if isinstance(people, Register) else Register(people)
    for speaker in known.people:
        if speaker.id == ref or _key(ref) == _key(speaker.name):
            return speaker
    fitting = known.candidates(ref) or tuple(
        speaker for speaker in known.people if _key(ref) in map(_key, speaker.handles)
    )
    if len(fitting) == 1 and _is_written(ref, fitting[0]):
        return fitting[0]
    if len(fitting) > 1:
        raise UnknownSpeaker(
            "several registered speakers may be meant",
            subject=ref,
            expected="a name that fits one of them",
            found=", ".join(f"{speaker.name} ({speaker.id})" for speaker in fitting),
            todo="Give the full name, or the id as 'walkback speaker list' shows it",
        )
    names = [name for speaker in known.people for name in (speaker.name, *speaker.aliases)]
    near = [name for name, *_ in process.extract(ref, names, limit=3, score_cutoff=60)]
    add = f"Add it with: walkback speaker add '{ref}'"
    raise UnknownSpeaker(
        "no such speaker is registered",
        subject=ref,
        todo=f"Near names: {', '.join(near)}. {add}" if near else add,
    )


def _is_written(ref: str, speaker: Speaker) -> bool:
    """Whether this is a writing of the name and no misspelling: an operator can be asked again."""
    keys = [_key(name) for name in (*speaker.aliases, *speaker.handles)]
    found = likeness(parse_name(ref), speaker)
    sure = found.sameness is Sameness.SAME or found.doubts == {Doubt.SUFFIX}
    return sure or _key(ref) in keys


def _saver(entries: Sequence[Mapping[str, Any]]) -> Callable[..., None]:
    def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
        del first, kept
        register.save_register(connection, entries)

    return save


def _checked(line: WatchLine) -> WatchLine:
    if line.every is not None and line.every < timedelta(seconds=1):
        raise BadInput(
            "too often", subject=line.url, expected="1s or more", found=duration_text(line.every)
        )
    return line


def _addressed(line: WatchLine, adapters: Adapters) -> WatchLine:
    """The line with the address of its source, and its kind where an adapter knows it.

    A page of a platform can still be watched as a page: its kind says so.
    """
    if line.kind is None:
        return _recognised(line, adapters)
    if not is_account(line.kind):
        return replace(line, url=normal(line.url))
    if why := adapters.why_not(line.kind):
        raise BadInput(
            why,
            subject=line.url,
            expected=f"one of {', '.join(sorted({*WEB, *adapters.found}))}",
            todo="Install its package, or say another --kind",
        )
    address = adapters.address(line.kind, line.url)
    if address is None:
        raise BadInput(f"this is no account of {line.kind!s}", subject=line.url)
    return replace(line, url=normal(address))


def _recognised(line: WatchLine, adapters: Adapters) -> WatchLine:
    found = adapters.recognise(line.url)
    if len(found) > 1:
        raise BadInput(
            "this may be an account of several platforms",
            subject=line.url,
            found=", ".join(kind for kind, _ in found),
            todo="Say which with --kind",
        )
    if found:
        return replace(line, kind=found[0][0], url=normal(found[0][1]))
    if line.url.startswith("@"):
        raise BadInput(
            "this is a handle of no platform that an adapter knows",
            subject=line.url,
            expected="an address, or a handle as its platform writes it",
            todo="Say the platform with --kind",
        )
    return replace(line, url=normal(line.url))


def _check_kept(gone: set[str]) -> None:
    if gone:
        raise BadInput(
            "what stood at this address was erased, and is not kept again",
            subject=min(gone),
        )


def _value(kind: str | None) -> str | None:
    return str(kind) if kind else None


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _merged(old: Speaker, new: Speaker) -> Speaker:
    return replace(
        old,
        aliases=_union(old.aliases, new.aliases, old.name),
        handles=_union(old.handles, new.handles),
        sites=_union(old.sites, new.sites),
    )


def _union(first: Sequence[str], second: Sequence[str], name: str = "") -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for item in (*first, *second) if item != name))


def _speaker_entry(speaker: Speaker) -> dict[str, Any]:
    return {
        "type": "speaker",
        "id": speaker.id,
        "name": speaker.name,
        "aliases": list(speaker.aliases),
        "handles": list(speaker.handles),
        "sites": list(speaker.sites),
    }


def _source_entry(source: Source, instance: str, statement: str) -> dict[str, Any]:
    return {
        "type": "source",
        "id": source.id,
        "url": source.url,
        "kind": _value(source.kind),
        "every": duration_text(source.every),
        "speaker": source.speaker,
        "active": source.active,
        "browser": source.browser,
        "added": stamp(source.added),
        "instance": instance,
        "statement": statement,
    }
