"""A page that goes to and fro between texts is one finding, and every state is kept."""

from dataclasses import replace

import pytest
from tests.record.paper import QUICK, Paper
from tests.record.reading_here import HereWorkers

import walkback.app.walkback
from walkback.app import open_record
from walkback.model.source import WatchLine

A = ["The board met on Monday.", "At least 12 boats were lost."]
B = ["The board met on Monday.", "At least 21 boats were lost."]
C = ["The board met on Monday.", "Nobody knows how many boats were lost."]


@pytest.fixture
def paper():
    with Paper() as served:
        for name in ("harbour", "ferry"):
            served.publish(name)
        yield served


@pytest.fixture
def record(tmp_path, monkeypatch, paper):
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    with open_record(tmp_path / "record", make=True) as opened:
        yield opened


def say(paper, sentences):
    paper.pages["harbour"] = replace(paper.pages["harbour"], sentences=tuple(sentences))


def play(record, paper, *states):
    """Shows one state after the other, each until it was confirmed; the events of the page."""
    say(paper, states[0])
    record.watch([WatchLine(paper.url("harbour")), WatchLine(paper.url("ferry"))])
    for state in states:
        say(paper, state)
        for _ in range(3):
            record.poll(everything=True)
    return record.show(paper.url("harbour"))


def test_to_and_fro_and_to_and_fro_is_one_edit_with_every_state_kept(record, paper):
    shown = play(record, paper, A, B, A, B, A)
    assert [event.kind for event in shown.events] == ["published", "edited"]
    (edit,) = shown.events[1:]
    assert "these words stood here before" in edit.reasons[0].text
    assert "gone to and fro 3 times" in edit.reasons[0].text
    assert edit.changes[0].reason == "a number changed: 21 became 12"
    assert len(shown.versions) == 5
    assert A[1] in shown.versions[-1].text
    everything = [e for e in record.events(replaced=True) if e.kind == "edited"]
    assert len(everything) == 4


def test_an_edit_after_the_flips_is_told_by_itself(record, paper):
    shown = play(record, paper, A, B, A, C)
    kinds = [event.kind for event in shown.events]
    assert kinds == ["published", "edited", "edited"]
    assert "stood here before" not in shown.events[-1].reasons[0].text


def test_an_old_text_that_comes_back_after_other_edits_is_an_event_beside_them(record, paper):
    shown = play(record, paper, A, B, C, A)
    assert [event.kind for event in shown.events] == ["published", "edited", "edited", "edited"]
    assert "stood here before" in shown.events[-1].reasons[0].text


def test_judged_again_and_built_again_the_flips_are_the_same(record, paper):
    play(record, paper, A, B, A, B, C)
    before = record.events()
    assert record.rejudge() == (len(before), 0)
    assert record.events() == before
    record.rebuild()
    assert record.events() == before
