"""How the events of a statement were judged, from their records, and what is open now."""

from collections.abc import Iterator
from pathlib import Path

from walkback.archive import load_document
from walkback.errors import WalkbackError
from walkback.judge import case_file
from walkback.model.casefile import CaseFile
from walkback.model.dossier import Dossier, parse_dossier
from walkback.model.verdict import Policy
from walkback.model.views import EventView, StatementView
from walkback.store import Store, answers

MOST_EVENTS = 20  # the newest; the records of all are in the archive


def case_files(
    store: Store, folder: Path, view: StatementView, policy: Policy
) -> Iterator[CaseFile]:
    """The case files of a statement, oldest first; ``folder`` is the archive's.

    A first sight has none: it needs no verdict. Nor has what was erased.
    """
    for event in view.events[-MOST_EVENTS:]:
        dossier = _dossier(store, folder, event)
        if dossier is not None:
            yield case_file(dossier.standing, dossier.looks, dossier.policy, dossier.verdict)
    for standing, looks in answers.open_questions(store, view.id):
        yield case_file(standing, looks, policy)


def _dossier(store: Store, folder: Path, event: EventView) -> Dossier | None:
    place = answers.place(store, event.leaf) if event.confirmed_at else None
    if place is None:
        return None
    try:
        document = load_document(folder, place)
        packed = document.get("verdicts", [document]) if isinstance(document, dict) else []
        found = [parse_dossier(one) for one in packed if one["verdict"]["id"] == event.id]
    except (WalkbackError, KeyError, TypeError, ValueError):
        return None  # erased or damaged: 'verify' says which
    return found[0] if found else None
