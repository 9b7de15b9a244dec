"""What one look saw: each line is a row of the web's behaviour."""

import pytest

from walkback.judge import Sight, sight
from walkback.model.look import Role
from walkback.model.verdict import State

WALL = {"marks": ["password-field"], "words": 12}

# name, a look, what it saw
ROWS = [
    ("the known words", lambda w: w.here(1), Sight.PRESENT),
    ("304 to our validator", lambda w: w.unchanged(1, known=True), Sight.PRESENT),
    (
        "304 that confirms the current capture",
        lambda w: w.unchanged(1, capture="old"),
        Sight.PRESENT,
    ),
    (
        "304 that confirms a body nobody can name",
        lambda w: w.unchanged(1, capture="else"),
        Sight.UNCLEAR,
    ),
    ("the words changed a little", lambda w: w.other(1), Sight.CHANGED),
    ("404, honest host", lambda w: w.gone(1), Sight.ABSENT_FIRM),
    ("410, live sibling", lambda w: w.gone(1, 410), Sight.ABSENT_FIRM),
    ("404, nobody else asked", lambda w: w.gone(1, controls=()), Sight.UNCLEAR),
    (
        "404, sibling 404 too",
        lambda w: w.gone(1, controls=(w.sibling(404), w.random())),
        Sight.UNREACHABLE,
    ),
    ("404, sibling 503", lambda w: w.gone(1, controls=(w.sibling(503),)), Sight.UNREACHABLE),
    ("404, sibling timed out", lambda w: w.gone(1, controls=(w.sibling(None),)), Sight.UNREACHABLE),
    (
        "404, home 404 too",
        lambda w: w.gone(1, controls=(w.home(404), w.random())),
        Sight.UNREACHABLE,
    ),
    ("404, sibling refused", lambda w: w.gone(1, controls=(w.sibling(403),)), Sight.UNCLEAR),
    (
        "404, sibling led to the login",
        lambda w: w.gone(1, controls=(w.sibling(final="https://ada.example/login"),)),
        Sight.UNCLEAR,
    ),
    ("404 with the very words", lambda w: w.gone(1, text=w.OLD, known=True), Sight.CONTESTED),
    (
        "404 of the front page, nothing else known",
        lambda w: w.gone(1, controls=(w.random(),), url=w.HOME, final_url=w.HOME),
        Sight.UNREACHABLE,
    ),
    (
        "404, and the home page is the server's own",
        lambda w: w.gone(1, controls=(w.home(words=60, marks=("default-page",)), w.random())),
        Sight.UNREACHABLE,
    ),
    (
        "404, and the sibling shows a challenge",
        lambda w: w.gone(1, controls=(w.sibling(marks=("challenge-header",)), w.random())),
        Sight.UNCLEAR,
    ),
    (
        "the server's own page",
        lambda w: w.stranger(1, w.HONEST, facts={"marks": ["default-page"], "words": 60}),
        Sight.UNREACHABLE,
    ),
    ("451", lambda w: w.refused(1, 451), Sight.WITHHELD),
    ("403", lambda w: w.refused(1), Sight.BLOCKED),
    ("429", lambda w: w.refused(1, 429), Sight.BLOCKED),
    ("timeout", lambda w: w.down(1), Sight.UNREACHABLE),
    ("no such host", lambda w: w.down(1, "dns"), Sight.UNREACHABLE),
    ("half a body", lambda w: w.cut(1), Sight.UNREACHABLE),
    ("a body we could not read", lambda w: w.other(1, text=None, likeness=None), Sight.UNREACHABLE),
    (
        "redirect to the login",
        lambda w: w.other(1, likeness=0.0, final_url="https://ada.example/login?next=/x"),
        Sight.BLOCKED,
    ),
    (
        "redirect to a consent host",
        lambda w: w.other(1, likeness=0.0, final_url="https://consent.ada.example/v1?to=x"),
        Sight.BLOCKED,
    ),
    (
        "a challenge, by its header",
        lambda w: w.other(1, facts={"marks": ["challenge-header"]}),
        Sight.BLOCKED,
    ),
    (
        "a login form and few words",
        lambda w: w.stranger(1, (), facts=WALL),
        Sight.BLOCKED,
    ),
    (
        "the known words beside a captcha's script",
        lambda w: w.here(1, facts={"marks": ["challenge-body"], "words": 20}),
        Sight.PRESENT,
    ),
    ("402", lambda w: w.stranger(1, (), status=402), Sight.BLOCKED),
    ("418", lambda w: w.stranger(1, (), status=418), Sight.UNCLEAR),
    (
        "200 like the page that never existed",
        lambda w: w.stranger(1, (w.sibling(), w.random(200, likeness=0.97))),
        Sight.ABSENT_SOFT,
    ),
    (
        "200 of the same page everywhere: maintenance",
        lambda w: w.stranger(1, (w.sibling(likeness=1.0), w.random(200, likeness=1.0))),
        Sight.UNREACHABLE,
    ),
    (
        "the same wall everywhere",
        lambda w: w.stranger(
            1, (w.sibling(likeness=1.0),), facts={"marks": ["consent"], "words": 400}
        ),
        Sight.BLOCKED,
    ),
    (
        "home page says the same, no sibling known",
        lambda w: w.stranger(1, (w.home(likeness=1.0), w.random(200, likeness=1.0))),
        Sight.UNREACHABLE,
    ),
    (
        "redirect to the home page",
        lambda w: w.stranger(1, (w.sibling(), w.random()), final_url=w.HOME),
        Sight.ABSENT_SOFT,
    ),
    (
        "redirect to the home page, its words, no sibling known",
        lambda w: w.stranger(1, (w.home(likeness=1.0), w.random()), final_url=w.HOME),
        Sight.ABSENT_SOFT,
    ),
    (
        "redirect to the section",
        lambda w: w.stranger(1, (w.sibling(), w.random()), final_url="https://ada.example/press/"),
        Sight.ABSENT_SOFT,
    ),
    (
        "redirect to where the random path leads",
        lambda w: w.stranger(
            1,
            (w.sibling(), w.random(200, final="https://ada.example/oops")),
            final_url="https://ada.example/oops",
        ),
        Sight.ABSENT_SOFT,
    ),
    (
        "every page led to the same place",
        lambda w: w.stranger(
            1,
            (w.sibling(final="https://ada.example/closed"), w.random(200)),
            final_url="https://ada.example/closed",
        ),
        Sight.UNREACHABLE,
    ),
    (
        "emptied, sibling keeps its words",
        lambda w: w.stranger(1, w.HONEST, facts={"words": 6, "marks": ["emptied"]}),
        Sight.ABSENT_SOFT,
    ),
    (
        "emptied, as every page is",
        lambda w: w.stranger(
            1,
            (w.sibling(words=6, likeness=1.0), w.random()),
            facts={"words": 6, "marks": ["emptied"]},
        ),
        Sight.UNREACHABLE,
    ),
    (
        "emptied of its other words, and some of them are left",
        lambda w: w.stranger(1, w.HONEST, likeness=0.4, facts={"words": 30, "marks": ["emptied"]}),
        Sight.CHANGED,
    ),
    (
        "not a word",
        lambda w: w.stranger(1, w.HONEST, text=None, likeness=None),
        Sight.UNREACHABLE,
    ),
    ("written anew, honest host", lambda w: w.stranger(1, w.HONEST), Sight.CHANGED),
    ("quite other words, nobody asked", lambda w: w.stranger(1, ()), Sight.UNCLEAR),
    (
        "quite other words, sibling down",
        lambda w: w.stranger(1, (w.sibling(503),)),
        Sight.UNREACHABLE,
    ),
    (
        "another site's words",
        lambda w: w.stranger(1, w.HONEST, final_url="https://casino.example/win"),
        Sight.UNCLEAR,
    ),
    (
        "a title that says not found, honest host: the page itself says that it is gone",
        lambda w: w.stranger(1, w.HONEST, facts={"marks": ["not-found-title"], "words": 9}),
        Sight.ABSENT_SOFT,
    ),
    (
        "the same with many words: a phrase decides nothing",
        lambda w: w.stranger(1, w.HONEST, facts={"marks": ["not-found-title"], "words": 300}),
        Sight.UNCLEAR,
    ),
    (
        "the same, and nobody else is known to be live",
        lambda w: w.stranger(1, (w.random(),), facts={"marks": ["not-found-title"], "words": 9}),
        Sight.UNCLEAR,
    ),
    (
        "as what never existed, of the front page: all of the site may look like this",
        lambda w: w.stranger(
            1, (w.random(200, likeness=1.0),), url=w.HOME, final_url=w.HOME, facts={"words": 20}
        ),
        Sight.UNREACHABLE,
    ),
    (
        "a wall by its words, few of them",
        lambda w: w.stranger(1, w.HONEST, facts={"marks": ["wall-words"], "words": 20}),
        Sight.BLOCKED,
    ),
    (
        "trouble by its title",
        lambda w: w.stranger(
            1, w.HONEST, facts={"marks": ["title-words", "trouble-words"], "words": 120}
        ),
        Sight.UNREACHABLE,
    ),
    (
        "a statement of many words that speaks of trouble",
        lambda w: w.stranger(1, w.HONEST, facts={"marks": ["trouble-words"], "words": 120}),
        Sight.CHANGED,
    ),
    (
        "a page of somebody else's making",
        lambda w: w.stranger(1, w.HONEST, facts={"marks": ["foreign"], "words": 120}),
        Sight.UNCLEAR,
    ),
    (
        "redirected to words of another page",
        lambda w: w.stranger(1, w.HONEST, final_url="https://ada.example/press/else"),
        Sight.UNCLEAR,
    ),
    (
        "redirected to a page that it linked to, as to a section",
        lambda w: w.stranger(
            1, w.HONEST, final_url="https://ada.example/all", facts={"marks": ["led-to-another"]}
        ),
        Sight.ABSENT_SOFT,
    ),
    (
        "the first half, and a wall",
        lambda w: w.other(1, facts={"marks": ["paywall", "shorter"], "words": 90}),
        Sight.BLOCKED,
    ),
    (
        "the first half, and no end of the page",
        lambda w: w.other(1, facts={"marks": ["shorter", "unclosed"], "words": 90}),
        Sight.UNREACHABLE,
    ),
    (
        "404, and 200 when it is asked again",
        lambda w: w.gone(1, controls=(*w.HONEST, w.again())),
        Sight.CONTESTED,
    ),
    (
        "404, and nothing when it is asked again",
        lambda w: w.gone(1, controls=(*w.HONEST, w.again(503))),
        Sight.ABSENT_FIRM,
    ),
    (
        "other words, and 404 when it is asked again",
        lambda w: w.other(1, controls=(w.again(404),)),
        Sight.CONTESTED,
    ),
    (
        "other words, and a third page when it is asked again",
        lambda w: w.other(1, controls=(w.again(likeness=0.1),)),
        Sight.CONTESTED,
    ),
    (
        "other words, and the same when it is asked again",
        lambda w: w.other(1, controls=(w.again(likeness=1.0),)),
        Sight.CHANGED,
    ),
    (
        "404, one sibling gone and the other live",
        lambda w: w.gone(1, controls=(w.sibling(404), w.sibling(), w.random())),
        Sight.UNCLEAR,
    ),
    (
        "404, a page it linked to is live",
        lambda w: w.gone(1, controls=(w.link(), w.link(404), w.random())),
        Sight.ABSENT_FIRM,
    ),
    (
        "404, as all pages it linked to, under a new home page",
        lambda w: w.gone(1, controls=(w.link(404), w.link(404), w.home(), w.random())),
        Sight.UNREACHABLE,
    ),
    (
        "404, as the only page it linked to: one dead link says nothing",
        lambda w: w.gone(1, controls=(w.link(404), w.home(), w.random())),
        Sight.ABSENT_FIRM,
    ),
    (
        "all led to the home page, what never existed too, and no sibling known",
        lambda w: w.stranger(
            1, (w.home(likeness=1.0), w.random(200, final=w.HOME)), final_url=w.HOME
        ),
        Sight.UNREACHABLE,
    ),
    (
        "404 with a challenge",
        lambda w: w.gone(1, facts={"marks": ["challenge-header"]}),
        Sight.BLOCKED,
    ),
    ("301 to the same words", lambda w: w.moved(1), Sight.MOVED),
    ("308 after 301 to the same words", lambda w: w.moved(1, hops=(301, 308)), Sight.MOVED),
    ("302 to the same words", lambda w: w.moved(1, hops=(302,)), Sight.PRESENT),
    (
        "301 to https only",
        lambda w: w.moved(1, "http://www.ada.example/press/on-water/"),
        Sight.PRESENT,
    ),
    (
        "301 to nearly the same words",
        lambda w: w.moved(1, known=False, text=w.NEW, likeness=0.95),
        Sight.MOVED,
    ),
    (
        "301 to somewhat other words",
        lambda w: w.moved(1, known=False, text=w.NEW, likeness=0.7),
        Sight.CHANGED,
    ),
    ("an archive's 404", lambda w: w.gone(1, role=Role.IMPORT), Sight.UNCLEAR),
    ("an archive's other words", lambda w: w.other(1, role=Role.IMPORT), Sight.CHANGED),
    (
        "an operator's line with quite other words",
        lambda w: w.other(1, role=Role.IMPORT, status=None, likeness=0.0),
        Sight.CHANGED,
    ),
    (
        "an archive's page with quite other words",
        lambda w: w.other(1, role=Role.IMPORT, likeness=0.0),
        Sight.UNCLEAR,
    ),
    ("a listing is no statement", lambda w: w.here(1, role=Role.LISTING), Sight.UNCLEAR),
]


@pytest.mark.parametrize(("make", "expected"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS])
def test_a_look_sees(web, make, expected):
    assert sight(make(web), web.standing()) is expected


def test_a_page_seen_through_a_redirect_has_not_moved_when_seen_through_it_again(web):
    standing = web.standing(final_url="https://ada.example/archive/on-water")
    assert sight(web.moved(1), standing) is Sight.PRESENT


def test_likeness_is_weighed_as_it_is_kept(web):
    # Dossiers keep thousandths: 0.4996 is kept as 500, and must have been judged as 500.
    assert sight(web.other(1, likeness=0.4996), web.standing()) is Sight.CHANGED


def test_something_removed_needs_no_controls_to_stay_removed(web):
    seen = sight(web.gone(1, controls=()), web.standing(State.REMOVED))
    assert seen is Sight.ABSENT_FIRM


def test_something_moved_is_seen_as_moved_while_it_is_redirected(web):
    for known in ("", "https://ada.example/archive/on-water"):
        standing = web.standing(State.MOVED, final_url=known)
        assert sight(web.moved(1), standing) is Sight.MOVED
        assert sight(web.here(1), standing) is Sight.PRESENT
