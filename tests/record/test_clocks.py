"""A clock that ran backwards signs nothing, until the operator says that it is right now."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from tests.authority import Authority, answering, serving

from walkback.app import open_record
from walkback.app.walkback import Walkback
from walkback.errors import ClockWentBack
from walkback.settings import read_settings

NOW = datetime.now(UTC)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "record"
    with open_record(made, make=True):
        pass
    return made


def at(folder, now, **options):
    return Walkback(folder, read_settings(folder), clock=lambda: now, **options)


def test_a_clock_that_ran_backwards_signs_nothing_and_says_what_to_do(folder):
    with at(folder, NOW) as record:
        record.add_speaker("Mira Vossberg")
        checkpoint = (folder / "ledger" / "checkpoint").read_bytes()
    with at(folder, NOW - timedelta(days=1)) as record:
        with pytest.raises(ClockWentBack, match="this machine's clock ran backwards") as told:
            record.add_speaker("Tom Ashdown")
        assert [one.name for one in record.speakers()] == ["Mira Vossberg"]
    assert "Set the clock right" in told.value.todo
    assert told.value.found < told.value.expected[len("a time after ") :]
    assert (folder / "ledger" / "checkpoint").read_bytes() == checkpoint
    with at(folder, NOW + timedelta(seconds=1)) as record:
        record.add_speaker("Tom Ashdown")


def test_within_one_process_too(folder):
    now = [NOW]
    with Walkback(folder, read_settings(folder), clock=lambda: now[0]) as record:
        record.add_speaker("Mira Vossberg")
        now[0] = NOW - timedelta(hours=1)
        with pytest.raises(ClockWentBack):
            record.add_speaker("Tom Ashdown")


def test_a_small_correction_is_no_regression(folder):
    with at(folder, NOW) as record:
        record.add_speaker("Mira Vossberg")
    with at(folder, NOW - timedelta(minutes=9)) as record:
        record.add_speaker("Tom Ashdown")


def test_a_clock_that_was_ahead_is_put_right_by_the_operator_and_that_is_recorded(folder):
    with at(folder, NOW + timedelta(days=3652)) as record:
        record.add_speaker("Mira Vossberg")
    with at(folder, NOW) as record, pytest.raises(ClockWentBack, match="--adopt"):
        record.add_speaker("Tom Ashdown")
    with at(folder, NOW, adopt=True) as record:
        before = record.leaves()
        record.add_speaker("Tom Ashdown")
        assert record.leaves() == before + 1
    with at(folder, NOW + timedelta(minutes=1)) as record:
        record.add_speaker("Ada Quill")
        assert record.leaves() == 4  # three speakers, and what the operator said
        record.rebuild()
        assert len(record.speakers()) == 3


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not on PATH")
def test_a_time_that_an_authority_told_counts_too(folder, tmp_path, monkeypatch):
    authority = Authority(tmp_path / "authority")
    monkeypatch.setenv("WALKBACK_FETCH__ALLOW_NET", '["127.0.0.0/8"]')
    yesterday = NOW - timedelta(days=1)
    with serving(answering(authority)) as url, at(folder, NOW) as record:
        monkeypatch.setenv("WALKBACK_TIMESTAMPS__AUTHORITIES", f'["{url}"]')
        record.close()
        with at(folder, yesterday) as early:
            early.add_speaker("Mira Vossberg")
        with at(folder, NOW) as record2:
            assert record2.stamp()[0].ok
    with at(folder, yesterday) as record, pytest.raises(ClockWentBack, match="a time after"):
        record.add_speaker("Tom Ashdown")
