"""The process that sends letters: ``python -m walkback.fetch.messenger_child``.

Every connection is checked as it is made, by the address it is made to: no redirect, no name that
changes its mind between two questions, no library of a service gets around it. It speaks by the
guard's words and its own alone, never by those of a service, which may repeat a password.
"""

import ipaddress
import json
import logging
import os
import sys
from typing import Any

from walkback.fetch.guard import Guard, Pin

# Where mail, chat and webhooks listen, beside the web.
_PORTS = {25, 80, 443, 465, 587, 1883, 2525, 5222, 6667, 6697, 8443, 8448, 8883}
# They speak to the machine they run on, by other ways than a connection.
_LOCAL = {"dbus", "glib", "gnome", "kde", "qt", "macosx", "windows", "syslog"}
_PROCESSES = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.spawn"}
_CONNECTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
NO_ADDRESS = "no address of an alert that is known here"
REFUSED = "the service did not take it, or could not be reached"


class _Watch:
    """Refuses, as an audit hook, and remembers why."""

    def __init__(self, allow_net: list[str]) -> None:
        self._guard = Guard(allow_net)
        self.why = ""

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event in _PROCESSES:
            self._refuse("it would start another program")
        elif event in _CONNECTS and args[1] is not None:
            self._check(args[1])

    def _check(self, address: Any) -> None:
        if not isinstance(address, tuple):
            self._refuse("it is a socket of this machine")
            return
        host, port = str(address[0]).partition("%")[0], int(address[1])
        try:
            ipaddress.ip_address(host)
        except ValueError:
            self._refuse("it would be connected to by name, unchecked")
        pin = self._guard.pin((host,))
        if pin.refusal:
            self._refuse(pin.refusal)
        elif not _is_open(pin, port):
            self._refuse(f"port {port} is not one of mail, chat or the web")

    def _refuse(self, why: str) -> None:
        self.why = f"guard: {why}"
        raise OSError(self.why)


def _is_open(pin: Pin, port: int) -> bool:
    return pin.let_through or port in _PORTS


def main() -> None:
    """Read what is to be sent from stdin, send it, say of each what came of it."""
    asked = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w")  # what libraries print goes nowhere
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    logging.disable(logging.CRITICAL)
    sender = _Sender(float(asked["seconds"]))
    watch = _Watch(asked["allow_net"])
    # From here on, and for the rest of this process: a hook cannot be taken away.
    sys.addaudithook(watch)
    for job in asked["jobs"]:
        watch.why = ""
        try:
            why = sender.send(job)
        except Exception:  # noqa: BLE001 - its words may hold the address
            why = REFUSED
        out.write(json.dumps({"ok": not why, "why": why and (watch.why or why)}) + "\n")
        out.flush()


class _Sender:
    def __init__(self, seconds: float) -> None:
        import apprise  # noqa: PLC0415 - half a second, and here before the watch begins

        self._apprise = apprise
        self._seconds = seconds
        # Nothing on disk, no plug-ins from elsewhere, no templates, no redirects.
        self._asset = apprise.AppriseAsset(
            app_id="Walkback",
            app_desc="Walkback",
            app_url="",
            async_mode=False,
            http_redirects=False,
            interpret_emojis=False,
            interpret_escapes=False,
            allow_templates=False,
            storage_mode="memory",
            service_timeout=seconds,
        )

    def send(self, job: dict[str, str]) -> str:
        """Why a letter was not sent; empty where it was."""
        scheme = job["url"].partition("://")[0].lower()
        service = None
        if scheme not in _LOCAL:
            service = self._apprise.Apprise.instantiate(
                job["url"], asset=self._asset, suppress_exceptions=True
            )
        if service is None:
            return NO_ADDRESS
        service.socket_connect_timeout = service.socket_read_timeout = self._seconds
        box = self._apprise.Apprise(asset=self._asset)
        box.add(service)
        kind = _format(service.notify_format)
        body = job["html"] if kind == "html" else job["text"]
        sent = box.notify(title=job["title"], body=body, body_format=kind)
        return "" if sent else REFUSED


def _format(known: Any) -> str:
    """HTML where a service would rather have it or has no plain text; never Markdown, in which
    words that somebody else wrote could become links and calls.
    """
    formats = [one.value for one in (known if isinstance(known, tuple) else (known,)) if one]
    if not formats or (formats[0] != "html" and "text" in formats):
        return "text"
    return "html" if "html" in formats else "text"


if __name__ == "__main__":
    main()
