"""Find the texts on record that may hold quoted words.

    words -> runs of three -> texts that hold all of them        verbatim, trimmed
                           -> texts that hold most of them       stitched, altered
          -> rare words    -> texts that hold most of those      altered in every run

Which of them it is, word by word, is for ``compare``: the index decides what is looked at, never
what is found. Of texts that hold the same the given speaker's come first, then the oldest.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Connection

from walkback.model.quotation import Candidate
from walkback.model.spoken import cut, spoken
from walkback.store import shingles
from walkback.store.shingles import PAST_READINGS

LIMIT = 30  # candidates of one quotation
_SAMPLE = 1_000  # texts that tell which words are common
_RARE_RUNS = 2  # runs that a text must hold to be looked at as verbatim
_MOST_RUNS = 24  # runs of a quotation that are asked for
_MOST_EACH = 400  # texts taken of one run: a stock phrase has more, and tells nothing
_MOST_OF_STOCK = 20_000  # texts with a stock phrase among which the speaker's are looked for
_RARE_WORDS = 6
_FEW_WORDS = 3
_OFTEN = 50  # of the sampled texts
_MOST_OF_WORDS = 1_000  # texts taken of two words; as with runs
_OWN_HOLDING = """
SELECT s.rowid FROM (SELECT rowid FROM shingles WHERE shingles MATCH ? LIMIT ?) s
JOIN readings r ON r.n = s.rowid JOIN instances i ON i.id = r.instance
WHERE i.speaker = ? LIMIT ?
"""
_HOLDING = "SELECT rowid FROM shingles WHERE shingles MATCH ? LIMIT ?"
_FEW_RUNS = 2  # in one text alone are no chance
_RUN = 3  # a run of three words tells as much as the three pairs of them
_ENOUGH = 0.34  # of a quotation's runs in one text: then rare words find nothing better


@dataclass(frozen=True, slots=True)
class Common:
    """How many of the sampled texts hold a word or a run, by number; what is rare has none."""

    counts: dict[str, int]

    def of(self, number: str) -> int:
        """In how many of the sampled texts this stands."""
        return self.counts.get(number, 0)


def common(connection: Connection) -> Common:
    """What is common in the texts on record, by a sample; good for as long as they are alike."""
    ask = _driver(connection).execute
    last = ask("SELECT max(n) FROM readings").fetchone()[0] or 0
    step = max(1, last // _SAMPLE)
    wanted = ", ".join(str(number) for number in range(1, last + 1, step))
    counts: Counter[str] = Counter()
    for (packed,) in ask(f"SELECT reading FROM readings WHERE n IN ({wanted})"):  # noqa: S608 - integers
        words = spoken(json.loads(packed)["text"])
        counts.update({*shingles.of_words(words), *shingles.of_runs(words)})
    return Common({number: count for number, count in counts.items() if count > 1})


def look_up(
    connection: Connection,
    words: str,
    known: Common,
    *,
    speaker: str | None = None,
    limit: int = LIMIT,
) -> list[Candidate]:
    """Texts on record that may hold these quoted words, the likeliest first.

    ``known`` is of ``common``; ``speaker`` an id: whose texts come first among equals.
    """
    pieces = [piece.words for piece in cut(words).pieces]
    runs = list(dict.fromkeys(run for piece in pieces for run in shingles.of_runs(piece)))
    index = _Index(_driver(connection), known)
    numbers = index.holding_all(runs, speaker) if runs else []
    if not numbers:
        single = shingles.of_words([word for piece in pieces for word in piece])
        if not runs and single:
            numbers = index.holding_all(single, speaker)
        numbers = numbers or index.holding_most(runs, single)
    return _candidates(connection, numbers, speaker, limit)


class _Index:
    """Asks the index of quotable words."""

    def __init__(self, driver: sqlite3.Connection, known: Common) -> None:
        self._ask = driver.execute
        self._known = known

    def _holding(self, expression: str, most: int) -> list[int]:
        return [number for (number,) in self._ask(_HOLDING, (expression, most))]

    def holding_all(self, runs: Sequence[str], speaker: str | None) -> list[int]:
        """Texts with all the runs, as far as two rare ones far apart tell.

        Of a stock phrase, that more have than can be looked at, the speaker's come first.
        """
        rare = [run for run in runs if not self._known.of(run)]
        if len(rare) < _RARE_RUNS:
            rare = sorted(runs, key=self._known.of)[:_RARE_RUNS]
        asked = " AND ".join(dict.fromkeys((rare[0], rare[-1])))
        found = self._holding(asked, _MOST_EACH)
        if len(found) <= LIMIT:
            return found
        whole = self._holding(" AND ".join(runs[:_MOST_RUNS]), _MOST_EACH)
        if not whole:
            return []  # so many have the two, and none has all: the others must tell
        return list(dict.fromkeys([*self._own(asked, speaker, len(found)), *whole, *found]))

    def _own(self, asked: str, speaker: str | None, count: int) -> list[int]:
        if not speaker or count < _MOST_EACH:
            return []
        rows = self._ask(_OWN_HOLDING, (asked, _MOST_OF_STOCK, speaker, _MOST_EACH))
        return [number for (number,) in rows]

    def holding_most(self, runs: Sequence[str], single: Sequence[str]) -> list[int]:
        """Texts with most of the runs, or of the rare words where no text has many runs."""
        votes: Counter[int] = Counter()
        asked = sorted(runs, key=self._known.of)[:_MOST_RUNS]
        for run in asked:
            found = self._holding(run, _MOST_EACH)
            if len(found) < _MOST_EACH or len(asked) == 1:
                votes.update(found)
        best = votes.most_common(LIMIT + 1)
        # Of a phrase that more have than are looked at, any may be the one: then words tell.
        alone = len(best) <= LIMIT or best[-1][1] < best[0][1]
        if not best or not alone or best[0][1] < min(_FEW_RUNS, _ENOUGH * len(asked)):
            votes = Counter({number: _RUN * count for number, count in votes.items()})
            votes.update(self._holding_words(single))
            best = votes.most_common(LIMIT)
        return [number for number, _ in best[:LIMIT]]

    def _holding_words(self, single: Sequence[str]) -> Counter[int]:
        """Texts that hold two of the rarest words, for each two of them."""
        known = sorted(dict.fromkeys(single), key=self._known.of)[:_RARE_WORDS]
        # A word of every tenth text costs its whole list for each pair, and tells little.
        known = [n for at, n in enumerate(known) if at < _FEW_WORDS or self._known.of(n) < _OFTEN]
        votes: Counter[int] = Counter()
        for one, other in combinations(known, 2):
            found = self._holding(f"{one} AND {other}", _MOST_OF_WORDS)
            if len(found) < _MOST_OF_WORDS or len(known) == 2:
                votes.update(found)
        return votes


# One text for any number of rows, so that SQLite plans it once.
_TEXTS = """
SELECT r.n, i.statement, r.instance, r.text, r.reading, i.speaker,
    (SELECT min(v.first_seen) FROM versions v WHERE v.instance = r.instance AND v.text = r.text),
    i.text = r.text
FROM readings r JOIN instances i ON i.id = r.instance
WHERE r.n IN (SELECT value FROM json_each(?))
"""
# The same of pictures: the words that were read in them, and those that markup gives for them.
_PICTURES = """
SELECT a.value, i.statement, p.instance, p.words,
    json_object('text', CASE (a.value - :past) % 2 WHEN 0 THEN p.text ELSE p.alt END), i.speaker,
    (SELECT min(v.first_seen) FROM versions v WHERE v.instance = p.instance AND v.text = p.words),
    i.text = p.words
FROM json_each(:numbers) a JOIN pictures p ON p.n = (a.value - :past) / 2
JOIN instances i ON i.id = p.instance
WHERE p.indexed = 1
"""


def _candidates(
    connection: Connection, numbers: Sequence[int], speaker: str | None, limit: int
) -> list[Candidate]:
    """The texts of these numbers, in their order; those that never were a version are left out."""
    if not numbers:
        return []
    ask = _driver(connection).execute
    found = list(ask(_TEXTS, (json.dumps(numbers),)))
    shown = [number for number in numbers if number >= PAST_READINGS]
    found += ask(_PICTURES, {"past": PAST_READINGS, "numbers": json.dumps(shown)}) if shown else ()
    rows = [row for row in found if row[6] is not None]
    order = {number: place for place, number in enumerate(numbers)}
    rows.sort(key=lambda row: (row[5] != speaker if speaker else False, order[row[0]]))
    return [_candidate(row) for row in rows[:limit]]


def _candidate(row: Sequence[object]) -> Candidate:
    number, statement, instance, text, packed, speaker, at, current = row
    source = "text"
    if isinstance(number, int) and number >= PAST_READINGS:
        source = "alt" if (number - PAST_READINGS) % 2 else "picture"
    return Candidate(
        statement=str(statement),
        instance=str(instance),
        sha256=str(text),
        text=json.loads(str(packed))["text"],
        speaker=None if speaker is None else str(speaker),
        at=str(at),
        current=bool(current),
        source=source,
    )


def of_instance(connection: Connection, instance: str) -> Iterable[tuple[int, str]]:
    """The numbers and texts that an instance has in the index."""
    query = "SELECT n, reading FROM readings WHERE instance = ?"
    ask = _driver(connection).execute
    for number, packed in ask(query, (instance,)):
        yield number, json.loads(packed)["text"]
    query = "SELECT n, text, alt FROM pictures WHERE instance = ? AND state = 2 AND indexed = 1"
    for number, text, alt in ask(query, (instance,)):
        yield from ((PAST_READINGS + 2 * number + at, one) for at, one in ((0, text), (1, alt)))


def forget(connection: Connection, instance: str) -> None:
    """Take every text of an instance out of the index; its readings are for the caller."""
    for number, text in list(of_instance(connection, instance)):
        shingles.forget(connection, number, text)


def _driver(connection: Connection) -> sqlite3.Connection:
    # The driver's own connection: an answer takes it 15 microseconds, and SQLAlchemy's 60.
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - the embedded store is SQLite
    return driver
