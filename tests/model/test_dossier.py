"""Dossiers and roll calls come back from what is kept of them, to the last field."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.errors import BadInput
from walkback.model.canonical import canonical, parse_canonical
from walkback.model.dossier import (
    Dossier,
    dossier_json,
    parse_dossier,
    parse_reading,
    reading_json,
)
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation, Role
from walkback.model.reading import Passage, Reading
from walkback.model.rollcall import Line, RollCall
from walkback.model.verdict import (
    Confidence,
    EventKind,
    Policy,
    Reason,
    Standing,
    State,
    Verdict,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
some = st.none() | texts
# Every look's time is cut to milliseconds before it is used anywhere.
times = st.integers(0, 10**12).map(
    lambda ms: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
likenesses = st.none() | st.integers(0, 1000).map(lambda n: n / 1000)
facts = st.dictionaries(texts, texts | st.integers(0, 99) | st.lists(texts, max_size=2), max_size=2)
outcomes = st.sampled_from(OutcomeKind)
controls = st.builds(
    Control,
    kind=texts,
    url=texts,
    outcome=outcomes,
    reason=texts,
    status=st.none() | st.integers(100, 599),
    final_url=texts,
    capture=some,
    likeness=likenesses,
    words=st.none() | st.integers(0, 10**6),
    marks=st.lists(texts, max_size=2).map(tuple),
)
looks = st.builds(
    Observation,
    id=texts,
    at=times,
    outcome=outcomes,
    reason=texts,
    status=st.none() | st.integers(100, 599),
    url=texts,
    final_url=texts,
    capture=some,
    text=some,
    likeness=likenesses,
    known=st.booleans(),
    canonical=some,
    role=st.sampled_from(Role),
    controls=st.lists(controls, max_size=2).map(tuple),
    facts=facts,
)
reasons = st.builds(
    Reason, rule=texts, text=texts, observations=st.lists(texts, max_size=3).map(tuple)
)
verdicts = st.builds(
    Verdict,
    id=texts,
    instance=texts,
    kind=st.sampled_from(EventKind),
    state=st.sampled_from(State),
    between=st.tuples(times, times),
    confirmed_at=times,
    confidence=st.sampled_from(Confidence),
    reasons=st.lists(reasons, max_size=2).map(tuple),
    policy=texts,
    capture=some,
    text=some,
    supersedes=some,
    facts=facts,
)
standings = st.builds(
    Standing,
    instance=texts,
    state=st.sampled_from(State),
    text=some,
    capture=some,
    seen=some,
    seen_at=st.none() | times,
    url=texts,
    final_url=texts,
)
policies = st.builds(
    Policy,
    version=texts,
    confirm_checks=st.none() | st.integers(1, 99),
    confirm_over=st.none() | st.integers(0, 10**9).map(lambda ms: timedelta(milliseconds=ms)),
    edit_checks=st.integers(1, 9),
)
dossiers = st.builds(
    Dossier,
    verdict=verdicts,
    standing=standings,
    looks=st.lists(looks, max_size=2).map(tuple),
    policy=policies,
    now=times,
)


@given(dossiers)
def test_a_dossier_comes_back_from_the_bytes_that_are_kept_of_it(dossier):
    kept = canonical(dossier_json(dossier))
    assert parse_dossier(parse_canonical(kept)) == dossier


@pytest.mark.parametrize("part", ["verdict", "standing", "looks", "policy", "now"])
def test_a_dossier_without_a_part_is_none(part):
    value = dossier_json(
        Dossier(
            Verdict(
                "v",
                "i",
                EventKind.REMOVED,
                State.REMOVED,
                (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)),
                datetime(2026, 1, 3, tzinfo=UTC),
                Confidence.HIGH,
                (),
                "1",
            ),
            Standing("i", State.PRESENT),
            (),
            Policy(),
            datetime(2026, 1, 3, tzinfo=UTC),
        )
    )
    parse_dossier(value)
    del value[part]
    with pytest.raises(KeyError, match=part):
        parse_dossier(value)


@given(st.lists(st.tuples(texts, st.sampled_from(["paragraph", "heading", "item"])), max_size=5))
def test_a_reading_comes_back_with_its_passages_where_they_are(parts):
    passages, start = [], 0
    for words, kind in parts:
        passages.append(Passage(words, start, start + len(words), kind))
        start += len(words) + 2
    text = "\n\n".join(words for words, _ in parts)
    reading = Reading("Title", text, tuple(passages), "ab" * 32, "r1", language="en", defect=None)
    assert parse_reading(parse_canonical(canonical(reading_json(reading)))) == reading


lines = st.builds(
    Line,
    instance=texts,
    at=times,
    outcome=outcomes,
    reason=texts.filter(bool),
    capture=some,
    control=some.filter(lambda kind: kind != ""),
    url=some,
).map(
    lambda line: (
        line
        if line.control
        else Line(line.instance, line.at, line.outcome, line.reason, line.capture)
    )
)


@given(st.lists(lines, min_size=1, max_size=6))
def test_a_roll_call_comes_back_line_by_line(found):
    call = RollCall("call", min(line.at for line in found), tuple(found))
    kept = parse_canonical(canonical(call.document()))
    assert RollCall.parse("call", call.at, kept) == call
    assert [call.observation_id(n) for n in range(len(found))] == [
        f"call/{n}" for n in range(len(found))
    ]


def test_a_plain_line_is_short():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    plain = Line("i" * 26, at, OutcomeKind.NOT_MODIFIED, capture="c" * 26)
    assert RollCall("x", at, (plain,)).document() == [["n", 0, "i" * 26, "c" * 26]]


@pytest.mark.parametrize(
    "document",
    [
        None,
        7,
        [7],
        [["n"]],
        [["z", 0, "i", None]],
        [["n", "soon", "i", None]],
        [["n", 0, *"123456"]],
    ],
)
def test_what_is_no_roll_call_is_named(document):
    with pytest.raises(BadInput, match="a roll call cannot be read: call"):
        RollCall.parse("call", datetime(2026, 1, 1, tzinfo=UTC), document)
