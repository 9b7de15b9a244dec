"""See the words of a picture: decode, find lines, read them, put them in order.

bytes -> pixels -> boxes -> lines -> strips -> words -> paragraphs
"""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from walkback.model.picture import Box, PictureDefect, PictureLine, PictureReading
from walkback.read.pictures.decoding import Pixels, decode
from walkback.read.pictures.engine import Engine
from walkback.read.pictures.order import joined, lines_of, ordered
from walkback.read.pictures.strips import spaced, strips

_SMALL = 700  # pixels: pictures narrower than this have letters too small for the detector
_LARGE = 1600  # its own limit is 2,000; letters of 12 pixels are still found here
_LEAST_SURE = 0.5
_MOST_LINES = 400


def see(data: bytes, engine: Engine) -> PictureReading:
    """The words of a picture, or the defect that says why there are none."""
    pixels, size, defect = decode(data)
    if pixels is None:
        return PictureReading("", (), size, defect)
    boxes = lines_of(_found(pixels, engine))[:_MOST_LINES]
    cut = strips(pixels, boxes)
    read = engine.words([strip.pixels for strip in cut])
    lines = [
        PictureLine(text, words.confidence, box)
        for box, strip, words in zip(boxes, cut, read, strict=True)
        if words.confidence >= _LEAST_SURE and (text := spaced(words, strip.spaces))
    ]
    if not lines:
        return PictureReading("", (), size, PictureDefect.NO_WORDS)
    lines = ordered(lines)
    return PictureReading(joined(lines), tuple(lines), size)


def _found(pixels: Pixels, engine: Engine) -> Sequence[Box]:
    """Boxes in the picture's own pixels; tall pictures are looked at a part at a time."""
    height, width = pixels.shape[:2]
    scale = 2.0 if width < _SMALL else min(1.0, _LARGE / width)
    part = max(1, int(_LARGE / scale))
    found: list[Box] = []
    for top in range(0, height, part):
        # Parts overlap by a tenth, so that a line that one of them cuts lies whole in the next.
        piece = pixels[max(0, top - part // 10) : top + part]
        shift = max(0, top - part // 10)
        size = (max(1, int(width * scale)), max(1, int(piece.shape[0] * scale)))
        shown = Image.fromarray(piece).resize(size, Image.Resampling.BICUBIC)
        image = np.ascontiguousarray(np.asarray(shown)[:, :, ::-1])
        found += [
            (
                int(box[0] / scale),
                int(box[1] / scale) + shift,
                min(width, int(box[2] / scale) + 1),
                min(height, int(box[3] / scale) + 1 + shift),
            )
            for box in engine.boxes(image)
        ]
    return found
