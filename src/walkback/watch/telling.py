"""Say of a verdict what it changed, so that the event can be told in words."""

from typing import Any

from sqlalchemy import Connection

from walkback.compare import compare, name
from walkback.model.change import NamedChange
from walkback.model.dossier import Dossier
from walkback.model.reading import Reading
from walkback.model.verdict import EventKind, Standing
from walkback.store import happened, history, texts

_SEEN = "other-words"  # the rule of edits that we saw; what was imported is managed by its lines
_WITH_WORDS = (EventKind.EDITED, EventKind.RESTORED, EventKind.MOVED)


def tell(connection: Connection, dossier: Dossier, leaf: int, *, told: bool) -> None:
    """The verdict as an event, with its changes by name."""
    verdict = dossier.verdict
    changes = changes_of(connection, dossier)
    # That a page goes to and fro is news once.
    told = told or verdict.facts.get("returns", 0) > 1
    happened.save_event(connection, verdict, leaf, told=told, changes=changes)


def changes_of(connection: Connection, dossier: Dossier) -> tuple[NamedChange, ...]:
    """What the words of a verdict changed; empty where it changed none, or none are known.

    They are named by today's reader and rules each time the store is made: a view, no evidence.
    """
    verdict, standing = dossier.verdict, dossier.standing
    if verdict.kind not in _WITH_WORDS or verdict.text in (None, standing.text):
        return ()
    old = _reading(connection, standing.instance, (standing.capture, standing.text))
    new = _reading(connection, standing.instance, (verdict.capture, verdict.text))
    if old is None or new is None:
        return ()
    return name(old, new, compare(old, new))


def returns(connection: Connection, standing: Standing, text: str) -> dict[str, Any]:
    """How often words have come back to an instance that had them as an earlier version, and
    which event the return is told together with; empty where they are new.

    It is the edit that led away from these very words, or the return before this one.
    """
    before = [row.text for row in history.version_rows(connection, standing.instance)]
    if text == standing.text or text not in before[:-1]:
        return {}
    newest = happened.newest_edit(connection, standing.instance)
    if newest is None or newest[1].reasons[0].rule != _SEEN:
        return {"finding": None, "times": 1}
    identity, verdict = newest
    times = int(verdict.facts.get("returns", 0))
    together = times > 0 or before[-2] == text
    return {"finding": identity if together else None, "times": times + 1}


def _reading(
    connection: Connection, instance: str, where: tuple[str | None, str | None]
) -> Reading | None:
    """The words of a capture as they are read today; else those of a text."""
    capture, text = where
    words = texts.text_of(connection, capture) if capture else None
    words = words or text
    return texts.reading_of(connection, instance, words) if words else None
