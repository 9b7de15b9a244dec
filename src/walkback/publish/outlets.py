"""What the site has for programs of others: feeds, API, captures by time, the ledger's files."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request, Response

from walkback.model.pages import Room
from walkback.publish.addresses import Addresses
from walkback.publish.api import Api
from walkback.publish.feeds import Feeds
from walkback.publish.ledger_files import LedgerFiles
from walkback.publish.mementos import Mementos
from walkback.publish.openapi import openapi
from walkback.publish.unchanged import Handler


@dataclass(frozen=True, slots=True)
class Outlets:
    """Handlers by path: whose answers change only when the ledger grows; whose with what they
    say; and those that say themselves how long they may be kept.
    """

    by_ledger: dict[str, Handler]
    by_body: dict[str, Handler]
    plain: dict[str, Handler]


def outlets(desk: Room, title: str, addresses: Addresses, replay: str | None) -> Outlets:
    """All of them."""
    api, feeds = Api(desk, addresses), Feeds(desk, title, addresses)
    files, mementos = LedgerFiles(desk), Mementos(desk, addresses, replay)
    return Outlets(
        by_ledger={
            "/feed.atom": feeds.atom,
            "/feed.json": feeds.json,
            "/api/events": api.events,
            "/api/events.csv": api.events_csv,
            "/api/statements/{ref:path}/diff": api.diff,
            "/api/statements/{ref:path}": api.statement,
            "/api/search": api.search,
            "/api/cases": api.cases,
            "/api/cases/{ref:path}": api.case,
            "/api/leaves/{ref}": api.leaf,
        },
        by_body={
            "/api/speakers": api.speakers,
            "/api/speakers/{ref:path}": api.speaker,
            "/api/status": api.status,
            "/api/openapi.json": _document(openapi),
        },
        plain={
            "/ledger/checkpoint": files.checkpoint,
            "/ledger/tile/{path:path}": files.tile,
            "/timegate/{url:path}": mementos.timegate,
            "/timemap/link/{url:path}": mementos.link_format,
            "/timemap/json/{url:path}": mementos.as_json,
            "/memento/{when}/{url:path}": mementos.memento,
        },
    )


def _document(made: Callable[[], object]) -> Handler:
    async def answer(_request: Request) -> Response:
        return Response(json.dumps(made()), media_type="application/json")

    return answer
