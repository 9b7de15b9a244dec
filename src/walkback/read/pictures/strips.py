"""Cut lines out as the recogniser reads them best: dark on light, and tight.

The recogniser was taught on Chinese, which has no spaces, and loses many of those between words.
So spaces are measured in the picture and put back where they were lost. (Making them wider before
the line is read keeps them too, and then a lonely "I" is read as 1 or lost: twice the errors.)
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from walkback.model.picture import Box
from walkback.read.pictures.decoding import Pixels
from walkback.read.pictures.engine import Words

Gray = NDArray[np.float32]
Gap = tuple[int, int]  # first column without ink, and the first with ink after it

_TALL = 48  # pixels: what the recogniser scales every strip to
_MARGIN = 0.14  # of the height, around the ink
_INK = 0.4  # of the way from paper to the darkest ink
_LEAST_GAP = 0.17  # of the height: no space is narrower; letters stand nearer
_APART = 1.7  # times: so much wider are spaces than what lies between letters
_LONELY = re.compile(r"(?<![^\s\"(“])[l|](?=\s|['\u2019](?:m|ve|ll|d)\b)")
_ROUND = re.compile(r"(?<=\d)[oO](?=\d)")


@dataclass(frozen=True, slots=True)
class Strip:
    """A line ``_TALL`` pixels high; ``spaces`` are the middles of its spaces, 0 left to 1 right."""

    pixels: Pixels
    spaces: tuple[float, ...]


def strips(pixels: Pixels, boxes: Sequence[Box]) -> list[Strip]:
    """One strip for each box."""
    cut = [_cut(pixels, box) for box in boxes]
    gaps = [_gaps(gray) for gray in cut]
    widths = [
        (end - start) / gray.shape[0]
        for gray, found in zip(cut, gaps, strict=True)
        for start, end in found
    ]
    least = _threshold(widths)
    return [_strip(gray, found, least) for gray, found in zip(cut, gaps, strict=True)]


def _cut(pixels: Pixels, box: Box) -> Gray:
    """Gray from 0 (ink) to 1 (paper), cut to the ink, at the recogniser's height."""
    left, top, right, bottom = box
    piece = pixels[top:bottom, left:right].astype(np.float32)
    if not piece.size:
        return np.ones((_TALL, _TALL), np.float32)
    gray: Gray = (piece @ np.array([0.299, 0.587, 0.114])).astype(np.float32)
    paper = float(np.median(gray))
    if paper < (float(gray.max()) + float(gray.min())) / 2:
        gray, paper = 255 - gray, 255 - paper
    ink = float(np.percentile(gray, 1))
    gray = _tight(np.clip((gray - ink) / max(8.0, paper - ink), 0, 1))
    width = max(1, round(gray.shape[1] * _TALL / gray.shape[0]))
    shown = Image.fromarray((gray * 255).astype(np.uint8))
    scaled = shown.resize((width, _TALL), Image.Resampling.BICUBIC)
    return (np.asarray(scaled) / 255).astype(np.float32)


def _tight(gray: Gray) -> Gray:
    inked = gray < 1 - _INK
    rows, columns = np.flatnonzero(inked.any(1)), np.flatnonzero(inked.any(0))
    if not rows.size:
        return gray
    body = gray[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    margin = max(2, round(_MARGIN * body.shape[0]))
    padded: Gray = np.pad(body, margin, constant_values=1.0)
    return padded


def _gaps(gray: Gray) -> list[Gap]:
    """Runs of columns without ink, between the first and the last letter."""
    inked = (gray < 1 - _INK).any(0)
    columns = np.flatnonzero(inked)
    after = np.flatnonzero(np.diff(columns) > 1)
    return [(int(columns[at]) + 1, int(columns[at + 1])) for at in after]


def _threshold(widths: Sequence[float]) -> float:
    """The width from which a gap is a space: where two groups of widths part best (Otsu)."""
    ordered = np.sort(np.asarray(widths, np.float64))
    if ordered.size < 2:
        return _LEAST_GAP
    sums = np.cumsum(ordered)
    low = np.arange(1, ordered.size)
    high = ordered.size - low
    means_low, means_high = sums[:-1] / low, (sums[-1] - sums[:-1]) / high
    best = int(np.argmax(low * high * (means_high - means_low) ** 2))
    if means_high[best] < _APART * means_low[best]:
        return max(_LEAST_GAP, float(ordered[-1]) + 1)  # all alike: letters of one word
    return max(_LEAST_GAP, float(ordered[best] + ordered[best + 1]) / 2)


def _strip(gray: Gray, gaps: Sequence[Gap], least: float) -> Strip:
    height, width = gray.shape
    middles = [(start + end) / 2 / width for start, end in gaps if end - start >= least * height]
    strip: Pixels = np.repeat((gray * 255).astype(np.uint8)[:, :, None], 3, axis=2)
    return Strip(strip, tuple(middles))


def spaced(words: Words, spaces: Sequence[float]) -> str:
    """The text with the spaces that were measured and not read, and two letters put right."""
    if len(words.places) != len(words.text):
        return _righted(words.text)
    text, left = "", list(spaces)
    for letter, place in zip(words.text, words.places, strict=True):
        while left and left[0] < place:
            del left[0]
            text += " "
        text += letter
    return _righted(text)


def _righted(text: str) -> str:
    """What no language we read writes: a lonely l (but for a French article), an o in a number."""
    return _ROUND.sub("0", _LONELY.sub("I", " ".join(text.split())))
