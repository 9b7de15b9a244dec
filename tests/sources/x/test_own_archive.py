"""The archive an owner is handed."""

import json
from datetime import UTC, datetime

import pytest

from walkback.errors import BadFile
from walkback.sources.x.own_archive import is_own_archive, read_owner, read_posts

ACCOUNT = {"accountId": "9000", "username": "mira_v", "accountDisplayName": "Mira Vossberg"}


def assigned(name, value):
    return f"window.YTD.{name}.part0 = {json.dumps(value)}".encode()


def tweet(number, text, **more):
    return {
        "tweet": {
            "id_str": str(number),
            "full_text": text,
            "created_at": "Mon Mar 02 09:00:00 +0000 2026",
            "entities": {"urls": [], "hashtags": []},
            **more,
        }
    }


@pytest.fixture
def owner():
    return read_owner(assigned("account", [{"account": ACCOUNT}]), "archive.zip")


def lines(owner, *tweets):
    data = {"data/tweets.js": assigned("tweets", list(tweets))}
    return list(read_posts(data, owner, "archive.zip"))


def test_posts_are_statements_of_the_owner(owner):
    (line,) = lines(owner, tweet(18, "The ferry &amp; the bridge"))
    assert (line.speaker, line.text, line.channel) == (
        "Mira Vossberg",
        "The ferry & the bridge",
        "x",
    )
    assert line.url == "https://x.com/i/status/18"
    assert line.published == datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_links_are_whole_and_own_pictures_left_out(owner):
    entities = {
        "urls": [{"url": "https://t.co/a", "expanded_url": "https://h.example/way"}],
        "media": [{"url": "https://t.co/p"}],
    }
    (line,) = lines(owner, tweet(18, "Read https://t.co/a https://t.co/p", entities=entities))
    assert line.text == "Read https://h.example/way"


def test_reposts_are_not_the_owners_words(owner):
    assert lines(owner, tweet(18, "RT @other: The ferry is old")) == []


def test_the_versions_of_an_edited_post_have_one_address(owner):
    chain = {"initial": {"editTweetIds": ["18", "20"]}}
    found = lines(owner, tweet(18, "One", edit_info=chain), tweet(20, "Two", edit_info=chain))
    assert {line.url for line in found} == {"https://x.com/i/status/18"}


@pytest.mark.parametrize(
    "data", [b"", b"window.YTD.tweets.part0 = [", b"[1]", b'[{"tweet": {}}]', b"\xff\xfe"]
)
def test_a_broken_file_is_named(owner, data):
    with pytest.raises(BadFile, match=r"archive.zip, data/tweets.js"):
        list(read_posts({"data/tweets.js": data}, owner, "archive.zip"))


def test_it_is_known_by_its_members():
    assert is_own_archive(["data/account.js", "data/tweets.js", "Your archive.html"])
    assert is_own_archive(["data/account.js", "data/tweets-part1.js"])
    assert not is_own_archive(["data/account.js", "data/deleted-tweets.js"])
    assert not is_own_archive(["archive/data.warc.gz"])
