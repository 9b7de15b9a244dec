"""The one gate through which every view goes that leaves the app.

``through_the_gate`` puts it behind each public method of a class, also those of its parents and
those that are added later: whoever writes a new answer cannot forget it.
"""

import base64
import hmac
import inspect
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar

from walkback import durable
from walkback.errors import BadAddress, NotFound, RecordError, WalkbackError
from walkback.model.address import normal
from walkback.model.protected import Guard
from walkback.model.release import Hold, Notice, Restriction, Scope, Withheld
from walkback.model.views import StatementView
from walkback.model.withheld import Gate, may_speak, withheld_statement
from walkback.store import Store, withholding
from walkback.watch.stories import stories

KEY = "release.key"
_BYTES = 32
_MAC = 16  # bytes of a hash that are kept
_CACHED = 1 << 14

# These read what the operator hands in; hiding names in it would change what is done.
_INBOUND = frozenset({"read_watchlist"})
# These lift a restriction for a reviewer who is to decide on it; names they hide all the same.
_FOR_REVIEWERS = frozenset({"held_back"})
_Class = TypeVar("_Class", bound=type)


class Release:
    """Knows what is withheld, as of the ledger's size, and holds the key of protected names."""

    def __init__(self, store: Store, keys: Path) -> None:
        self._store = store
        self._path = keys / KEY
        self._gate: tuple[int, Gate] | None = None
        self._cases: tuple[object, dict[str, Notice], dict[str, Notice]] | None = None
        self._key: bytes | None = None

    def mac(self, data: bytes) -> bytes:
        """HMAC-SHA256 under the record's own key, made where there is none; 16 bytes."""
        if self._key is None:
            if not self._path.exists():
                self._check_new()
                new = base64.b64encode(secrets.token_bytes(_BYTES)) + b"\n"
                durable.write_file(self._path, new, mode=0o600)
            self._key = base64.b64decode(self._path.read_bytes())
        return hmac.digest(self._key, b"walkback/name/1\0" + data, "sha256")[:_MAC]

    def _check_new(self) -> None:
        """A new key would find nothing of what was hidden or erased under the old one."""
        with self._store.reading() as connection:
            lost = withholding.any_forgotten(connection) or withholding.any_protected(connection)
        if lost:
            raise _without_key(self._path)

    def gate(self) -> Gate:
        """The gate as of now."""
        size = self._store.size()
        if self._gate is None or self._gate[0] != size:
            self._gate = size, self._made()
        return self._gate[1]

    def release(self, view: Any) -> Any:
        """The view as it may be shown."""
        return self.gate().release(view) if may_speak(view) else view

    def mask(self, error: WalkbackError) -> None:
        """Hide names in an error's words: near names are a surface too."""
        if isinstance(error, RecordError):
            return  # of folders and files; and where there is no key, there is no gate
        gate = self.gate()
        for name in ("what", "subject", "expected", "found", "todo"):
            setattr(error, name, gate.text(getattr(error, name)))

    def names_alone(self, view: Any) -> Any:
        """The view for a reviewer who is to decide on it: only protected names are hidden."""
        gate = self.gate()
        return Gate(Withheld(names=gate.held.names), gate.guard).release(view)

    def gone(self, ref: str) -> StatementView:
        """The notice of a statement that was erased, by id or by any address it had.

        Raises ``NotFound`` where none was.
        """
        gate = self.gate()
        found = [one for one in gate.held.statements if ref == one]
        if not found and "://" in ref and self._path.exists():
            with suppress(BadAddress), self._store.reading() as connection:
                mac = self.mac(address_bytes(ref)).hex()
                found = withholding.forgotten_statements(connection, mac)
        for statement in found:
            notice = gate.notice(statement)
            if notice is not None:
                return withheld_statement(statement, notice)
        raise NotFound(
            "there is no such statement",
            subject=ref,
            todo="'walkback status' lists what is watched, 'walkback events' what happened",
        )

    def forgotten(self, urls: Sequence[str]) -> set[str]:
        """Of these addresses, those whose statement was erased: nobody keeps them again."""
        with self._store.reading() as connection:
            if not withholding.any_forgotten(connection):
                return set()
        macs = {url: self.mac(address_bytes(url)).hex() for url in urls}
        with self._store.reading() as connection:
            return {url for url, mac in macs.items() if withholding.is_forgotten(connection, mac)}

    def _made(self) -> Gate:
        with self._store.reading() as connection:
            found = withholding.standing(connection)
            names = withholding.protected_names(connection)
            erased = withholding.forgotten_macs(connection)
        if (names or erased) and not self._path.exists():
            raise _without_key(self._path)
        held = _withheld(found)
        statements, cases = self._of_cases(found)
        # What a statement has of its own says more than what it has of its case.
        statements |= held.statements
        with self._store.reading() as connection:
            now = withholding.as_now(connection, statements)
            statements = {one: statements[old] for old, new in now.items() for one in new}
            sources, urls = withholding.places_of(connection, statements)
            speakers = withholding.speakers_of(connection, statements)
        told = {source: statements[statement] for source, statement in sources.items()}
        held = replace(held, statements=statements, cases=cases, sources=told, addresses=urls)
        whole = replace(held, speakers=speakers, names=names)
        return Gate(whole, Guard(names, self.mac), self._finder(erased) if erased else None)

    def _finder(self, macs: frozenset[str]) -> Callable[[str], bool]:
        """Whether a normalised address is one of those that were erased."""
        return lru_cache(maxsize=_CACHED)(lambda url: self.mac(address_bytes(url)).hex() in macs)

    def _of_cases(self, found: list[Restriction]) -> tuple[dict[str, Notice], dict[str, Notice]]:
        """Every statement that hangs together with one of a withheld case, and every such case."""
        marked = [one for one in found if one.notice.state is not Hold.REDACTED]
        if not marked:
            return {}, {}
        with self._store.reading() as connection:
            marks = withholding.marks_of_change(connection), tuple(one.id for one in marked)
        if self._cases is None or self._cases[0] != marks:
            self._cases = (marks, *self._linked(marked))
        return dict(self._cases[1]), self._cases[2]

    def _linked(self, marked: list[Restriction]) -> tuple[dict[str, Notice], dict[str, Notice]]:
        of_cases = [one for one in marked if one.scope is Scope.CASE]
        statements = {each: one.notice for one in of_cases for each in one.statements}
        cases = {one.target: one.notice for one in of_cases}
        alone = {one.target: one.notice for one in marked if one.scope is Scope.STATEMENT}
        for story in stories(self._store):
            mine = [statements[each] for each in story.statements if each in statements]
            for notice in mine[:1]:
                statements |= dict.fromkeys(story.statements, notice)
                cases[story.id] = notice
            if story.statements[0] in alone:  # its title and speaker stand for the whole
                cases.setdefault(story.id, alone[story.statements[0]])
        return statements, cases


def _without_key(path: Path) -> RecordError:
    return RecordError(
        "the key of protected names is missing, so that nothing can be shown",
        subject=str(path),
        todo="Put it back from a backup of the record's keys folder",
    )


@dataclass(frozen=True, slots=True)
class _Ours:
    statements: dict[str, Notice]
    articles: dict[str, Notice]
    redacted: dict[str, Notice]


def _withheld(found: list[Restriction]) -> Withheld:
    ours = _Ours({}, {}, {})
    for one in found:
        if one.scope is Scope.ARTICLE:
            ours.articles[one.target] = one.notice
        elif one.scope is Scope.STATEMENT and one.notice.state is Hold.REDACTED:
            ours.redacted[one.target] = one.notice
        elif one.scope is Scope.STATEMENT or one.notice.state is Hold.ERASED:
            ours.statements.update(dict.fromkeys((one.target, *one.statements), one.notice))
    return Withheld(statements=ours.statements, articles=ours.articles, redacted=ours.redacted)


def address_bytes(url: str) -> bytes:
    """What is hashed of an address that was erased. Raises ``BadAddress``."""
    return b"\0address\0" + normal(url).encode("utf-8", "surrogatepass")


def through_the_gate(cls: _Class) -> _Class:
    """Every public method of the class gives its views by way of ``self._release``."""
    for name in dir(cls):
        method = inspect.getattr_static(cls, name)
        kept_out = name.startswith("_") or name in _INBOUND | _FOR_REVIEWERS
        if not kept_out and inspect.isfunction(method):
            setattr(cls, name, _gated(method))
    return cls


def _gated(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def answer(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            given = method(self, *args, **kwargs)
        except WalkbackError as error:
            self._release.mask(error)
            raise
        if isinstance(given, Iterator):
            return map(self._release.release, given)
        return self._release.release(given)

    return answer
