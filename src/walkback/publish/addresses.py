"""The site's own addresses. Never built from the Host header, which the asker writes."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from walkback.errors import BadInput


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where pages are. ``base`` is the public address of the front page, or None: relative only."""

    base: str | None

    @classmethod
    def of(cls, base: str | None) -> "Addresses":
        """Addresses under ``base``; raises ``BadInput`` if it is no http or https address."""
        if base is None:
            return cls(None)
        parts = urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
            raise BadInput(
                "not a public address of a site",
                subject=base,
                expected="http or https and a host, as in https://record.example",
                todo="Give the address under which readers open the front page.",
            )
        return cls(base.rstrip("/"))

    @property
    def root(self) -> str:
        """The path all pages lie under: empty, or ``/record`` for a site below another."""
        return urlsplit(self.base).path.rstrip("/") if self.base else ""

    def public(self, path: str) -> str:
        """``path`` as others may quote it: absolute where the base is known."""
        if self.base is None:
            return path
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}{path}"

    def page(self, path: str, /, **query: str | int | None) -> str:
        """A page of ours, with what is set of the query."""
        given = {name: value for name, value in query.items() if value not in (None, "")}
        return f"{self.root}{path}" + (f"?{urlencode(given, errors='replace')}" if given else "")

    def statement(self, ref: str, fragment: str = "", /, **query: str | int | None) -> str:
        """A statement's page."""
        page = self.page(f"/statement/{quoted(ref)}", **query)
        return f"{page}#{quoted(fragment)}" if fragment else page

    def diff(self, ref: str, before: int, after: int) -> str:
        """Two versions of a statement compared."""
        return self.page(f"/statement/{quoted(ref)}/diff", **{"from": before, "to": after})

    def data(self, ref: str) -> str:
        """A statement as JSON."""
        return self.page(f"/api/statements/{quoted(ref)}")

    def case(self, ref: str) -> str:
        """A case's page."""
        return self.page(f"/case/{quoted(ref)}")

    def leaf(self, number: int) -> str:
        """A leaf of the ledger and its proof."""
        return self.page(f"/leaf/{number}")

    def view(self, ref: str) -> str:
        """The picture of a capture."""
        return self.page(f"/capture/{quoted(ref)}/view")

    def bundle(self, ref: str) -> str:
        """All that is needed to check a statement, as one file."""
        return self.page(f"/statement/{quoted(ref)}/bundle.wacz")

    def speaker(self, ref: str) -> str:
        """A speaker's page."""
        return self.page(f"/speaker/{quoted(ref)}")

    def source(self, ref: str) -> str:
        """The statements a listing source has brought."""
        return self.page(f"/source/{quoted(ref)}")


def quoted(ref: str) -> str:
    """``ref`` as one segment of a path, whatever it holds."""
    return quote(ref, safe="", errors="replace")
