"""Pictures of words: bytes of an image into the lines of text it shows.

``read_picture`` decodes within limits, has an engine find and read the lines, and puts them in
reading order. It is run in ``read.workers``: a picture that breaks the decoder costs one
process. The engine is an argument; ``load_engine`` gives the one of the optional extra
``pictures``, or None where that is not installed. ``post_shown`` says whose post a picture is.
"""

from walkback.model.picture import PictureDefect, PictureReading
from walkback.read.pictures.engine import Engine, installed, load_engine, missing
from walkback.read.pictures.posts import is_post_of, post_shown

__all__ = [
    "Engine",
    "installed",
    "is_post_of",
    "load_engine",
    "missing",
    "post_shown",
    "read_picture",
]


def read_picture(data: bytes, engine: Engine | None) -> PictureReading:
    """The words of a picture. Never raises for what the bytes are; ``defect`` says it."""
    if engine is None:
        return PictureReading("", (), (0, 0), PictureDefect.NO_READER)
    from walkback.read.pictures.seeing import see  # noqa: PLC0415 - it needs the optional extra

    return see(data, engine)
