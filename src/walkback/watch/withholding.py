"""Hide first: what a reviewer says of a statement, a case or a name, as a register record.

Nothing is lost by it, and it takes effect on every surface with the leaf that says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from walkback.errors import BadInput, NotFound
from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.release import Hold, ProtectedName, Reason, Restriction, Scope
from walkback.model.times import stamp
from walkback.store import withholding
from walkback.store.register import save_register
from walkback.watch.keeper import Keeper

NAMES_EACH = 50  # protected names in one register record


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be taken away, why, and who says so. ``statements``: of a case, those it has."""

    scope: Scope
    target: str
    reason: Reason
    by: str
    statements: tuple[str, ...] = ()


class Withholder:
    """Keeps restrictions, their releases and protected names."""

    def __init__(
        self, keeper: Keeper, new_id: Callable[[], str], clock: Callable[[], datetime]
    ) -> None:
        self._keeper = keeper
        self._new_id = new_id
        self._clock = clock

    def withhold(self, wanted: Decision, state: Hold = Hold.RESTRICTED) -> str:
        """Hide it from now on; the id of the restriction, which is its leaf's too."""
        identity, at = self._new_id(), self._clock()
        self._save(identity, [restriction_entry(identity, wanted, state, at)], at)
        return identity

    def release(self, target: str, by: str) -> Restriction:
        """Show again what another reviewer hid.

        Raises ``NotFound`` where nothing hides it, ``BadInput`` where the same person did.
        """
        with self._keeper.held():
            with self._keeper.store.reading() as connection:
                hidden = withholding.standing(connection)
            mine = [one for one in hidden if target in (one.target, one.id)]
            if not mine:
                raise NotFound("nothing hides this", subject=target)
            last = mine[-1]
            _check_release(last, by)
            at = self._clock()
            entry = {"type": "release", "restriction": last.id, "at": stamp(at), "by": by}
            self._save(self._new_id(), [entry], at)
        return last

    def protect(self, names: Sequence[ProtectedName]) -> None:
        """Hide names from now on; the record has nothing of them but keyed hashes."""
        entries = [
            {
                "type": "protected",
                "list": one.listed,
                "sizes": sorted(one.sizes),
                "macs": sorted(mac.hex() for mac in one.macs),
                "sieve": sorted(cut.hex() for cut in one.sieve),
            }
            for one in names
        ]
        for start in range(0, len(entries), NAMES_EACH):
            self._save(self._new_id(), entries[start : start + NAMES_EACH], self._clock())

    def _save(self, identity: str, entries: Sequence[dict[str, Any]], at: datetime) -> None:
        evidence = Evidence(LeafKind.REGISTER, identity, at, document=list(entries))

        def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
            del first, kept
            save_register(connection, entries)

        self._keeper.commit([evidence], save)


def restriction_entry(identity: str, wanted: Decision, state: Hold, at: datetime) -> dict[str, Any]:
    """The register entry of a restriction: random ids, codes and a time."""
    return {
        "type": "restriction",
        "id": identity,
        "scope": wanted.scope.value,
        "target": wanted.target,
        "state": state.value,
        "reason": wanted.reason.value,
        "at": stamp(at),
        "by": wanted.by,
        "statements": list(wanted.statements),
    }


def _check_release(one: Restriction, by: str) -> None:
    if one.notice.state is Hold.ERASED:
        raise BadInput("what was erased cannot be shown again", subject=one.target)
    if " ".join(one.by.split()).casefold() == " ".join(by.split()).casefold():
        raise BadInput(
            "another person must release what one has hidden",
            subject=one.target,
            expected=f"a reviewer other than {one.by}",
            found=by,
            todo="Let a second reviewer run the same command, or name them with --by",
        )
