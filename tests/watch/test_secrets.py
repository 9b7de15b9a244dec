"""Credentials lie in one place; a canary is looked for in every byte of all others."""

import contextlib
import json
import zlib

import pytest
from tests.watch.tiny import THIRD, World, watch
from tests.weather.server import page
from typer.testing import CliRunner

import walkback.app.secrets
from walkback.app.secrets import Secrets
from walkback.cli.entry import app
from walkback.errors import BadInput, BadSettings

CANARY = "canary-7f3c9a51-never-to-be-seen"


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr(walkback.app.secrets, "_keyring", lambda: None)


def bytes_below(folder):
    """Every byte of every file, and what is compressed in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield path, data
            yield from ((path, part) for part in unpacked(data))


def unpacked(data):
    at = data.find(b"\x1f\x8b\x08")
    while at >= 0:
        stream = zlib.decompressobj(31)
        with contextlib.suppress(zlib.error):
            yield stream.decompress(data[at:])
        at = data.find(b"\x1f\x8b\x08", at + 1)


def test_a_credential_is_in_no_byte_of_record_backup_log_error_or_export(
    record, poll, tmp_path, caplog, capfd
):
    with World() as world:
        name = f"locked:{world.server.host}:{world.server.port}"
        world.say(1, THIRD)
        record.secrets.put(name, CANARY)
        watch(record, world, "locked")
        assert any(CANARY.encode() in seen.head for seen in world.server.seen)
        assert record.show(world.url(1)).state == "present"
        echo = page(json.dumps({"error": f"bad token {CANARY}"}), "401 Unauthorized")
        world.instead = {"/api/posts": echo}
        poll(2)
        world.instead = {"/api": page(f"unknown {CANARY}", "500 Internal Server Error")}
        poll(2)
        assert record.show(world.url(1)).state == "unreachable"
        record.export(world.url(1), tmp_path / "out.wacz")
        shown = str(record.status()) + str(record.show(world.url(1))) + str(record.events())
        record.backup(tmp_path / "backup")
    said = capfd.readouterr()
    assert CANARY not in caplog.text + said.out + said.err + shown
    found = {
        path.relative_to(tmp_path)
        for path, data in bytes_below(tmp_path)
        if CANARY.encode() in data
    }
    assert [str(path) for path in found] == ["record/keys/secrets.toml"]
    withheld = [
        path
        for path, data in bytes_below(tmp_path / "record" / "archive")
        if b"Bearer [withheld]" in data
    ]
    assert withheld


def test_only_the_owner_may_read_the_file(tmp_path):
    secrets = Secrets(tmp_path)
    assert secrets.put("tiny:social.example", CANARY) == str(tmp_path / "secrets.toml")
    path = tmp_path / "secrets.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert Secrets(tmp_path).get("tiny:social.example") == CANARY
    path.chmod(0o640)
    with pytest.raises(BadSettings, match=r"others may read the credentials.*mode 640") as error:
        secrets.get("tiny:social.example")
    assert "chmod 600" in str(error.value)
    assert CANARY not in str(error.value)


@pytest.mark.parametrize("value", ["", "two\nlines", "caf\u00e9", "x" * 5000, " padded"])
def test_what_is_no_credential_is_refused_and_not_repeated(tmp_path, value):
    with pytest.raises(BadInput, match="this cannot be a credential") as error:
        Secrets(tmp_path).put("tiny:social.example", value)
    assert not value or value not in str(error.value)
    with pytest.raises(BadInput, match="not the name of a credential"):
        Secrets(tmp_path).put("tiny", "value")


def test_a_damaged_file_is_told_without_its_words(tmp_path):
    path = tmp_path / "secrets.toml"
    path.write_text(f'"tiny:social.example" = "{CANARY}')
    path.chmod(0o600)
    with pytest.raises(BadSettings, match="the credentials cannot be read") as error:
        Secrets(tmp_path).get("tiny:social.example")
    assert CANARY not in str(error.value)


def test_values_come_back_as_they_were_and_can_be_forgotten(tmp_path):
    secrets = Secrets(tmp_path)
    odd = "quote\" back\\slash {secret} 'x' \t".strip()
    secrets.put("tiny:a.example", odd)
    secrets.put("tiny:b.example:8443", "b")
    again = Secrets(tmp_path)
    assert again.names() == ["tiny:a.example", "tiny:b.example:8443"]
    assert again.get("tiny:a.example") == odd
    assert again.remove("tiny:a.example")
    assert not again.remove("tiny:a.example")
    assert secrets.get("tiny:a.example") is None
    again.remove("tiny:b.example:8443")
    assert not (tmp_path / "secrets.toml").exists()


class Ring:
    """A keyring that keeps what it is given."""

    priority = 5

    def __init__(self):
        self.held = {}

    def get_password(self, service, name):
        return self.held.get((service, name))

    def set_password(self, service, name, value):
        self.held[service, name] = value

    def delete_password(self, service, name):
        del self.held[service, name]


def test_a_keyring_is_taken_where_there_is_one(tmp_path, monkeypatch):
    ring = Ring()
    monkeypatch.setattr(walkback.app.secrets, "_keyring", lambda: ring)
    secrets = Secrets(tmp_path)
    assert secrets.put("tiny:social.example", CANARY) == "the system's keyring"
    assert not (tmp_path / "secrets.toml").exists()
    assert Secrets(tmp_path).get("tiny:social.example") == CANARY
    assert secrets.put("tiny:social.example", "other", file=True).endswith("secrets.toml")
    assert Secrets(tmp_path).get("tiny:social.example") == "other"
    assert secrets.remove("tiny:social.example")
    assert ring.held == {}
    assert secrets.get("tiny:social.example") is None


def test_the_verb_reads_stdin_and_prints_names_only(tmp_path):
    run = CliRunner().invoke
    folder = ["--record", str(tmp_path / "record")]
    done = run(app, [*folder, "secret", "set", "Tiny:Social.example"], input=f"{CANARY}\n")
    assert done.exit_code == 0, done.output
    assert "Tiny:Social.example is kept in" in done.output
    assert run(app, [*folder, "secret", "list"]).output == "tiny:social.example\n"
    assert CANARY not in done.output
    assert run(app, [*folder, "secret", "remove", "tiny:social.example"]).exit_code == 0
    gone = run(app, [*folder, "secret", "remove", "tiny:social.example"])
    assert gone.exit_code == 1
