"""Posts of an account are handed over like pages, and what was concluded of them with them."""

from tests.bundle.opened import lines, members
from tests.watch.tiny import OTHER, WORDS, watch

from walkback.app import verify_record


def test_a_post_that_was_edited_and_removed_is_handed_over(record, poll, world, tmp_path):
    watch(record, world)
    world.say(1, WORDS.replace("winter", "summer"))
    poll(2)
    del world.posts["1"]
    poll(4)
    path = tmp_path / "out.wacz"
    record.export(world.url(1), path)

    report = verify_record(path, verifier_key=record.verifier_key)
    assert report.ok, report.steps
    steps = {step.name: step for step in report.steps}
    assert steps["verdicts"].detail.startswith("2 derived again")
    found = members(path)
    kinds = [one["verdict"]["kind"] for one in lines(found["walkback/verdicts.jsonl"])]
    assert kinds == ["published", "edited", "removed"]
    texts = [one["reading"]["text"] for one in lines(found["walkback/readings.jsonl"])]
    assert texts == [WORDS, WORDS.replace("winter", "summer")]
    assert OTHER.encode() not in found["walkback/readings.jsonl"]
