"""changedetection.io on the stage, in an environment of its own, driven through its API.

A server on loopback with its settings as they come: the plain fetcher, the text of the whole page.
A change makes a snapshot and a notification. A failed look makes neither: its error stands in the
list of watches until a look succeeds. Three settings are ours: the guard against private
addresses is off (all sites are on loopback), a fetch waits two seconds, and refused connections
are not tried again (they would be refused again, half a minute later).
"""

import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.peers import surroundings, venv
from bench.weather.score import EDITED, FAILED, REMOVED

CHANGEDETECTION = "changedetection.io==0.60.10"
SETTINGS = {
    "ALLOW_IANA_RESTRICTED_ADDRESSES": "true",
    "DEFAULT_SETTINGS_REQUESTS_TIMEOUT": "2",
    "DISABLE_VERSION_CHECK": "yes",
    "FETCH_WORKERS": "20",
    "LOGGER_LEVEL": "ERROR",
    "REQUESTS_RETRY_MAX_COUNT": "0",
    "WORKER_MAX_JOBS": "1000000",  # it would end a worker after ten
}
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
START, CHECK = 60.0, 600.0  # seconds it may take


class Changedetection:
    """A server with one watch for each address; checked when told to, and at no other time."""

    name = CHANGEDETECTION.replace("==", " ")

    def __init__(self, folder: Path, addresses: Sequence[str]) -> None:
        folder.mkdir()
        self._data = folder / "data"
        port = _free_port()
        self._api = f"http://127.0.0.1:{port}/api/v1/"
        program = str(venv("changedetection", CHANGEDETECTION) / "bin" / "changedetection.io")
        command = [program, "-C", "-d", str(self._data), "-h", "127.0.0.1", "-p", str(port)]
        command += ["-P", "true"]  # paused: no look but when asked for
        command += [part for address in addresses for part in ("-u", address)]
        with (folder / "output.txt").open("wb") as output:
            self._server = subprocess.Popen(
                command,
                cwd=folder,
                env=surroundings(folder) | SETTINGS,
                stdout=output,
                stderr=output,
            )
        try:
            self._key = self._started()
            self._ids = {watch["url"]: id_ for id_, watch in self._get("watch").items()}
        except BaseException:
            self.close()
            raise
        self._before: dict[str, dict[str, Any]] = {}

    def check(self, addresses: Sequence[str]) -> dict[str, list[str]]:
        """Has all watches checked once, waits for the last of them, and reads what they say."""
        self._get("watch?recheck_all=1")
        ends = time.monotonic() + CHECK
        waiting, now = set(self._ids), dict[str, dict[str, Any]]()
        while waiting:
            if time.monotonic() > ends:
                raise TimeoutError(f"changedetection.io did not check {sorted(waiting)[:3]}")
            time.sleep(0.5)
            now |= {address: self._get(f"watch/{self._ids[address]}") for address in waiting}
            count = {
                address: self._before.get(address, {}).get("check_count", 0) for address in now
            }
            waiting = {a for a in waiting if now[a]["check_count"] <= count[a]}
        told = {a: messages(self._before.get(a), now[a]) for a in addresses}
        self._before = now
        return told

    def close(self) -> None:
        """Ends the server; it has no children of its own."""
        self._server.kill()
        self._server.wait()

    def _started(self) -> str:
        """Its key, as soon as it answers."""
        ends = time.monotonic() + START
        while time.monotonic() < ends and self._server.poll() is None:
            try:
                settings = json.loads((self._data / "changedetection.json").read_text())
                self._key = settings["settings"]["application"]["api_access_token"]
                self._get("systeminfo")
            except (OSError, ValueError):
                time.sleep(0.2)
            else:
                return self._key
        raise TimeoutError(f"changedetection.io did not start in {START:.0f} s: {self._said()}")

    def _said(self) -> str:
        """The end of its output."""
        return (self._data.parent / "output.txt").read_text(errors="replace")[-500:]

    def _get(self, what: str) -> Any:
        request = urllib.request.Request(self._api + what, headers={"x-api-key": self._key})
        with OPENER.open(request, timeout=60) as answer:
            return json.load(answer)


def messages(before: dict[str, Any] | None, now: dict[str, Any]) -> list[str]:
    """What a watch tells that it did not tell before: a snapshot after its first, an error."""
    told = []
    if now["history_n"] > max(1, before["history_n"] if before else 0):
        told.append(EDITED)
    error = now["last_error"]
    if error and error != (before or {}).get("last_error"):
        gone = "404 (Page not found)" in error or "HTTP error code 410" in error
        told.append(REMOVED if gone else FAILED)
    return told


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
