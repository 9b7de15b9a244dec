"""Pictures of words: limits, broken bytes, order of lines, and one that is really read."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkback.model.picture import (
    PictureDefect,
    PictureLine,
    PictureReading,
    lines_json,
    parse_lines,
)
from walkback.model.verdict import EventKind
from walkback.read import Failure, Workers
from walkback.read.acts import acts
from walkback.read.pictures import is_post_of, load_engine, missing, post_shown, read_picture
from walkback.read.pictures.order import joined, lines_of, ordered

needs_extra = pytest.mark.skipif(bool(missing()), reason=f"pictures are not read here: {missing()}")
WORDS = "I retract my claim about the mill in Ostvik.\nIt paid its taxes, and I apologise."


class Blank:
    """An engine that finds nothing."""

    def boxes(self, image):
        return []

    def words(self, strips):
        assert not strips
        return []


def png(width, height, data=b""):
    def chunk(kind, body):
        return (
            struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))
        )

    head = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def drawn(text, *, paper="white", ink="black", name="PNG"):
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - it comes with the extra

    image = Image.new("RGB", (620, 110), paper)
    draw = ImageDraw.Draw(image)
    draw.multiline_text((20, 20), text, font=ImageFont.load_default(24), fill=ink, spacing=10)
    out = io.BytesIO()
    image.save(out, name)
    return out.getvalue()


def test_without_the_extra_a_picture_has_no_reader_and_no_words():
    reading = read_picture(b"anything", None)
    assert (reading.defect, reading.text, reading.confidence) == (PictureDefect.NO_READER, "", 0.0)


@needs_extra
def test_a_retraction_in_a_picture_is_read_and_is_an_act():
    reading = read_picture(drawn(WORDS, paper="#15202b", ink="#eeeeee"), load_engine())
    assert reading.defect is None
    assert reading.text == " ".join(WORDS.split())
    assert reading.confidence > 0.9
    assert [line.text for line in reading.lines] == WORDS.split("\n")
    kinds = {act.kind for act in acts(reading.text, source="picture")}
    assert kinds == {EventKind.RETRACTED, EventKind.APOLOGISED}


@needs_extra
@pytest.mark.parametrize(
    ("data", "defect", "size"),
    [
        (b"", PictureDefect.NOT_AN_IMAGE, (0, 0)),
        (b"<html>no picture</html>", PictureDefect.NOT_AN_IMAGE, (0, 0)),
        (png(60_000, 60_000), PictureDefect.TOO_LARGE, (60_000, 60_000)),
        (png(30_000, 2), PictureDefect.TOO_LARGE, (30_000, 2)),
        (png(400, 100), PictureDefect.NOT_AN_IMAGE, (400, 100)),
        (b"\x89PNG\r\n\x1a\n" + bytes(17 << 20), PictureDefect.TOO_LARGE, (0, 0)),
    ],
)
def test_bombs_and_broken_files_are_defects_and_are_never_unfolded(data, defect, size):
    reading = read_picture(data, Blank())
    assert (reading.defect, reading.size, reading.lines) == (defect, size, ())


@needs_extra
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_bytes_raise(data):
    whole = drawn("x", name=data.draw(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"])))
    at = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=40))
    broken = whole[:at] + noise + whole[at + data.draw(st.integers(0, 40)) :]
    assert read_picture(broken, Blank()).defect in set(PictureDefect)


@needs_extra
def test_a_picture_that_takes_too_long_costs_one_worker():
    with Workers(1, seconds=0.05) as workers:
        [(key, result)] = workers.run([("picture", read_picture, (drawn("x"), Slow()))])
    assert key == "picture"
    assert isinstance(result, Failure)
    assert result.reason == "timeout"


class Slow(Blank):
    def boxes(self, image):
        while True:
            pass


def line(text, left, top, right, bottom):
    return PictureLine(text, 0.9, (left, top, right, bottom))


def test_pieces_of_a_line_that_overlap_are_one_line():
    assert lines_of([(200, 12, 300, 30), (20, 10, 205, 30), (20, 50, 300, 70)]) == [
        (20, 10, 300, 30),
        (20, 50, 300, 70),
    ]


def test_columns_are_read_one_after_the_other():
    left = [line(f"l{n}", 0, n * 30, 100, n * 30 + 20) for n in range(3)]
    right = [line(f"r{n}", 200, n * 30 + 4, 300, n * 30 + 24) for n in range(3)]
    mixed = [one for pair in zip(left, right, strict=True) for one in pair]
    assert [one.text for one in ordered(mixed)] == ["l0", "l1", "l2", "r0", "r1", "r2"]


def test_lines_of_a_paragraph_join_and_a_wider_step_begins_another():
    lines = [
        line("A title", 0, 0, 80, 20),
        line("I take that", 0, 60, 100, 80),
        line("back, every well-", 0, 90, 100, 110),
        line("known word.", 0, 120, 100, 140),
    ]
    assert joined(lines) == "A title\n\nI take that back, every well-known word."


def post(name, handle, *, counts="12 Retweets 3 Quotes 1,904 Likes"):
    lines = (
        line(name, 90, 20, 200, 40),
        line(handle, 90, 45, 200, 65),
        line("I retract what I said and I apologise.", 20, 90, 400, 110),
        line("3:41 PM · Mar 14, 2024", 20, 130, 250, 150),
        line(counts, 20, 160, 350, 180),
    )
    return PictureReading(joined(lines), lines, (600, 200))


def test_a_post_of_another_person_is_told_from_the_speakers_own():
    names, handles = ("Imre Halvorsen",), ("@imrehalvorsen",)
    assert is_post_of(post("Mara Lind", "@maralind"), names, handles) is False
    assert is_post_of(post("Imre Halvorsen", "@ImreHalvorsen"), names, handles) is True
    assert is_post_of(post("Imre Halvorsen", "@imre_parody_7"), names, handles) is False
    assert is_post_of(post("Imre Halvorsen", "@anything"), names, ()) is True
    shown = post_shown(post("Mara Lind", "@maralind"), names, handles)
    assert shown is not None
    assert (shown.name, shown.handle) == ("Mara Lind", "@maralind")


def test_a_statement_that_names_a_handle_shows_no_post():
    lines = (
        line("I retract what I said about @maralind on Tuesday.", 0, 0, 400, 20),
        line("It was wrong.", 0, 30, 400, 50),
    )
    assert is_post_of(PictureReading(joined(lines), lines, (400, 60)), ("A B",), ()) is None


def test_lines_survive_json():
    lines = (line("Ostvik", 1, 2, 3, 4),)
    assert parse_lines(lines_json(lines)) == lines
