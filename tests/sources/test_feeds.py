"""Feeds: every entry at its own address, and nothing a feed says can hurt."""

import json
import time

import pytest

from walkback.model.source import Item, SourceKind
from walkback.sources import items

URL = "https://ada.example/press/feed.xml"


def read(body, url=URL, content_type="application/xml"):
    if isinstance(body, str):
        body = body.encode()
    return items(SourceKind.FEED, body, url=url, content_type=content_type)


def rss(*entries, title="Ada Marsh"):
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(entries)}</channel></rss>'


def entry(link="https://ada.example/press/1", title="On water", more=""):
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def test_rss_entries_are_items_with_title_and_date():
    body = rss(entry(more="<pubDate>Sat, 31 Jan 2026 14:00:00 +0200</pubDate>"))
    listing = read(body)
    assert listing.items == (
        Item("https://ada.example/press/1", "On water", "2026-01-31T12:00:00.000000Z"),
    )
    assert (listing.kind, listing.title, listing.defect) == (SourceKind.FEED, "Ada Marsh", None)


def test_atom_takes_the_alternate_link_and_the_publication_date():
    listing = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://ada.example/">'
        "<title>x</title><entry><title type='html'>On &lt;b&gt;water&lt;/b&gt;</title>"
        '<link rel="self" href="/api/1"/><link rel="alternate" href="press/1"/>'
        "<published>2026-01-31T12:00:00Z</published><updated>2026-02-01T00:00:00Z</updated>"
        "<id>tag:1</id></entry></feed>"
    )
    assert listing.items == (
        Item("https://ada.example/press/1", "On water", "2026-01-31T12:00:00.000000Z"),
    )


def test_rdf_entries_stand_beside_the_channel():
    listing = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><channel><title>x</title></channel>'
        "<item><title>On water</title><link>https://ada.example/press/1</link></item></rdf:RDF>"
    )
    assert [item.url for item in listing.items] == ["https://ada.example/press/1"]


def test_addresses_are_joined_to_the_feeds_and_normalised_and_come_once():
    listing = read(
        rss(
            entry("/press/1#top"),
            entry("HTTPS://ADA.example:443/press/1", "the same again"),
            entry("../other"),
        )
    )
    assert [item.url for item in listing.items] == [
        "https://ada.example/press/1",
        "https://ada.example/other",
    ]
    assert listing.items[0].title == "On water"


def test_entries_without_an_address_are_left_out_and_counted():
    listing = read(rss(entry(), entry("javascript:alert(1)"), "<item><title>x</title></item>"))
    assert len(listing.items) == 1
    assert listing.notes == ("2 entries have no address that can be followed",)
    assert listing.defect is None


def test_a_permalink_guid_serves_where_there_is_no_link():
    body = rss("<item><title>x</title><guid>https://ada.example/press/9</guid></item>")
    assert read(body).items[0].url == "https://ada.example/press/9"


def test_a_broken_feed_gives_what_was_found_and_the_place_of_the_break():
    listing = read(rss(entry(), entry("https://ada.example/press/2", "Roads & rivers")))
    assert [item.url[-1] for item in listing.items] == ["1", "2"]
    assert listing.defect.startswith("not well-formed at line 1, column ")


def test_a_feed_cut_short_says_so():
    body = rss(entry(), entry("https://ada.example/press/2"))
    listing = read(body[: body.rindex("<item>")])
    assert len(listing.items) == 1
    assert "not well-formed" in listing.defect


@pytest.mark.parametrize("body", [rss(), "<feed xmlns='http://www.w3.org/2005/Atom'/>"])
def test_an_empty_feed_is_defective(body):
    assert read(body).defect == "no entries"


@pytest.mark.parametrize("body", ["", "hello", "\0\0\0", "<html><body>Log in</body></html>"])
def test_what_is_no_feed_is_defective(body):
    listing = read(body)
    assert (listing.items, bool(listing.defect)) == ((), True)


def test_a_wrong_content_type_is_no_defect():
    assert read(rss(entry()), content_type="text/html; charset=iso-8859-1").defect is None


def test_a_body_is_never_taken_for_a_files_name(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(rss(entry("https://ada.example/secret")))
    assert read(str(path)).items == ()


def test_only_the_first_five_thousand_entries_are_read():
    body = rss(*(entry(f"/press/{n}") for n in range(5100)))
    listing = read(body)
    assert len(listing.items) == 5000
    assert listing.items[-1].url.endswith("/4999")
    assert listing.defect == "more than 5000 entries; the first 5000 were read"


def test_a_broken_feed_without_end_is_read_to_the_five_thousandth_entry():
    body = rss(*(entry(f"/press/{n}") for n in range(50_000)), title="dams & roads")
    listing = read(body)
    assert len(listing.items) == 5000
    assert listing.defect.startswith("not well-formed at line 1")


def test_an_encoding_that_only_feedparser_knows_is_no_defect():
    body = "<?xml version='1.0' encoding='gb2312'?>" + rss(entry(title="水"))
    listing = read(body.encode("gb2312"))
    assert (listing.items[0].title, listing.defect) == ("水", None)


def test_bombs_and_depth_end_quickly_without_items():
    bomb = (
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "]>"
        + rss(entry(title="&i;"))
    )
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(entry(title="&x;"))
    deep = rss("<a>" * 200_000)
    began = time.monotonic()
    for body in (bomb, outside, deep):
        listing = read(body)
        assert listing.items == ()
        assert listing.defect
    assert time.monotonic() - began < 5


def test_entities_that_are_only_characters_are_allowed():
    body = '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>' + rss(entry(title="On&nbsp;water"))
    assert read(body).defect is None


def test_a_title_of_many_megabytes_is_cut():
    listing = read(rss(entry(title="x" * 3_000_000)))
    assert len(listing.items[0].title) == 1000


def json_feed(*entries, **more):
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": entries, **more})


def test_json_feed_prefers_url_then_external_url_then_an_id_that_is_an_address():
    listing = read(
        json_feed(
            {
                "id": "1",
                "url": "/press/1",
                "external_url": "https://paper.example/",
                "title": "On water",
            },
            {"id": "2", "external_url": "https://paper.example/story"},
            {"id": "https://ada.example/press/3", "date_published": "2026-01-31T14:00:00+02:00"},
            {"id": "4"},
            "junk",
            title="Ada Marsh",
        ),
        content_type="application/json",
    )
    assert [item.url for item in listing.items] == [
        "https://ada.example/press/1",
        "https://paper.example/story",
        "https://ada.example/press/3",
    ]
    assert listing.items[2].published == "2026-01-31T12:00:00.000000Z"
    assert listing.notes == ("2 entries have no address that can be followed",)
    assert listing.title == "Ada Marsh"


@pytest.mark.parametrize(
    "body", ['{"version":"https://jsonfeed.org/version/1"}', "{" * 100_000, "{"]
)
def test_a_json_feed_without_items_is_defective(body):
    assert read(body, content_type="application/feed+json").defect


def test_lone_surrogates_in_json_do_not_get_out():
    listing = read(json_feed({"url": "/a", "title": "\ud800 water"}))
    listing.items[0].title.encode("utf-8")


def test_a_feed_given_as_a_section_is_read_as_a_feed():
    listing = items(SourceKind.SECTION, rss(entry()).encode(), url=URL, content_type="")
    assert (listing.kind, len(listing.items)) == (SourceKind.FEED, 1)


def test_a_page_lists_nothing():
    assert items(SourceKind.PAGE, rss(entry()).encode(), url=URL, content_type="").items == ()
