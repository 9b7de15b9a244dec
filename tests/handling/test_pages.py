"""What is done at the desk, over real requests, on a real record."""

import pytest

from walkback.model.views import as_json

READING = ["/desk", "/desk/queue", "/desk/watch", "/desk/replies", "/desk/alerts", "/desk/account"]
REVIEWING = ["/desk/held", "/desk/names", "/desk/log"]
KEEPING = ["/desk/take-away", "/desk/accounts"]


def gone(record):
    return next(event for event in record.events() if event.kind == "removed")


def test_every_page_is_whole_for_a_keeper(house):
    keeper = house.visitor("Ines")
    event = gone(house.record)
    for path in [*READING, *REVIEWING, *KEEPING, f"/desk/event/{event.id}"]:
        answer = keeper.get(path)
        assert answer.status == 200, (path, answer.text[:3000])
        assert answer.headers["cache-control"] == "no-store"
        assert "<script" not in answer.text
        assert "Ines" in answer.text


@pytest.mark.parametrize(("said", "shown"), [("confirmed", "Reviewed by Bo"), ("wrong", "Marked")])
def test_a_review_stands_beside_the_event_and_leaves_the_verdict(house, said, shown):
    event = gone(house.record)
    before = as_json(event)
    reviewer = house.visitor("Bo")
    assert event.id in reviewer.get("/desk/queue").text
    answer = reviewer.send(f"/desk/event/{event.id}", {"finding": said})
    assert answer.status == 303
    after = as_json(gone(house.record))
    assert after.pop("reviews")[0] | {"at": ""} == {"finding": said, "by": "Bo", "at": ""}
    before.pop("reviews")
    assert after == before
    for path in ("/", f"/statement/{event.statement.id}", f"/case/{event.statement.id}"):
        assert shown in house.visitor().get(path).text, path
    assert event.id not in reviewer.get("/desk/queue").text
