"""What a bundle tells for people: its pages, its events, its words. All of it is derived."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from walkback.app.bundle_choice import Choice
from walkback.archive.cdxj import Indexed
from walkback.archive.wacz import Page
from walkback.model.dossier import reading_json
from walkback.model.evidence import LeafKind
from walkback.model.look import Role
from walkback.store import Store, bundled
from walkback.store.bundled import Sight

_PAGES = ("text/html", "application/xhtml+xml")
_SHOWN = frozenset({Role.STATEMENT.value, Role.IMPORT.value})


def told_events(choice: Choice) -> Iterator[dict[str, Any]]:
    """Each event whose leaf is in the bundle, by time."""
    for event in choice.events:
        if event.leaf in choice.there:
            yield {"leaf": event.leaf, "verdict": dict(event.verdict)}


def told_readings(store: Store, choice: Choice) -> list[dict[str, Any]]:
    """The words of each capture and disclosed line of the bundle's statements, by leaf."""
    told = []
    with store.reading() as connection:
        for leaf, look, instance, text in sorted(_texts(connection, choice)):
            reading = bundled.words(connection, instance, text)
            if reading is not None:
                one = {"leaf": leaf, "capture": look, "instance": instance}
                told.append(
                    one | {"url": urls_of(choice)[instance], "reading": reading_json(reading)}
                )
    return told


def urls_of(choice: Choice) -> dict[str, str]:
    """The address of each instance of the bundle."""
    return {one.id: one.url for each in choice.statements for one in each.instances}


def sights_of(connection: Connection, choice: Choice) -> list[Sight]:
    """The captures in the bundle, by leaf."""
    numbers = [row.n for row in choice.leaves.values() if row.kind is LeafKind.CAPTURE]
    return bundled.sights(connection, numbers)


def _texts(connection: Connection, choice: Choice) -> Iterator[tuple[int, str, str, str]]:
    """Leaf, look, instance and digest of each text that was read."""
    urls = urls_of(choice)
    for sight in sights_of(connection, choice):
        if sight.instance in urls and sight.text:
            yield sight.leaf, sight.id, sight.instance, sight.text
    lines = bundled.imported_texts(connection, list(urls))
    for one in choice.disclosed:
        look = f"{choice.imports.get(one.n, '')}/{one.field.rpartition('/')[2]}"
        if look in lines:
            yield one.n, look, *lines[look]


def pages_of(store: Store, choice: Choice, entries: Mapping[int, Sequence[Indexed]]) -> list[Page]:
    """The pages of the statements that can be replayed, the subject's own first, by time.

    ``entries`` are the index's for each leaf.
    """
    urls = urls_of(choice)
    found = []
    with store.reading() as connection:
        for row in sights_of(connection, choice):
            page = _page(row, entries.get(row.leaf, ()))
            if row.instance in urls and row.role in _SHOWN and row.text and page is not None:
                reading = bundled.words(connection, row.instance, row.text)
                title = (reading.title if reading else "") or page.url
                later = row.instance not in choice.own
                found.append((later, row.leaf, Page(row.id, page.url, page.at, title)))
    return [page for _, _, page in sorted(found, key=lambda one: one[:2])]


def _page(row: Sight, entries: Iterable[Indexed]) -> Indexed | None:
    """The page among a capture's records: that of the address that answered, else the last."""
    whole = [one for one in entries if one.mime in _PAGES and one.status == 200]
    exact = [one for one in whole if one.url == row.final_url]
    chosen = exact or whole
    return chosen[-1] if chosen else None
