"""What one look saw, by what the host's other statements do in the same moment."""

import pytest

from walkback.judge import Sight, sight
from walkback.judge.sight import weigh

# name, a look, what it saw
ROWS = [
    (
        "404, and the sibling has quite other words now, too",
        lambda w: w.gone(1, controls=(w.sibling(own=0.1), w.random())),
        Sight.UNCLEAR,
    ),
    (
        "led to one page with all other statements, as what never existed: no news of this one",
        lambda w: w.stranger(
            1,
            (
                w.fellow(final="https://ada.example/oops"),
                w.link(),
                w.link(),
                w.random(200, final="https://ada.example/oops"),
            ),
            final_url="https://ada.example/oops",
        ),
        Sight.UNREACHABLE,
    ),
    (
        "few other words from what stands before the site",
        lambda w: w.stranger(1, w.HONEST, facts={"marks": ["between"], "words": 14}),
        Sight.BLOCKED,
    ),
    (
        "404, and a statement in question too has its words",
        lambda w: w.gone(1, controls=(w.fellow(own=1.0), w.random())),
        Sight.ABSENT_FIRM,
    ),
    (
        "404, as all other statements, under a home page",
        lambda w: w.gone(1, controls=(w.fellow(404), w.home(), w.random())),
        Sight.UNREACHABLE,
    ),
    (
        "404, and its words came up elsewhere",
        lambda w: w.gone(1, controls=(*w.HONEST, w.elsewhere())),
        Sight.ELSEWHERE,
    ),
    (
        "404, and elsewhere are other words now",
        lambda w: w.gone(1, controls=(*w.HONEST, w.elsewhere(own=0.3))),
        Sight.ABSENT_FIRM,
    ),
    (
        "other words, and so has every other statement: another language, a wall",
        lambda w: w.stranger(1, (w.fellow(own=0.1), w.link(), w.link(), w.random())),
        Sight.UNCLEAR,
    ),
    (
        "a part of its words, as of all statements",
        lambda w: w.other(
            1,
            likeness=0.6,
            facts={"marks": ["shorter"], "words": 40},
            controls=(w.again(), w.fellow(own=0.5), w.fellow(url="z", own=0.7)),
        ),
        Sight.UNCLEAR,
    ),
    (
        "a part of its words, and another statement has all of its own",
        lambda w: w.other(
            1,
            likeness=0.6,
            facts={"marks": ["shorter"], "words": 40},
            controls=(w.again(), w.fellow(own=0.5), w.fellow(url="z", own=1.0)),
        ),
        Sight.CHANGED,
    ),
    (
        "led to a search for its name, as what never existed to a search for that",
        lambda w: w.stranger(
            1,
            (w.sibling(), w.random(200, final="https://ada.example/find?q=qzxv")),
            final_url="https://ada.example/find?q=on-water",
        ),
        Sight.ABSENT_SOFT,
    ),
    (
        "our own network was down at that moment",
        lambda w: w.gone(1, facts={"network": "down"}),
        Sight.UNREACHABLE,
    ),
]


@pytest.mark.parametrize(("make", "expected"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS])
def test_a_look_sees(web, make, expected):
    assert sight(make(web), web.standing()) is expected


def test_what_is_like_not_found_on_all_statements_wants_for_those(web):
    controls = (web.fellow(own=0.1), web.link(), web.link(), web.random(200, likeness=1.0))
    weighed = weigh(web.stranger(1, controls), web.standing())
    assert weighed.sight is Sight.ABSENT_SOFT
    assert "together" in weighed.lacks
