"""Articles as they are read for quotations: the words, the posts embedded in them, the date."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkback.read import read
from walkback.read.article import read_article, text_article
from walkback.read.embeds import id_date

PAGE = """<html lang="en"><head><title>Harbour minister takes back words</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>Harbour minister takes back words</h1>
<p>The minister for harbours took back her words on Monday, after a day of criticism by members
of her own party and by two of the unions.</p><p>She wrote:</p>{embed}
<p>Her office said that the matter was closed and that it would not comment any further.</p>
</article><footer>The Quay Herald</footer></body></html>"""

TWEET = """<blockquote class="twitter-tweet"><p lang="en" dir="ltr">I
was wrong &amp; I am sorry.<br><br>It will not happen again. <a
href="https://t.co/a1">pic.twitter.com/a1</a></p>&mdash; Ada Quill MP
(@adaquill) <a href="https://twitter.com/adaquill/status/1513812345678901234?ref_src=x">April 12,
2022</a>
</blockquote> <script async src="https://platform.twitter.com/widgets.js"></script>"""
BLUESKY = """<blockquote class="bluesky-embed"
data-bluesky-uri="at://did:plc:q/app.bsky.feed.post/3k"
data-bluesky-cid="b"><p lang="en">I was wrong.<br><br><a
href="https://bsky.app/profile/did:plc:q/post/3k">[image or embed]</a></p>
&mdash; Ada Quill (<a href="https://bsky.app/profile/did:plc:q?ref_src=embed">@quill.bsky.social</a>)
<a href="https://bsky.app/profile/did:plc:q/post/3k?ref_src=embed">April 12, 2022 at 3:04
PM</a></blockquote>"""
MASTODON = """<blockquote class="mastodon-embed"
data-embed-url="https://mast.example/@quill/109/embed">
<div>Post by @quill@mast.example</div><p>I was wrong.</p><p>Truly.</p>— Ada Quill
(@quill@mast.example)
<a href="https://mast.example/@quill/109">12 Apr 2022</a><div>View on Mastodon</div></blockquote>"""
FACEBOOK = """<div class="fb-post" data-href="https://www.facebook.com/quill/posts/1"><blockquote
cite="https://www.facebook.com/quill/posts/1" class="fb-xfbml-parse-ignore"><p>I was
wrong.</p>Posted by
<a href="https://www.facebook.com/quill">Ada Quill</a> on&nbsp;<a
href="https://www.facebook.com/quill/posts/1">Tuesday, April 12, 2022</a></blockquote></div>"""
BARE = """<blockquote><p>I was wrong.</p><p>— Ada Quill (@adaquill) <a
href="https://x.com/adaquill/status/1513812345678901234">12 April 2022</a></p></blockquote>"""
INSTAGRAM = """<blockquote class="instagram-media"
data-instgrm-permalink="https://www.instagram.com/p/Cb/?utm=1">
<div><a href="https://www.instagram.com/p/Cb/">View this post on Instagram</a><p><a
href="https://www.instagram.com/p/Cb/">I was wrong.</a></p>
<p>A post shared by <a href="https://www.instagram.com/quill/">Ada Quill</a> (@quill) on <time
datetime="2022-04-12T10:00:00+00:00">Apr 12, 2022 at 3:00am PDT</time></p></div></blockquote>"""


def article(embed):
    return read_article(PAGE.format(embed=embed).encode(), url=None, content_type="text/html")


@pytest.mark.parametrize(
    ("embed", "words", "handle", "date", "channel"),
    [
        (
            TWEET,
            "I was wrong & I am sorry.\n\nIt will not happen again.",
            "@adaquill",
            "2022-04-12",
            "twitter",
        ),
        (BLUESKY, "I was wrong.", "@quill.bsky.social", "2022-04-12T15:04", "bluesky"),
        (MASTODON, "I was wrong.\n\nTruly.", "@quill@mast.example", "2022-04-12", "mastodon"),
        (FACEBOOK, "I was wrong.", "", "2022-04-12", "facebook"),
        (INSTAGRAM, "I was wrong.", "@quill", "2022-04-12T03:00", "instagram"),
        (BARE, "I was wrong.", "@adaquill", "2022-04-12", "twitter"),
    ],
    ids=["twitter", "bluesky", "mastodon", "facebook", "instagram", "without a class"],
)
def test_an_embed_gives_its_words_owner_day_and_channel(embed, words, handle, date, channel):
    found = article(embed)
    (post,) = found.embeds
    assert (post.text, post.handle, post.date, post.channel) == (words, handle, date, channel)
    assert post.name in ("Ada Quill", "Ada Quill MP")
    assert found.text[post.start : post.end] == words
    assert found.published == "2022-04-12"[: len(found.published)] or found.published == date


@pytest.mark.parametrize(
    "line",
    ["View this post on Instagram", "Sieh dir diesen Beitrag auf Instagram an"],
)
def test_an_embed_that_only_invites_to_look_has_no_words(line):
    without = INSTAGRAM.replace("View this post on Instagram", line).replace("I was wrong.", "")
    assert article(without).embeds == ()


def test_the_statement_reader_gives_what_it_gave_before_articles_were_read():
    body = PAGE.format(embed=TWEET).encode()
    before = read(body, url="https://quay.example/a", content_type="text/html")
    read_article(body, url="https://quay.example/a", content_type="text/html")
    assert read(body, url="https://quay.example/a", content_type="text/html") == before


def test_an_embed_in_a_box_of_its_own_is_kept_and_one_among_comments_is_not():
    boxed = f'<aside class="embed social">{TWEET}</aside>'
    assert [one.handle for one in article(boxed).embeds] == ["@adaquill"]
    comments = PAGE.format(embed="").replace(
        "</article>", f'<div id="comments" class="comments">{TWEET}</div></article>'
    )
    assert read_article(comments.encode(), url=None, content_type=None).embeds == ()


@pytest.mark.parametrize(
    ("text", "words", "name", "date", "channel"),
    [
        (
            "I was wrong. pic.twitter.com/x1 — Ada Quill (@adaquill) April 12, 2022",
            "I was wrong.",
            "Ada Quill",
            "2022-04-12",
            "twitter",
        ),
        (
            "I was wrong. \u2013 Ada Quill MP (@adaquill) 12 April 2022",
            "I was wrong.",
            "Ada Quill MP",
            "2022-04-12",
            "twitter",
        ),
        (
            "Ich lag falsch.\n- Ada Quill (@quill@mast.example) 12. April 2022",
            "Ich lag falsch.",
            "Ada Quill",
            "2022-04-12",
            "mastodon",
        ),
        (
            (
                "I was wrong.\n\n— Ada Quill (@quill.bsky.social) April 12, 2022 at 3:04 PM"
                "\nView on Bluesky"
            ),
            "I was wrong.",
            "Ada Quill",
            "2022-04-12T15:04",
            "bluesky",
        ),
        (
            (
                "Later she tweeted: I was wrong. — Ada Quill (@adaquill) 12 avr. 2022 Her party"
                " was silent."
            ),
            "I was wrong.",
            "Ada Quill",
            "2022-04-12",
            "twitter",
        ),
        (
            (
                "She wrote on X:\n\nI was wrong.\n\nI am sorry.\n\n"
                "— Ada Quill (@adaquill) 12 de abril de 2022"
            ),
            "I was wrong.\n\nI am sorry.",
            "Ada Quill",
            "2022-04-12",
            "twitter",
        ),
        (
            "Ada Quill\n@adaquill\nI was wrong.\n10:15 AM · Apr 12, 2022 · Twitter Web App",
            "I was wrong.",
            "Ada Quill",
            "2022-04-12T10:15",
            "twitter",
        ),
    ],
)
def test_a_post_flattened_into_text_is_found(text, words, name, date, channel):
    found = text_article(f"The minister has spoken.\n\n{text}\n\nNothing else was said.")
    (post,) = found.embeds
    assert (post.text, post.name, post.date, post.channel) == (words, name, date, channel)
    assert found.text[post.start : post.end] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One.\nTwo.\nThree. — Bo Oak (@boak) April 12, 2022", "One.\nTwo.\nThree."),
        ("One.\n\npic.twitter.com/x\n\n— Bo Oak (@boak) April 12, 2022", "One."),
        ("I am sorry\n\nfor it all. — Bo Oak (@boak) 12/04/2022", "I am sorry\n\nfor it all."),
        ("“One.” — Bo Oak (@boak), April 12, 2022", "One."),
        ("He took to X to say sorry: One: two. — Bo Oak (@boak) April 12, 2022", "One: two."),
        ("Mr Oak posted this. One. Two. — Bo Oak (@boak) April 12, 2022", "One. Two."),
        ("He wrote: “No.” It read in full: One. — Bo Oak (@boak) April 12, 2022. So.", "One."),
    ],
)
def test_a_flattened_post_begins_where_the_reporter_ends(text, words):
    found = text_article(f"The minister has spoken.\n\n{text}\n\nNothing else was said.")
    assert [post.text for post in found.embeds] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "The deputy — Ada Quill (@adaquill) — said on April 12, 2022 that it was over.",
        "Ada Quill (@adaquill), the minister, resigned.",
        "Write to the author (@bjoern) with your views.",
    ],
)
def test_a_handle_in_a_reporters_sentence_is_no_post(text):
    assert text_article(text).embeds == ()


def test_two_posts_in_one_line_are_two_and_neither_has_the_others_words():
    one = "First words. — Ada Quill (@adaquill) April 12, 2022"
    two = "Second words. — Bo Oak (@boak) April 13, 2022"
    found = text_article(f"{one} {two}")
    assert [post.text for post in found.embeds] == ["First words.", "Second words."]
    assert found.published == "2022-04-13"


def test_plain_text_is_kept_to_the_letter():
    text = "A heading\r\n\r\n  Words  with   spaces.\n\n\n> A quoted block.\n"
    found = text_article(text)
    assert found.text == text
    assert all(text[one.start : one.end] == one.text for one in found.passages)
    assert [one.kind for one in found.passages] == ["heading", "paragraph", "quote"]


def test_the_date_is_the_pages_own_before_it_is_a_posts():
    line = PAGE.format(embed=TWEET).replace(
        "</h1>", "</h1><div class=date>Published 14 April 2022</div>"
    )
    assert read_article(line.encode(), url=None, content_type=None).published == "2022-04-14"
    path = read_article(
        PAGE.format(embed=TWEET).encode(),
        url="https://quay.example/2022/04/13/minister",
        content_type=None,
    )
    assert path.published == "2022-04-13"
    assert article(TWEET).published == "2022-04-12"
    assert text_article("Monday 11 April 2022\n\nThe minister spoke.").published == "2022-04-11"


def test_an_embed_without_words_still_tells_the_earliest_day():
    frame = '<iframe src="https://mast.example/@a/108118121212121212/embed"></iframe>'
    found = article(frame)
    assert (found.embeds, found.published) == ((), "2022-04-12")


def test_the_id_of_a_post_tells_its_day_and_an_invented_one_tells_none():
    assert id_date("https://twitter.com/a/status/1513812345678901234") == "2022-04-12"
    assert id_date("https://twitter.com/a/status/12") is None
    assert id_date("https://mast.example/@a/108118121212121212") == "2022-04-12"


@pytest.mark.parametrize(
    "part",
    [
        "— A (@a) ",
        "(@a) April 12, 2022 ",
        "@a\n",
        "<blockquote class=twitter-tweet>",
        "\ue0000 ",
        ": ",
    ],
)
def test_hostile_text_takes_linear_time(part):
    body = part * (400_000 // len(part))
    began = time.process_time()
    text_article(body)
    read_article(body.encode(), url=None, content_type="text/html")
    assert time.process_time() - began < 8


def test_embeds_within_embeds_to_any_depth_are_read_without_harm():
    deep = '<blockquote class="twitter-tweet">' + "<div>" * 30
    for words in ("", "Words", "Words " * 3000):
        body = f"<html><body><p>Before.</p>{deep * 40}{words}</html>"
        read_article(body.encode(), url=None, content_type="text/html")


@given(st.binary(max_size=400), st.sampled_from([None, "text/html", "text/plain", "image/png"]))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise_and_places_always_hold(body, content_type):
    found = read_article(body, url=None, content_type=content_type)
    for one in (*found.passages, *found.embeds):
        assert found.text[one.start : one.end] == one.text
