"""Timestamps of a local authority: good, of other bytes, of other people, ended, renewed, broken.

OpenSSL is asked the same and must agree, wherever it can be asked.
"""

import random
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response
from tests.authority import Authority, certificate, pem

from walkback.errors import BadFile
from walkback.ledger import der
from walkback.ledger.chains import chain_of, read_certificates, signer_fault
from walkback.ledger.timestamps import Trust, check_series, check_stamp, renewed
from walkback.ledger.tokens import _as_answer, _signed_data, _token
from walkback.model.stamped import StampAnswer

pytestmark = [
    pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not on PATH"),
    pytest.mark.filterwarnings("ignore:Parsed a serial number"),  # of changed bytes
]

DATA = b"a.example\n3\nroot\n"
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def answer(authority):
    return authority.stamp(DATA)


@pytest.fixture
def trust(authority):
    return Trust((authority.root,))


def test_a_stamp_is_valid_and_openssl_agrees(authority, answer, trust):
    found = check_stamp(answer, DATA, trust, NOW + timedelta(minutes=1))
    assert (found.answer, found.reason) == (StampAnswer.VALID, "")
    assert abs(found.gen_time - datetime.now(UTC)) < timedelta(minutes=5)
    assert found.authority == "CN=Signer A"
    assert found.ends == min(
        each.not_valid_after_utc for each in (authority.signer, authority.issuer, authority.root)
    )
    assert authority.agrees(answer, DATA)


def test_the_library_agrees_once_the_certificates_are_in_the_order_of_der(authority, answer):
    with pytest.raises(ValueError, match="InvalidSetOrdering"):
        decode_timestamp_response(answer)
    signed = der.children(der.only(_signed_data(_token(answer)), der.SEQUENCE))
    verifier = VerifierBuilder(
        roots=[authority.root], intermediates=[authority.issuer], tsa_certificate=authority.signer
    ).build()
    assert verifier.verify_message(decode_timestamp_response(_as_answer(signed)), DATA)
    with pytest.raises(VerificationError):
        verifier.verify_message(decode_timestamp_response(_as_answer(signed)), DATA + b"x")


def test_other_bytes_are_refused_and_openssl_agrees(authority, answer, trust):
    found = check_stamp(answer, DATA + b"x", trust, NOW)
    assert (found.answer, found.reason) == (StampAnswer.INVALID, "it is over other bytes")
    assert not authority.agrees(answer, DATA + b"x")


def test_a_nonce_that_was_not_asked_with_is_refused(answer, trust):
    nonce = check_stamp(answer, DATA, trust, NOW).nonce
    assert check_stamp(answer, DATA, trust, NOW, nonce=nonce).holds
    found = check_stamp(answer, DATA, trust, NOW, nonce=nonce + 1)
    assert found.reason == "its nonce is not the one that was asked with"


def test_a_certificate_that_has_ended_since_is_an_answer_of_its_own(authority, answer, trust):
    later = NOW + timedelta(days=3001)
    found = check_stamp(answer, DATA, trust, later)
    assert found.answer is StampAnswer.VALID_THEN
    assert "a certificate ended" in found.reason
    assert found.holds
    assert not authority.agrees(answer, DATA, "-attime", str(int(later.timestamp())))


def test_an_unknown_root_is_neither_valid_nor_invalid(answer, tmp_path):
    stranger = Authority(tmp_path, "B")
    for roots in ((), (stranger.root,)):
        found = check_stamp(answer, DATA, Trust(roots), NOW)
        assert found.answer is StampAnswer.UNKNOWN_ROOT
        assert found.reason.startswith("its chain leads to CN=Root A, no root that was given")
        assert not found.holds
    assert not stranger.agrees(answer, DATA)


def test_a_namesake_of_the_root_is_not_the_root(authority, answer, tmp_path):
    namesake = Authority(tmp_path, "A")
    assert namesake.root.subject == authority.root.subject
    found = check_stamp(answer, DATA, Trust((namesake.root,)), NOW)
    assert found.answer is StampAnswer.UNKNOWN_ROOT


def test_a_chain_that_the_answer_does_not_carry_can_be_given(authority, trust):
    bare = authority.stamp(DATA, "-no_nonce")
    (authority.folder / "chain.pem").rename(authority.folder / "aside")
    config = (authority.folder / "tsa.cnf").read_text()
    (authority.folder / "tsa.cnf").write_text(config.replace("certs = ./chain.pem", ""))
    try:
        bare = authority.stamp(DATA)
    finally:
        (authority.folder / "aside").rename(authority.folder / "chain.pem")
        (authority.folder / "tsa.cnf").write_text(config)
    assert check_stamp(bare, DATA, trust, NOW).answer is StampAnswer.UNKNOWN_ROOT
    given = Trust((authority.root,), (authority.issuer,))
    assert check_stamp(bare, DATA, given, NOW).answer is StampAnswer.VALID


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ({"days": (-60, -1)}, "the certificate CN=Signer A holds from"),
        ({"days": (1, 60)}, "the certificate CN=Signer A holds from"),
        ({"issuer_days": (-60, -1)}, "the certificate CN=Issuer A holds from"),
    ],
)
def test_a_certificate_that_did_not_hold_at_the_time_of_the_token_is_refused(made, why, tmp_path):
    one = Authority(tmp_path, **made)
    answer = one.stamp(DATA)
    found = check_stamp(answer, DATA, Trust((one.root,)), NOW)
    assert found.answer is StampAnswer.INVALID
    assert found.reason.startswith(why)
    assert not one.agrees(answer, DATA)


def test_a_certificate_for_something_else_does_not_stamp(authority):
    # openssl refuses to sign with one, so that the check is shown on the certificate alone.
    above = (authority.issuer, authority.issuer_key)
    both = [ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING]
    assert not signer_fault(authority.signer)
    for usages, critical in ((None, True), (both[1:], True), (both, True), (both[:1], False)):
        one = certificate("x", authority.key, above, usages=usages, critical=critical)
        assert "not for timestamping" in signer_fault(one)


def test_an_issuer_that_may_not_issue_breaks_the_chain(tmp_path):
    one = Authority(tmp_path)
    false = certificate("Issuer A", one.issuer_key, (one.root, one.root_key), ca=False)
    found = chain_of(one.signer, (false,), (one.root,), NOW)
    assert found.rooted
    assert found.fault.endswith("is not one of an authority that issues certificates")
    good = chain_of(one.signer, (false, one.issuer), (one.root,), NOW)
    assert (good.rooted, good.fault) == (True, "")


def test_a_token_from_the_future_is_refused(answer, trust):
    found = check_stamp(answer, DATA, trust, NOW - timedelta(days=1))
    assert found.answer is StampAnswer.INVALID
    assert "has not come yet" in found.reason


def test_an_authority_that_refuses_is_quoted(authority, trust):
    refused = authority.reply(b"0\x03no!")
    found = check_stamp(refused, DATA, trust, NOW)
    assert found.answer is StampAnswer.INVALID
    assert found.reason.startswith("the authority refused: timestamp (found 2 ")


def test_no_changed_byte_passes_and_none_raises(answer, trust):
    dice = random.Random(7)
    good = check_stamp(answer, DATA, trust, NOW)
    for _ in range(600):
        place = dice.randrange(len(answer))
        changed = bytearray(answer)
        changed[place] ^= 1 << dice.randrange(8)
        found = check_stamp(bytes(changed), DATA, trust, NOW)
        # Where nothing signed was hit (an embedded root, the order of a set) it may still hold,
        # and then says exactly the same.
        assert not found.holds or found.gen_time == good.gen_time
        assert not found.holds or found.authority == good.authority
    for _ in range(200):
        cut = answer[: dice.randrange(len(answer))] + dice.randbytes(dice.randrange(40))
        assert not check_stamp(cut, DATA, trust, NOW).holds
    for junk in (b"", b"0", b"0\x80", b"\x30\x84\xff\xff\xff\xff", b"x" * 70_000, b"\0" * 50):
        assert check_stamp(junk, DATA, trust, NOW).answer is StampAnswer.INVALID


def test_a_renewal_in_time_carries_a_stamp_over_its_end(tmp_path, answer, authority):
    newer = Authority(tmp_path, "N", days=(-1, 6000), issuer_days=(-1, 6000))
    newer.root = x509.load_pem_x509_certificate(pem(newer.root))
    over = renewed(answer, DATA)
    assert over == answer + DATA
    second = newer.stamp(over)
    trust = Trust((authority.root, newer.root))
    assert check_series([answer, second], DATA, trust, NOW).answer is StampAnswer.VALID
    # Both have ended only when the newer root has: 3,000 days for each root here.
    ended = Trust((authority.root, newer.root))
    late = check_series([answer, second], DATA, ended, NOW + timedelta(days=3001))
    assert late.answer is StampAnswer.VALID_THEN


def test_a_renewal_counts_only_where_it_is_over_the_older_stamp(tmp_path, authority):
    old = Authority(tmp_path / "o", "O", days=(-30, 10))
    first = old.stamp(DATA)
    trust = Trust((old.root, authority.root))
    later = NOW + timedelta(days=20)
    assert check_series([first], DATA, trust, later).answer is StampAnswer.VALID_THEN
    good = authority.stamp(renewed(first, DATA))
    found = check_series([first, good], DATA, trust, later)
    assert (found.answer, found.reason) == (
        StampAnswer.VALID,
        "renewed before its certificates ended",
    )
    assert found.gen_time == check_stamp(first, DATA, trust, NOW).gen_time
    stray = authority.stamp(DATA)
    assert check_series([first, stray], DATA, trust, later).answer is StampAnswer.VALID_THEN
    unknown = check_series([first, good], DATA, Trust((old.root,)), later)
    assert unknown.answer is StampAnswer.VALID_THEN


def test_a_file_without_certificates_is_named():
    with pytest.raises(BadFile, match=r"there is no certificate here: roots.pem"):
        read_certificates(b"nothing", "roots.pem")
