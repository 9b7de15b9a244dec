"""Is it them, or is it us? When our own way out is down, every host looks dead.

Without this a round over thousands of hosts would wait for a timeout of each. What is reported
stays the same: unreachable, which never supports a removal.
"""

HOSTS = 32  # this many in a row, all dark, and not one answer between them
PAUSE = 10.0  # seconds until the next try


class Egress:
    """Counts hosts that gave no sign of life since the last one that did."""

    def __init__(self) -> None:
        self._dark: dict[str, None] = {}
        self._down_until = 0.0
        self.reason = ""

    def dark(self, host: str, reason: str, now: float) -> None:
        """A name could not be resolved for now, or a connection could not even be refused."""
        self._dark[host] = None
        if len(self._dark) >= HOSTS:
            self.reason = reason
            self._down_until = now + PAUSE

    def lit(self) -> None:
        """Something out there answered."""
        if self._dark:
            self._dark.clear()
            self._down_until = 0.0

    def down(self, now: float) -> bool:
        """Whether it is of no use to try; false again after a pause, so that one may find out."""
        return now < self._down_until
