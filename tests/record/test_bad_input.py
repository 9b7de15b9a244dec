"""Input that cannot be used: an error says what, on what, and what to do; never a traceback."""

import gzip
import json
from io import BytesIO

import pytest
from tests.record.paper import QUICK
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from walkback.app import open_record, verify_record
from walkback.cli.entry import app

GOOD = {
    "speaker": "Mira Vossberg",
    "url": "https://vossberg.example/old",
    "published": "2025-03-01T12:00:00Z",
    "text": "The harbour will be dredged before the winter, whatever the council says of it.",
}


@pytest.fixture
def run(folder, here):
    def program(*words, **more):
        return CliRunner().invoke(app, ["--record", str(folder), *map(str, words)], **more)

    return program


@pytest.fixture
def made(run, folder):
    """The folder of a record with one speaker."""
    assert run("speaker", "add", "Mira Vossberg").exit_code == 0
    return folder


def refused(done, *words, code=2):
    assert done.exit_code == code, (done.exit_code, done.output)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "bug in Walkback" not in done.stderr, done.stderr
    for word in words:
        assert str(word) in done.stderr, done.stderr
    return done.stderr


# --- addresses

ADDRESSES = [
    "",
    " ",
    "vossberg.example",
    "ftp://vossberg.example/a",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "http://",
    "https:///nothing",
    "http://?q",
    "http://a b/",
    "http://a/\tb",
    "http://a/\nb",
    "http://user:secret@vossberg.example/",
    "http://a\\@b/",
    "http://[::1",
    "http://[::1%25eth0]/",
    "http://a:0/",
    "http://a:65536/",
    "http://a:b/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://a..b/",
    "http://a\u202e.example/",
    "http://\u200b.example/",
    "http://" + "a" * 64 + ".example/",
    "http://a.example/" + "x" * 9000,
    "http://a.example/\ud800",
]


@pytest.mark.parametrize("address", ADDRESSES, ids=range(len(ADDRESSES)))
def test_what_is_no_address_is_not_watched(run, made, folder, address):
    told = refused(run("watch", "--", address))
    assert told.startswith(("error: ", "Usage:"))
    assert "secret" not in told
    with open_record(folder) as record:
        assert record.status().sources == ()


@pytest.mark.parametrize("address", ADDRESSES, ids=range(len(ADDRESSES)))
def test_what_is_no_address_is_no_statement(run, made, address):
    refused(run("show", "--", address), "there is no such statement", code=1)


def test_an_address_that_is_not_watched_cannot_be_unwatched(run, made):
    refused(run("unwatch", "http://vossberg.example/"), "is not watched", "walkback status", code=1)
    refused(run("unwatch", "nothing"), "not an address", "expected an http or https address")


def test_a_watch_list_with_a_bad_line_adds_nothing(run, made, folder, tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("https://vossberg.example/feed\nnot an address\n")
    refused(run("watch", path), "line 2")
    with open_record(folder) as record:
        assert record.status().sources == ()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["watch", "https://a.example/", "--every", "soon"], "not a duration"),
        (["watch", "https://a.example/", "--every", "10ms"], "too often"),
        (["watch", "https://a.example/", "--every", "-3s"], "not a duration"),
        (["watch", "https://a.example/", "--kind", "fax"], "--kind"),
        (["watch", "https://a.example/", "--kind", "mastodon"], "no account of mastodon"),
        (["watch", "https://a.example/", "--speaker", "Nobody"], "no such speaker"),
        (["watch", "https://a.example/", "--speaker", "Mira Vosberg"], "Mira Vossberg"),
        (["events", "--since", "yesterday"], "not a time"),
        (["events", "--speaker", "Nobody"], "no such speaker"),
        (["diff", "https://a.example/", "a", "b"], "Invalid value for 'before'"),
        (["speaker", "add", ""], "a speaker needs a name"),
        (["speaker", "add", "  "], "a speaker needs a name"),
        (["speaker", "merge", "Mira Vossberg", "Mira Vossberg"], "merged with itself"),
        (["nonsense"], "No such command"),
        (["poll", "--nonsense"], "No such option"),
        (["export", "st1"], "--output"),
    ],
)
def test_wrong_use_says_so(run, made, words, told):
    refused(run(*words), told)


# --- files to import


def lines(*rows):
    return "".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows)


BAD_LINES = [
    ({name: value for name, value in GOOD.items() if name != "url"}, '"url"', "nothing"),
    ({name: value for name, value in GOOD.items() if name != "text"}, '"text"', "nothing"),
    ({**GOOD, "speaker": ""}, '"speaker"', "an empty text"),
    ({**GOOD, "speaker": 7}, '"speaker"', "a text that is not empty"),
    ({**GOOD, "text": None}, '"text"', "null"),
    ({**GOOD, "text": ["a"]}, '"text"', "a list"),
    ({**GOOD, "title": 3}, '"title"', "a text, or nothing"),
    ({**GOOD, "published": "last spring"}, '"published"', "RFC 3339"),
    ({**GOOD, "published": "2025-02-30"}, '"published"', "RFC 3339"),
    ({**GOOD, "published": "2025-03-01T25:00:00Z"}, '"published"', "RFC 3339"),
    ({**GOOD, "published": 20250301}, '"published"', "not empty"),
    ({**GOOD, "url": "vossberg.example"}, '"url"', "http or https"),
    ({**GOOD, "url": "http://a:b@c/"}, '"url"', "without one"),
    ([1, 2], "not a statement", "one JSON object"),
    ("not json\n", "line 2", ""),
    ('{"speaker": "Mira\n', "line 2", ""),
    ('{"speaker": "Mira", "speaker": NaN}\n', "line 2", ""),
    (json.dumps({**GOOD, "text": "\ud800"}) + "\n", "line 2", ""),
    ("[" * 100_000 + "\n", "line 2", ""),
]


@pytest.mark.parametrize(
    ("bad", "told"), [(bad, told) for bad, *told in BAD_LINES], ids=range(len(BAD_LINES))
)
def test_a_bad_line_is_named_and_what_came_before_it_is_kept(run, made, folder, bad, told):
    path = folder.parent / "old.jsonl"
    path.write_text(lines(GOOD, bad, {**GOOD, "url": "https://vossberg.example/after"}))
    refused(run("import", path), f"{path}, line 2", *told)
    with open_record(folder) as record:
        assert [event.statement.url for event in record.events()] == [GOOD["url"]]
    path.write_text(lines(GOOD, {**GOOD, "url": "https://vossberg.example/after"}))
    assert run("import", path).exit_code == 0
    with open_record(folder) as record:
        assert len(record.events()) == 2
    assert verify_record(folder).ok


def test_bytes_that_are_no_text_in_a_file_of_lines_are_named(run, made, tmp_path):
    path = tmp_path / "old.jsonl"
    path.write_bytes(json.dumps(GOOD).encode() + b'\n{"speaker": "\xff\xfe"}\n')
    refused(run("import", path), f"{path}, line 2")


@pytest.mark.parametrize("name", ["missing.jsonl", "missing.warc.gz", "missing"])
def test_a_file_that_is_not_there_is_named(run, made, tmp_path, name):
    refused(run("import", tmp_path / name), tmp_path / name, "No such file")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(99),
        b"PNG something",
        b"WARC/2.0 no",
        gzip.compress(b"text", mtime=0),
        b"\x1f\x8b",
    ],
    ids=["empty", "zeros", "picture", "broken head", "packed text", "broken gzip"],
)
def test_a_file_that_is_no_archive_is_named(run, made, tmp_path, data):
    path = tmp_path / "file.warc.gz"
    path.write_bytes(data)
    refused(run("import", path), path)


def archive(count):
    file = BytesIO()
    writer = WARCWriter(file, gzip=True)
    for number in range(count):
        body = f"<html><title>N</title><body><p>{GOOD['text']} {number}</p></body></html>".encode()
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            f"https://vossberg.example/{number}",
            "response",
            payload=BytesIO(body),
            http_headers=head,
            warc_headers_dict={"WARC-Date": "2024-05-06T07:08:09Z"},
        )
        writer.write_record(record)
        record.raw_stream.close()
    return file.getvalue()


def test_an_archive_cut_in_the_middle_of_a_record_gives_what_came_before(
    run, made, folder, tmp_path
):
    path = tmp_path / "cut.warc.gz"
    whole = archive(4)
    path.write_bytes(whole[: len(archive(3)) + 150])
    refused(run("import", path), "the archive breaks off", path, "byte")
    with open_record(folder) as record:
        urls = sorted(event.statement.url for event in record.events())
    assert urls == [f"https://vossberg.example/{number}" for number in range(3)]
    path.write_bytes(whole)
    assert run("import", path).exit_code == 0
    with open_record(folder) as record:
        assert len(record.events()) == 4
    assert verify_record(folder).ok


def test_a_web_archive_collection_that_is_none_is_refused_with_its_name(run, made, tmp_path):
    path = tmp_path / "file.wacz"
    path.write_bytes(b"PK")
    refused(run("import", path), "no ZIP file, or its end is missing", path)


@pytest.mark.parametrize(
    ("name", "text"),
    [("people.json", "{"), ("people.csv", "no such columns\n1\n"), ("people.yaml", "a: [")],
)
def test_a_register_that_cannot_be_read_is_named(run, made, tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    refused(run("speaker", "import", path), path)


# --- the record itself


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("format = 99\n", ["newer version", "format 99", "Update Walkback"]),
        ("format = 'x'\n", ["format in", "a setting cannot be used"]),
        ("this is no toml", ["cannot be read", "TOML"]),
        ("\xff", ["cannot be read"]),
        ("[fetch]\ntimeout = 'long'\n", ["fetch.timeout", "'long'"]),
        ("[fetch]\ntimeuot = '3s'\n", ["fetch.timeuot"]),
        ("[fetches]\n", ["fetches"]),
        ("[fetch]\nconcurrency = 0\n", ["fetch.concurrency", "0"]),
        ("[fetch]\nrobots = 'maybe'\n", ["fetch.robots", "'maybe'"]),
        ("[fetch]\nallow_net = ['somewhere']\n", ["fetch.allow_net"]),
        ("[policy]\nconfirm_over = '-1h'\n", ["policy.confirm_over"]),
        ("fetch = 3\n", ["fetch"]),
    ],
)
def test_settings_that_cannot_be_used_are_named(run, made, text, words, monkeypatch):
    for name in QUICK:
        monkeypatch.delenv(name)
    folder = made
    path = folder / "walkback.toml"
    path.write_bytes(text.encode("latin-1"))
    for verb in (["poll"], ["events"], ["init"], ["speaker", "list"]):
        refused(run(*verb), path if "newer" not in words[0] else folder, *words)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WALKBACK_FETCH__TIMEOUT", "long"),
        ("WALKBACK_FETCH__ALLOW_NET", "127.0.0.1"),
        ("WALKBACK_FETCH__ALLOW_NET", '["nowhere"]'),
        ("WALKBACK_POLICY__CONFIRM_CHECKS", "0"),
        ("WALKBACK_POLICY__CONFIRM_CHECKS", "many"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(run, made, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    refused(run("events"), name)


@pytest.mark.parametrize("data", [b"", b"nonsense\n", b"\xff" * 40, b"AAAA\n"])
@pytest.mark.parametrize("name", ["ledger.key", "ledger.vkey"])
def test_a_key_that_cannot_be_read_is_named_and_never_shown(run, made, folder, name, data):
    path = folder / "keys" / name
    path.write_bytes(data)
    told = refused(run("events"), path, "Put it back from a backup")
    assert "nonsense" not in told or name == "ledger.vkey"


def test_a_key_that_others_may_read_is_refused(run, made, folder):
    (folder / "keys" / "ledger.key").chmod(0o644)
    refused(run("events"), "open to others", "chmod 600")


def test_keys_that_do_not_belong_together_are_refused(run, made, folder, tmp_path):
    with open_record(tmp_path / "other", make=True):
        pass
    path = folder / "keys" / "ledger.vkey"
    path.write_bytes((tmp_path / "other" / "keys" / "ledger.vkey").read_bytes())
    refused(run("events"), "do not belong together")


@pytest.mark.parametrize("verb", [["events"], ["poll"], ["status"], ["show", "http://a.example/"]])
def test_where_there_is_no_record_asking_makes_none(run, folder, verb):
    refused(run(*verb), "there is no record here", folder, "walkback init")
    assert not folder.exists()


@pytest.mark.parametrize("verb", [["events"], ["init"], ["speaker", "add", "A"], ["poll"]])
def test_a_record_that_is_a_file_is_refused(run, folder, verb):
    folder.write_text("hello")
    refused(run(*verb), folder)
    assert folder.read_text() == "hello"


def test_a_folder_that_holds_something_else_is_left_alone(run, folder):
    folder.mkdir()
    (folder / "thesis.txt").write_text("hello")
    refused(run("init"), "something else than a record", "thesis.txt", "--record")
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]


def test_what_is_no_record_cannot_be_verified(run, tmp_path):
    (tmp_path / "file.txt").write_text("hello")
    (tmp_path / "empty").mkdir()
    refused(run("verify", tmp_path / "nothing"), tmp_path / "nothing")
    no_bundle = run("verify", tmp_path / "file.txt")
    assert no_bundle.exit_code == 1
    assert "failed       container" in no_bundle.stdout
    refused(run("verify", tmp_path / "empty"), "there is no record here")


@pytest.mark.parametrize("key", ["nonsense", "a+b+c", "walkback.invalid/x+00000000+AAAA"])
def test_a_verifier_key_that_is_none_is_named(run, made, folder, key):
    refused(run("verify", folder, "--key", key), "not a verifier key", key, "walkback init")


def test_the_key_of_another_record_verifies_nothing(run, made, folder, tmp_path):
    with open_record(tmp_path / "other", make=True) as other:
        key = other.verifier_key
    done = run("verify", folder, "--key", key)
    assert done.exit_code == 1
    assert "not signed by this key" in done.stdout.replace("\n", " ").replace("  ", " ")


@pytest.mark.parametrize("verb", ["restore", "verify"])
def test_an_empty_path_is_refused(run, made, verb, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(verb, "").exit_code == 2
