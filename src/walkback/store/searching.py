"""Search over every text ever seen: the words are looked up in the index of quotable words.

The index holds hashes of words, so what it gives is looked at word by word before it is shown.
Words count without case, accents' typography and punctuation (``model.spoken``); those in
quotation marks must stand together.
"""

import json
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from walkback.model.change import Piece
from walkback.model.pages import SearchAsked, SearchHit, SearchView
from walkback.model.spoken import spoken, spoken_spans
from walkback.model.times import parse_stamp, stamp
from walkback.model.views import StatementRef
from walkback.store import events as told
from walkback.store import shingles
from walkback.store.shingles import PAST_READINGS
from walkback.store.store import Store

_MOST_WORDS = 24
_MOST_LOOKED_AT = 2000  # texts of which the filters may leave none
_AROUND = 90  # letters of an excerpt before its first hit, and behind its last
_LONGEST = 420
_PHRASE = re.compile('["\u201c\u201d\u201e\u00ab\u00bb]([^"\u201c\u201d\u201e\u00ab\u00bb]+)')
_FOUND = "SELECT rowid FROM shingles WHERE shingles MATCH ? ORDER BY rowid DESC LIMIT ?"
_TEXTS = """
SELECT a.value AS number, i.statement, i.url, i.state, i.id, i.speaker, i.channel,
    v.text AS sha256, json_extract(r.reading, '$.title') AS title,
    json_extract(r.reading, '$.text') AS text, 'text' AS source,
    v.first_seen, v.last_seen, i.text = v.text AS newest
FROM json_each(?1) a JOIN readings r ON r.n = a.value JOIN instances i ON i.id = r.instance
JOIN versions v ON v.instance = r.instance AND v.text = r.text
WHERE (?3 IS NULL OR i.speaker = ?3) AND (?4 IS NULL OR i.channel = ?4)
UNION ALL
SELECT a.value, i.statement, i.url, i.state, i.id, i.speaker, i.channel,
    v.text, '', CASE (a.value - ?2) % 2 WHEN 0 THEN p.text ELSE p.alt END,
    CASE (a.value - ?2) % 2 WHEN 0 THEN 'picture' ELSE 'alt' END,
    v.first_seen, v.last_seen, i.text = v.text
FROM json_each(?1) a JOIN pictures p ON p.n = (a.value - ?2) / 2
JOIN instances i ON i.id = p.instance
JOIN versions v ON v.instance = p.instance AND v.text = p.words
WHERE a.value >= ?2 AND p.indexed = 1 AND (?3 IS NULL OR i.speaker = ?3)
    AND (?4 IS NULL OR i.channel = ?4)
"""
_CHUNK = 100


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The words of a search: single ones, and runs that stand together."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    @property
    def expression(self) -> str:
        """The question to the index."""
        runs = [run for phrase in self.phrases for run in shingles.of_runs(phrase)]
        return " AND ".join(dict.fromkeys((*shingles.of_words(self.words), *runs)))


def search(store: Store, asked: SearchAsked, hidden: Container[str] = frozenset()) -> SearchView:
    """Texts that hold the words, the newest first; each statement with its newest such text.

    ``hidden`` statements are passed over: a place that they left empty would tell their words.
    """
    wanted = _wanted(asked.words)
    if not wanted.words:
        return SearchView(asked.words, (), more=False)
    with store.reading() as connection:
        rows, spans, known = list[Any](), list[Any](), set[str]()
        for row, found in _matching(connection, wanted, asked):
            if row["statement"] in known or row["statement"] in hidden:
                continue
            known.add(row["statement"])
            rows.append(row)
            spans.append(found)
            if len(rows) > asked.skip + asked.most:
                break
        part = slice(asked.skip, asked.skip + asked.most)
        refs = told.statement_refs(connection, {row["statement"] for row in rows[part]})
    hits = zip(rows[part], spans[part], strict=True)
    return SearchView(
        asked.words,
        tuple(_hit(row, found, refs[row["statement"]]) for row, found in hits),
        more=len(rows) > asked.skip + asked.most,
    )


def _wanted(words: str) -> _Wanted:
    phrases = tuple(tuple(spoken(found)) for found in _PHRASE.findall(words))
    return _Wanted(tuple(spoken(words)[:_MOST_WORDS]), tuple(p for p in phrases if len(p) > 1))


def _matching(
    connection: Connection, wanted: _Wanted, asked: SearchAsked
) -> Iterator[tuple[Any, list[tuple[int, int]]]]:
    numbers = [
        number
        for (number,) in connection.exec_driver_sql(_FOUND, (wanted.expression, _MOST_LOOKED_AT))
    ]
    # Pictures have the highest numbers, whenever they were seen; texts are newest first.
    numbers.sort(key=lambda number: (number >= PAST_READINGS, -number))
    for start in range(0, len(numbers), _CHUNK):
        part = json.dumps(numbers[start : start + _CHUNK])
        values = (part, PAST_READINGS, asked.speaker, asked.channel)
        rows = connection.exec_driver_sql(_TEXTS, values).mappings().all()
        for row in sorted(rows, key=lambda row: row["last_seen"], reverse=True):
            if _fits(row, asked):
                found = _spans(row, wanted)
                if found is not None:
                    yield row, found


def _fits(row: Any, asked: SearchAsked) -> bool:
    return (
        (asked.since is None or row["last_seen"] >= stamp(asked.since))
        and (asked.until is None or row["first_seen"] < stamp(asked.until))
        and not (asked.gone and _is_current(row))
    )


def _is_current(row: Any) -> bool:
    return bool(row["newest"]) and row["state"] == "present"


def _spans(row: Any, wanted: _Wanted) -> list[tuple[int, int]] | None:
    """Where the words stand in the text; None where they do not, or not together."""
    said = spoken_spans(row["text"])
    places = [at for at, word in enumerate(said.words) if word in wanted.words]
    if len({said.words[at] for at in places}) < len(set(wanted.words)):
        return None  # another word of the same hash
    if wanted.phrases:
        runs = [_run(said.words, phrase) for phrase in wanted.phrases]
        if not all(runs):
            return None
        inside = {at for run in runs for at in run}
        single = set(wanted.words) - {word for phrase in wanted.phrases for word in phrase}
        places = [at for at in places if at in inside or said.words[at] in single]
    return _joined([said.spans[at] for at in places], row["text"])


def _run(words: Sequence[str], phrase: tuple[str, ...]) -> list[int]:
    """The places of the words of a phrase, wherever they stand one behind the other."""
    count = len(phrase)
    starts = [at for at in range(len(words) - count + 1) if tuple(words[at : at + count]) == phrase]
    return [at + offset for at in starts for offset in range(count)]


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Neighbouring words as one span."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        between = text[found[-1][1] : start] if found else ""
        if found and len(between) < 3 and "\n" not in between:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _hit(row: Any, spans: list[tuple[int, int]], ref: StatementRef) -> SearchHit:
    return SearchHit(
        ref,
        row["url"],
        row["state"],
        row["sha256"],
        parse_stamp(row["first_seen"]),
        parse_stamp(row["last_seen"]),
        _is_current(row),
        row["source"],
        tuple(_excerpt(row["text"], spans)),
    )


def _excerpt(text: str, spans: list[tuple[int, int]]) -> Iterator[Piece]:
    """The stretch of the text around its first hits, cut between words."""
    first = spans[0][0]
    start = 0 if first <= _AROUND else text.find(" ", first - _AROUND, first) + 1
    start = start or first
    shown = [span for span in spans if span[1] <= start + _LONGEST - _AROUND]
    last = min(len(text), max(shown[-1][1] + _AROUND, start + _LONGEST // 2))
    end = last if last == len(text) else max(text.rfind(" ", start, last), shown[-1][1])
    at = start
    if start:
        yield Piece("same", "\u2026 ")
    for begin, stop in shown:
        if begin > at:
            yield Piece("same", text[at:begin])
        yield Piece("hit", text[begin:stop])
        at = stop
    yield Piece("same", text[at:end] + (" \u2026" if end < len(text) else ""))
