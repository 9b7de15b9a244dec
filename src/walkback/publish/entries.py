"""What a feed tells of an event, or of a text that a search found; Atom and JSON alike. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import escape

from walkback.model.pages import SearchHit
from walkback.model.views import EventView
from walkback.publish.addresses import Addresses, quoted
from walkback.publish.shield import visible
from walkback.publish.telling import as_html
from walkback.publish.when import moment, plain
from walkback.publish.words import changed, happened, label, stands, withheld

# RFC 4287 wants an instant, also of an empty feed.
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# Feed readers take <mark> away and leave <strong>.
_TAGS = {"hit": "<strong>{}</strong>"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``id`` never changes; ``html`` can stand anywhere, all in it is escaped."""

    id: str
    title: str
    href: str
    published: datetime
    updated: datetime
    author: str
    terms: tuple[str, ...]
    summary: str
    html: str


def entry(one: EventView | SearchHit, addresses: Addresses) -> Entry:
    """The entry of an event or a hit."""
    return _of_hit(one, addresses) if isinstance(one, SearchHit) else _of_event(one, addresses)


def _of_event(event: EventView, addresses: Addresses) -> Entry:
    about = event.statement
    times = [event.at, event.confirmed_at, event.withheld.since if event.withheld else None]
    page = addresses.statement(about.id, f"event-{event.id}")
    return Entry(
        f"urn:walkback:event:{quoted(event.id)}",
        visible(f"{label(event.kind)}: {about.title or about.url}"),
        addresses.public(page),
        event.at,
        max(time for time in times if time is not None),
        visible(about.speaker.name) if about.speaker else "",
        (visible(event.kind),),
        _summary(event),
        as_html(event, addresses),
    )


def _summary(event: EventView) -> str:
    # Plain text (RFC 4287 3.1.1.1): no markup of ours or anybody's in a feed reader.
    if event.withheld is not None:
        return plain(withheld(event.withheld))
    told = [plain(happened(event)), *filter(None, [changed(event)]), event.statement.url]
    told += [reason.text for reason in event.reasons]
    told.append(f"Confidence: {event.confidence}. Leaf {event.leaf} of the ledger.")
    return visible("\n".join(told))


def _of_hit(hit: SearchHit, addresses: Addresses) -> Entry:
    about = hit.statement
    text = "".join(piece.text for piece in hit.excerpt)
    marked = "".join(
        _TAGS.get(piece.op, "{}").format(escape(visible(piece.text))) for piece in hit.excerpt
    )
    seen = f"First seen {moment(hit.first_seen).text}. {stands(hit.state)}"
    return Entry(
        f"urn:walkback:text:{quoted(about.id)}:{quoted(hit.sha256)}",
        visible(about.title or hit.url),
        addresses.public(addresses.statement(about.id)),
        hit.first_seen,
        hit.first_seen,
        visible(about.speaker.name) if about.speaker else "",
        (),
        visible(f"{text}\n{seen}"),
        f"<p>{marked}</p>\n<p>{escape(seen)}</p>",
    )
