"""What pages tell machines: schema.org in JSON-LD. Pure.

A statement is a Quotation; what a person later said of it is a CorrectionComment. A ClaimReview
is never made here: it says that somebody checked, and a machine is nobody.
"""

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from walkback.model.case import CaseView
from walkback.model.times import stamp
from walkback.model.verdict import EventKind
from walkback.model.views import EventView, SpeakerRef, StatementView
from walkback.publish.addresses import Addresses
from walkback.publish.when import plain
from walkback.publish.words import happened

_CORRECTS = frozenset(
    {EventKind.CORRECTED, EventKind.RETRACTED, EventKind.CLARIFIED, EventKind.APOLOGISED}
)
# No byte of it can end the element, open a comment or be taken for markup.
_UNSAFE = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}
_LONGEST = 5000  # letters of a text; the page has all


def statement_data(statement: StatementView, addresses: Addresses) -> Markup:
    """The element for a statement's page."""
    return _element({"@context": "https://schema.org", **_quotation(statement, addresses)})


def case_data(case: CaseView, addresses: Addresses) -> Markup:
    """The element for a case's page: its statements as a collection."""
    page = addresses.public(addresses.case(case.id))
    parts = [_quotation(one, addresses) for one in case.statements if one.withheld is None]
    return _element(
        {
            "@context": "https://schema.org",
            "@type": "Collection",
            "@id": page,
            "url": page,
            "name": case.title,
            "dateModified": stamp(case.last),
            "hasPart": parts,
        }
    )


def _quotation(statement: StatementView, addresses: Addresses) -> dict[str, Any]:
    page = addresses.public(addresses.statement(statement.id))
    first = statement.versions[0] if statement.versions else None
    last = statement.versions[-1] if statement.versions else None
    told: dict[str, Any] = {
        "@type": "Quotation",
        "@id": page,
        "url": page,
        "name": statement.title,
        "text": last.text[:_LONGEST] if last else "",
        "creator": _person(statement.speaker),
        "datePublished": statement.published or (stamp(first.first_seen) if first else None),
        "creativeWorkStatus": statement.state,
        "isBasedOn": statement.url,
        "archivedAt": _leaf(last.leaf, addresses) if last and last.leaf is not None else None,
        "correction": _corrections(statement, addresses),
    }
    return {name: value for name, value in told.items() if value}


def _corrections(statement: StatementView, addresses: Addresses) -> list[dict[str, Any]]:
    return [
        _comment(event, addresses)
        for event in _by_time(statement.events)
        if event.kind in _CORRECTS
        and event.withheld is None
        and event.about is not None
        and event.about.id == statement.id
    ]


def _comment(event: EventView, addresses: Addresses) -> dict[str, Any]:
    told = {
        "@type": "CorrectionComment",
        "name": event.statement.title,
        "text": " ".join([plain(happened(event)), *(one.text for one in event.reasons)]),
        "datePublished": stamp(event.at),
        "author": _person(event.statement.speaker),
        "url": addresses.public(addresses.statement(event.statement.id, f"event-{event.id}")),
    }
    return {name: value for name, value in told.items() if value}


def _person(speaker: SpeakerRef | None) -> dict[str, str] | None:
    return {"@type": "Person", "name": speaker.name} if speaker else None


def _leaf(number: int, addresses: Addresses) -> str:
    return addresses.public(addresses.leaf(number))


def _by_time(events: Sequence[EventView]) -> list[EventView]:
    return sorted(events, key=lambda event: (event.at, event.id))


def _element(data: dict[str, Any]) -> Markup:
    text = json.dumps(data, separators=(",", ":")).translate(_UNSAFE)
    # Nothing in it is markup any more, and a data block is never run (HTML 4.12.1).
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - escaped above
