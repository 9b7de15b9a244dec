"""What is not well with the record: told by a key of its own, and never with a password in it."""

from dataclasses import replace
from datetime import timedelta

import desk

from walkback.app.ailing import ailing
from walkback.model.stamped import Vouched
from walkback.settings import AlertSettings

SETTINGS = AlertSettings()
NOW = desk.after(days=9)


def status(**changed):
    found = desk.story().status()
    return replace(found, sources=(), disk_free=1 << 40, **changed)


def test_a_record_that_is_well_has_nothing_to_say():
    good = desk.source(1, "https://a.example/", "page", None)
    new = desk.source(2, "https://b.example/", "page", None, "new")
    assert ailing(replace(status(), sources=(good, new)), SETTINGS, NOW) == {}


def test_a_source_is_told_of_after_days_and_not_before_nor_when_nobody_watches_it():
    silent = desk.source(1, "https://a.example/", "page", None, "unreachable")
    found = replace(status(), sources=(silent,))
    (words,) = ailing(found, SETTINGS, NOW).values()
    assert words.startswith("https://a.example/ could not be looked at for 8 days: unreachable")
    assert "last good on 3 November 2026, 08:00 UTC" in words
    assert ailing(found, SETTINGS, desk.after(days=3)) == {}
    assert ailing(replace(found, sources=(replace(silent, active=False),)), SETTINGS, NOW) == {}


def test_the_key_stays_while_the_trouble_does_and_is_of_one_source():
    silent = [desk.source(n, f"https://{n}.example/", "page", None, "blocked") for n in (1, 2)]
    found = replace(status(), sources=tuple(silent))
    later = NOW + timedelta(days=2)
    assert set(ailing(found, SETTINGS, NOW)) == set(ailing(found, SETTINGS, later))
    assert len(ailing(found, SETTINGS, NOW)) == 2


def test_a_full_disk_and_a_witness_that_refuses_are_told_without_the_secrets_of_its_address():
    url = "https://user:s3cret@witness.example/t0ken"
    bad = Vouched(url, "witness", NOW, ok=False, size=9, detail="no", tries=3)
    found = ailing(replace(status(vouched=(bad,)), disk_free=5 << 20), SETTINGS, NOW)
    assert set(found) == {"disk", "vouched:witness:witness.example"}
    assert "5 MiB are free" in found["disk"]
    assert "s3cret" not in str(found)
    assert "t0ken" not in str(found)
    once = replace(bad, tries=2)
    assert ailing(status(vouched=(once,)), SETTINGS, NOW) == {}
