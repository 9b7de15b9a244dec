"""The time line of a case, the search, proofs and what a statement's page shows of its changes."""

import desk
from selectolax.lexbor import LexborHTMLParser


def _page(story, path):
    return LexborHTMLParser(story.get(path).text)


def _words(node):
    return " ".join(node.text().split())


def test_days_are_both_among_those_asked_for(story):
    one = LexborHTMLParser(story.get("/?kind=all&since=2026-11-03&until=2026-11-03").body)
    assert [node.text() for node in one.css("h2.day-name")] == ["Tuesday 3 November 2026"]


def test_a_case_is_one_time_line_with_its_article_and_where_it_stands(story):
    page = LexborHTMLParser(story.get("/case/story").text)
    told = [" ".join(item.text().split()) for item in page.css(".history-item")]
    assert any(one.startswith("Retracted Takes back") for one in told)
    assert any("Quoted" in one and "The ferry stops at ten." in one for one in told)
    assert "No longer at this address." in told[-1]
    assert page.css_first("#articles") is not None
    assert "How do I know?" in page.text()


def test_the_list_of_cases_leads_to_each(story, serving):
    link = LexborHTMLParser(story.get("/cases").text).css_first(".item-title a")
    assert story.get(link.attributes["href"]).status == 200
    assert "There is no case yet" in serving(desk.FakeDesk()).get("/cases").text


def test_a_case_is_drawn_across_and_down_with_the_same_lines(story):
    page = _page(story, "/case/story")
    across, down = page.css("svg.across path"), page.css("svg.down path")
    kinds = [[node.attributes["class"] for node in one] for one in (across, down)]
    assert kinds[0] == kinds[1]
    assert kinds[0].count("s-gone") == 1, "one of the places was seen to be without it"
    assert kinds[0].count("s-unsure") == 2, "the edit and the removal lie between two looks each"
    assert kinds[0].count("l-act") == 1
    assert [node.attributes["role"] for node in page.css("svg")] == ["img", "img"]
    lanes = [_words(node) for node in page.css(".key-lanes li")]
    assert lanes[0].startswith("1 Removed The ferry at Tarn was unsafe")


def test_a_case_opens_with_its_gist_in_one_sentence(story):
    told = _words(_page(story, "/case/story").css_first(".lede"))
    assert told.startswith(
        "First seen 2 November 2026, 08:00 UTC; edited once; gone from 2 of 3 pl"
    )
    assert "taken back on Tuesday 3 November 2026, 14:00 UTC" in told
    assert told.endswith("quoted once in the articles kept.")


def test_a_search_marks_the_words_and_says_whether_they_stand(story):
    page = _page(story, "/search?q=cracked+hull")
    assert [node.text() for node in page.css(".item-words mark")] != []
    told = _words(page.css_first("main"))
    assert "1 statement with these words" in told
    assert "Removed No longer at this address. Seen from 2 November 2026, 08:00 UTC" in told
    nothing = _words(_page(story, "/search?q=zeppelin").css_first("main"))
    assert "No statement on record has these words" in nothing


def test_an_address_in_the_search_leads_to_its_statement(story):
    answer = story.get("/search?q=https%3A//social.example/%40mira/1151")
    assert answer.status == 303
    path = answer.headers["location"]
    assert story.get(path).headers["location"] == "/statement/ferry"


def test_a_leaf_shows_its_way_to_the_signed_root(story):
    told = _words(_page(story, "/leaf/3").css_first("main"))
    assert "Hashed in with these, one after the other (RFC 6962, 2.1.1)" in told
    assert "ab" * 32 in told
    assert "01" * 32 in told
    assert "walkback.invalid/0123" in told


def test_a_statement_shows_its_last_edit_word_by_word(story):
    page = _page(story, "/statement/ferry")
    assert page.css_first(".diff del").text() == "knew of the cracked hull in March"
    assert page.css_first(".diff.running ins").text() == "was told of a damaged hull"
    assert (
        "/statement/ferry/diff?from=1&to=2" in page.css_first("#changed ~ p a").attributes["href"]
    )
