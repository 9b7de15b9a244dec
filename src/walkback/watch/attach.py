"""Put each control's answer beside the look it was asked for."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from walkback.compare import compare, likeness, same_words, steady
from walkback.compare.masks import apart, counts, left_out, moving
from walkback.judge import share_frame, stands_on, without_address
from walkback.model.change import Change, ChangeKind
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation
from walkback.model.mask import Why
from walkback.store import Store, history, looks, masks, texts, unread
from walkback.watch.settle import GOOD, bears_out, wait_for_first

_ANOTHER = 0.8  # likeness beyond which an answer is the page itself, under another address
_FURNITURE = 400  # letters; what all pages say is short
_SAME_LINE = 0.5  # likeness from which a line is the one that was there, with another date in it


def attach(store: Store) -> None:
    """Attach every answer that was read, and let the looks that waited be judged."""
    with store.writing() as connection:
        answers = unread.unattached(connection)
        for capture, look_id, kind in answers:
            found = looks.look(connection, look_id)
            if found is not None:
                instance, look = found
                look = _weighed(connection, found, capture, kind)
                control = _control(connection, found, capture, kind)
                add_control(connection, instance, look, control)
        unread.mark_attached(connection, [(capture, look) for capture, look, _ in answers])
        waiting = looks.waiting(connection)
        looks.save_looks(connection, waiting, ready=1)
        for instance, look in waiting:
            standing = history.standing(connection, instance)
            if not bears_out(connection, standing, look):
                wait_for_first(connection, standing)


def add_control(connection: Connection, instance: str, look: Observation, control: Control) -> None:
    """A look with one more control, in the order of their kinds and addresses."""
    controls = sorted({*look.controls, control}, key=lambda c: (c.kind, c.url))
    looks.save_looks(connection, [(instance, replace(look, controls=tuple(controls)))], ready=2)


def _weighed(
    connection: Connection, of: tuple[str, Observation], capture: str, kind: str
) -> Observation:
    """The look, with what an answer says of it: its words may move, its page may be the site's."""
    instance, look = of
    answer = texts.capture_row(connection, capture)
    if answer.outcome != OutcomeKind.RECEIVED or look.outcome not in GOOD:
        return look
    if kind == "again":
        return _loaded_twice(connection, instance, look, answer)
    if kind in ("random-path", "elsewhere"):
        return look
    look = _at_home(connection, look, json.loads(answer.facts))
    return _site_wide(connection, (instance, look), answer, kind)


def _at_home(connection: Connection, look: Observation, page: dict[str, Any]) -> Observation:
    """The look, not foreign where another page of the site is made as it is: all is made anew."""
    marks = set(look.facts.get("marks", ()))
    if "foreign" not in marks or look.capture is None:
        return look
    own = texts.capture_row(connection, look.capture)
    if not share_frame(json.loads(own.facts), page):
        return look
    return replace(look, facts={**look.facts, "marks": sorted(marks - {"foreign"})})


def _site_wide(
    connection: Connection, of: tuple[str, Observation], answer: Any, kind: str
) -> Observation:
    """The look, known where all that is new on it stands on other pages of the site too.

    Another statement is enough; of pages it linked to two are asked, for one may list it.
    """
    instance, look = of
    standing = history.standing(connection, instance)
    if look.known or kind == "home" or not standing.text or not look.text or not answer.text:
        return look
    old, new, other = (
        texts.reading_of(connection, instance, standing.text),
        texts.reading_of(connection, instance, look.text),
        texts.reading_of(connection, answer.id, answer.text),
    )
    if old is None or new is None or other is None or likeness(new.text, other.text) > _ANOTHER:
        return look
    told = masks.masks_of(connection, instance)
    old, new = apart((old, new), told.ignored)
    page = json.loads(answer.facts)
    sites, own = _sorted_out(compare(old, new), page)
    if counts(old, new, told.counted) or not same_words(old, new, own):
        return look
    if kind == "link" and not look.facts.get("site_wide"):
        return replace(look, facts={**look.facts, "site_wide": 1})
    masks.save_masked(connection, instance, left_out(sites, Why.SITE), look.at)
    if look.capture is not None:
        # Whoever sees these bytes again has seen the known words, and need not ask.
        texts.say_same(connection, look.capture, standing.text)
    return replace(look, known=True)


def _sorted_out(
    changes: Sequence[Change], page: dict[str, Any]
) -> tuple[list[Change], list[Change]]:
    """The changes that are of the site's furniture, and those that are the page's own."""
    sites = [change for change in changes if _is_the_sites(change, page)]
    return sites, [change for change in changes if change not in sites]


def _is_the_sites(change: Change, page: dict[str, Any]) -> bool:
    """Whether a change is one of the site's furniture: short, and the same on another page."""
    if len(change.after) > _FURNITURE or not stands_on(change.after, page):
        return False
    if change.kind is ChangeKind.ALTERED:
        return likeness(change.before, change.after) >= _SAME_LINE
    return change.kind is ChangeKind.ADDED


def _loaded_twice(
    connection: Connection, instance: str, look: Observation, answer: Any
) -> Observation:
    standing = history.standing(connection, instance)
    if standing.text is None or look.text is None or answer.text is None:
        return look
    known = texts.reading_of(connection, instance, standing.text)
    one = texts.reading_of(connection, instance, look.text)
    other = texts.reading_of(connection, answer.id, answer.text)
    if known is None or one is None or other is None:
        return look
    told = masks.masks_of(connection, instance)
    known, one, other = apart((known, one, other), told.ignored)
    found = steady(known, one, other)
    same = found.same and not counts(known, one, told.counted)
    facts = dict(look.facts)
    if found.digest or same:
        facts["steady"] = found.digest or standing.text
        pair = (known, one) if same else (one, other)
        masks.save_masked(connection, instance, moving(*pair), look.at)
    return replace(look, known=look.known or same, facts=facts)


def _control(
    connection: Connection, of: tuple[str, Observation], capture: str, kind: str
) -> Control:
    row = texts.capture_row(connection, capture)
    instance, look = of
    answer = texts.reading_of(connection, capture, row.text) if row.text else None
    page = texts.reading_of(connection, instance, look.text) if look.text else None
    alike = own = None
    if answer is not None and page is not None and answer.text and page.text:
        pair = page.text, answer.text
        if kind == "random-path":
            pair = without_address(page.text, look.url), without_address(answer.text, row.url)
        alike = round(likeness(*pair), 3)
    known = _known_there(connection, instance if kind == "elsewhere" else None, row.url)
    if answer is not None and known is not None:
        own = round(likeness(known, answer.text), 3)
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
        own,
    )


def _known_there(connection: Connection, instance: str | None, url: str) -> str | None:
    """The words known of an instance, or of that at an address, before this answer."""
    instance = instance or history.instance_at(connection, url)
    standing = history.standing(connection, instance) if instance else None
    if instance is None or standing is None or standing.text is None:
        return None
    reading = texts.reading_of(connection, instance, standing.text)
    return reading.text if reading is not None else None
