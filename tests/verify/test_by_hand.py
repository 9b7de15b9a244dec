"""The commands of docs/verifying.md do what the page says, on a real bundle."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "verifying.md"
TOOLS = ("sh", "unzip", "sha256sum", "openssl", "base64", "gzip")

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason="a tool of the page is not on PATH"
)


def blocks():
    """The commands by the number of their step."""
    text = PAGE.read_text("utf-8")
    found = {}
    for part in re.split(r"^(?=\*\*\d+\. )", text, flags=re.MULTILINE)[1:]:
        number = int(re.match(r"\*\*(\d+)\.", part)[1])
        for block in re.findall(r"<!-- by hand -->\n```sh\n(.*?)```", part, re.DOTALL):
            found[number] = block
    return found


def run(made, folder, number):
    """What the commands of a step print; the page's placeholders are filled in."""
    commands = blocks()[number]
    root = made.policy.parent / "authority" / "root.pem"
    for name, value in (("FILE.wacz", made.path), ("KEY", made.vkey), ("ROOTS", root), ("LEAF", 0)):
        commands = commands.replace(name, str(value))
    done = subprocess.run(
        ["sh", "-e"], input=commands.encode(), cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "replace")


def test_the_page_has_commands_for_the_steps_that_hands_can_check():
    assert sorted(blocks()) == [2, 3, 5, 7, 8 + 1]


def test_by_hand_a_file_has_the_hash_that_the_manifest_says(made, tmp_path):
    digest, listed = run(made, tmp_path, 2).splitlines()
    assert digest[:64] in listed


def test_by_hand_the_manifest_is_signed_by_the_key_that_the_ledger_vouches_for(made, tmp_path):
    told = run(made, tmp_path, 3)
    assert "Verified OK" in told
    lines = told.split("\n")
    assert lines[-2][:64] in lines
    assert made.vkey in lines


def test_by_hand_the_checkpoint_is_signed_by_the_key(made, tmp_path):
    assert "Signature Verified Successfully" in run(made, tmp_path, 5)


def test_by_hand_the_timestamp_holds(made, tmp_path):
    told = run(made, tmp_path, 7)
    assert "Hash Algorithm: sha256" in told


def test_by_hand_a_capture_can_be_read(made, tmp_path):
    told = run(made, tmp_path, 9)
    assert '"leaves":[{"id"' in told
    assert "WARC/1.1" in told
    assert '"kind":"register"' in told


def test_by_hand_a_changed_manifest_is_noticed(made, tmp_path):
    """The commands can fail: another key than the ledger's is told."""
    other = made.vkey[:-8] + "AAAAAAA="
    commands = blocks()[5].replace("FILE.wacz", str(made.path)).replace("KEY", other)
    done = subprocess.run(
        ["sh", "-e"], input=commands.encode(), cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode != 0
