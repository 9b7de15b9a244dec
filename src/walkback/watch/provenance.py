"""How a capture came about, in a few words: what an opening says beside its bytes.

Small, for it is kept with every capture: a chain of certificates is named by its hash and lies
in the archive once for each run of the program that met it (``urn:tls:<sha256>``).
"""

import ctypes
import hashlib
import platform
import sys
import time
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import pycurl

from walkback.model.evidence import Resource
from walkback.model.exchange import Outcome

_HOLDS = 600  # seconds for which a reading of the clock's state is used
_UNSYNCHRONISED, _NANO = 0x40, 0x2000  # of ntp_adjtime(2)
_NOT_KNOWN = "not known"


class Provenance:
    """Says how looks were made; remembers which chains the archive has from this run."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def of(self, outcome: Outcome) -> tuple[dict[str, Any], tuple[Resource, ...]]:
        """What the opening says of an outcome, and a chain that is not in the archive yet."""
        last = outcome.last
        if last is None or last.trace is None:
            return {}, ()
        said: dict[str, Any] = {
            "by": tools(),
            "ip": last.ip,
            "ms": [list(hop.trace.ms) for hop in outcome.exchanges if hop.trace is not None],
            "clock": clock_offset(int(time.monotonic() / _HOLDS)),
        }
        chain = last.trace.chain
        if not chain:
            return {"how": said}, ()
        said["tls"] = name = _sha256(chain)
        if name in self._told:
            return {"how": said}, ()
        self._told.add(name)
        return {"how": said}, (Resource(f"urn:tls:{name}", "application/x-pem-file", chain),)


@lru_cache(maxsize=1)
def tools() -> str:
    """The programs that fetch: ours, libcurl, its TLS, Python."""
    parts = pycurl.version.split()
    curl = [part for part in parts if part.partition("/")[0].lower() in _NAMED]
    python = f"Python/{platform.python_version()}"
    return " ".join([f"Walkback/{version('walkback')}", *curl, python])


_NAMED = ("libcurl", "openssl", "gnutls", "boringssl", "libressl", "mbedtls")


@lru_cache(maxsize=64)
def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class _Timex(ctypes.Structure):
    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 512),
    )


@lru_cache(maxsize=2)
def clock_offset(moment: int) -> str:
    """How far our clock is off and who says so: the kernel, as chrony, ntpd or timesyncd told it.

    ``not known`` where nobody keeps it in step, or the system does not say. ``moment``: equal
    ones give the same reading.
    """
    del moment
    if not sys.platform.startswith("linux"):
        return _NOT_KNOWN
    state = _Timex()
    try:
        told = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(state))
    except (OSError, AttributeError):
        return _NOT_KNOWN
    if told < 0 or state.status & _UNSYNCHRONISED:
        return _NOT_KNOWN
    off = state.offset / (1_000_000 if state.status & _NANO else 1000)
    return f"{off:+.3f} ms, at most {state.maxerror / 1000:.0f} ms (kernel)"
