"""The same checks as one file of plain Python, for those who will not install Walkback."""

from pathlib import Path

_FILE = Path(__file__).parent / "alone" / "verify_bundle.py"


def plain_verifier() -> str:
    """The text of ``verify_bundle.py``. It is handed out as it is, and imported by nobody."""
    return _FILE.read_text("utf-8")
