"""Which adapters understood what the store holds.

Words that another version of an adapter understood cannot be compared with today's: they would
look like edits. So where an adapter has another version now, the store is made anew.
"""

from walkback.sources import Adapters
from walkback.store import Store, accounts


def is_of_today(store: Store, adapters: Adapters) -> bool:
    """Whether every adapter here is of the version that understood what the store holds."""
    with store.reading() as connection:
        known = accounts.versions(connection)
    return all(known.get(kind, version) == version for kind, version in _now(adapters).items())


def note(store: Store, adapters: Adapters) -> None:
    """The store is of today's adapters. One that is not installed keeps what is noted of it."""
    with store.reading() as connection:
        known = accounts.versions(connection)
        used = accounts.kinds(connection)
    new = {
        kind: version
        for kind, version in _now(adapters).items()
        if kind in used and known.get(kind) != version
    }
    if new:
        with store.writing() as connection:
            accounts.save_versions(connection, new)


def _now(adapters: Adapters) -> dict[str, str]:
    return {kind: adapters.version(kind) for kind in adapters.found}
