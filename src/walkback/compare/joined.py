"""Sentences of several statements quoted as one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from walkback.compare.quoted import match
from walkback.compare.weight import weights
from walkback.model.quotation import Candidate, FindingKind, Place
from walkback.model.spoken import spoken

_END = re.compile(r"(?<=[.!?])[\u201d\u2019\"']?\s+(?=\W*[^\W_])")
_SHORTEST = 4  # words of a sentence that can be told from a common phrase
_LEAST = 2.0  # weight of those words
_MOST = 6  # sentences


def joined(words: str, texts: Sequence[Candidate]) -> tuple[Place, ...]:
    """Where each sentence of ``words`` stands, if every one stands whole in a text of one speaker.

    Empty where a sentence is missing or too short to tell, or where there is only one. The
    matches are STITCHED; their spans are those of the sentences.
    """
    parts = [part for part in _END.split(words) if part.strip()]
    if not 1 < len(parts) <= _MOST or not all(map(_is_telling, parts)):
        return ()
    for speaker in dict.fromkeys(text.speaker for text in texts):
        own = [text for text in texts if text.speaker == speaker]
        places = [_first(part, own) for part in parts]
        found = tuple(place for place in places if place)
        if len(found) == len(parts):
            return found
    return ()


def _is_telling(part: str) -> bool:
    plain = spoken(part)
    return len(plain) >= _SHORTEST and weights(plain) >= _LEAST


def _first(part: str, texts: Sequence[Candidate]) -> Place | None:
    for text in texts:
        there = match(part, text.text)
        if there and there.kind is not FindingKind.ALTERED:
            return Place(text, replace(there, kind=FindingKind.STITCHED))
    return None
