"""robots.txt after RFC 9309: pure, no regular expressions, bounded by the file's size."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

AGENT = "walkback"
LARGEST = 512 << 10  # RFC 9309 2.5 asks for at least 500 KiB
_PLAIN = re.compile(r"[A-Za-z0-9/?#@!$&'()*+,;=:._~\[\]-]*")
_RESERVED = b"%/?#[]@!$&'()*+,;=:"


@dataclass(frozen=True, slots=True)
class Rule:
    """One allow or disallow line: the pieces of its path between stars."""

    pieces: tuple[str, ...]
    anchored: bool
    allow: bool
    text: str

    def matches(self, target: str) -> bool:
        """Whether the rule speaks of a path with its query (RFC 9309 2.2.3)."""
        first, *rest = self.pieces
        if not target.startswith(first):
            return False
        at = len(first)
        if not rest:
            return not self.anchored or at == len(target)
        *middle, last = rest
        for piece in middle:
            # The leftmost fit leaves the most room for the pieces that follow.
            at = target.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        if self.anchored:
            return len(target) - len(last) >= at and target.endswith(last)
        return target.find(last, at) >= 0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules that hold for us, longest first, allow before disallow."""

    rules: tuple[Rule, ...] = ()

    def refusal(self, target: str) -> str:
        """The line that forbids a path with its query; empty where it is allowed."""
        if not self.rules:
            return ""
        target = _uniform(target)
        for rule in self.rules:
            if rule.matches(target):
                return "" if rule.allow else f"Disallow: {rule.text}"
        return ""


ALL_ALLOWED = Robots()


def parse_robots(data: bytes) -> Robots:
    """The rules of a robots.txt for our agent; those of ``*`` where no group names it.

    Groups that name the same agent count as one (RFC 9309 2.2.1). Lines that are none are
    skipped, as is a last line that the size limit cut.
    """
    ours: list[Rule] = []
    everyones: list[Rule] = []
    named: set[str] = set()
    seen_us = between_names = False
    for name, value in _lines(data):
        if name == "user-agent":
            if not between_names:
                named = set()
            between_names = True
            named.add(value.split("/")[0].strip().lower())
            seen_us = seen_us or AGENT in named
        elif name in ("allow", "disallow"):
            between_names = False
            rule = _rule(value, allow=name == "allow")
            if rule and AGENT in named:
                ours.append(rule)
            if rule and "*" in named:
                everyones.append(rule)
    rules = ours if seen_us else everyones
    return Robots(tuple(sorted(rules, key=lambda rule: (-len(rule.text), not rule.allow))))


def _lines(data: bytes) -> list[tuple[str, str]]:
    if len(data) > LARGEST:
        data = data[: data.rfind(b"\n", 0, LARGEST) + 1]
    text = data.decode("utf-8", "replace").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    found = []
    for line in text.replace("\r", "\n").split("\n"):
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            found.append((name.strip().lower(), value.strip()))
    return found


def _rule(path: str, *, allow: bool) -> Rule | None:
    if not path:
        return None  # "Disallow:" with nothing forbids nothing
    if not path.startswith(("/", "*")):
        path = "/" + path
    path = _uniform(path)
    anchored = path.endswith("$")
    pieces = tuple(path.removesuffix("$").split("*"))
    return Rule(pieces, anchored, allow, path)


def _uniform(path: str) -> str:
    # RFC 9309 2.2.2: octets beyond ASCII percent-encoded, unreserved ones decoded, before they
    # are compared. A reserved character and its percent form stay different.
    if _PLAIN.fullmatch(path):
        return path
    parts = path.split("%")
    done = [quote(parts[0], safe=_RESERVED + b"*$")]
    for part in parts[1:]:
        octet = unquote_to_bytes("%" + part[:2])
        if len(octet) != 1 or len(part) < 2:
            done.append("%25" + quote(part, safe=_RESERVED + b"*$"))
        elif octet.isalnum() or octet in b"-._~":
            done.append(octet.decode("ascii") + quote(part[2:], safe=_RESERVED + b"*$"))
        else:
            done.append(f"%{octet[0]:02X}" + quote(part[2:], safe=_RESERVED + b"*$"))
    return "".join(done)
