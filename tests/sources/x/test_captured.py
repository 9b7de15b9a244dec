"""Posts as others captured them, through the platform's years."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.sources.x.captured import captured_posts, unwrapped

ID = "1800000000000000000"
WAYBACK = "https://web.archive.org/web/20260302090000id_/"


def told(body, content_type="text/html"):
    body = json.dumps(body) if not isinstance(body, str) else body
    return [
        (post.id, post.handle, post.text) for post in captured_posts(body.encode(), content_type)
    ]


EMBED = f"""
<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The night ferry stays.<br>I promise.
<a href="https://t.co/p">pic.twitter.com/p</a></p>&mdash; Mira Vossberg (@mira_v)
<a href="{WAYBACK}https://twitter.com/mira_v/status/{ID}?ref_src=x">March 2, 2026</a></blockquote>
"""
OLD_PAGE = f"""
<div class="tweet permalink-tweet" data-tweet-id="{ID}" data-screen-name="mira_v">
<span class="_timestamp" data-time="1772442000"></span>
<p class="TweetTextSize js-tweet-text tweet-text">The night ferry
<a data-expanded-url="https://h.example/way" href="https://t.co/a">h.example/…</a>
<img class="Emoji" alt="⛴"><a class="twitter-timeline-link u-hidden">pic.twitter.com/p</a></p></div>
<div class="tweet" data-tweet-id="19" data-screen-name="other">
<p class="tweet-text">A reply</p></div>
"""
DRAWN_PAGE = f"""
<article data-testid="tweet"><div data-testid="tweetText"><span>The night ferry stays.</span></div>
<a href="/mira_v/status/{ID}"><time datetime="2026-03-02T09:00:00.000Z">Mar 2</time></a></article>
"""
BARE_PAGE = f"""
<meta property="og:url" content="https://twitter.com/mira_v/status/{ID}">
<meta property="og:description" content="“The night ferry stays.”">
"""
GRAPHQL = {
    "data": {
        "tweetResult": {
            "result": {
                "rest_id": ID,
                "core": {"user_results": {"result": {"core": {"screen_name": "mira_v"}}}},
                "legacy": {
                    "full_text": "Read https://t.co/a &amp; think https://t.co/p",
                    "created_at": "Mon Mar 02 09:00:00 +0000 2026",
                    "entities": {
                        "urls": [
                            {
                                "url": "https://t.co/a",
                                "expanded_url": WAYBACK + "https://h.example/way",
                            }
                        ],
                        "media": [{"url": "https://t.co/p"}],
                    },
                },
            }
        }
    }
}
V1 = {"id_str": ID, "full_text": "The night ferry stays.", "user": {"screen_name": "mira_v"}}
V2 = {
    "data": {"id": ID, "text": "The night ferry stays.", "author_id": "9"},
    "includes": {"users": [{"id": "9", "username": "mira_v"}]},
}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (EMBED, "The night ferry stays.\nI promise."),
        ({"html": EMBED, "type": "rich"}, "The night ferry stays.\nI promise."),
        (OLD_PAGE, "The night ferry\nhttps://h.example/way\n⛴"),
        (DRAWN_PAGE, "The night ferry stays."),
        (BARE_PAGE, "The night ferry stays."),
        (GRAPHQL, "Read https://h.example/way & think"),
        (V1, "The night ferry stays."),
        (V2, "The night ferry stays."),
    ],
)
def test_a_post_is_read_from_whatever_shows_it(body, words):
    assert told(body) == [(ID, "mira_v", words)]


def test_its_time_is_as_written_or_as_its_id_counts():
    (drawn,) = captured_posts(DRAWN_PAGE.encode())
    assert drawn.at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    (bare,) = captured_posts(BARE_PAGE.encode())
    assert bare.at == datetime(2024, 6, 10, 3, 0, 17, 39000, tzinfo=UTC)
    assert bare.url == f"https://x.com/i/status/{ID}"


def test_a_repost_is_not_its_posters_words():
    assert told({**V1, "retweeted_status": {"id_str": "5"}}) == []


def test_an_archives_own_address_is_taken_away():
    assert unwrapped(f"{WAYBACK}https://twitter.com/a/status/1") == "https://twitter.com/a/status/1"
    assert unwrapped("https://x.com/a/status/1") == "https://x.com/a/status/1"


@pytest.mark.parametrize(
    "body",
    ["", "{", "[" * 100_000, "<article data-testid=tweet>", '{"id_str": 5, "text": {}}', "null"],
)
def test_what_holds_no_post_gives_none(body):
    assert told(body) == []


@given(st.binary(max_size=300))
def test_no_body_makes_it_raise(body):
    captured_posts(body)
    captured_posts(b'{"legacy": ' + body, "application/json")
