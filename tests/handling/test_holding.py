"""What is held back is nowhere but for reviewers; four eyes; what survives a rebuild."""

import json
import threading

import pytest
from tests.handling.conftest import PHRASE
from tests.handling.test_pages import gone

from walkback.model.source import WatchLine
from walkback.model.views import as_json

DESK = ["/desk", "/desk/queue", "/desk/watch", "/desk/replies", "/desk/alerts", "/desk/account"]
SITE = ["/", "/?kind=all", "/cases", "/speakers", "/sources", "/search?q=ferry", "/feed.atom"]
SITE += ["/feed.json", "/api/events", "/api/cases", "/api/events.csv", "/api/status"]


def test_what_is_restricted_is_on_no_route_for_anybody_and_readable_for_reviewers(house):
    event = gone(house.record)
    statement = house.record.show(event.statement.id)
    canary = statement.versions[0].text[:60]
    own = [f"/statement/{statement.id}", f"/desk/event/{event.id}", f"/desk/held/{statement.id}"]
    own += [f"/api/statements/{statement.id}", f"/case/{statement.id}"]
    reviewer = house.visitor("Bo")
    assert canary in reviewer.get(own[0]).text
    fields = {"ref": statement.id, "reason": "safety"}
    assert reviewer.send("/desk/held", fields).status == 303
    for name in (None, "Rui", "Bo", "Ines"):
        visitor = house.visitor(name)
        for path in [*SITE, *DESK, *own]:
            if path == own[2] and name in ("Bo", "Ines"):
                continue
            text = visitor.get(path).text
            assert canary not in text, (name, path)
            assert statement.title not in text or "/desk" in path, (name, path)
    assert house.visitor("Rui").get(own[2]).status == 403
    assert canary in reviewer.get(own[2]).text
    assert house.record.handled(1)[0].what == "saw-held"
    assert "0</span> to review" in reviewer.get("/desk").text, "a count would tell of it"


def test_another_reviewer_must_show_it_again(house):
    event = gone(house.record)
    first, second = house.visitor("Bo"), house.visitor("Cleo")
    first.send("/desk/held/panic", {"ref": event.statement.id}, page="/desk/held")
    assert house.record.show(event.statement.id).withheld
    (held,) = house.record.taken_away()
    refused = first.send("/desk/held/show-again", {"ref": held.id}, page="/desk/held")
    assert refused.status == 400
    assert "nother person must release" in refused.text
    assert "Another reviewer must show it again" in first.get("/desk/held").text
    assert second.send("/desk/held/show-again", {"ref": held.id}, page="/desk/held").status == 303
    assert house.record.show(event.statement.id).withheld is None


def test_what_is_taken_away_for_good_is_typed_twice_by_a_keeper(house):
    ref = gone(house.record).statement.id
    keeper, reviewer = house.visitor("Ines"), house.visitor("Bo")
    fields = {"ref": ref, "confirm": ref, "reason": "erasure-request"}
    assert reviewer.send("/desk/erase", fields, page="/desk").status == 403
    mistyped = keeper.send("/desk/erase", fields | {"confirm": ref[:-1]}, page="/desk/take-away")
    assert "not the same" in mistyped.text
    assert house.record.show(ref).withheld is None
    done = keeper.send("/desk/erase", fields, page="/desk/take-away")
    assert done.status == 200, done.text
    assert house.record.show(ref).withheld.state == "erased"
    assert "Erased" in done.text


def test_while_somebody_polls_an_erasure_hides_and_says_what_to_do(house):
    ref = gone(house.record).statement.id
    keeper = house.visitor("Ines")
    with house.record.rounds():
        fields = {"ref": ref, "confirm": ref}
        answer = keeper.send("/desk/erase", fields, page="/desk/take-away")
    assert answer.status == 409
    assert house.record.show(ref).withheld


def test_protected_names_are_counted_and_never_told(house):
    keeper = house.visitor("Ines")
    names = "Mira Vossberg\nAda Example Person"
    keeper.send("/desk/names", {"names": names, "list": "court"})
    for path in ("/desk/names", "/desk/log", "/desk/queue", "/"):
        text = keeper.get(path).text
        assert "Vossberg" not in text, path
        assert "Example Person" not in text, path
    assert "court</bdi>: 2 names" in keeper.get("/desk/names").text
    assert house.visitor("Bo").send("/desk/names", {"names": "Zed Zed"}).status == 403


def test_the_watch_list_is_changed_with_the_checks_of_the_verb(house):
    reviewer = house.visitor("Bo")
    url = "http://127.0.0.9:1/new"
    good = {"url": url, "speaker": "Mira Vossberg", "kind": "page", "every": "6h"}
    assert reviewer.send("/desk/watch", good).status == 303
    found = next(one for one in house.record.status().sources if one.url == url)
    assert (found.every.total_seconds(), found.speaker.name) == (21600, "Mira Vossberg")
    for wrong in (
        {"speaker": "Nobody Known"},
        {"url": "javascript:x"},
        {"every": "0s"},
        {"url": ""},
    ):
        assert reviewer.send("/desk/watch", good | wrong).status == 400, wrong
    assert reviewer.send("/desk/watch/end", {"url": url}, page="/desk/watch").status == 303
    assert not next(one for one in house.record.status().sources if one.url == url).active
    assert house.visitor("Rui").send("/desk/watch", good).status == 403


def test_reviews_and_the_log_survive_a_rebuild_and_no_secret_is_in_the_record(house, tmp_path):
    record, event = house.record, gone(house.record)
    reviewer = house.visitor("Cleo")
    reviewer.send(f"/desk/event/{event.id}", {"finding": "wrong"})
    reviewer.send(f"/desk/event/{event.id}", {"finding": "confirmed"})
    before = [as_json(record.events()), as_json(record.handled(50))]
    assert len(gone(record).reviews) == 1, "the last word of each reviewer"
    cleo = next(one.id for one in record.accounts.accounts() if one.name == "Cleo")
    assert {act.by for act in record.handled(50)} == {cleo}
    record.rebuild()
    assert [as_json(record.events()), as_json(record.handled(50))] == before
    record.backup(tmp_path / "backup")
    token = reviewer.cookie.partition("=")[2]
    kept = [path for path in (tmp_path / "backup").rglob("*") if path.is_file()]
    assert not [path.name for path in kept if path.name.startswith("desk.db")]
    for path in [*kept, *(tmp_path / "record").rglob("*")]:
        if path.is_file():
            assert token.encode() not in path.read_bytes()
            assert PHRASE.encode() not in path.read_bytes()


def test_many_threads_of_one_process_write_one_after_the_other(house):
    """Rounds and the desk are threads of one process: none may write inside another's batch."""
    record = house.record
    (ines,) = [one for one in record.accounts.accounts() if one.name == "Ines"]
    before = record.leaves()
    faults = []

    def work(number):
        try:
            for step in range(4):
                if number % 2:
                    record.note(ines, f"thread-{number}-{step}")
                else:
                    record.watch([WatchLine(f"http://127.0.0.{number + 2}:1/{step}", kind="page")])
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            faults.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    assert record.leaves() == before + 16
    assert len(json.loads(json.dumps(as_json(record.handled(50))))) == 8


def test_a_first_start_prints_a_link_and_later_ones_do_not(record):
    link = record.first_link("http://127.0.0.1:9")
    assert link.startswith("http://127.0.0.1:9/desk/join?code=")
    code = link.partition("code=")[2]
    assert record.accounts.join(code, "Ines", PHRASE)
    assert record.first_link("http://127.0.0.1:9") is None
    record.public = True
    assert record.first_link("http://127.0.0.1:9") is None


@pytest.mark.parametrize("path", ["/desk/event/none", "/desk/held/none"])
def test_what_is_not_there_is_a_page_that_says_so(house, path):
    answer = house.visitor("Bo").get(path)
    assert answer.status == 404
    assert answer.headers["cache-control"] == "no-store"
