"""What a bundle of some record brings beside its archive, and whether it is of this one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from walkback.archive.unzip import ZipReader
from walkback.errors import BadAddress, BadFile, BadInput
from walkback.ledger import Ledger
from walkback.model.address import normal
from walkback.model.bundle import BUNDLE, DISCLOSED, Bundle, read_lines
from walkback.model.evidence import Leaf
from walkback.model.times import parse_stamp, stamp

_LARGEST = 64 << 20
_TEXTS = ("url", "published", "text", "speaker")


@dataclass(frozen=True, slots=True)
class Brought:
    """A bundle's list, and the lines of statements that were themselves imported as lines.

    A line's ``speaker`` is a name.
    """

    listed: Bundle
    lines: tuple[dict[str, Any], ...]

    def of(self, ledger: Ledger) -> bool:
        """Whether all that is in the bundle is in this ledger: then there is nothing to bring."""
        leaves = self.listed.leaves
        if not ledger.size or any(leaf.n >= ledger.size for leaf in leaves):
            return False
        same = (Leaf.decode(ledger.entry(leaf.n)).id == leaf.id for leaf in leaves)
        return self.listed.origin == ledger.checkpoint().origin and all(same)


def read_bundle(path: Path) -> Brought | None:
    """What lies in a WACZ if it is a bundle; None for any other. Raises ``BadFile``."""
    with ZipReader(path) as file:
        if BUNDLE not in file.names:
            return None
        try:
            listed = Bundle.decode(file.read(BUNDLE, _LARGEST))
            there = DISCLOSED in file.names
            opened = list(read_lines(file.read(DISCLOSED, _LARGEST))) if there else []
        except BadFile:
            raise
        except BadInput as error:
            raise BadFile(
                "the bundle cannot be read", subject=str(path), found=str(error)
            ) from None
    return Brought(listed, tuple(_lines(opened)))


def _lines(opened: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """The imported lines among what was disclosed, each with its speaker by name."""
    values = [one["value"] for one in opened if isinstance(one, dict) and "value" in one]
    whole = [value for value in values if isinstance(value, dict)]
    names = {
        value["id"]: value["name"]
        for value in whole
        if value.get("type") == "speaker" and _all_text(value, ("id", "name"))
    }
    for value in whole:
        if "type" not in value and _all_text(value, _TEXTS) and value["speaker"] in names:
            line = {name: str(value.get(name) or "") for name in ("text", "title")}
            channel = str(value.get("channel") or "page")
            try:
                at, url = stamp(parse_stamp(value["published"])), normal(value["url"])
            except (BadInput, BadAddress):
                continue
            speaker = names[value["speaker"]]
            yield line | {"speaker": speaker, "url": url, "published": at, "channel": channel}


def _all_text(value: dict[str, Any], wanted: Sequence[str]) -> bool:
    return all(isinstance(value.get(name), str) for name in wanted)
