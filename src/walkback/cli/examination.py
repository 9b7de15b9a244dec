"""What works on this machine: programs, certificates, clock."""

import ssl
import sys
from datetime import UTC, datetime
from pathlib import Path

from walkback.app.vouching import examine as vouching
from walkback.errors import WalkbackError
from walkback.fetch.browser.options import missing as missing_browser
from walkback.fetch.browser.options import program, sandboxed
from walkback.model.times import stamp
from walkback.model.views import Finding
from walkback.read.pictures import missing
from walkback.settings import read_settings


def examine(folder: Path) -> list[Finding]:
    """What works here: what the doctor looked at, and what he found."""
    return [
        _python(),
        Finding("browser", *_browser()),
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


def _browser() -> tuple[bool, str]:
    lacking = missing_browser()
    if lacking:
        return False, lacking
    path = program()
    return True, path if sandboxed() else f"{path}; as root, so without its own sandbox"


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
