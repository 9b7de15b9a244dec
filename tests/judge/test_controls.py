"""What is asked before a look is judged."""

import pytest

from walkback.judge import Pages, controls
from walkback.judge.controls import never_existed
from walkback.model.look import Role
from walkback.model.verdict import State


def ask(web, obs, siblings=(), **standing):
    asked = controls(obs, web.standing(**standing), pages=Pages(siblings), nonce="qzxv")
    return [(kind, request.url) for kind, request in asked]


def test_a_404_asks_again_and_two_siblings_and_a_path_that_never_existed(web):
    others = [f"https://ada.example/press/{number}" for number in range(3)]
    assert ask(web, web.gone(1), [web.URL, *others]) == [
        ("again", web.URL),
        ("random-path", web.RANDOM),
        ("sibling", others[0]),
        ("sibling", others[1]),
    ]


def test_without_a_sibling_pages_it_linked_to_and_the_home_page_are_asked(web):
    links = [f"https://ada.example/{name}" for name in ("news", "about", "contact", "shop")]
    asked = controls(web.gone(1), web.standing(), pages=Pages(links=links), nonce="qzxv")
    assert [(kind, request.url) for kind, request in asked] == [
        ("again", web.URL),
        ("random-path", web.RANDOM),
        *(("link", url) for url in links[:3]),
        ("home", web.HOME),
    ]


def test_a_page_of_quite_other_words_asks_too(web):
    assert ("sibling", web.SIBLING) in ask(web, web.stranger(1, ()), [web.SIBLING])


def test_a_page_of_like_words_is_asked_for_again(web):
    assert ask(web, web.other(1, likeness=0.5)) == [("again", web.URL)]


def test_a_first_look_at_few_words_asks_what_never_existed(web):
    first = web.other(1, likeness=None, facts={"words": 20})
    assert ask(web, first, text=None) == [("random-path", web.RANDOM)]
    assert ask(web, web.other(1, likeness=None, facts={"words": 200}), text=None) == []
    marked = {"words": 200, "marks": ["trouble-words"]}
    assert ask(web, web.other(1, likeness=None, facts=marked), text=None) != []


def test_good_looks_and_failures_ask_nothing(web):
    for obs in (
        web.here(1),
        web.refused(1),
        web.refused(1, 451),
        web.down(1),
        web.cut(1),
        web.moved(1),
        web.gone(1, role=Role.IMPORT),
        web.stranger(1, (), final_url="https://ada.example/login"),
    ):
        assert ask(web, obs) == []


def test_a_404_of_something_removed_asks_nothing_but_of_something_withheld_it_does(web):
    assert ask(web, web.gone(1), state=State.REMOVED) == []
    assert ask(web, web.gone(1), state=State.WITHHELD) != []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/news/on-water.html", "https://a.example/news/qzxv.html"),
        ("https://a.example/news/on-water/", "https://a.example/news/qzxv/"),
        ("https://a.example/news/on-water?utm=1", "https://a.example/news/qzxv"),
        ("https://a.example/item.php?id=7", "https://a.example/item.php?id=qzxv"),
        ("https://a.example/?p=7", "https://a.example/?p=qzxv"),
        ("https://a.example/", "https://a.example/qzxv"),
        ("https://a.example:8443/v1.2", "https://a.example:8443/qzxv"),
        ("http://127.0.0.2:8000/statement", "http://127.0.0.2:8000/qzxv"),
    ],
)
def test_the_path_that_never_existed_has_the_style_of_the_real_one(url, expected):
    assert never_existed(url, "qzxv") == expected


def test_without_a_sibling_those_in_question_too_are_asked(web):
    pages = Pages(fellows=[web.SIBLING], links=["https://ada.example/about"])
    asked = controls(web.gone(1), web.standing(), pages=pages, nonce="qzxv")
    assert [kind for kind, _ in asked] == ["again", "random-path", "fellow", "link", "home"]


def test_where_the_words_came_up_since_is_asked_and_is_no_sibling(web):
    there = "https://ada.example/archive/on-water"
    pages = Pages([there, web.SIBLING], elsewhere=[there])
    asked = controls(web.gone(1), web.standing(), pages=pages, nonce="qzxv")
    assert [(kind, request.url) for kind, request in asked][2:] == [
        ("sibling", web.SIBLING),
        ("elsewhere", there),
    ]


def test_a_platform_that_speaks_of_the_account_asks_nothing_of_its_host(web):
    assert ask(web, web.gone(1, facts={"item": "not-found", "account": "active"})) == []
