"""Bytes into pixels, within limits: the header is asked before anything is decoded.

A file of some kilobytes may unfold to gigabytes of pixels. Pillow reads width and height from
the header alone; decoding begins only when they are within the limits.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from walkback.model.picture import PictureDefect

MOST_BYTES = 16 << 20
MOST_PIXELS = 24_000_000  # a phone's whole screen has 3 to 4 million, a scrolled page 20
LONGEST_SIDE = 20_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_DARK = 128

Pixels = NDArray[np.uint8]
Decoded = tuple[Pixels | None, tuple[int, int], PictureDefect | None]
"""Height by width by three (red, green, blue), the size the header says, and the defect."""


def decode(data: bytes) -> Decoded:
    """The pixels of the first frame, with what is transparent filled in."""
    if len(data) > MOST_BYTES:
        return None, (0, 0), PictureDefect.TOO_LARGE
    size = (0, 0)
    try:
        with _quiet(), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            size = image.size
            if max(size) > LONGEST_SIDE or size[0] * size[1] > MOST_PIXELS:
                return None, size, PictureDefect.TOO_LARGE
            return _flat(image), size, None
    except MemoryError:
        return None, size, PictureDefect.TOO_LARGE
    except Exception:  # noqa: BLE001 - decoders raise whatever broken bytes lead them to
        return None, size, PictureDefect.NOT_AN_IMAGE


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the library's own limit, which does not say the size, and its warnings."""
    before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


def _flat(image: Image.Image) -> Pixels:
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return np.asarray(image.convert("RGB"))
    pixels = np.asarray(image.convert("RGBA")).astype(np.float32)
    shown = pixels[..., 3:] / 255
    seen = pixels[..., :3][pixels[..., 3] > _DARK]
    # Light words on nothing were drawn for a dark page.
    ground = 255.0 if not seen.size or seen.mean() < _DARK else 0.0
    flat: Pixels = (pixels[..., :3] * shown + ground * (1 - shown)).astype(np.uint8)
    return flat
