"""What a Mastodon server tells unasked: its stream of local statuses, over a websocket.

The stream has no places to go on from, so that whoever reconnects lists the account again; and
a deletion names only an id. So nothing here is evidence of an absence: it is a reason to look.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from walkback.model.conversation import Memory, Pushed
from walkback.sources.mastodon import places
from walkback.sources.mastodon.parse import identity, parse_status
from walkback.sources.troubles import Surprise

_STREAM = "public:local"
_SCHEMES = {"https": "wss", "http": "ws"}
_EVENTS = {"update": "posted", "status.update": "edited"}


class LocalStream:
    """The local timeline of one server. ``accounts``: source address by account id."""

    cursor: str | None = None

    def __init__(self, api: str, accounts: Mapping[str, str]) -> None:
        self._api = api
        self._accounts = dict(accounts)
        self.heeds = frozenset(self._accounts.items())
        self.stream = f"mastodon {urlsplit(api).netloc}"

    def address(self) -> str:
        """Where the server streams; ``ws`` only where the server itself is watched by ``http``."""
        parts = urlsplit(self._api)
        return f"{_SCHEMES[parts.scheme]}://{parts.netloc}/api/v1/streaming?stream={_STREAM}"

    def hear(self, message: bytes) -> Sequence[Pushed]:
        """What a message tells of the watched accounts. Never raises."""
        try:
            told = json.loads(message)
            event, payload = told["event"], told["payload"]
            if event == "delete":
                return self._deleted(identity(payload), message)
            return self._shown(_EVENTS[event], json.loads(payload), message)
        except (ValueError, KeyError, TypeError, RecursionError, Surprise):
            return ()

    def _deleted(self, number: str, message: bytes) -> Sequence[Pushed]:
        # Whose it was is not said: each watched account may have had it.
        return [
            Pushed(
                f"{self.stream}/delete/{number}", source, "deleted", message, f"{source}/{number}"
            )
            for source in self._accounts.values()
        ]

    def _shown(self, what: str, status: Any, message: bytes) -> Sequence[Pushed]:
        source = self._accounts.get(status["account"]["id"])
        if source is None or status.get("reblog"):
            return ()
        post = parse_status(status)
        at = post.edited or post.published
        name = f"{self.stream}/{what}/{status['id']}/{status.get('edited_at') or ''}"
        return [Pushed(name, source, what, message, post.url, at)]


def streams(sources: Mapping[str, Memory]) -> Sequence[LocalStream]:
    """One stream for each server that any of the sources is on; unlisted accounts have none."""
    servers: dict[str, dict[str, str]] = {}
    for source, memory in sources.items():
        place = places.account(source)
        if place is not None and memory.get("id"):
            server = servers.setdefault(str(memory.get("api") or place.host), {})
            server[str(memory["id"])] = source
    return [LocalStream(api, accounts) for api, accounts in sorted(servers.items())]
