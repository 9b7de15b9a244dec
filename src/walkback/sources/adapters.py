"""The adapters that are installed, found through the entry points ``walkback.sources``.

A package that is broken, or says something else than it is, is a sentence in ``status``: its own
sources cannot be looked at, and nothing else is different.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from walkback.errors import BadInput
from walkback.model.conversation import Adapter
from walkback.model.source import WEB, source_kind

GROUP = "walkback.sources"


@dataclass(frozen=True, slots=True)
class Adapters:
    """Adapters by their kind, and why those that are broken are."""

    found: Mapping[str, Adapter] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)

    def get(self, kind: str) -> Adapter | None:
        """The adapter of a kind, None where there is none that works."""
        return self.found.get(kind)

    def why_not(self, kind: str) -> str:
        """Why there is no adapter of a kind, in one sentence; empty where there is one."""
        if kind in self.found:
            return ""
        if kind in self.broken:
            return f"the adapter for {kind!s} does not work: {self.broken[kind]}"
        return f"no adapter for {kind!s} is installed"

    def version(self, kind: str) -> str:
        """The version by which an adapter understands answers."""
        return str(getattr(self.found.get(kind), "version", "1"))

    def recognise(self, text: str) -> list[tuple[str, str]]:
        """Kind and address of each adapter that takes the text for an account of its own."""
        named = [(kind, self.address(kind, text)) for kind in sorted(self.found)]
        return [(kind, address) for kind, address in named if address]

    def address(self, kind: str, text: str) -> str | None:
        """The source's address by one adapter; one that raises knows none."""
        try:
            return self.found[kind].address(text)
        except Exception:  # noqa: BLE001 - somebody else's code; its sources say so when they look
            return None


@cache
def load_adapters() -> Adapters:
    """What is installed, loaded once in a process. Never raises."""
    return adapters_of(entry_points(group=GROUP))


def adapters_of(points: Iterable[EntryPoint]) -> Adapters:
    """The adapters of these entry points. Never raises for what a package does."""
    found: dict[str, Adapter] = {}
    broken: dict[str, str] = {}
    for point in sorted(points, key=lambda point: (not _is_ours(point), point.name, point.value)):
        if point.name in found:
            continue  # of two packages for one kind the first is taken, and ours before others'
        adapter = _loaded(point)
        if isinstance(adapter, str):
            broken.setdefault(point.name, adapter)
        else:
            found[point.name] = adapter
    return Adapters(found, {kind: why for kind, why in broken.items() if kind not in found})


def _loaded(point: EntryPoint) -> Adapter | str:
    """The adapter, or why there is none."""
    try:
        if source_kind(point.name) in WEB:
            return "the kind is one that Walkback reads itself"
        adapter = point.load()()
    except KeyboardInterrupt:
        raise
    except BadInput as error:
        return str(error)
    except BaseException as error:  # noqa: BLE001 - a package may end the process on import, too
        return f"{type(error).__name__}: {str(error)[:200]}"
    if not isinstance(adapter, Adapter):
        return f"{point.value} is no adapter: it needs kind, address, list and look"
    if adapter.kind != point.name:
        return f"{point.value} says that its kind is {str(adapter.kind)[:40]!r}"
    return adapter


def _is_ours(point: EntryPoint) -> bool:
    return point.value.startswith("walkback.")
