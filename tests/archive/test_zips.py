"""ZIP files of ours have one form, which any other reader reads."""

import io
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.archive.unzip import ZipReader
from walkback.archive.zips import ZipWriter, dos_time
from walkback.errors import BadInput

AT = datetime(2026, 2, 3, 4, 5, 7, tzinfo=UTC)
NAMES = st.text("abcdefghij./-", min_size=1, max_size=9)


def written(files, at=AT):
    out = io.BytesIO()
    writer = ZipWriter(out, at)
    for name, data in files.items():
        writer.add(name, data)
    writer.finish()
    return out.getvalue()


@given(st.dictionaries(NAMES, st.binary(max_size=300), max_size=6))
def test_another_reader_finds_what_was_written(files):
    data = written(files)
    assert data == written(files)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == files
        for info in file.infolist():
            assert info.compress_type == zipfile.ZIP_STORED
            assert (info.flag_bits, info.external_attr, info.extra) == (0, 0o100644 << 16, b"")
            assert info.date_time == (2026, 2, 3, 4, 5, 6)


def test_members_beyond_the_old_limit_are_counted(tmp_path):
    names = [f"m/{number}" for number in range(65_600)]
    path = tmp_path / "many.zip"
    path.write_bytes(written(dict.fromkeys(names, b"x")))
    with zipfile.ZipFile(path) as file:
        assert file.namelist() == names
    with ZipReader(path) as file:
        assert list(file.names) == names


@pytest.mark.long
def test_a_member_beyond_four_gigabytes_is_found_again(tmp_path):
    path, size = tmp_path / "large.zip", (4 << 30) + 7
    piece = b"\0" * (1 << 20)
    with path.open("w+b") as out:
        writer = ZipWriter(out, AT)
        writer.add_pieces(
            "large", size, (piece[: min(1 << 20, size - at)] for at in range(0, size, 1 << 20))
        )
        writer.add("behind", b"it")
        writer.finish()
    with zipfile.ZipFile(path) as file:
        assert file.getinfo("large").file_size == size
        assert file.read("behind") == b"it"
    with ZipReader(path) as file:
        assert file.entry("large").size == size
        assert file.read("behind", 2) == b"it"


def test_a_member_that_is_not_as_long_as_was_said_is_refused():
    with pytest.raises(BadInput, match="expected 5 bytes, found 4"):
        ZipWriter(io.BytesIO(), AT).add_pieces("a", 5, (b"ab", b"cd"))


def test_times_are_cut_to_two_seconds_of_utc():
    east = AT.astimezone(timezone(timedelta(hours=5)))
    assert dos_time(east) == dos_time(AT) == (4 << 11 | 5 << 5 | 3, 46 << 9 | 2 << 5 | 3)
    with pytest.raises(BadInput, match="a time that ZIP cannot say"):
        dos_time(AT.replace(year=1979))
