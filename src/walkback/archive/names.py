"""What segments are called, and which there are: for writing and for checking alike."""

import re
from pathlib import Path

_NAME = re.compile(r"walkback-([0-9]{8})\.warc\.gz")


def segment_name(number: int) -> str:
    """``walkback-00000001.warc.gz``: by name is by age."""
    return f"walkback-{number:08d}.warc.gz"


def segment_number(name: str) -> int:
    """The number in a segment's name; 0 where the name is none of ours."""
    found = _NAME.fullmatch(name)
    return int(found[1]) if found else 0


def segment_names(folder: Path) -> list[str]:
    """The segments in the folder, oldest first; none where there is no folder."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if segment_number(path.name))
