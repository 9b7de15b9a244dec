"""Posts that others captured become statements of registered speakers, and of nobody else."""

import json
import zipfile

import pytest

from walkback.app import open_record
from walkback.errors import BadFile

ID = "1800000000000000000"
URL = f"https://x.com/i/status/{ID}"
EMBED = f"""
<blockquote class="twitter-tweet"><p>The night ferry stays, I promise every one of you.</p>
&mdash; Mira Vossberg (@mira_v) <a href="https://twitter.com/mira_v/status/{ID}">x</a></blockquote>
"""


def record_of(url, block):
    """One record of a WARC file."""
    fields = [
        b"WARC/1.1",
        b"WARC-Type: response",
        b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>",
        b"WARC-Date: 2026-03-03T00:00:00Z",
        b"WARC-Target-URI: " + url.encode(),
        b"Content-Type: application/http; msgtype=response",
        b"Content-Length: %d" % len(block),
    ]
    return b"\r\n".join(fields) + b"\r\n\r\n" + block + b"\r\n\r\n"


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path / "record", make=True) as opened:
        opened.add_speaker("Mira Vossberg", handles=["@mira_v"])
        yield opened


def test_a_saved_page_or_embed_is_a_statement_of_the_speaker_with_its_handle(record, tmp_path):
    page = tmp_path / "saved.html"
    page.write_text(EMBED)
    record.import_files([page])
    view = record.show(URL)
    assert view.speaker.name == "Mira Vossberg"
    assert view.versions[0].text == "The night ferry stays, I promise every one of you."
    assert view.instances[0].channel == "x"
    again = record.import_files([page])
    assert (again.statements, again.versions) == (0, 0)


def test_posts_of_nobody_registered_are_no_statements(record, tmp_path):
    page = tmp_path / "saved.html"
    page.write_text(EMBED.replace("@mira_v)", "@somebody)"))
    record.import_files([page])
    assert record.events() == []


def test_a_page_without_a_post_says_so(record, tmp_path):
    page = tmp_path / "saved.html"
    page.write_text("<p>Nothing</p>")
    with pytest.raises(BadFile, match="no post was found"):
        record.import_files([page])


def test_a_payload_in_a_web_archive_is_found_under_the_archives_own_addresses(record, tmp_path):
    payload = {
        "id_str": ID,
        "full_text": "Read https://t.co/a and know that the ferry stays.",
        "created_at": "Mon Mar 02 09:00:00 +0000 2026",
        "user": {"screen_name": "mira_v"},
        "entities": {
            "urls": [
                {
                    "url": "https://t.co/a",
                    "expanded_url": "https://web.archive.org/web/2026/https://h.example/way",
                }
            ]
        },
    }
    place = "https://web.archive.org/web/20260303000000id_/https://cdn.syndication.twimg.com/"
    body = json.dumps(payload).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
    archive = tmp_path / "page.warc"
    archive.write_bytes(record_of(place + f"tweet-result?id={ID}", head + body))
    record.import_files([archive])
    view = record.show(URL)
    assert view.versions[0].text == "Read https://h.example/way and know that the ferry stays."
    assert view.events[0].at.isoformat() == "2026-03-02T09:00:00+00:00"


def test_an_owners_archive_brings_every_post_with_its_edits(record, tmp_path):
    def assigned(name, value):
        return f"window.YTD.{name}.part0 = {json.dumps(value)}"

    def tweet(number, text, minute):
        return {
            "tweet": {
                "id_str": number,
                "full_text": text,
                "created_at": f"Mon Mar 02 09:{minute}:00 +0000 2026",
                "edit_info": {"initial": {"editTweetIds": [ID, "1800000000000000009"]}},
            }
        }

    account = {"accountId": "9", "username": "mira_v", "accountDisplayName": "Mira Vossberg"}
    path = tmp_path / "twitter-2026.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("data/account.js", assigned("account", [{"account": account}]))
        posts = [
            tweet(ID, "The ferry runs each night of the winter.", "00"),
            tweet("1800000000000000009", "The ferry runs most nights of the winter.", "10"),
        ]
        file.writestr("data/tweets.js", assigned("tweets", posts))
        file.writestr("data/deleted-tweets.js", assigned("deleted", [tweet("5", "Gone", "20")]))
    record.import_files([path])
    view = record.show(URL)
    assert [version.text[:20] for version in view.versions] == [
        "The ferry runs each ",
        "The ferry runs most ",
    ]
    assert [event.kind for event in view.events] == ["published", "edited"]
    assert not any("Gone" in event.statement.title for event in record.events())
