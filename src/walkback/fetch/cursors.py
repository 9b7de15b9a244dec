"""Where in each stream we are, kept so that a restart goes on from there.

One small file, written whole after what was heard is durable. It may be lost: then a stream begins
with what happens now, and what happened meanwhile is found by listing, as without any stream.
"""

import json
from pathlib import Path

from walkback.durable import write_file


class Cursors:
    """The cursors in one file, by stream; written by one process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = _read(path)

    def all(self) -> dict[str, str]:
        """Every cursor that is kept."""
        return dict(self._kept)

    def keep(self, stream: str, cursor: str | None) -> None:
        """Durable on return; None forgets. What is as it was is not written again."""
        if self._kept.get(stream) == cursor:
            return
        if cursor is None:
            del self._kept[stream]
        else:
            self._kept[stream] = cursor
        text = json.dumps(self._kept, sort_keys=True, indent=1)
        write_file(self._path, text.encode("utf-8"))
        # True now: all that was told before this place is kept, and will not be asked for again.


def _read(path: Path) -> dict[str, str]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    items = value.items() if isinstance(value, dict) else ()
    return {str(name): place for name, place in items if isinstance(place, str)}
