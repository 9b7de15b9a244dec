"""Send letters to where people read them: mail, chat, webhooks, by Apprise in a process of its own.

    letters -> a child that the guard watches -> what came of each

Apprise connects by itself, follows redirects and logs what it does. So it runs where every
connection is checked as it is made (``messenger_child``), where nothing that it prints or logs
goes anywhere, with no proxy of the environment, and with an end: whoever hangs is killed.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from walkback.model.alert import Delivery, Letter

SECONDS = 60.0  # for all letters of a turn together
NOT_TRIED = "it could not be tried"
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "SYSTEMROOT")
_HOUSE = str(Path(__file__).parent.parent.parent)


class Messenger:
    """Sends from any thread. ``allow_net``: networks of ours that addresses may lie in."""

    def __init__(self, allow_net: Sequence[str] = (), *, seconds: float = SECONDS) -> None:
        self._allow_net = list(allow_net)
        self._seconds = seconds

    def send(self, letters: Sequence[tuple[str, Letter]]) -> list[Delivery]:
        """Send each letter to the address beside it; what came of each, in their order.

        Raises nothing: whatever goes wrong is why a letter was not sent.
        """
        if not letters:
            return []
        jobs = [
            {"url": url, "title": one.title, "text": one.text, "html": one.html}
            for url, one in letters
        ]
        asked = {"allow_net": self._allow_net, "seconds": self._seconds / 4, "jobs": jobs}
        lines = self._child(json.dumps(asked).encode())
        told = [Delivery(bool(one["ok"]), str(one["why"])) for one in map(json.loads, lines)]
        # Which of the rest went out nobody knows: they are sent again, with the same key.
        return [*told, *(Delivery(ok=False, why=NOT_TRIED) for _ in letters[len(told) :])]

    def _child(self, asked: bytes) -> list[bytes]:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "walkback.fetch.messenger_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # tracebacks of libraries hold addresses
            env={**environment, "PYTHONPATH": _HOUSE},
        )
        try:
            out, _ = child.communicate(asked, timeout=self._seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            out, _ = child.communicate()
        # A line that was cut with its writer is none.
        return [line for line in out.split(b"\n")[:-1] if line]
