"""What comes in on one hop: heads and body, bounded while they come.

These are libcurl's callbacks. They never raise (pycurl would print and go on); what they return
tells libcurl to give the transfer up, which also closes its connection, so that nothing that
follows a doubtful head is ever read as another answer.
"""

import re

HEAD_LIMIT = 64 << 10
MOST_LINES = 200
MOST_INTERIM = 20
_GIVE_UP = -1

_FRAMING = re.compile(
    rb"\n(content-length|transfer-encoding)([ \t]*):[ \t]*([^\r\n]*)", re.IGNORECASE
)


def framing_fault(head: bytes) -> str:
    """Why a head does not say in one way where its body ends; empty where it does.

    RFC 9112 6.3 and 5.1 call these errors or attacks, and clients differ on them. libcurl itself
    refuses unequal, negative and garbled lengths, a NUL, and a line without a colon.
    """
    found = _FRAMING.findall(head)
    if not found:
        return ""
    if any(blank for _, blank, _ in found):
        return "a blank before a header's colon"
    values = {value.strip().lower() for _, _, value in found}
    kinds = {name[:1].lower() for name, _, _ in found}
    if len(kinds) > 1:
        return "both Transfer-Encoding and Content-Length"
    if kinds == {b"t"}:
        return "" if values <= {b"chunked", b"identity"} else "a transfer coding we did not ask for"
    return "" if len(values) == 1 else "two lengths"


class Reception:
    """Collects one hop's answer.

    ``head`` is the final response's head, empty until its empty line came. ``fault`` is the
    reason, the detail and the word of WARC-Truncated for why we gave it up.
    """

    __slots__ = ("_interim", "_left", "_lines", "_room", "fault", "head", "parts", "status")

    head: bytes
    status: int
    parts: list[bytes]
    fault: tuple[str, str, str | None] | None

    def __init__(self) -> None:
        self.expect(0)

    def expect(self, limit: int) -> None:
        """Begins anew, for a body of at most ``limit`` bytes."""
        self._lines: list[bytes] = []
        self._left = HEAD_LIMIT
        self._interim = 0
        self._room = limit
        self.head = b""
        self.status = 0
        self.parts = []
        self.fault = None

    @property
    def body(self) -> bytes:
        """What came of the body, with all its codings."""
        return self.parts[0] if len(self.parts) == 1 else b"".join(self.parts)

    def give_up(self, reason: str, detail: str, cut: str | None = None) -> int:
        """Notes the first fault."""
        if not self.fault:
            self.fault = (reason, detail, cut)
        return _GIVE_UP

    def on_head(self, line: bytes) -> int | None:
        """One header line with its line end; libcurl has joined folded ones."""
        if self.head:
            return None
        self._lines.append(line)
        self._left -= len(line)
        if self._left < 0 or len(self._lines) > MOST_LINES:
            return self.give_up("protocol", f"a head beyond {HEAD_LIMIT} bytes, {MOST_LINES} lines")
        if len(line) > 2 or line not in (b"\r\n", b"\n"):
            return None
        return self._on_end_of_head()

    def on_body(self, data: bytes) -> int | None:
        """Some bytes of the body."""
        self._room -= len(data)
        if self._room >= 0:
            self.parts.append(data)
            return None
        self.parts.append(data[: self._room])
        return self.give_up("too-large", "the body is beyond its limit", "length")

    def _on_end_of_head(self) -> int | None:
        try:
            status = int(self._lines[0][9:13])  # with the blank behind it, which int() ignores
        except ValueError:
            status = 0
        if not 100 <= status <= 999:
            return self.give_up("protocol", "no status code of three digits")
        if status < 200:
            self._lines = []
            self._interim += 1
            if status == 101 or self._interim > MOST_INTERIM:
                return self.give_up("protocol", f"{self._interim} interim responses, last {status}")
            return None
        self.status = status
        self.head = b"".join(self._lines)
        fault = framing_fault(self.head)
        return self.give_up("protocol", fault, "unspecified") if fault else None
