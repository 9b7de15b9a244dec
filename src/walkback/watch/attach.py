"""Put each control's answer beside the look it was asked for."""

import json
from dataclasses import replace

from sqlalchemy import Connection

from walkback.compare import likeness
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation
from walkback.store import Store, looks, texts, unread


def attach(store: Store) -> None:
    """Attach every answer that was read, and let the looks that waited be judged."""
    with store.writing() as connection:
        answers = unread.unattached(connection)
        for capture, look_id, kind in answers:
            found = looks.look(connection, look_id)
            if found is not None:
                instance, look = found
                control = _control(connection, found, capture, kind)
                add_control(connection, instance, look, control)
        unread.mark_attached(connection, [(capture, look) for capture, look, _ in answers])
        looks.save_looks(connection, looks.waiting(connection), ready=1)


def add_control(connection: Connection, instance: str, look: Observation, control: Control) -> None:
    """A look with one more control, in the order of their kinds and addresses."""
    controls = sorted({*look.controls, control}, key=lambda c: (c.kind, c.url))
    looks.save_looks(connection, [(instance, replace(look, controls=tuple(controls)))], ready=2)


def _control(
    connection: Connection, of: tuple[str, Observation], capture: str, kind: str
) -> Control:
    row = texts.capture_row(connection, capture)
    instance, look = of
    answer = texts.reading_of(connection, capture, row.text) if row.text else None
    page = texts.reading_of(connection, instance, look.text) if look.text else None
    alike = None
    if answer is not None and page is not None and answer.text and page.text:
        alike = round(likeness(page.text, answer.text), 3)
    return Control(
        kind,
        row.url,
        OutcomeKind(row.outcome),
        row.reason,
        row.status,
        row.final_url,
        capture,
        alike,
        len(answer.text.split()) if answer is not None else None,
        tuple(json.loads(row.facts).get("marks", ())),
    )
