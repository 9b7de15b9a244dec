"""When letters go, what goes together, and that nobody's words become ours."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import crowd
import desk
import harm
from hypothesis import given
from hypothesis import strategies as st

from walkback.model.alert import Interest, Waiting
from walkback.model.change import NamedChange, Rank, Sort
from walkback.publish.addresses import Addresses
from walkback.publish.letters import Desk, Hours, batch, grouped

NIGHT = Hours(UTC, (time(22), time(7)))
WRITER = Desk("Walkback", Addresses.of("https://record.example"))
EVENTS = desk.story().events()


def at(hour, minute=0, day=3):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def waits(number, event):
    return Waiting(number, f"key{number}", event.id, "", at(9), "", 0)


def test_quiet_hours_may_go_over_midnight_and_follow_the_zone():
    assert [NIGHT.is_quiet(at(hour)) for hour in (21, 22, 3, 7)] == [False, True, True, False]
    noon = Hours(UTC, (time(12), time(13)))
    assert [noon.is_quiet(at(hour)) for hour in (11, 12, 13)] == [False, True, False]
    far = replace(NIGHT, zone=ZoneInfo("Asia/Tokyo"))
    assert far.is_quiet(at(14))
    assert not far.is_quiet(at(0))


def test_with_digests_what_came_waits_for_the_next_one():
    hours = Hours(UTC, digests=(time(8), time(17)))
    assert not hours.is_ripe(at(9), at(16, 59))
    assert hours.is_ripe(at(9), at(17))
    assert not hours.is_ripe(at(18), at(23))
    assert hours.is_ripe(at(18), at(8, 5, day=4))


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 8), st.integers(0, 10))
def test_never_more_letters_than_may_go_and_nothing_is_told_twice(statements, most, sent):
    event = EVENTS[1]
    events = {
        f"e{number}": replace(event, statement=replace(event.statement, id=f"s{one}"))
        for number, one in enumerate(statements)
    }
    ready = [Waiting(n, f"k{n}", f"e{n}", "", at(9), "", 0) for n in range(len(statements))]
    groups = grouped(ready, events, Hours(UTC, most=most), sent)
    assert len(groups) <= max(0, most - sent)
    told = [one.number for group in groups for one in group]
    assert sorted(told) == (list(range(len(ready))) if groups else [])


def test_the_key_of_a_letter_is_that_of_what_it_tells():
    some = [waits(1, EVENTS[0]), waits(2, EVENTS[1])]
    assert batch(some, "a") == batch(some[::-1], "a") != batch(some, "b") != batch(some[:1], "b")


def test_an_edit_that_is_a_slip_is_told_only_to_who_wants_it():
    slip = NamedChange(Sort.WORDING, "teh ferry", "the ferry", Rank.SLIP, "spelling")
    edit = replace(EVENTS[1], kind="edited", changes=(slip,))
    assert not Interest().wants(edit)
    assert Interest(slips=True).wants(edit)
    assert Interest().wants(replace(edit, changes=(slip, replace(slip, rank=Rank.FACT))))
    assert not Interest(kinds=frozenset({"removed"})).wants(edit)
    assert Interest(speakers=frozenset({"mira vossberg"})).wants(replace(EVENTS[2]))
    assert not Interest(speakers=frozenset({"halder"})).wants(EVENTS[2])


def test_a_letter_has_the_sentence_the_diff_the_page_and_its_key():
    change = NamedChange(
        Sort.NUMBER,
        "The ferry costs 12 crowns.",
        "The ferry costs 21 crowns.",
        Rank.FACT,
        "12 became 21",
    )
    edit = replace(next(e for e in EVENTS if e.kind == "edited"), changes=(change,))
    letter = WRITER.letter("k" * 24, [edit])
    assert letter.title == f"Edited: {edit.statement.title}"
    for words in ("12 became 21", "- The ferry costs 12", "+ The ferry costs 21", "k" * 24):
        assert words in letter.text
    assert "<del>12</del> <ins>21</ins>" in letter.html
    assert f"https://record.example/statement/ferry#event-{edit.id}" in letter.text


def test_what_a_page_says_is_put_in_once_and_never_read_as_a_pattern_or_a_call():
    nasty = "{title} {url} {{7*7}} ${x} %n @everyone <!channel> <script>alert(1)</script>\r\nBcc: x"
    event = replace(EVENTS[2], statement=replace(EVENTS[2].statement, title=nasty, opening=nasty))
    letter = replace(WRITER, title="{speaker}: {title}").letter("k", [event])
    assert letter.title.startswith("Mira Vossberg: {title} {url} {{7*7}} ${x} %n @")
    assert "\n" not in letter.title
    assert "\r" not in letter.title
    for text in (letter.title, letter.text, letter.html):
        assert "@everyone" not in text
        assert "<!channel" not in text
    assert "<script" not in letter.html


def test_hostile_values_stay_text_in_every_shape_of_letter():
    events = harm.hostile().events()
    for told in ([events[0]], events, [*events, "The disk is nearly full."]):
        letter = WRITER.letter("k", told)
        assert harm.PAYLOAD not in letter.html
        assert "javascript:" not in letter.html.replace("&#34;", '"') or 'href="javascript' not in (
            letter.html
        )


def test_a_digest_lists_some_and_counts_the_rest():
    events = crowd.many(60).events()
    letter = WRITER.letter("k", events)
    assert letter.text.count("\n- ") + 1 == 25
    assert "And 35 more, on the record." in letter.text
    assert letter.title.startswith("Walkback: 15 ")
