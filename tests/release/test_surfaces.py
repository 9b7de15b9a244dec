"""Nothing restricted, protected or erased is on any surface there is, nor on one that is added."""

import inspect
import time
from contextlib import suppress

import pytest
from fastapi.testclient import TestClient
from tests.release.conftest import CANARY
from tests.release.stained import SPEAKER, found_in

from walkback.app import Walkback, open_record
from walkback.errors import WalkbackError
from walkback.model.quoted import Handed
from walkback.model.views import as_json
from walkback.publish import site as pages

# These change the record, end it or hand in what is asked about; what they answer is a view too,
# which goes the same way, but to call them all would undo what is tested.
ACTING = {
    *("close", "run", "serve", "poll", "rounds", "backup", "rebuild", "rejudge", "import_files"),
    *("restrict", "panic", "show_again", "redact", "erase", "protect", "watch", "unwatch", "mask"),
    *("add_speaker", "edit_speaker", "merge_speakers", "import_speakers", "read_watchlist"),
    *("start_reading",),
}


def asked(record, site, ref):
    """What may be given for a parameter, by its name."""
    article = Handed("row.html", site.quoted())
    return {
        "ref": ref,
        "articles": [article],
        "url": site.clean,
        "path": record.folder.parent / "out.wacz",
        "folder": record.folder.parent / "out",
    }


def answers(record, site, refs):
    """The answer of every public method of the app, for each thing that may be named."""
    for name, method in inspect.getmembers(Walkback, inspect.isfunction):
        if name.startswith("_") or name in ACTING:
            continue
        needed = [
            each
            for each in inspect.signature(method).parameters.values()
            if each.default is inspect.Parameter.empty and each.name != "self"
        ]
        for ref in refs:
            given = asked(record, site, ref)
            unknown = [each.name for each in needed if each.name not in given]
            if unknown:
                continue  # it is about the network or a key: it has no statement to tell
            with suppress(WalkbackError):
                told = (given[each.name] for each in needed)
                found = method(
                    record,
                    *(
                        str(one) if each.annotation is str else one
                        for each, one in zip(needed, told, strict=True)
                    ),
                )
                yield name, str(as_json(found))


def told(record, site, refs):
    yield from answers(record, site, refs)
    client = TestClient(pages(record), raise_server_exceptions=False)
    speaker = record.speakers()[0].id
    for route in client.app.routes:
        for ref in [*refs, speaker]:
            path = route.path.replace("{ref}", ref).replace("{ref:path}", ref)
            if "{" in path or "://" in path:
                continue
            found = client.get(path, follow_redirects=True)
            yield f"GET {path}", found.text + str(found.headers)
    found = client.get("/show", params={"url": site.stained}, follow_redirects=True)
    yield "GET /show", found.text


def names_of(record, site):
    with open_record(record.folder) as other:
        statement = other.show(site.stained).id
        cases = [one.id for one in other.cases()]
    return [statement, *cases]


@pytest.fixture
def record(folder, site):
    with open_record(folder) as opened:
        yield opened


def leaks(found, words, *, own=()):
    return [
        name for name, text in found if any(w.lower() in text.lower() for w in words - set(own))
    ]


def test_the_canary_is_told_before_anything_is_withheld(record, site):
    refs = names_of(record, site)
    assert {"events", "show", "cases", "check"} <= set(
        leaks(told(record, site, [*refs, site.stained]), {CANARY})
    )


@pytest.mark.parametrize("how", ["restrict", "panic"])
def test_a_restricted_canary_is_on_no_surface(record, site, how):
    refs = names_of(record, site)
    getattr(record, how)(site.stained, by="Ada")
    found = list(told(record, site, refs))
    # An article that a reader hands in is the reader's: its own words come back to him alone.
    assert leaks([one for one in found if one[0] not in ("check", "quotes")], {CANARY}) == []
    view = record.check([Handed("row.html", site.quoted())])[0]
    assert all(one.match is None and one.finding == "not-checked" for one in view.quotations)
    out = record.folder.parent / "out.wacz"
    assert not out.exists() or not found_in(out.parent / "nothing", CANARY)


def test_a_protected_name_is_on_no_surface(record, site):
    refs = names_of(record, site)
    record.protect([f"{CANARY} Halder", CANARY, SPEAKER])
    found = list(told(record, site, refs))
    assert leaks(found, {CANARY, "Vossberg"}) == []


def test_an_erased_canary_is_on_no_surface_and_in_no_export(record, site):
    refs = names_of(record, site)
    record.erase(site.stained, by="Ada")
    found = [one for one in told(record, site, refs) if one[0] not in ("check", "quotes")]
    assert leaks(found, {CANARY}) == []
    assert found_in(record.folder.parent, CANARY) == []


def test_a_page_of_fifty_events_costs_no_more_where_nothing_is_withheld(record):
    events = record.events() * 25
    gate = record._release.gate()
    began = time.perf_counter()
    for _ in range(100):
        gate.release(events)
    assert (time.perf_counter() - began) / 100 < 0.000_1


def test_a_page_of_fifty_events_takes_its_time_with_names_and_restrictions(record, site):
    record.protect([f"Wren Tallow{n}" for n in range(50)])
    record.restrict(site.clean, by="Ada")
    events = (record.events() * 25)[:50]
    gate = record._release.gate()
    gate.release(events)
    took = []
    for _ in range(5):
        began = time.perf_counter()
        gate.release(events)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.02
