"""urlwatch on the stage, in an environment of its own: one run after each step.

Each page is a job with the filter that its manual gives for pages of text, ``html2text`` by its
default method, and all else as it comes: changes and errors are reported, at each run anew.
"""

import re
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from bench.peers import URLWATCH, URLWATCH_CONFIG, surroundings, venv
from bench.weather.score import EDITED, FAILED, REMOVED

JOB = "url: {}\nfilter:\n- html2text\ntimeout: 2\n"
_RULE = "-" * 75
_SECTION = re.compile(rf"^{_RULE}\n(CHANGED|ERROR|NEW): (\S+)\n{_RULE}\n", re.MULTILINE)
_GONE = re.compile(r"^(404|410) Client Error")


class Urlwatch:
    """Its job list, configuration and cache lie in ``folder``."""

    name = URLWATCH.replace("==", " ")

    def __init__(self, folder: Path, addresses: Sequence[str]) -> None:
        self._folder = folder
        folder.mkdir()
        (folder / "jobs.yaml").write_text("---\n".join(map(JOB.format, addresses)))
        (folder / "config.yaml").write_text(URLWATCH_CONFIG)
        program = str(venv("urlwatch", URLWATCH) / "bin" / "urlwatch")
        files = ["--urls", "jobs.yaml", "--config", "config.yaml", "--cache", "cache.db"]
        self._command = [program, *files, "--hooks", "none.py"]

    def check(self, addresses: Sequence[str]) -> dict[str, list[str]]:
        """Runs it once over all jobs; what its report says of these."""
        # Its cache keeps time in whole seconds: of two states kept in one second it does not
        # know the newer, and would tell of the same change again.
        time.sleep(1.1)
        ran = subprocess.run(
            self._command,
            cwd=self._folder,
            env=surroundings(self._folder),
            capture_output=True,
            text=True,
            check=True,
        )
        told = report(ran.stdout)
        return {address: told.get(address, []) for address in addresses}

    def close(self) -> None:
        """It ends with each run."""


def report(text: str) -> dict[str, list[str]]:
    """What a report tells, by address; pages new to urlwatch are no message."""
    _, *rest = _SECTION.split(text)
    told: dict[str, list[str]] = {}
    for verb, address, content in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        if verb == "CHANGED":
            told[address] = [EDITED]
        elif verb == "ERROR":
            told[address] = [REMOVED if _GONE.match(content) else FAILED]
    return told
