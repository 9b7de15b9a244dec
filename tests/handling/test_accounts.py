"""Accounts: links that work once, sessions that end, and whoever guesses waits."""

import stat
from datetime import timedelta

import pytest
from tests.handling.conftest import PHRASE

from walkback.app.desk import DeskAccounts, phrases, slowing
from walkback.errors import BadInput, BadSettings
from walkback.model.desk import NotSignedIn, Role, SignedIn

LASTS = timedelta(hours=1), timedelta(hours=12)


@pytest.fixture
def accounts(tmp_path, clock):
    return DeskAccounts(tmp_path / "keys", clock, LASTS)


def join(accounts, name="Ines", role=Role.KEEPER):
    return accounts.join(accounts.invite(name, role).code, "", PHRASE).token


def test_the_file_is_its_owners_and_holds_no_secret(accounts, tmp_path):
    made = accounts.invite("Ines", Role.KEEPER)
    token = accounts.join(made.code, "", PHRASE).token
    other = accounts.invite("Bo", Role.READER)
    path = tmp_path / "keys" / "desk.db"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    data = b"".join(one.read_bytes() for one in path.parent.iterdir())
    for secret in (token, PHRASE, made.code, other.code):
        assert secret.encode() not in data
    path.chmod(0o644)
    with pytest.raises(BadSettings, match="others may read"):
        accounts.accounts()


def test_a_link_works_once_and_for_a_day(accounts, clock):
    made = accounts.invite("Bo", Role.READER)
    assert accounts.invited(made.code).role is Role.READER
    assert isinstance(accounts.join(made.code, "", PHRASE), SignedIn)
    assert accounts.join(made.code, "", PHRASE) is None
    late = accounts.invite("Cleo", Role.READER)
    clock.ahead = timedelta(hours=24)
    assert accounts.invited(late.code) is None
    assert accounts.join(late.code, "", PHRASE) is None
    assert accounts.join("guessed", "", PHRASE) is None


def test_a_newer_link_for_a_name_ends_the_older_one(accounts):
    first, second = (accounts.invite("Bo", Role.KEEPER) for _ in range(2))
    assert accounts.invited(first.code) is None
    assert accounts.invited(second.code)


def test_the_first_start_has_a_link_until_there_is_a_keeper(accounts):
    made = accounts.first_invitation()
    assert made.role is Role.KEEPER
    assert accounts.join(made.code, "Ines", PHRASE)
    assert accounts.first_invitation() is None


def test_a_name_is_given_once_even_after_its_end(accounts):
    join(accounts)
    join(accounts, "Bo", Role.REVIEWER)
    bo = next(one for one in accounts.accounts() if one.name == "Bo")
    accounts.end(bo.id)
    for name in ("bo", " B o".replace(" ", ""), "BO"):
        with pytest.raises(BadInput, match="there is an account of this name"):
            accounts.invite(name, Role.READER)
    assert accounts.sign_in("Bo", PHRASE, "10.0.0.1") == NotSignedIn()


def test_the_last_keeper_cannot_be_ended(accounts):
    join(accounts)
    (ines,) = accounts.accounts()
    with pytest.raises(BadInput, match="the last keeper"):
        accounts.end(ines.id)


@pytest.mark.parametrize("phrase", ["tiny", "aaaaaaaaaaaaaaaa", "InesInesInes", "x" * 1001])
def test_a_phrase_that_is_soon_guessed_is_refused_and_not_repeated(accounts, phrase):
    made = accounts.invite("Ines", Role.KEEPER)
    with pytest.raises(BadInput) as refusal:
        accounts.join(made.code, "", phrase)
    assert phrase not in str(refusal.value)
    assert accounts.invited(made.code), "the link still works"


def test_a_session_ends_idle_and_at_most_after_half_a_day(accounts, clock):
    token = join(accounts)
    assert accounts.session(token).name == "Ines"
    for _ in range(12):
        clock.ahead += timedelta(minutes=55)
        assert accounts.session(token)
    clock.ahead += timedelta(minutes=61)
    assert accounts.session(token) is None
    clock.ahead = timedelta()
    busy = accounts.sign_in("Ines", PHRASE, "10.0.0.1").token
    for _ in range(13):
        clock.ahead += timedelta(minutes=54)
        assert accounts.session(busy)
    clock.ahead += timedelta(minutes=54)
    assert accounts.session(busy) is None


def test_signing_out_and_another_phrase_end_sessions(accounts):
    token = join(accounts)
    accounts.sign_out(token)
    assert accounts.session(token) is None
    token = accounts.sign_in("Ines", PHRASE, "10.0.0.1").token
    (ines,) = accounts.accounts()
    assert not accounts.change_phrase(ines.id, "another phrase than it", "four green umbrellas")
    assert accounts.change_phrase(ines.id, PHRASE, "four green umbrellas")
    assert accounts.session(token) is None
    assert accounts.sign_in("ines", "four green umbrellas", "10.0.0.1")


def test_who_guesses_waits_twice_as_long_each_time_known_name_or_not(accounts, clock):
    join(accounts)
    for name in ("Ines", "Nobody"):
        waits = []
        for _ in range(12):
            found = accounts.sign_in(name, "wrong", f"10.0.{len(name)}.1")
            waits.append(found.wait)
            clock.ahead += timedelta(seconds=found.wait)
        assert [wait for wait in waits if wait][:4] == [1, 2, 4, 8], name
    found = accounts.sign_in("Ines", "wrong", "10.0.9.9")
    found = accounts.sign_in("Ines", PHRASE, "10.0.9.9")
    assert found.wait > 10, "the right phrase is not looked at either"
    clock.ahead += timedelta(seconds=found.wait)
    assert isinstance(accounts.sign_in("Ines", PHRASE, "10.0.9.9"), SignedIn)


def test_an_address_that_tries_many_names_waits_and_its_neighbours_of_ipv6_too(accounts, clock):
    for number in range(21):
        accounts.sign_in(f"name {number}", "wrong", f"2001:db8::{number:x}")
    assert accounts.sign_in("another", "wrong", "2001:db8::ffff").wait
    assert not accounts.sign_in("another", "wrong", "2001:db8:0:1::1").wait
    assert slowing.address_key("127.0.0.1") != slowing.address_key("127.0.0.2")


def test_whoever_signs_in_often_is_not_slowed(accounts):
    join(accounts)
    for _ in range(22):
        assert isinstance(accounts.sign_in("Ines", PHRASE, "10.0.0.1"), SignedIn)


def test_an_unknown_name_costs_a_hash_as_a_known_one_does(accounts, monkeypatch):
    join(accounts)
    asked = []
    real = phrases._HASHER

    class Counting:
        def verify(self, kept, phrase):
            asked.append(kept)
            return real.verify(kept, phrase)

    monkeypatch.setattr(phrases, "_HASHER", Counting())
    accounts.sign_in("Ines", "wrong", "10.0.0.1")
    accounts.sign_in("Nobody", "wrong", "10.0.0.1")
    assert len(asked) == 2
    assert asked[1] == phrases._NOBODY
