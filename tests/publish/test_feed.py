"""The Atom feed, read by somebody else's parser."""

import desk
import feedparser
import harm
from lxml import etree

from walkback.publish.addresses import Addresses
from walkback.publish.feed import feed

RELATIVE = Addresses.of(None)
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_parses_and_is_newest_first(story):
    answer = story.get("/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    parsed = feedparser.parse(answer.body)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert [entry.id for entry in parsed.entries][:2] == [
        "urn:walkback:event:event7",
        "urn:walkback:event:event6",
    ]
    removed = next(item for item in parsed.entries if item.id.endswith("event3"))
    assert removed.title == f"Removed: {desk.FERRY.title}"
    assert removed.author == "Mira Vossberg"
    assert removed.tags[0].term == "removed"
    assert removed.published == "2026-11-03T09:40:00.000000Z"
    assert removed.updated == "2026-11-03T15:40:00.000000Z"
    assert "Removed between Monday 2 November 2026, 18:02 and Tuesday" in removed.summary
    assert "Leaf 13 of the ledger." in removed.summary


def test_the_feed_can_be_of_one_speaker_or_kind(story):
    parsed = feedparser.parse(story.get("/feed.atom?speaker=halder").body)
    assert [entry.id for entry in parsed.entries] == ["urn:walkback:event:event7"]
    parsed = feedparser.parse(story.get("/feed.atom?kind=edited").body)
    assert [entry.id for entry in parsed.entries] == ["urn:walkback:event:event2"]


def test_what_rfc_4287_requires_is_there():
    # 4.1.1 and 4.1.2: id, title, updated of feed and entries, an author, a self link.
    for events in (desk.story().events(), harm.hostile().events(), []):
        root = etree.fromstring(feed(events, "Walkback", RELATIVE))
        for element in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"{ATOM}{name}")) == 1, name
                assert element.findtext(f"{ATOM}{name}")
        assert root.find(f"{ATOM}author/{ATOM}name") is not None
        assert [item.get("rel") for item in root.findall(f"{ATOM}link")] == ["self", "alternate"]


def test_ids_do_not_depend_on_where_the_site_is():
    events = desk.story().events()
    here = feedparser.parse(feed(events, "Walkback", RELATIVE))
    there = feedparser.parse(feed(events, "Other", Addresses.of("https://press.example/record")))
    assert [entry.id for entry in here.entries] == [entry.id for entry in there.entries]
    assert there.feed.id == "https://press.example/record/feed.atom"
    assert there.entries[0].link.startswith("https://press.example/record/statement/ferry#event-")


def test_hostile_values_stay_text():
    data = feed(harm.hostile().events(), harm.HARM, RELATIVE)
    parsed = feedparser.parse(data)
    assert not parsed.bozo
    assert harm.PAYLOAD.encode() not in data
    assert len(parsed.entries) == 4
    for entry in parsed.entries:
        assert entry.summary_detail.type == "text/plain"
        assert entry.link.startswith("/statement/")
