"""What works on this machine: programs, certificates, clock."""

import shutil
import ssl
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from walkback.app.vouching import examine as vouching
from walkback.errors import WalkbackError
from walkback.model.times import stamp
from walkback.model.views import Finding
from walkback.read.pictures import missing
from walkback.settings import read_settings


def examine(folder: Path) -> list[Finding]:
    """What works here: what the doctor looked at, and what he found."""
    return [
        _python(),
        _program("browser", ("chromium", "chromium-browser", "google-chrome")),
        Finding("certificates", *_certificates()),
        Finding("clock", *_clock()),
        Finding("ocr", *_pictures()),
        *_vouching(folder),
    ]


def _vouching(folder: Path) -> list[Finding]:
    """The authorities and witnesses that the settings of the record in ``folder`` name."""
    try:
        return vouching(read_settings(folder))
    except WalkbackError as error:
        return [Finding("timestamps", False, str(error))]


def _python() -> Finding:
    return Finding("python", sys.version_info >= (3, 11), sys.version.split()[0])


def _program(name: str, commands: Sequence[str]) -> Finding:
    found = next((path for command in commands if (path := shutil.which(command))), None)
    return Finding(name, found is not None, found or f"none of {', '.join(commands)} on PATH")


def _certificates() -> tuple[bool, str]:
    paths = ssl.get_default_verify_paths()
    return (True, paths.cafile) if paths.cafile else (True, "from the certifi package")


def _pictures() -> tuple[bool, str]:
    lacking = missing()
    return not lacking, lacking or "pictures of words are read (rapidocr-onnxruntime)"


def _clock() -> tuple[bool | None, str]:
    # Without a time server to ask, only a clock that is plainly wrong can be told.
    now = datetime.now(UTC)
    return (None if now.year >= 2026 else False, f"says {stamp(now)}; not compared with another")
