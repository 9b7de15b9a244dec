"""The files that operators bring: watch lists, registers of speakers, statements."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from walkback.errors import BadFile
from walkback.model.source import SourceKind, WatchLine
from walkback.sources import PersonLine, read_people, read_statements, read_watchlist

ADA = "https://ada.example/"


# --- watch lists


def test_plain_lines_are_addresses_and_comments():
    text = f"\ufeff# our list\n\n{ADA}\nhttps://BEA.example/news#top # the news page\n{ADA}\n"
    assert read_watchlist(text, "list.txt") == [
        WatchLine(ADA),
        WatchLine("https://bea.example/news"),
    ]


def test_csv_has_columns_in_any_order():
    text = 'kind;url;every;speaker\nfeed;https://ada.example/feed;15m;"Marsh; Ada"\n;https://bea.example/;;\n'
    assert read_watchlist(text, "list.csv") == [
        WatchLine("https://ada.example/feed", "Marsh; Ada", SourceKind.FEED, timedelta(minutes=15)),
        WatchLine("https://bea.example/"),
    ]


def test_opml_outlines_are_feeds_or_places_to_find_out():
    text = """<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
    <outline text="Politics"><outline text="Ada" type="rss" xmlUrl="https://ada.example/feed"
      htmlUrl="https://ada.example/" speaker="Ada Marsh" every="1h"/>
    <outline text="Bea" htmlUrl="https://bea.example/"/></outline></body></opml>"""
    assert read_watchlist(text, "list.opml") == [
        WatchLine("https://ada.example/feed", "Ada Marsh", SourceKind.FEED, timedelta(hours=1)),
        WatchLine("https://bea.example/"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f"{ADA}\nftp://ada.example/",
            "list, line 2 (expected an http or https address, found scheme ftp:)",
        ),
        (f"{ADA} and more", "list, line 1"),
        (
            "url,speker\n",
            "(expected columns of browser, every, kind, speaker, url, found column 'speker')",
        ),
        (
            f"url,kind\n\n{ADA},blog",
            "list, line 3 (expected kind page|section|feed|mastodon|bluesky|x, found 'blog')",
        ),
        (f"url,every\n{ADA},soon", "list, line 2 (expected a duration such as 15m, found 'soon')"),
        (f"url,every\n{ADA},0s", "list, line 2 (expected a duration above 0"),
        (f"url\n{ADA},x", "list, line 2 (expected 1 fields, found 2 fields)"),
        ("url,speaker\n,Ada", "list, line 2"),
        ("<opml>\n<outline xmlUrl='mailto:x'/></opml>", "list, line 2"),
        ("<opml>\n<outline", "list, line 2 (expected OPML"),
        ("<html></html>", "list, line 1 (expected OPML, found <html>)"),
    ],
)
def test_a_bad_line_of_a_watch_list_is_named(text, message):
    with pytest.raises(BadFile) as error:
        read_watchlist(text, "list")
    assert message in str(error.value)


# --- registers


def test_popolo_persons_have_names_accounts_and_sites():
    person = {
        "name": "Ada  Marsh",
        "given_name": "Adelaide",
        "family_name": "Marsh",
        "other_names": [{"name": "Ada Marsh-Low"}, {"note": "no name"}],
        "links": [
            {"url": "https://twitter.com/adamarsh", "note": "Twitter"},
            {"url": "https://ada.example", "note": "website"},
            {"url": "https://facebook.com/ada", "note": "facebook"},
            {"url": "https://bsky.app/profile/ada.example"},
        ],
        "contact_details": [
            {"type": "mastodon", "value": "https://social.example/@ada"},
            {"type": "twitter", "value": "ada_office"},
            {"type": "voice", "value": "555"},
        ],
    }
    expected = PersonLine(
        "Ada Marsh",
        ("Ada Marsh-Low", "Adelaide Marsh"),
        ("@adamarsh", "ada.example", "@ada@social.example", "@ada_office"),
        ("https://ada.example/",),
    )
    assert read_people(json.dumps([person]), "p.json") == [expected]
    assert read_people(json.dumps({"persons": [person]}), "p.json") == [expected]


LEGISLATORS = """
- id: {bioguide: A000001}
  name: {first: William, middle: Low, last: Ford, nickname: Bill, suffix: Jr.,
         official_full: William L. Ford Jr.}
  terms:
  - {type: rep, url: 'http://old.example'}
  - {type: sen, url: 'https://ford.example'}
- id: {bioguide: A000002}
  name: {first: B., middle: Wren, last: Hill}
  terms: []
"""
SOCIAL = """
- id: {bioguide: A000001}
  social: {twitter: SenFord, facebook: senford, mastodon: ford@social.example}
"""


def test_legislators_have_every_way_to_write_their_name():
    ford, hill = read_people(LEGISLATORS, "legislators-current.yaml", social=SOCIAL)
    assert ford.name == "William L. Ford Jr."
    assert ford.aliases == (
        "William Ford",
        "William Low Ford",
        "William L. Ford",
        "Bill Ford",
        "William Ford, Jr.",
        "William Ford Jr.",
    )
    assert ford.handles == ("@SenFord", "@ford@social.example")
    assert ford.sites == ("https://ford.example/",)
    assert (hill.name, "Wren Hill" in hill.aliases) == ("B. Hill", True)


def test_csv_lists_names_within_a_cell():
    text = "name,aliases,handle,site\nAda Marsh,A. Marsh; Ada Low|Ada,@ada,ada.example\n"
    assert read_people(text, "p.csv") == [
        PersonLine("Ada Marsh", ("A. Marsh", "Ada Low", "Ada"), ("@ada",), ())
    ]


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("[\n{]", "p.json", "p.json, line 2 (expected JSON"),
        ('{"people":[]}', "p.json", "expected a list of persons"),
        ('[{"name":"A"},{"id":1}]', "p.json", "p.json, person 2"),
        ("[" * 100_000, "p.json", "p.json"),
        ("- id: x\n  name: [\n", "p.yaml", "p.yaml, line"),
        ("- id: {bioguide: A1}\n  social: {twitter: x}", "p.yaml", "found social accounts alone"),
        ("name,party\n", "p.csv", "p.csv, line 1"),
        ("name\n,\n\nAda,b\n", "p.csv", "p.csv, line 4"),
        ("alias\nAda\n", "p.csv", "no column name"),
    ],
)
def test_a_bad_register_is_named_with_its_place(text, name, message):
    with pytest.raises(BadFile) as error:
        read_people(text, name)
    assert message in str(error.value)


# --- statements

LINE = {
    "speaker": "Ada Marsh",
    "url": "HTTPS://ada.example/press/1#x",
    "published": "2026-01-31T14:00:00+02:00",
    "text": "Water for all.",
}


def lines(*values):
    return [json.dumps(value) for value in values]


def test_statements_are_read_one_by_one():
    endless = (json.dumps(LINE) for _ in iter(int, 1))
    first = next(read_statements(endless, "x"))
    assert (first.number, first.url) == (1, "https://ada.example/press/1")
    assert first.published == datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert (first.title, first.channel) == ("", None)


def test_bytes_empty_lines_byte_order_marks_and_other_fields_are_taken():
    value = LINE | {"title": "On water", "channel": "page", "party": 7, "published": "2026-01-31"}
    text = ["\ufeff".encode() + json.dumps(value).encode(), b"\n", json.dumps(LINE).encode()]
    found = list(read_statements(text, "x"))
    assert [line.number for line in found] == [1, 3]
    assert (found[0].title, found[0].channel) == ("On water", "page")


@pytest.mark.parametrize(
    ("change", "field", "expected", "found"),
    [
        ({"speaker": None}, "speaker", "a text that is not empty", "null"),
        ({"speaker": " "}, "speaker", "a text that is not empty", "an empty text"),
        ({"text": 7}, "text", "a text that is not empty", "a number"),
        ({"text": ["a"]}, "text", "a text that is not empty", "a list"),
        ({"url": "ftp://a.example/"}, "url", "an http or https address", "scheme ftp:"),
        ({"published": "soon"}, "published", "an RFC 3339 time", "'soon'"),
        ({"published": "0001-01-01T00:00:00+14:00"}, "published", "an RFC 3339 time", "0001"),
        ({"title": 1}, "title", "a text, or nothing", "a number"),
        ({"channel": {}}, "channel", "a text, or nothing", "an object"),
    ],
)
def test_a_bad_field_is_named_with_file_line_expected_and_found(change, field, expected, found):
    with pytest.raises(BadFile) as error:
        list(read_statements(lines(LINE, LINE | change), "words.jsonl"))
    assert error.value.subject == "words.jsonl, line 2"
    assert f'"{field}"' in error.value.what
    assert expected in error.value.expected
    assert found in error.value.found


def test_a_missing_field_is_named():
    with pytest.raises(BadFile, match=r'the field "url" cannot be used.*found nothing'):
        list(read_statements(lines({key: LINE[key] for key in ("speaker", "text")}), "x"))


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "7",
        '"x"',
        "null",
        "[" * 100_000,
        '{"speaker": NaN}',
        '{"speaker": ' + "1" * 5000 + "}",
        b"\xff\xfe",
        json.dumps(LINE | {"text": "\ud800"}),
    ],
)
def test_a_line_that_is_no_statement_is_refused_with_its_number(line):
    with pytest.raises(BadFile, match="x, line 1"):
        list(read_statements([line], "x"))
