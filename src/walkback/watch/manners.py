"""Say in which manner each event walked something back."""

from collections.abc import Sequence
from dataclasses import replace

from walkback.judge.manner import manner
from walkback.model.act import MannerFound
from walkback.model.views import EventView
from walkback.read.acts import acts
from walkback.store import Store
from walkback.store.walked_back import happenings


def with_manners(store: Store, views: Sequence[EventView]) -> list[EventView]:
    """The events, each with the manners that it and the acts about its statement show."""
    found: dict[str, tuple[MannerFound, ...]] = {}
    with store.reading() as connection:
        for view, event, others in happenings(connection, views):
            if event.words:
                # What stands in place of a statement may say why: words of an act, like any other.
                found[view.id] = manner(replace(event, acts=acts(event.words)), others)
            else:
                found[view.id] = manner(event, others)
    return [replace(view, manner=found[view.id]) if view.id in found else view for view in views]
