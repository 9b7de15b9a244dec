"""Ways back for what was taken away: redirects, a lost key, other spellings, other encodings."""

import html
import json
import zipfile
from dataclasses import replace

import pytest
from tests.record.paper import Paper
from tests.release.stained import found_in
from tests.weather.server import Server, page, path_of

from walkback.app import open_record
from walkback.app.legible import spellings
from walkback.errors import BadSettings, NotFound, RecordError
from walkback.model.pages import SearchAsked, SearchView
from walkback.model.source import WatchLine

NAME = "Zoë Müllerström"


@pytest.fixture
def paper():
    with Paper() as served:
        for name in ("harbour", "kvexolunthar"):
            served.publish(name)
        yield served


@pytest.fixture
def record(paper, tmp_path):
    with open_record(tmp_path / "record", make=True) as opened:
        opened.watch([WatchLine(paper.feed)])
        for _ in range(2):
            opened.poll(everything=True)
        yield opened


def test_a_page_that_begins_to_lead_to_what_was_erased_does_not_bring_it_back(record, paper):
    erased = paper.pages["kvexolunthar"].sentences[0]
    stands = record.show(paper.url("harbour"))
    assert record.show(paper.url("kvexolunthar")).versions[0].text.count(erased) == 1
    record.erase(paper.url("kvexolunthar"), by="Ada")
    was = paper.pages["harbour"]
    paper.pages["kvexolunthar"] = replace(paper.pages["kvexolunthar"], listed=False)
    paper.pages["harbour"] = replace(was, status=301, to="kvexolunthar")
    for _ in range(4):
        record.poll(everything=True)
    assert found_in(record.folder, "kvexolunthar") == []
    assert found_in(record.folder, erased.split(" crowns")[0][-30:]) == []
    after = record.show(stands.id)
    assert (after.state, len(after.versions)) == ("blocked", 1)
    paper.pages["harbour"] = was
    record.poll(everything=True)
    assert record.show(stands.id).state == "present"


def test_without_its_key_what_was_erased_is_not_kept_again_and_no_new_key_is_made(record, paper):
    record.erase(paper.url("kvexolunthar"), by="Ada")
    key = record.folder / "keys" / "release.key"
    key.unlink()
    with open_record(record.folder) as again:
        with pytest.raises(RecordError, match="the key of protected names is missing"):
            again.poll(everything=True)
        with pytest.raises(RecordError, match="the key of protected names is missing"):
            again.events()
        with pytest.raises(RecordError, match="the key of protected names is missing"):
            again.protect(["Mira Vossberg"])
    assert not key.exists()


def test_a_lost_key_is_not_made_anew_by_an_alert_so_that_names_are_shown(
    record, monkeypatch, tmp_path
):
    record.protect([NAME])
    (record.folder / "keys" / "release.key").unlink()
    monkeypatch.setenv("WALKBACK_ALERTS__URLS", '["json://127.0.0.1:9/x"]')
    with open_record(tmp_path / "record") as again:
        with pytest.raises(RecordError, match="the key of protected names is missing"):
            again.alerting().send(again.status)
        with pytest.raises(RecordError, match="the key of protected names is missing"):
            again.events()
    assert not (record.folder / "keys" / "release.key").exists()


@pytest.mark.parametrize("how", ["restrict", "erase"])
def test_an_address_is_hidden_however_another_page_writes_it(record, paper, how):
    url = paper.url("kvexolunthar")
    getattr(record, how)(url, by="Ada")
    gate = record._release.gate()
    for written in (
        url,
        url.replace("http", "HTTP"),
        url.replace("kve", "%6bve"),
        url.replace("/kve", "/x/../kve"),
        f"{url}#part",
        f"({url}).",
        url.replace("127.0.0.1", "127.1"),
    ):
        told = gate.text(f"It stood at {written} and was shared.")
        assert "xolunthar" not in told, told
    assert gate.text(paper.url("harbour")) == paper.url("harbour")


WAYS = {
    "plain": (NAME.encode(), "text/html; charset=utf-8"),
    "latin-1": (NAME.encode("latin-1"), "text/html; charset=iso-8859-1"),
    "utf-16": (NAME.encode("utf-16"), "text/html"),
    "entities": (NAME.encode("ascii", "xmlcharrefreplace"), "text/html"),
    "every letter": ("".join(f"&#{ord(one)};" for one in NAME).encode(), "text/html"),
    "json": (json.dumps({"name": NAME}).encode(), "application/json"),
    "tags": (b"<b>Zo\xc3\xab</b><!-- x --> M\xc3\xbc<i class=a>ller</i>str\xc3\xb6m", "text/html"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_protected_name_is_told_from_bytes_as_a_browser_would_show_it(record, way):
    record.protect([NAME])
    gate = record._release.gate()
    body, kind = WAYS[way]
    assert any(gate.text(text) != text for text in spellings(body, kind))
    assert not any(gate.text(text) != text for text in spellings(b"Zo\xeb M\xfcller", kind))


@pytest.mark.parametrize("way", ["latin-1", "entities", "tags"])
def test_a_capture_whose_margin_names_somebody_nobody_is_shown_is_not_replayed(
    record, way, tmp_path
):
    name, kind = WAYS[way]
    body = (
        b"<html><head><title>On the quay</title></head><body><nav><ul><li>%s</li><li>Home</li></ul>"
        b"</nav><main><h1>On the quay</h1><p>We will mend the quay of Halder this year.</p><p>The "
        b"ferry sails again before the autumn, and nobody pays.</p></main></body></html>" % name
    )

    def answer(head):
        if path_of(head) == "/quay":
            return page(body, content_type=kind)
        return page(b"<html><body><p>Nothing is here.</p></body></html>", "404 Not Found")

    with Server(answer) as server:
        url = server.url("/quay")
        record.watch([WatchLine(url, kind="page")])
        record.poll(everything=True)
    view = record.show(url)
    leaf = view.versions[0].leaf
    assert html.unescape(record.shown(leaf).body.decode("latin-1")).count("quay") == 3
    record.protect([NAME])
    with pytest.raises(NotFound, match="withheld"):
        record.shown(leaf)
    out = tmp_path / "quay.wacz"
    record.export(url, out)
    with zipfile.ZipFile(out) as opened:
        listed = json.loads(opened.read("walkback/bundle.json"))
    assert leaf in [one["n"] for one in listed["withheld"]]
    assert leaf not in [one["n"] for one in listed["leaves"]]


def test_what_is_hidden_leaves_no_empty_place_among_what_a_search_finds(record, paper):
    asked = SearchAsked("halder", most=1)
    assert record.search(asked).more
    record.restrict(record.search(asked).hits[0].statement.id, by="Ada")
    found = record.search(asked)
    assert (len(found.hits), found.more) == (1, False)
    assert found.hits[0].statement.url in (paper.url("harbour"), paper.url("kvexolunthar"))
    record.restrict(found.hits[0].statement.id, by="Ada")
    assert record.search(asked) == SearchView("halder", (), more=False)


def test_an_address_of_an_alert_is_in_no_repr_and_in_no_error(record, monkeypatch):
    monkeypatch.setenv("WALKBACK_ALERTS__URLS", '["jsons://u:Kv3xoken@127.0.0.1:9/Kv3xoken"]')
    with open_record(record.folder) as opened:
        assert "Kv3xoken" not in repr(opened.alerting().test())
    monkeypatch.setenv("WALKBACK_ALERTS__URLS", '["secret:jsons://u:Kv3xoken@127.0.0.1:9/"]')
    with open_record(record.folder) as opened, pytest.raises(BadSettings) as raised:
        opened.alerting().test()
    assert "Kv3xoken" not in str(raised.value)
