"""Bluesky: accounts of AT Protocol on the hosts that keep them, without any app's view of them."""

from collections.abc import Mapping, Sequence

from walkback.model.conversation import Answer, Conversation, Ear, Listed, Memory
from walkback.sources.bluesky.addresses import Place, place_of
from walkback.sources.bluesky.conversing import Conversing
from walkback.sources.bluesky.firehose import Firehose
from walkback.sources.bluesky.identity import Hosts, remembered

_NAMES = ("plc", "resolver", "relay")


class Bluesky:
    """The adapter. ``hosts`` are whom it asks beside each account's own host.

    Those that a memory names win (``{"hosts": {"plc": ..., "resolver": ..., "relay": ...}}``): so
    an operator's choice lies beside the answers that it led to.
    """

    kind = "bluesky"
    version = "1"
    most_hosts = 8  # beyond them one stream of everything is less trouble than many

    def __init__(self, hosts: Hosts | None = None) -> None:
        self._hosts = hosts or Hosts()

    def address(self, text: str) -> str | None:
        """The profile's address of a profile, a post, an ``at://`` address, a DID or a handle."""
        place = place_of(text)
        return Place(place.who).url if place else None

    def list(self, source: str, memory: Memory) -> Conversation[Listed]:
        """The account's posts, newest first: its replies too, no reposts."""
        return Conversing(self._asked(memory)).list(source, memory)

    def look(self, url: str, memory: Memory) -> Conversation[Answer]:
        """One post: the signed record or the proof that there is none, and what the host shows."""
        return Conversing(self._asked(memory)).look(url, memory)

    def ears(self, sources: Mapping[str, Memory], cursors: Mapping[str, str]) -> Sequence[Ear]:
        """The streams of the accounts' own hosts; where those are many, the relay's of them all.

        A host speaks for its accounts, and its stream is a hundredth of the network's.
        """
        by_host: dict[str, dict[str, Memory]] = {}
        for source, memory in sources.items():
            if known := remembered(memory):
                by_host.setdefault(known.pds, {})[source] = memory
        if len(by_host) > self.most_hosts:
            relay = self._asked(next(iter(sources.values()))).relay
            by_host = {relay: dict(sources)} if relay else {}
        return [Firehose(host, own, cursors.get(host)) for host, own in sorted(by_host.items())]

    def _asked(self, memory: Memory) -> Hosts:
        chosen = memory.get("hosts")
        if not isinstance(chosen, Mapping):
            return self._hosts
        return Hosts(*(str(chosen.get(name, getattr(self._hosts, name))) for name in _NAMES))
