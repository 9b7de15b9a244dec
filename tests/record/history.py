"""What must be true of a record's history whatever happened to the process that kept it."""

import json
from collections import Counter

from walkback.errors import NotFound
from walkback.model.views import as_json

ENDS = {"removed", "withheld", "moved"}


def events_json(record):
    """The whole history, byte for byte as ``events --json`` tells it, the replaced ones too."""
    return json.dumps([as_json(event) for event in record.events(replaced=True)])


def lawful(record):
    """No event twice, one beginning for each statement, and nothing ends that has ended."""
    events = record.events()
    assert max(Counter(event.id for event in events).values(), default=1) == 1
    state = {}
    for event in sorted(events, key=lambda one: (one.at, one.kind != "published")):
        before = state.get(event.statement.id)
        assert (event.kind == "published") == (before is None), (event, before)
        assert not (event.kind in {"removed", "withheld"} and before == event.kind), event
        assert not (event.kind == "restored" and before not in ENDS), (event, before)
        state[event.statement.id] = event.kind


def true_to(record, paper):
    """The record says of every page how it stands, and nothing that never happened."""
    for name, page in paper.pages.items():
        if page.status == 301:
            continue  # shown with its new address
        try:
            shown = record.show(paper.url(name))
        except NotFound:
            assert not page.listed, f"{name} was named by the feed and is not known"
            continue  # it left the feed before a look saw it
        expected = {200: "present", 404: "removed", 410: "removed", 451: "withheld"}[page.status]
        assert shown.state == expected, (name, page.status, shown.state, shown.pending)
        if page.status == 200:  # what was edited and gone before a look was never seen
            assert all(one in shown.versions[-1].text for one in page.sentences), name
        kinds = Counter(event.kind for event in shown.events)
        assert kinds["edited"] <= page.edits, (name, kinds, page.edits)
