"""Somebody's ZIP files: what has two readings is refused, and nothing grows without bound."""

import io
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walkback.archive.unzip import ZipReader
from walkback.errors import BadFile

GOOD = {"datapackage.json": b"{}", "archive/data.warc.gz": b"WARC" * 4000, "pages/p.jsonl": b""}


def zipped(files, method=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def read(tmp_path):
    def read(data):
        path = tmp_path / "a.wacz"
        path.write_bytes(data)
        with ZipReader(path) as file:
            return {name: file.read(name, 1 << 20) for name in file.names}

    return read


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_read_by_name(read, method):
    assert read(zipped(GOOD, method)) == GOOD


def test_a_stream_of_members_with_descriptors_is_read(read):
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

        def seek(self, *_):
            raise io.UnsupportedOperation

        def tell(self):
            raise io.UnsupportedOperation

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in GOOD.items():
            file.writestr(name, data)
    assert read(out.getvalue()) == GOOD


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../up", "a/../b", "a\\b", "C:\\x", "C:/x", "a//b", "./a", "a\nb", "a/."],
)
def test_a_name_that_leads_elsewhere_is_refused(read, name):
    data = zipped({"x" * len(name): b"1"}).replace(b"x" * len(name), name.encode())
    with pytest.raises(BadFile, match="a name that leads elsewhere"):
        read(data)


def test_a_link_is_refused(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        link = zipfile.ZipInfo("archive/data.warc.gz")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    with pytest.raises(BadFile, match="a member is a link or a device"):
        read(out.getvalue())


def changed(data, at, value):
    return data[:at] + value + data[at + len(value) :]


CENTRAL = b"PK\x01\x02"


@pytest.mark.parametrize(
    ("offset", "value", "told"),
    [
        (8, b"\x01\x00", "a member is encrypted"),
        (10, b"\x0c\x00", "packed in a way that is not read"),
        (16, b"\0\0\0\0", "two headers that differ"),
        (20, b"\x01\0\0\0", "packed in a way that is not read"),
        (42, b"\x05\0\0\0", "not where the directory says"),
        (46, b"D", "two headers that differ"),
    ],
)
def test_a_directory_that_says_something_else_is_refused(read, offset, value, told):
    data = zipped(GOOD)
    with pytest.raises(BadFile, match=told):
        read(changed(data, data.index(CENTRAL) + offset, value))


def test_a_name_that_comes_twice_is_refused(read):
    data = zipped({"aa": b"1", "ab": b"2"}).replace(b"ab", b"aa")
    with pytest.raises(BadFile, match="a name comes twice"):
        read(data)


def test_members_that_share_their_bytes_are_refused(read):
    """A quoted overlap: many names for one packed kernel make a small file large."""
    data = zipped({"aa": b"1" * 9, "bb": b"1" * 9})
    second = data.index(CENTRAL, data.index(CENTRAL) + 4)
    both = changed(data, second + 42, struct.pack("<I", 0)).replace(b"bb", b"aa")
    with pytest.raises(BadFile):
        read(both)


def test_a_member_that_grows_beyond_what_it_says_is_stopped(read):
    data = zipped({"a": b"\0" * 100_000}, zipfile.ZIP_DEFLATED)
    small = struct.pack("<I", 10)
    central = data.index(CENTRAL)
    lie = changed(changed(data, central + 24, small), 22, small)
    with pytest.raises(BadFile, match="a member is longer than it says"):
        read(lie)


def test_what_follows_or_precedes_the_file_is_refused(read):
    data = zipped(GOOD)
    with pytest.raises(BadFile, match="its end is missing"):
        read(data + b"more")
    with pytest.raises(BadFile, match="the directory is not where the file says"):
        read(b"MZ" + data)
    with pytest.raises(BadFile, match="its end is missing"):
        read(data[:-1])


def test_more_members_than_anyone_needs_are_refused_before_they_are_read(read):
    count = 1_000_000
    end64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, 46 * count, 0)
    locator = struct.pack("<IIQI", 0x07064B50, 0, 0, 1)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    with pytest.raises(BadFile, match="too many members"):
        read(end64 + locator + end)


def test_a_member_larger_than_was_asked_for_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(GOOD))
    with ZipReader(path) as file, pytest.raises(BadFile, match="at most 100, found 16000"):
        file.read("archive/data.warc.gz", 100)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 16_600), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_changes_nothing_that_is_read(read, at, flip):
    data = zipped(GOOD)
    at %= len(data)
    try:
        found = read(changed(data, at, bytes([data[at] ^ flip])))
    except BadFile:
        return
    assert found == GOOD
