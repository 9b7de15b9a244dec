"""Whoever holds the key can sign a lie; that it does not follow from the evidence still shows."""

import copy
import re
from datetime import UTC, datetime

import pytest
from tests.record.paper import QUICK, Paper
from tests.record.reading_here import HereWorkers

import walkback.app.walkback
from walkback.app import open_record, verify_record
from walkback.archive import load_document
from walkback.model.evidence import Evidence, LeafKind
from walkback.model.evidence import Place as GroupPlace
from walkback.model.source import WatchLine
from walkback.model.times import parse_stamp


@pytest.fixture
def paper():
    with Paper() as served:
        for name in ("harbour", "ferry"):
            served.publish(name)
        yield served


@pytest.fixture
def record(tmp_path, monkeypatch, paper):
    """A record with a removal, and a second page that only looks gone."""
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    with open_record(tmp_path / "record", make=True) as opened:
        opened.watch([WatchLine(paper.url("harbour")), WatchLine(paper.url("ferry"))])
        opened.poll(everything=True)
        paper.take_down("harbour")
        for _ in range(3):
            opened.poll(everything=True)
        assert [event.kind for event in opened.events()].count("removed") == 1
        yield opened


def the_verdict(record):
    """The document of the removal, as it was kept."""
    with record._record.store.reading() as connection:
        row = connection.exec_driver_sql(
            'SELECT segment, "offset", length, payload FROM leaves WHERE kind = ?', ("verdict",)
        ).one()
    return load_document(record.folder / "archive", GroupPlace(*row))


def forged(record, document, identity=None):
    """Sign this document into the record; what step 7 says of it."""
    evidence = Evidence(
        LeafKind.VERDICT,
        identity or document["verdict"]["id"],
        parse_stamp(document["verdict"]["confirmed_at"]),
        document=document,
    )
    record._record.keeper.commit([evidence], lambda *_: None)
    report = verify_record(record.folder)
    steps = {step.number: step for step in report.steps}
    assert all(steps[number].result == "passed" for number in (2, 3, 4, 5, 6)), report
    return steps[7]


def other_instance(record, paper):
    with record._record.store.reading() as connection:
        return connection.exec_driver_sql(
            "SELECT id FROM instances WHERE url = ?", (paper.url("ferry"),)
        ).scalar_one()


def test_the_verdict_as_it_is_follows_from_its_looks(record):
    step = forged(record, the_verdict(record))
    assert step.result == "passed"
    assert step.detail.startswith("2 derived again")


def change(document, path, value):
    document = copy.deepcopy(document)
    *way, last = path
    part = document
    for step in way:
        part = part[step]
    part[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("verdict", "kind"), "withheld", "its looks give removed"),
        (("verdict", "confidence"), "low", "its looks give removed"),
        (("verdict", "confirmed_at"), "2020-01-01T00:00:00.000000Z", "its looks give removed"),
        (("verdict", "between"), ["2020-01-01T00:00:00.000000Z"] * 2, "its looks give removed"),
        (("policy", "confirm_checks"), 9, "does not follow from its looks"),
        (("standing", "state"), "removed", "does not follow from its looks"),
        (("looks", 0, "outcome"), "unreachable", "is stated as"),
        (("looks", 0, "at"), "2020-01-01T00:00:00.000000Z", "is stated as"),
        (("looks", 0, "reason"), "http-410", "is stated as"),
        (("looks", 0, "status"), 410, "is stated to have got (410"),
        (("looks", 0, "final_url"), "http://elsewhere.example/", "is stated to have got"),
        (("looks", 0, "id"), "a" * 26, f"look {'a' * 26} is not in the record"),
        (("looks", 0, "capture"), None, "is stated as"),
        (("looks", 0, "controls", 0, "capture"), "a" * 26, f"control {'a' * 26} is not in"),
        (("looks", 0, "controls", 0, "outcome"), "received", "is stated as"),
        (("looks", 0, "controls", 0, "kind"), "sibling", "was not asked for look"),
        (("looks", 0, "controls", 0, "url"), "http://elsewhere.example/", "is stated as"),
        (("looks", 1, "id"), "nonsense/0", "look nonsense/0 is not in the record"),
        (("looks",), [], "does not follow from its looks"),
        (("looks",), "none", "cannot be read"),
        (("now",), "soon", "cannot be read"),
    ],
)
def test_a_verdict_that_says_other_things_than_the_evidence_is_told(record, path, value, told):
    document = change(the_verdict(record), path, value)
    step = forged(record, document)
    assert step.result == "failed"
    assert told in step.detail
    assert document["verdict"]["id"] in step.detail


def test_the_looks_at_one_page_make_no_verdict_on_another(record, paper):
    """The worst of lies: a page that stands is called removed, with real answers of another."""
    instance = other_instance(record, paper)
    document = the_verdict(record)
    document["verdict"]["instance"] = document["standing"]["instance"] = instance
    step = forged(record, document)
    assert step.result == "failed"
    assert f"is stated as ('{instance}'" in step.detail


def test_a_control_that_was_asked_for_another_look_is_told(record):
    document = the_verdict(record)
    document["looks"][0]["controls"] = document["looks"][1]["controls"]
    step = forged(record, document)
    assert step.result == "failed"
    assert "was not asked for look" in step.detail


def test_a_control_without_an_answer_that_was_never_asked_is_told(record):
    document = the_verdict(record)
    control = document["looks"][0]["controls"][0]
    control |= {"capture": None, "outcome": "unreachable", "reason": "timeout", "status": None}
    step = forged(record, document)
    assert step.result == "failed"
    assert "without an answer is not in the record" in step.detail


def test_a_line_that_the_roll_call_does_not_have_is_told(record):
    document = the_verdict(record)
    look = next(look for look in document["looks"] if "/" in look["id"])
    look["id"] = look["id"].partition("/")[0] + "/999"
    step = forged(record, document)
    assert step.result == "failed"
    assert "cannot be read: IndexError" in step.detail


def test_a_verdict_kept_under_another_id_is_told(record):
    step = forged(record, the_verdict(record), identity="b" * 26)
    assert step.result == "failed"
    assert f"kept as {'b' * 26}" in step.detail


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        (LeafKind.ROLLCALL, [["z", 0, "i", None]]),
        (LeafKind.ROLLCALL, {"lines": []}),
        (LeafKind.REGISTER, [{"name": "nobody"}]),
    ],
)
def test_a_record_of_our_own_that_says_nothing_is_told(record, kind, document):
    at = datetime.now(UTC)
    evidence = Evidence(kind, "c" * 26, at, document=document)
    record._record.keeper.commit([evidence], lambda *_: None)
    report = verify_record(record.folder)
    step = next(step for step in report.steps if step.number == 6)
    assert step.result == "failed"
    assert f"{kind.value} {'c' * 26}" in step.detail
    assert re.search(r"archive/walkback-\d{8}\.warc\.gz at byte \d+", step.detail)


def test_a_verdict_by_rules_of_another_version_is_not_checked_and_never_passed(record):
    document = change(the_verdict(record), ("verdict", "facts", "rules"), "0")
    step = forged(record, document)
    assert step.result == "not-checked"
    assert "by rules of another version" in step.detail
    assert verify_record(record.folder).ok


def test_other_rules_excuse_no_look_that_is_not_there(record):
    document = change(the_verdict(record), ("verdict", "facts", "rules"), "0")
    document = change(document, ("looks", 0, "reason"), "invented")
    assert forged(record, document).result == "failed"
