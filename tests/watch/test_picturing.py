"""Pictures of a statement are fetched, kept, read, looked up by, and heard for acts."""

import io
import json
from urllib.request import urlopen

import pytest
from tests.record.history import events_json
from tests.record.paper import QUICK
from tests.record.reading_here import HereWorkers
from tests.weather.server import Server, page

import walkback.app.walkback
import walkback.watch.picturing
from walkback.app import open_record, verify_record
from walkback.model.picture import PictureDefect
from walkback.model.quoted import Handed
from walkback.model.source import SourceKind, WatchLine
from walkback.publish import Serving, site
from walkback.read.pictures import missing

FIRST = "The mill in Ostvik has paid no taxes since the year 2019, and its owners laugh about it."
WORDS = "I retract my claim about the mill in Ostvik.\nIt paid its taxes every year."
ALT = "A letter: I apologise to the owners of the mill in Ostvik for what I claimed."
HANDED = (
    "<article><h1>Mill statement</h1><p>In Ostvik, Mira Vossberg said: "
    "\u201cIt paid its taxes every year.\u201d</p></article>"
)

needs_extra = pytest.mark.skipif(bool(missing()), reason=f"pictures are not read here: {missing()}")


def drawn():
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - it comes with the extra

    image = Image.new("RGB", (620, 110), "#15202b")
    font = ImageFont.load_default(24)
    ImageDraw.Draw(image).multiline_text((20, 20), WORDS, font=font, fill="#eee", spacing=10)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def article(title, inner):
    return page(
        f"<html><head><title>{title}</title></head><body><nav><a href='/'><img src='/logo.png'>"
        f"</a></nav><main><article><h1>{title}</h1>{inner}</article></main>"
        "<footer><img src='/foot.png'></footer></body></html>"
    )


def image(data):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data


@pytest.fixture
def web():
    shown = f'<p>Please read my letter.</p><img src="/letter.png" alt="{ALT}">'
    shown += '<img src="/dot.png" width="20" height="20"><img src="/lost.png">'
    answers = {
        "/mill": article("The mill in Ostvik", f"<p>{FIRST}</p>"),
        "/letter": article("A letter", shown),
        "/letter.png": image(drawn() if not missing() else b"no picture"),
    }
    with Server(answers) as server:
        yield server


@pytest.fixture
def folder(tmp_path, monkeypatch, web):
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    monkeypatch.setattr(walkback.watch.picturing, "Workers", HereWorkers)
    with open_record(tmp_path / "record", make=True) as record:
        record.add_speaker("Mira Vossberg")
        for path in ("/mill", "/letter"):
            line = WatchLine(web.url(path), speaker="Mira Vossberg", kind=SourceKind.PAGE)
            record.watch([line])
            record.poll()
    return tmp_path / "record"


def asked(web):
    return [one.head.split(b" ")[1].decode() for one in web.seen]


@needs_extra
def test_a_retraction_in_a_picture_is_an_act_about_the_earlier_statement(folder, web):
    with open_record(folder) as record:
        events = {event.kind: event for event in record.events()}
        mill, letter = record.show(web.url("/mill")), record.show(web.url("/letter"))
    assert events["retracted"].statement.id == letter.id
    assert events["retracted"].about.id == mill.id
    assert f"read in the picture {web.url('/letter.png')}" in events["retracted"].reasons[0].text
    assert "in the words given for the picture" in events["apologised"].reasons[0].text
    read, lost = letter.pictures
    assert (read.alt, read.text, read.defect) == (ALT, " ".join(WORDS.split()), None)
    assert read.confidence > 0.9
    assert WORDS.split("\n", maxsplit=1)[0] not in letter.versions[-1].text
    assert (lost.url, lost.text, lost.capture) == (web.url("/lost.png"), "", None)
    assert not {"/logo.png", "/foot.png", "/dot.png"} & set(asked(web))


@needs_extra
def test_words_of_a_picture_are_found_when_they_are_quoted_and_the_source_is_named(folder):
    with open_record(folder) as record:
        [view] = record.check([Handed("a", HANDED.encode(), content_type="text/html")])
    [found] = view.quotations
    assert found.finding == "verbatim"
    assert (found.match.source, found.match.words) == ("picture", "It paid its taxes every year")


@needs_extra
def test_the_statements_page_lists_its_pictures_and_never_serves_them(folder, web):
    with open_record(folder) as record:
        letter = record.show(web.url("/letter"))
        with (
            Serving(site(record), "127.0.0.1", 0) as served,
            urlopen(f"{served.url}/statement/{letter.id}") as answer,
        ):
            shown = answer.read().decode()
    assert "What its pictures say" in shown
    assert "It paid its taxes every year." in shown
    assert 'src="http' not in shown


@needs_extra
def test_a_rebuild_has_the_same_events_and_reads_the_pictures_again(folder, web):
    with open_record(folder) as record:
        before, shown = events_json(record), record.show(web.url("/letter")).pictures
        record.rebuild()
        assert events_json(record) == before
        record.poll(everything=True)
        assert events_json(record) == before
        assert record.show(web.url("/letter")).pictures[0] == shown[0]
    assert asked(web).count("/letter.png") == 1
    assert verify_record(folder).ok


def test_a_picture_that_cannot_be_had_is_asked_for_in_three_rounds_and_then_left(folder, web):
    with open_record(folder) as record:
        for _ in range(5):
            record.poll(everything=True)
        lost = record.show(web.url("/letter")).pictures[1]
    assert lost.defect == "gone: http-404"
    assert asked(web).count("/lost.png") == 3


def test_where_they_are_switched_off_no_picture_is_asked_for(tmp_path, monkeypatch, web):
    for name, value in {**QUICK, "WALKBACK_READ__PICTURES": "false"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    with open_record(tmp_path / "record", make=True) as record:
        record.watch([WatchLine(web.url("/letter"), kind=SourceKind.PAGE)])
        record.poll()
        [letter, _] = record.show(web.url("/letter")).pictures
    assert (letter.alt, letter.text, letter.capture) == (ALT, "", None)
    assert not [path for path in asked(web) if path.endswith(".png")]


def test_without_the_extra_pictures_are_kept_unread_and_read_once_it_is_there(
    tmp_path, monkeypatch, web
):
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    monkeypatch.setattr(walkback.watch.picturing, "Workers", HereWorkers)
    monkeypatch.setattr(walkback.watch.picturing, "installed", lambda: False)
    with open_record(tmp_path / "record", make=True) as record:
        record.watch([WatchLine(web.url("/letter"), kind=SourceKind.PAGE)])
        record.poll()
        shown = record.show(web.url("/letter")).pictures[0]
        assert (shown.defect, shown.text, shown.alt) == (PictureDefect.NO_READER, "", ALT)
        assert {event.kind for event in record.events()} == {"published", "apologised"}
    if not missing():
        monkeypatch.setattr(walkback.watch.picturing, "installed", lambda: True)
        with open_record(tmp_path / "record") as record:
            record.poll(everything=True)
            assert record.show(web.url("/letter")).pictures[0].text == " ".join(WORDS.split())
            assert [event.kind for event in record.events()].count("retracted") == 1
    assert asked(web).count("/letter.png") == 1
    assert json.dumps(shown.defect) == '"no-reader"'
