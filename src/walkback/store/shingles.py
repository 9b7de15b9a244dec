"""The index of quotable words: every text's words and runs of three, as numbers in FTS5.

A number is a hash of 32 bits in eight hex digits, so that the index holds nobody's words in
plain. One text is one row, whose number is that of its reading.
"""

import struct
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

from sqlalchemy import Connection

from walkback.model.spoken import spoken

PAST_READINGS = 1 << 40  # pictures stand behind all readings: two numbers each, text and alt

_ADD = "INSERT INTO shingles(rowid, words) VALUES (?, ?)"
_FORGET = "INSERT INTO shingles(shingles, rowid, words) VALUES ('delete', ?, ?)"
_FORGET_ALL = "INSERT INTO shingles(shingles) VALUES ('delete-all')"
_MERGE = "INSERT INTO shingles(shingles) VALUES ('optimize')"

_BITS = 0xFFFFFFFF
# Odd multipliers of a hash by multiplication, one for each place in a run.
_FIRST, _SECOND, _THIRD = 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35


def add(connection: Connection, number: int, text: str) -> None:
    """Index a text, in the transaction that saves it."""
    connection.exec_driver_sql(_ADD, (number, _numbers(spoken(text))))


def forget(connection: Connection, number: int, text: str) -> None:
    """Take a text out; it must be the one that was added.

    Its numbers are found no more; ``merge`` takes them out of the file.
    """
    connection.exec_driver_sql(_FORGET, (number, _numbers(spoken(text))))


def merge(connection: Connection) -> None:
    """Write the index anew as one list, without what was taken out: an erasure ends with this.

    Seven seconds of work for a million texts; asking takes half as long afterwards.
    """
    connection.exec_driver_sql(_MERGE)


def merge_many(connection: Connection, added: int) -> None:
    """The same where so many texts came that it pays: a quarter of all there are."""
    last = connection.exec_driver_sql("SELECT max(n) FROM readings").scalar() or 0
    if 4 * added >= last:
        merge(connection)


def forget_all(connection: Connection) -> None:
    """Empty the index."""
    connection.exec_driver_sql(_FORGET_ALL)


def of_words(words: Sequence[str]) -> list[str]:
    """The numbers of single words, in order."""
    return _hex([_word(word) for word in words])


def of_runs(words: Sequence[str]) -> list[str]:
    """The numbers of the runs of three, in order."""
    return _hex(_runs([_word(word) for word in words]))


@lru_cache(maxsize=1 << 16)
def _word(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))


def _runs(words: Sequence[int]) -> list[int]:
    threes = zip(words, words[1:], words[2:], strict=False)
    return [(a * _FIRST + b * _SECOND + c * _THIRD) & _BITS for a, b, c in threes]


def _numbers(words: Sequence[str]) -> str:
    single = [_word(word) for word in words]
    numbers = [*single, *_runs(single)]
    return struct.pack(f">{len(numbers)}I", *numbers).hex(" ", 4) if numbers else ""


def _hex(numbers: Sequence[int]) -> list[str]:
    return [f"{number:08x}" for number in numbers]
