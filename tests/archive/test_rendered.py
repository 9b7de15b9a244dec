"""What a browser made of a page lies in the page's own group, under its one leaf."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from walkback.archive import Archive, check_group, groups, load_exchange, load_resource
from walkback.archive.records import resource_record
from walkback.errors import BadInput
from walkback.model.evidence import Copied, Evidence, LeafKind, Resource
from walkback.model.exchange import Exchange

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
URL = "https://council.example/s/1"
PNG = Resource(f"urn:view:{URL}", "image/png", b"\x89PNG and so on")
DOM = Resource(f"urn:dom:{URL}", "text/html; charset=utf-8", b"<p>Shown.")


def exchange(url, body):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    return Exchange(url, AT, b"GET / HTTP/1.1\r\n\r\n", 200, head, body, "192.0.2.1")


MAIN = exchange(URL, b"<div id=root></div>")
LOADED = exchange("https://api.example/said", b"Shown.")
PLAIN = Evidence(LeafKind.CAPTURE, "c1", AT, {}, (MAIN,), resources=(PNG,), loaded=(LOADED,))


def kept(folder, evidence):
    archive = Archive(folder, software="test")
    (one,) = archive.keep([evidence])
    (group,) = groups(folder)
    assert check_group(group) == []
    assert group.leaf == one.leaf
    assert group.place == one.place
    return one.place, [position.kind for position in group.positions]


def test_a_rendered_page_that_ends_its_group_is_what_is_read_again(tmp_path):
    place, kinds = kept(tmp_path, replace(PLAIN, rendered=DOM))
    assert kinds == ["warcinfo", "resource", *["response", "request"] * 2, "resource"]
    read = load_exchange(tmp_path, place)
    assert (read.url, read.body, read.status) == (URL, b"<p>Shown.", 200)
    assert read.header(b"content-type") == b"text/html; charset=utf-8"
    assert load_resource(tmp_path, place, "urn:view:").block == PNG.data
    assert load_resource(tmp_path, place, "urn:tls:") is None


def test_a_rendered_page_that_lies_beside_changes_nothing_of_what_is_read(tmp_path):
    place, _ = kept(tmp_path, replace(PLAIN, resources=(PNG, DOM)))
    read = load_exchange(tmp_path, place)
    assert (read.url, read.body, read.request_head) == (URL, MAIN.body, MAIN.request_head)


def test_what_somebody_else_called_rendered_is_not_read_in_place_of_a_response(tmp_path):
    theirs = Archive(tmp_path / "theirs", software="test")
    (one,) = theirs.keep([Evidence(LeafKind.CAPTURE, "c2", AT, {}, (MAIN,))])
    response = load_record(tmp_path / "theirs", one.place)
    dom = resource_record(DOM, AT, "<urn:uuid:00000000-0000-4000-8000-000000000000>").data
    copied = (Copied(response), Copied(dom.removesuffix(b"\r\n\r\n")))
    place, kinds = kept(tmp_path / "ours", Evidence(LeafKind.CAPTURE, "c3", AT, {}, copied=copied))
    assert kinds == ["warcinfo", "response", "resource"]
    assert load_exchange(tmp_path / "ours", place).body == MAIN.body


def load_record(folder, place):
    import gzip  # noqa: PLC0415 - for this one reading

    (path,) = folder.iterdir()
    whole = gzip.decompress(path.read_bytes()[place.payload :])
    end = whole.index(b"\r\n\r\n") + 4
    size = int(whole.split(b"Content-Length: ")[1].split(b"\r\n")[0])
    return whole[: end + size]


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (replace(PLAIN, exchanges=(), document={"a": 1}), "resources beside exchanges only"),
        (replace(PLAIN, rendered=PNG), "a rendered page named urn:dom:"),
    ],
)
def test_resources_without_an_answer_to_lie_beside_are_refused(tmp_path, evidence, expected):
    with pytest.raises(BadInput, match=expected):
        Archive(tmp_path, software="test").keep([evidence])
