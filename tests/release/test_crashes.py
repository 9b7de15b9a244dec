"""An erasure that a crash cuts short at any step is finished by the next start, or never began."""

from pkgutil import resolve_name

import pytest
from tests.release.conftest import CANARY
from tests.release.stained import found_in
from tests.release.test_erasure import fully_verified

from walkback.app import open_record
from walkback.model.views import as_json

# Right behind what is called here the process ends; whether the leaf was committed by then.
STEPS = {
    "marked": ("walkback.watch.erasing:mark", False),
    "prepared": ("walkback.watch.erasing:prepare", False),
    "leaf kept": ("walkback.archive:Archive.keep", True),
    "leaf committed": ("walkback.ledger:Ledger.append", True),
    "leaf in the store": ("walkback.watch.erasing:_commit", True),
    "one segment in place": ("pathlib:Path.rename", True),
    "in place": ("walkback.watch.erasing:put_in_place", True),
    "store made anew": ("walkback.watch.record:Record.rebuild", True),
    "compacted": ("walkback.store:Store.compact", True),
    "log emptied": ("walkback.watch.erasing:leave_nothing", True),
}


class Killed(BaseException):
    """The process is no more."""


def kill_behind(monkeypatch, place, *, armed):
    """The process ends when what ``place`` names returns, once ``armed`` holds anything."""
    module, _, path = place.partition(":")
    owner, _, name = path.rpartition(".")
    holder = resolve_name(f"{module}:{owner}" if owner else module)
    real = getattr(holder, name)

    def ends(*args, **kwargs):
        result = real(*args, **kwargs)
        if armed and (name != "rename" or args[0].name.startswith(".erasing-")):
            raise Killed
        return result

    monkeypatch.setattr(holder, name, ends)


def begin(folder, site, patch, armed):
    """Erase; only the erasure itself is cut short, not the hiding before it."""
    with open_record(folder) as record:
        patch.setattr(record._withholder, "withhold", lambda _wanted: armed.append(1))
        record.erase(site.stained, by="Ada")


@pytest.mark.parametrize("step", STEPS)
def test_the_next_start_finishes_what_a_crash_cut_short(folder, site, monkeypatch, step):
    place, committed = STEPS[step]
    armed = []
    with monkeypatch.context() as patch:
        kill_behind(patch, place, armed=armed)
        with pytest.raises(Killed):
            begin(folder, site, patch, armed)
    with open_record(folder) as record:
        assert record.show(site.clean).versions
        assert bool(record.show(site.stained).withheld) == committed
        if not committed:
            record.erase(site.stained, by="Ada")
        told = as_json(record.events())
    assert found_in(folder, CANARY) == []
    assert not [path.name for path in (folder / "archive").iterdir() if path.name[0] == "."]
    fully_verified(folder)
    with open_record(folder) as record:
        record.rebuild()
        assert as_json(record.events()) == told
