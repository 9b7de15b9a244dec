"""The tutorial is followed to the letter, in a shell, as its reader would."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parent.parent / "docs" / "tutorial.md").read_text()
BLOCK = re.compile(r"^(<!-- .*? -->\n)?```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "--- end of block ---"


@pytest.fixture
def printed(tmp_path):
    """What each block of commands printed, with what the page says one should see."""
    if shutil.which("bash") is None:
        pytest.skip("no bash")
    port = str(free_port())
    blocks = [(kind, text) for by_hand, kind, text in BLOCK.findall(PAGE) if not by_hand]
    script = "set -e -m\n" + f"\necho '{MARK}'\n".join(
        text for kind, text in blocks if kind == "sh"
    )
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script.replace("8123", port)],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outputs = iter(done.stdout.replace(port, "8123").split(MARK))
    return pairs(blocks, outputs)


def pairs(blocks, outputs):
    found, last = [], ""
    for kind, text in blocks:
        if kind == "sh":
            last = next(outputs)
        else:
            found.append((last, text))
    return found


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def plain(text):
    return re.sub(r"\s+", " ", text)


def test_whoever_follows_the_tutorial_sees_what_it_says(printed):
    assert len(printed) >= 6
    for output, promised in printed:
        for line in promised.strip().splitlines():
            parts = [plain(part).strip() for part in line.split("…")]
            wanted = ".*?".join(map(re.escape, filter(None, parts)))
            assert re.search(wanted, plain(output)), f"{line!r} is not in:\n{output}"
