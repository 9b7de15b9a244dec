"""What the API takes and gives: one row for each operation, from which the document is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from walkback.model.case import CaseLine, CaseView
from walkback.model.pages import LeafView, SearchView
from walkback.model.verdict import EventKind
from walkback.model.views import (
    DiffView,
    EventView,
    ListingView,
    SpeakerView,
    StatementView,
    StatusView,
)

_KINDS = [kind.value for kind in EventKind]


@dataclass(frozen=True, slots=True)
class Param:
    """One question of a query; ``schema`` is JSON Schema 2020-12."""

    name: str
    schema: dict[str, Any]
    told: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. ``gives`` is the type of its answer; ``ref`` what stands for ``{ref}``."""

    path: str
    id: str
    told: str
    gives: Any
    params: Sequence[Param] = ()
    ref: str = ""
    media: str = "application/json"
    paged: bool = False


_TEXT: dict[str, Any] = {"type": "string"}
# 29 February is taken too; which years have one is more than a pattern should say.
_DATE = (
    r"[1-8]\d{3}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)"
    r"|02-(0[1-9]|1\d|2[0-8]))"
)
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)"
CURSOR = rf"{_DATE}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{{6}}Z~[0-9A-Za-z._-]{{1,80}}"
_TIME: dict[str, Any] = {"type": "string", "pattern": f"^({_DATE}(T{_CLOCK})?)?$"}
_DAY: dict[str, Any] = {"type": "string", "pattern": f"^({_DATE})?$"}


def _whole(most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": most}


_WHICH = (
    Param("kind", {"type": "string", "enum": [*_KINDS, ""]}, "Only events of this kind."),
    Param("speaker", _TEXT, "Only of this speaker, by id or name."),
    Param("channel", _TEXT, "Only at places of this kind: page, feed, mastodon …"),
    Param("since", _TIME, "Only from this time on; RFC 3339 or a date."),
    Param("until", _TIME, "Only before this time."),
    Param("order", {"type": "string", "enum": ["asc", "desc"]}, "By time, or the newest first."),
)
_EVENTS = (
    *_WHICH,
    Param("limit", _whole(1000), "How many in one answer; 100 where it is not given."),
    Param(
        "cursor",
        {"type": "string", "pattern": f"^({CURSOR})?$"},
        "Where to go on, from the Link header of the answer before.",
    ),
    Param("newest", _whole(1000), "The last so many, newest first; without parts."),
)
_SEARCH = (
    Param(
        "q",
        {"type": "string", "minLength": 1, "maxLength": 400, "pattern": r"\S"},
        'Words that are all in one text; those in "quotation marks" stand together.',
        required=True,
    ),
    Param("speaker", _TEXT, "Only of this speaker, by id or name."),
    Param("channel", _TEXT, "Only at places of this kind."),
    Param("since", _DAY, "Only texts seen from this day on."),
    Param("until", _DAY, "Only texts seen until this day, that day too."),
    Param("gone", {"type": "string", "enum": ["1", ""]}, "Only texts that are not there now."),
    Param("page", _whole(200), "Which part."),
)
_CASES = (
    Param("page", _whole(10**6), "Which part."),
    Param("limit", _whole(1000), "How many in one answer; 100 where it is not given."),
)
_VERSIONS = (
    Param("from", _whole(10**6), "The number of the earlier version."),
    Param("to", _whole(10**6), "The number of the later version; the last where not given."),
)
_STATEMENT = "Its id, the unique beginning of it, or an address it ever had, percent-encoded."

OPERATIONS = (
    Operation(
        "/api/events",
        "events",
        "The history, a part at a time.",
        list[EventView],
        _EVENTS,
        paged=True,
    ),
    Operation(
        "/api/events.csv",
        "eventsAsCsv",
        "The whole history as a table.",
        str,
        _WHICH,
        media="text/csv",
    ),
    Operation(
        "/api/statements/{ref}",
        "statement",
        "One statement with versions, places and events; or a source that lists.",
        StatementView | ListingView,
        ref=_STATEMENT,
    ),
    Operation(
        "/api/statements/{ref}/diff",
        "diff",
        "Two versions of a statement, word by word.",
        DiffView,
        _VERSIONS,
        ref=_STATEMENT,
    ),
    Operation(
        "/api/search",
        "search",
        "Texts ever seen that hold the words, removed ones too.",
        SearchView,
        _SEARCH,
        paged=True,
    ),
    Operation(
        "/api/cases",
        "cases",
        "The stories, those of weight first.",
        list[CaseLine],
        _CASES,
        paged=True,
    ),
    Operation(
        "/api/cases/{ref}",
        "case",
        "One story from its beginning to now.",
        CaseView,
        ref="Its id, or a statement or address in it.",
    ),
    Operation("/api/speakers", "speakers", "The register, by name.", list[SpeakerView]),
    Operation(
        "/api/speakers/{ref}",
        "speaker",
        "One speaker: what is watched, was said, and happened to it.",
        SpeakerView,
        ref="An id or a name.",
    ),
    Operation(
        "/api/leaves/{ref}",
        "leaf",
        "A leaf of the ledger and what proves it.",
        LeafView,
        ref="Its number, from 0.",
    ),
    Operation("/api/status", "status", "How the record does as a whole.", StatusView),
)
