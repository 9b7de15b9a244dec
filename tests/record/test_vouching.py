"""Others vouch for a record: authorities stamp it, two records witness each other, and what is
wrong is refused with its reason and kept.
"""

import json
import shutil
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from tests.authority import Authority, answering, serving

import walkback.app.walkback
from walkback.app import open_record
from walkback.app.vouching import Beside, examine, vouching
from walkback.app.walkback import Walkback
from walkback.app.witnessing import witness
from walkback.errors import BadInput, BadSettings, RestoredBackup
from walkback.ledger import VerifierKey, parse_checkpoint, verify_checkpoint
from walkback.ledger.cosignatures import WitnessKey, check_cosignatures
from walkback.ledger.stamps import read_cosigned, read_stamps
from walkback.ledger.timestamps import Trust, check_stamp
from walkback.model.stamped import StampAnswer
from walkback.publish import Serving
from walkback.settings import read_settings

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not on PATH")
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def settings(monkeypatch):
    """Sets one setting, by its dotted name."""

    def put(name, value):
        text = value if isinstance(value, str) else json.dumps(value)
        monkeypatch.setenv(f"WALKBACK_{name.replace('.', '__').upper()}", text)

    put("fetch.allow_net", ["127.0.0.0/8"])
    put("fetch.timeout", "3s")
    return put


@pytest.fixture
def folder(tmp_path, settings):
    """A record with one leaf."""
    made = tmp_path / "record"
    with open_record(made, make=True) as record:
        record.add_speaker("Mira Vossberg")
    return made


def stamped(folder, clock=None):
    if clock is None:
        with open_record(folder) as record:
            return record.stamp()
    with Walkback(folder, read_settings(folder), clock=clock) as record:
        return record.stamp()


def refused(folder):
    return [path.read_bytes() for path in (folder / "ledger/stamps/refused").glob("*.answer")]


def test_the_checkpoint_is_stamped_by_each_authority_and_openssl_agrees(
    folder, settings, authority, tmp_path
):
    other = Authority(tmp_path / "other", "B")
    settings("timestamps.roots", str(authority.folder / "root.pem"))
    with serving(answering(authority)) as one, serving(answering(other)) as two:
        settings("timestamps.authorities", [f"{one}/tsr", f"{two}/tsr"])
        told = stamped(folder)
    assert [(one.kind, one.ok, one.size) for one in told] == [("authority", True, 1)] * 2
    assert told[0].detail == "stamped by CN=Signer A"
    assert "CN=Root B, no root that was given" in told[1].detail
    kept = {each.authority: each for each in read_stamps(folder / "ledger")}
    note = (folder / "ledger" / "checkpoint").read_bytes()
    mine = kept[f"{one}/tsr"]
    assert mine.note == note
    assert authority.agrees(mine.answer, note)
    assert not authority.agrees(mine.answer, note + b"x")
    assert other.agrees(kept[f"{two}/tsr"].answer, note)
    trust = Trust((authority.root,))
    assert check_stamp(mine.answer, note, trust, NOW).answer is StampAnswer.VALID
    assert mine.chain.count(b"BEGIN CERTIFICATE") == 3


def test_what_was_stamped_is_not_asked_for_again_until_there_is_more(
    folder, settings, authority, tmp_path
):
    settings("timestamps.roots", str(authority.folder / "root.pem"))
    with serving(answering(authority)) as url:
        settings("timestamps.authorities", [url])
        with open_record(folder) as record:
            dealings = vouching(record._record, record.settings, lambda: NOW)
            later = vouching(record._record, record.settings, lambda: NOW + timedelta(hours=25))
            soon = vouching(record._record, record.settings, lambda: NOW + timedelta(minutes=11))
            assert dealings.due() == [url]
            dealings.keep(dealings.gather([url]))
            assert dealings.due() == later.due() == []
            record.add_speaker("Tom Ashdown")
            assert dealings.due(news=True) == soon.due() == []
            assert soon.due(news=True) == later.due() == [url]


def test_beside_the_rounds_an_authority_is_asked_without_holding_them_up(
    folder, settings, authority
):
    with serving(answering(authority)) as url:
        settings("timestamps.authorities", [url])
        with open_record(folder) as record:
            beside = Beside(vouching(record._record, record.settings, lambda: NOW))
            assert beside.turn(news=False) == []
            beside._thread.join(10)
            (told,) = beside.turn(news=False)
            assert told.ok
            assert beside.turn(news=False) == []
            assert [one.url for one in record.status().vouched] == [url]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda a, b: (200, "application/timestamp-reply", b"x" * 100_000), "too-large"),
        (lambda a, b: (200, "application/timestamp-reply", b"no stamp"), "not DER"),
        (lambda a, b: (503, "text/plain", b"later"), "status 503"),
        (lambda a, b: (200, "", a.stamp(b"other bytes")), "it is over other bytes"),
        (lambda a, b: (200, "", a.reply(b"junk")), "the authority refused"),
        (lambda a, b: (302, "text/plain", b""), "status 302"),
    ],
)
def test_a_wrong_answer_of_an_authority_is_told_and_kept_as_evidence(
    folder, settings, authority, answer, why
):
    with serving(lambda _m, _p, body: answer(authority, body)) as url:
        settings("timestamps.authorities", [url])
        (told,) = stamped(folder)
    assert (told.ok, told.tries) == (False, 1)
    assert why in told.detail
    assert read_stamps(folder / "ledger") == []
    with open_record(folder) as record:
        assert why in record.status().vouched[0].detail
    assert all(url.encode() in each and why.encode() in each for each in refused(folder))
    assert bool(refused(folder)) == (why != "status 302")


def test_an_answer_to_another_request_is_refused_by_its_nonce(folder, settings, authority):
    seen = []

    def replayed(_method, _path, body):
        seen.append(authority.reply(body))
        return 200, "", seen[0]

    with serving(replayed) as url:
        settings("timestamps.authorities", [url])
        assert stamped(folder)[0].ok
        (told,) = stamped(folder)
    assert told.detail == "its nonce is not the one that was asked with"


def test_an_authority_that_does_not_answer_is_asked_again_later_and_later(folder, settings):
    with serving(lambda *_: (200, "", b"")) as url:
        pass
    settings("timestamps.authorities", [url])
    with open_record(folder) as record:
        at = [NOW]
        dealings = vouching(record._record, record.settings, lambda: at[0])
        waits = []
        for _ in range(3):
            dealings.keep(dealings.gather(dealings.due()))
            begun = at[0]
            while not dealings.due():
                at[0] += timedelta(minutes=1)
            waits.append((at[0] - begun) // timedelta(minutes=1))
    assert waits == [20, 40, 80]


def test_a_stamp_is_renewed_before_its_certificates_end(folder, settings, tmp_path, authority):
    short = Authority(tmp_path / "short", "S", days=(-10, 30))
    roots = tmp_path / "roots.pem"
    roots.write_bytes(
        (short.folder / "root.pem").read_bytes() + (authority.folder / "root.pem").read_bytes()
    )
    settings("timestamps.roots", str(roots))
    with serving(answering(short)) as url, serving(answering(authority)) as longer:
        settings("timestamps.authorities", [url])
        stamped(folder)
        settings("timestamps.authorities", [longer])
        stamped(folder)
        stamped(folder)
    kept = read_stamps(folder / "ledger")
    (renewal,) = [one for one in kept if one.renews]
    (first,) = [one for one in kept if one.authority == url]
    assert renewal.renews == first.name
    assert authority.agrees(renewal.answer, first.answer + first.note)


def test_without_anybody_to_ask_the_verb_says_what_to_set(folder):
    with pytest.raises(BadInput, match=r"Set timestamps.authorities or witness.urls"):
        stamped(folder)


def test_a_witness_without_its_key_is_a_setting_that_cannot_be_used(folder, settings):
    settings("witness.urls", ["https://w.example/"])
    with pytest.raises(BadSettings, match="<address> <verifier key>"):
        stamped(folder)


# ---- two records that witness each other ----


@pytest.fixture
def pair(tmp_path, settings):
    """Two records, and the witnesses beside them, each of which knows the other's log."""
    places = [tmp_path / name for name in ("one", "two")]
    keys = []
    for place in places:
        with open_record(place, make=True) as record:
            record.add_speaker("Mira Vossberg")
            keys.append(record.verifier_key)
    settings("witness.logs", keys)
    served, lines = [], []
    for place in places:
        app, key = witness(place, read_settings(place), lambda: datetime.now(UTC))
        served.append(Serving(app))
        lines.append(f"{served[-1].start()} {key}")
    yield places, keys, lines
    for one in served:
        one.stop()


def test_two_records_witness_each_other(pair, settings):
    places, keys, lines = pair
    for mine, theirs in ((0, 1), (1, 0)):
        settings("witness.urls", [lines[theirs]])
        (told,) = stamped(places[mine])
        assert told.ok, told
        note = parse_checkpoint((places[mine] / "ledger" / "checkpoint").read_bytes())
        verify_checkpoint(note, VerifierKey.from_text(keys[mine]))
        key = WitnessKey.from_text(lines[theirs].split()[1])
        (found,) = check_cosignatures(note, [key])
        assert abs(found.at - datetime.now(UTC)) < timedelta(minutes=5)
        with open_record(places[mine]) as record:
            record.add_speaker("Tom Ashdown")
            assert record.stamp()[0].ok
            assert record.stamp()[0].ok
        sizes = [one.size for one in read_cosigned(places[mine] / "ledger")]
        assert {1, 2} == set(sizes)


def test_a_restored_backup_is_stopped_by_the_witness_where_the_second_copy_is_lost(
    pair, settings, tmp_path, monkeypatch
):
    places, _, lines = pair
    settings("witness.urls", [lines[1]])
    with open_record(places[0]) as record:
        record.backup(tmp_path / "backup")
        record.add_speaker("Tom Ashdown")
        record.stamp()
    shutil.rmtree(places[0])
    shutil.rmtree(tmp_path / "state")
    walkback.app.restore_record(tmp_path / "backup", places[0])
    with open_record(places[0]) as record:
        record.add_speaker("Ada Quill")  # the fork: another second leaf
        with pytest.raises(RestoredBackup, match=r"expected 2 leaves .*, found 2 leaves") as told:
            record.stamp()
    assert "newest copy" in told.value.todo
    with pytest.raises(RestoredBackup):
        open_record(places[0])
    assert any(b"of this history" in each for each in refused(places[0]))
    with open_record(places[0], adopt=True) as record:
        record.add_speaker("Ina Holt")


def test_a_witness_s_word_alone_stops_nothing(folder, settings):
    key = WitnessKey("w.example", b"k" * 32).text
    with serving(lambda *_: (409, "text/x.tlog.size", b"900\n")) as url:
        settings("witness.urls", [f"{url} {key}"])
        (told,) = stamped(folder)
    assert told.detail == (
        "it says that it has cosigned 900 leaves, and shows no checkpoint of ours"
    )
    with open_record(folder) as record:
        record.add_speaker("Tom Ashdown")


@pytest.mark.parametrize("case", ["unknown key", "wrong root", "huge", "junk", "404"])
def test_a_wrong_answer_of_a_witness_is_told_and_kept_as_evidence(pair, settings, case):
    places, _, lines = pair
    url, key = lines[1].split()
    note = (places[0] / "ledger" / "checkpoint").read_bytes()
    from walkback.ledger import Signer  # noqa: PLC0415 - here only
    from walkback.ledger.cosignatures import Cosigner  # noqa: PLC0415 - here only
    from walkback.ledger.witness_book import open_cosigner  # noqa: PLC0415 - here only

    cosigner = open_cosigner(places[1] / "witness")
    stranger = Cosigner.of(Signer.of(cosigner.private).private, "stranger.example")
    wrong = Signer.of(cosigner.private, "x.example").sign(1, bytes(32))
    answers = {
        "unknown key": (200, stranger.cosign(parse_checkpoint(note), NOW), "no cosignature by"),
        "wrong root": (200, cosigner.cosign(wrong, NOW), "the cosignature of a witness does not"),
        "huge": (200, "x" * 100_000, "too-large"),
        "junk": (200, "hello\n", "not a signed checkpoint"),
        "404": (404, "who are you?\n", "status 404: who are you?"),
    }
    status, body, why = answers[case]
    with serving(lambda *_: (status, "text/plain", body.encode())) as false:
        settings("witness.urls", [f"{false} {key}"])
        (told,) = stamped(places[0])
    assert not told.ok
    assert why in told.detail
    assert (places[0] / "ledger" / "checkpoint").read_bytes() == note
    assert len(refused(places[0])) == 1
    del url


def test_the_witness_shows_what_it_cosigned_of_the_logs_it_knows(pair, settings):
    from walkback.fetch import FetchOptions  # noqa: PLC0415 - here only
    from walkback.fetch.post import Post  # noqa: PLC0415 - here only

    places, keys, lines = pair
    settings("witness.urls", [lines[1]])
    stamped(places[0])
    url = lines[1].split()[0]
    post = Post(FetchOptions(allow_net=("127.0.0.0/8",)))
    digest = sha256(keys[0].split("+")[0].encode()).hexdigest()
    said = post.get(f"{url}/{digest}/checkpoint")
    assert (said.status, said.kind) == (200, "text/plain")
    assert said.body == (places[0] / "ledger" / "checkpoint").read_bytes()
    assert post.get(f"{url}/{'0' * 64}/checkpoint").status == 404
    assert post.post(f"{url}/add-checkpoint", b"x" * 70_000, "text/plain").status == 400
    assert post.get(f"{url}/add-checkpoint").status == 405


def test_the_doctor_says_who_answers(pair, settings, authority):
    places, _, lines = pair
    with serving(answering(authority)) as url, serving(lambda *_: (200, "", b"")) as gone:
        pass
    with serving(answering(authority)) as url:
        settings("timestamps.authorities", [url, gone])
        settings("witness.urls", [lines[1]])
        found = examine(read_settings(places[0]))
    assert [(one.name.split()[0], one.ok) for one in found] == [
        ("timestamps", True),
        ("timestamps", False),
        ("witness", True),
    ]
    assert found[1].detail.startswith("connect")
