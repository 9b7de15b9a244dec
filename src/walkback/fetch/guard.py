"""Which addresses we never contact.

The table decides on resolved addresses, never on text. ``ipaddress.is_global`` is no guard: on
Python 3.11 it is true for NAT64 and 6to4 forms of 127.0.0.1, for multicast and for fec0::/10.
For IPv6 everything outside 2000::/3 is refused, and IPv4 inside IPv6 is unwrapped and tested again.
"""

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from walkback.errors import BadSettings

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
Net = ipaddress.IPv4Network | ipaddress.IPv6Network

WEB_PORTS = (80, 443)

# IANA special-purpose registries (RFC 6890 and later entries) and multicast.
_REFUSED_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    map(
        ipaddress.IPv6Network,
        ("2001:2::/48", "2001:10::/28", "2001:20::/28", "2001:db8::/32", "3fff::/20"),
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Pin:
    """What a host name may be connected to: addresses as text, and whether all are let through.

    ``refusal`` says why none of them may be contacted; it is empty where they may.
    """

    addresses: tuple[str, ...]
    let_through: bool = False
    refusal: str = ""


class Guard:
    """Decides on resolved addresses. ``allow_net`` networks are let through, on every port."""

    def __init__(self, allow_net: Iterable[str] = ()) -> None:
        self._allowed = tuple(_network(text) for text in allow_net)

    def pin(self, addresses: Sequence[str]) -> Pin:
        """The addresses to connect to; refused as a whole if any one of them is."""
        plain: list[str] = []
        let_through = True
        for text in addresses:
            ip = _plain(text)
            if ip is None:
                return Pin((), refusal=f"{text[:60]!r} is no IP address")
            if not self._lets_through(ip):
                let_through = False
                if why := refusal(ip):
                    return Pin((), refusal=f"resolves to {ip}, {why}")
            plain.append(str(ip))
        if not plain:
            return Pin((), refusal="it has no address")
        return Pin(tuple(dict.fromkeys(plain)), let_through)

    def port_refusal(self, pin: Pin, port: int) -> str:
        """Why this port of the pinned host is not contacted; empty where it may be."""
        if port in WEB_PORTS or pin.let_through:
            return ""
        return f"port {port} is none of {', '.join(map(str, WEB_PORTS))}"

    def connects(self, text: str, pin: Pin) -> bool:
        """Asked at the last moment, with the address a socket is about to be opened for."""
        ip = _plain(text)
        return (
            ip is not None
            and str(ip) in pin.addresses
            and (self._lets_through(ip) or not refusal(ip))
        )

    def _lets_through(self, ip: Ip) -> bool:
        return any(ip in net for net in self._allowed)


def refusal(ip: Ip) -> str:
    """Why an address is never contacted; empty where it may be."""
    if isinstance(ip, ipaddress.IPv4Address):
        return next((f"in {net}" for net in _REFUSED_4 if ip in net), "")
    for form, inner in _embedded(ip):
        if why := refusal(inner):
            return f"which is {inner} in {form} form, {why}"
    if ip in _NAT64:
        return ""
    if ip not in _GLOBAL_6:
        return "outside the global 2000::/3"
    return next((f"in {net}" for net in _REFUSED_6 if ip in net), "")


def _embedded(ip: ipaddress.IPv6Address) -> list[tuple[str, ipaddress.IPv4Address]]:
    if ip.ipv4_mapped:
        return [("mapped", ip.ipv4_mapped)]
    if ip in _NAT64:
        return [("NAT64", ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))]
    if ip.sixtofour:
        return [("6to4", ip.sixtofour)]
    if ip.teredo:
        return [("Teredo server", ip.teredo[0]), ("Teredo", ip.teredo[1])]
    return []


@lru_cache(maxsize=4096)
def _plain(text: str) -> Ip | None:
    # Mapped addresses reach IPv4 hosts, so they are judged as what they are.
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address):
        return ip.ipv4_mapped or ip
    return ip


def _network(text: str) -> Net:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise BadSettings(
            "not a network",
            subject=f"fetch.allow_net {text[:80]!r}",
            expected="an address or network, as in 127.0.0.0/8 or ::1",
        ) from None
