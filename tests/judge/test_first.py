"""What a first look saw, before anything is known to compare it with."""

from datetime import timedelta

import pytest

from walkback.judge import Sight, first_of_many, sight
from walkback.model.verdict import State

FIRSTS = [
    ("many words", {"words": 200}, (), Sight.PRESENT),
    ("few words, not yet asked", {"words": 20}, (), Sight.UNCLEAR),
    ("few words, honest host", {"words": 20}, ("random", 404), Sight.PRESENT),
    ("few words, and what never existed says others", {"words": 20}, (0.1,), Sight.PRESENT),
    ("few words, and what never existed says the same", {"words": 20}, (1.0,), Sight.UNREACHABLE),
    (
        "not found, and so is what never existed",
        {"words": 200, "marks": ["not-found-title"]},
        (1.0,),
        Sight.UNCLEAR,
    ),
    ("a login", {"words": 20, "marks": ["password-field"]}, (), Sight.BLOCKED),
    ("a consent wall", {"words": 70, "marks": ["consent"]}, (1.0,), Sight.BLOCKED),
    (
        "a short statement beside a login form",
        {"words": 70, "marks": ["password-field"]},
        ("random", 404),
        Sight.PRESENT,
    ),
    ("words of a wall, few", {"words": 20, "marks": ["wall-words"]}, (), Sight.BLOCKED),
    (
        "the same in a short statement, not yet asked",
        {"words": 45, "marks": ["wall-words"]},
        (),
        Sight.UNCLEAR,
    ),
    (
        "words of a wall, many, everywhere",
        {"words": 150, "marks": ["wall-words"]},
        (0.95,),
        Sight.BLOCKED,
    ),
    (
        "words of a wall in a long statement",
        {"words": 300, "marks": ["wall-words"]},
        (0.1,),
        Sight.PRESENT,
    ),
]


@pytest.mark.parametrize(
    ("facts", "answer", "expected"), [r[1:] for r in FIRSTS], ids=[r[0] for r in FIRSTS]
)
def test_a_first_look_sees(web, facts, answer, expected):
    controls = ()
    if answer:
        honest = answer[0] == "random"
        controls = (web.random() if honest else web.random(200, likeness=answer[0]),)
    first = web.other(1, likeness=None, facts=facts, controls=controls)
    assert sight(first, web.standing(State.UNKNOWN, text=None)) is expected


def times(web, *hours, **more):
    return [web.other(hour, likeness=None, **more) for hour in hours]


def test_what_all_addresses_bring_is_the_statement_after_three_like_looks(web):
    same = {"facts": {"words": 12}, "controls": (web.random(200, likeness=1.0),)}
    assert first_of_many(times(web, 1, 2, **same)) is None
    assert first_of_many(times(web, 1, 2, 3, **same)).at == web.START + timedelta(hours=1)


def test_what_says_that_it_is_something_else_must_say_so_for_a_day(web):
    said = {"facts": {"words": 12, "marks": ["trouble-words"]}}
    assert first_of_many(times(web, 1, 2, 3, **said)) is None
    assert first_of_many(times(web, 1, 2, 25, **said)) is not None


def test_a_wall_by_its_headers_and_a_server_s_own_page_are_never_taken_for_a_statement(web):
    for mark in ("challenge-header", "default-page"):
        facts = {"words": 12, "marks": [mark]}
        assert first_of_many(times(web, 1, 20, 40, 60, facts=facts)) is None
