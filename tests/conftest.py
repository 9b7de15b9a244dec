"""What every test needs: no network beyond this machine, nothing of the user's home or settings."""

import ipaddress
import os
import signal
import socket

import pytest

# Who runs the tests in the background of a shell passes an ignored Ctrl-C on, to us and to every
# process that a test starts; the tests of Ctrl-C need it as people have it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def only_loopback():
    """Python's sockets connect to loopback and to local sockets only.

    libcurl has sockets of its own; tests of fetch give it loopback addresses.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex))
        yield


def _guarded(connect):
    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            # No OSError: code under test takes those for the world's weather and goes on.
            raise RuntimeError(f"a test tried to connect to {address[0]!r}: serve it on loopback")
        return connect(self, address)

    return guarded


def _is_loopback(host):
    if isinstance(host, bytes | bytearray):
        host = host.decode("ascii")
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def own_surroundings(monkeypatch, tmp_path):
    """No proxy, no setting from outside; second copies of checkpoints go to the test's folder."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith("WALKBACK_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
