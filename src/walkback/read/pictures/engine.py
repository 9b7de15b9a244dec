"""The engine that finds lines of text and reads them: rapidocr-onnxruntime, an optional extra.

Its models come inside its wheel: nothing is fetched. They read Chinese and English; of the
letters with marks they know é è ê à á ü ö and few others, so that other languages lose marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from walkback.model.picture import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    """Height by width by three: blue, green, red."""

_PACKAGE = "rapidocr_onnxruntime"
_HOW = "pip install 'walkback[pictures]'"
_NEEDED = ("numpy", "PIL.Image", _PACKAGE)


@dataclass(frozen=True, slots=True)
class Words:
    """The text of one strip, how sure (0..1), and where each letter is: 0 left, 1 right."""

    text: str
    confidence: float
    places: tuple[float, ...] = ()


class Engine(Protocol):
    """Finds where lines are, and reads strips of one line each."""

    def boxes(self, image: "Pixels") -> list[Box]:
        """Where there is text; a line may be found in several pieces."""

    def words(self, strips: Sequence["Pixels"]) -> list[Words]:
        """What each strip says."""


class RapidEngine:
    """PP-OCRv4 in onnxruntime. ``threads`` of one: pictures are read beside other work."""

    def __init__(self, threads: int = 1) -> None:
        package = import_module(_PACKAGE)
        self._rapid: Any = package.RapidOCR(
            intra_op_num_threads=threads,
            inter_op_num_threads=threads,
            # Enlarging is ours, by the height of letters; theirs goes by the shorter side.
            det_limit_type="max",
            det_limit_side_len=2560,
        )

    def boxes(self, image: "Pixels") -> list[Box]:
        """Upright boxes around what the detector found."""
        found, _ = self._rapid.text_det(image)
        if found is None:
            return []
        return [
            (
                int(four[:, 0].min()),
                int(four[:, 1].min()),
                int(four[:, 0].max()) + 1,
                int(four[:, 1].max()) + 1,
            )
            for four in found
        ]

    def words(self, strips: Sequence["Pixels"]) -> list[Words]:
        """What each strip says, with the column at which each letter was surest."""
        if not strips:
            return []
        found, _ = self._rapid.text_rec(list(strips), return_word_box=True)
        return [_words(*one) for one in found]


def _words(text: str, confidence: float, found: Sequence[Any]) -> Words:
    # ``found``: how many columns the strip has, pieces of text, each piece's columns, and more.
    columns = max(1.0, float(found[0]))
    places = tuple((at + 0.5) / columns for piece in found[2] for at in piece)
    return Words(str(text), float(confidence), places)


def installed() -> bool:
    """Whether the extra is there; cheap, as nothing of it is loaded."""
    return all(find_spec(name.partition(".")[0]) is not None for name in _NEEDED)


def missing() -> str:
    """What is missing to read pictures, and what to do; empty where all is there."""
    for name in _NEEDED:
        try:
            import_module(name)
        except ImportError as error:  # also a system library that a package needs
            return f"{error}; {_HOW}"
    return ""


@lru_cache(maxsize=1)
def load_engine() -> Engine | None:
    """The engine, once for a process; None where the extra is not installed."""
    return None if missing() else RapidEngine()
