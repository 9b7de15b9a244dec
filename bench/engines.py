# ruff: noqa: D102 - build and ask are told once, in Engine
"""Engines that look quotations up, each in a process of its own: ``python -m bench.engines NAME``.

Reads lines of JSON and answers each with one: ``{"build": FILE, "folder": DIR}`` with seconds and
bytes of the index; ``{"ask": WORDS}`` with the number of the statement found (-1: none) and the
milliseconds it took; ``{"article": [WORDS…]}`` with all numbers and milliseconds. Every engine
but the two that answer by their first hit hands its candidates to the same ``check``.
"""

import json
import resource
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

from walkback.compare import check
from walkback.model.quotation import Candidate, Quotation, QuotationKind
from walkback.model.spoken import cut, spoken

TOP = 40  # candidates that are compared word by word
SAMPLE = 20_000  # statements that rapidfuzz goes through


class Engine(Protocol):
    """What the process below asks of an engine."""

    def build(self, lines: Iterator[str], folder: Path) -> None:
        """Index statements, numbered from 0."""

    def ask(self, words: str) -> int:
        """The number of the statement that holds the words, or -1."""


def checked(asked: Sequence[str], candidates: Sequence[Sequence[Candidate]]) -> list[int]:
    """The numbers of the statements that the findings name."""
    quotations = [Quotation(words, 0, len(words), QuotationKind.DIRECT) for words in asked]
    found = check(quotations, candidates)
    return [int(item.place.candidate.statement) if item.place else -1 for item in found]


def candidate(number: int, text: str) -> Candidate:
    """A text that an engine found."""
    return Candidate(str(number), str(number), "", text)


class Walkback:
    """The store's own index, filled in transactions of a hundred as an import fills it."""

    def __init__(self) -> None:
        self._opened = ExitStack()

    def build(self, lines: Iterator[str], folder: Path) -> None:
        from walkback.store import Store, lookup, shingles  # noqa: PLC0415 - not in the peers' house

        self._lookup = lookup
        self.store = Store(folder / "store.db")
        rows: list[tuple[int, str]] = []
        for number, text in enumerate(lines):
            rows.append((number, text))
            if len(rows) == 100:
                self._add(rows, shingles)
                rows = []
        self._add(rows, shingles)
        with self.store.writing() as connection:
            shingles.merge_many(connection, number + 1)  # as an import ends
        connection = self._opened.enter_context(self.store.reading())
        start = time.perf_counter()
        self._connection, self._known = connection, lookup.common(connection)
        print(f"sample of common words: {time.perf_counter() - start:.3f} s", file=sys.stderr)

    def _add(self, rows: Sequence[tuple[int, str]], shingles: Any) -> None:
        with self.store.writing() as connection:
            driver = connection.connection.driver_connection
            driver.executemany(
                "INSERT INTO instances"
                "(id, url, statement, home, speaker, role, state, text, added) VALUES"
                " (?1, 'https://s.example/' || ?1, ?1, ?1, ?2, 'import', 'unknown', 'x', '')",
                [(number, f"speaker-{number % 2000}") for number, _ in rows],
            )
            driver.executemany(
                "INSERT INTO readings(n, instance, text, reading) VALUES (?, ?, 'x', ?)",
                [(n + 1, n, json.dumps({"text": text})) for n, text in rows],
            )
            driver.executemany(
                "INSERT INTO versions(instance, first_seen, text, last_seen, leaf)"
                " VALUES (?, '2026', 'x', '2026', 0)",
                [(number,) for number, _ in rows],
            )
            for number, text in rows:
                shingles.add(connection, number + 1, text)

    def index_bytes(self) -> int:
        """Of the tables behind the index alone; texts are in the store anyway."""
        query = "SELECT sum(length(block)) FROM shingles_data"
        with self.store.reading() as connection:
            return int(connection.exec_driver_sql(query).scalar_one())

    def ask(self, words: str) -> int:
        start = time.perf_counter()
        candidates = self._lookup.look_up(self._connection, words, self._known)
        self.looked = 1000 * (time.perf_counter() - start)
        return checked([words], [candidates])[0]

    def article(self, quoted: Sequence[str]) -> list[int]:
        """All quotations of an article."""
        found = [self._lookup.look_up(self._connection, words, self._known) for words in quoted]
        return checked(quoted, found)


class TantivyPhrase:
    """Tantivy's phrase query alone; its first hit is the answer."""

    def build(self, lines: Iterator[str], folder: Path) -> None:
        import tantivy  # noqa: PLC0415 - only in the peers' house

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", stored=True)
        schema.add_unsigned_field("number", stored=True)
        (folder / "index").mkdir()
        self.index = tantivy.Index(schema.build(), path=str(folder / "index"))
        writer = self.index.writer(256_000_000)
        for number, text in enumerate(lines):
            writer.add_document(tantivy.Document(text=text, number=number))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()
        self.query = tantivy.Query
        self.occur = tantivy.Occur

    def phrase(self, words: Sequence[str], limit: int) -> list[Any]:
        """The stored documents that hold the words in this order."""
        if len(words) < 2:
            return []
        query = self.query.phrase_query(self.index.schema, "text", list(words))
        return [self.searcher.doc(at) for _, at in self.searcher.search(query, limit).hits]

    def ask(self, words: str) -> int:
        found = self.phrase(spoken(words), 1)
        return found[0]["number"][0] if found else -1


class TantivyAny(TantivyPhrase):
    """Tantivy: the phrase, else any of the words, the best forty compared word by word."""

    def ask(self, words: str) -> int:
        pieces = [piece.words for piece in cut(words).pieces]
        plain = [word for piece in pieces for word in piece]
        found = self.phrase(plain, TOP) if len(pieces) == 1 else []
        if not found:
            terms = [
                (self.occur.Should, self.query.term_query(self.index.schema, "text", word))
                for word in dict.fromkeys(plain)
            ]
            hits = self.searcher.search(self.query.boolean_query(terms), TOP).hits
            found = [self.searcher.doc(at) for _, at in hits]
        return checked([words], [[candidate(d["number"][0], d["text"][0]) for d in found]])[0]


class Fts5:
    """SQLite's FTS5 over words: the phrase, else any two of the five longest words."""

    def build(self, lines: Iterator[str], folder: Path) -> None:
        self.base = sqlite3.connect(folder / "fts5.db")
        self.base.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
            "PRAGMA mmap_size=268435456; CREATE VIRTUAL TABLE s USING fts5(text);"
        )
        rows: list[tuple[int, str]] = []
        for number, text in enumerate(lines):
            rows.append((number, text))
            if len(rows) == 100:
                self._add(rows)
                rows = []
        self._add(rows)

    def _add(self, rows: Sequence[tuple[int, str]]) -> None:
        with self.base:
            self.base.executemany("INSERT INTO s(rowid, text) VALUES (?, ?)", rows)

    def _find(self, expression: str) -> list[Candidate]:
        query = "SELECT rowid, text FROM s WHERE s MATCH ? LIMIT ?"
        return [candidate(*row) for row in self.base.execute(query, (expression, TOP))]

    def ask(self, words: str) -> int:
        pieces = [piece.words for piece in cut(words).pieces]
        found = self._find(" AND ".join(f'"{" ".join(piece)}"' for piece in pieces))
        if not found:
            plain = {word for piece in pieces for word in piece}
            rare = [f'"{word}"' for word in sorted(plain, key=lambda word: (-len(word), word))[:5]]
            for count in (3, 2):
                groups = [rare[at : at + count] for at in range(len(rare) - count + 1)]
                found += self._find(
                    " OR ".join("(" + " AND ".join(f'"{word}"' for word in g) + ")" for g in groups)
                )
        return checked([words], [found])[0]


class Rapidfuzz:
    """``partial_ratio`` over every statement: no index at all. Over a sample."""

    def build(self, lines: Iterator[str], folder: Path) -> None:
        from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - beside the class that needs it

        del folder
        self.texts = [text.lower() for _, text in zip(range(SAMPLE), lines, strict=False)]
        self.scorer, self.process, self.plain = fuzz.partial_ratio, process, utils.default_process

    def ask(self, words: str) -> int:
        found = self.process.extractOne(
            words.lower(), self.texts, scorer=self.scorer, score_cutoff=75
        )
        return found[2] if found else -1


class Postgres:
    """PostgreSQL's tsvector with GIN: the phrase, else its five longest words, any of them."""

    def build(self, lines: Iterator[str], folder: Path) -> None:
        import pgserver  # noqa: PLC0415 - only in the peers' house
        import psycopg  # noqa: PLC0415 - as above

        self.server = pgserver.get_server(folder / "postgres")
        self.base = psycopg.connect(self.server.get_uri(), autocommit=True)
        self.base.execute("SET maintenance_work_mem = '256MB'")
        self.base.execute("CREATE TABLE s(id int PRIMARY KEY, text text, v tsvector)")
        with self.base.cursor().copy("COPY s(id, text) FROM STDIN") as copy:
            for number, text in enumerate(lines):
                copy.write_row((number, text))
        self.base.execute("UPDATE s SET v = to_tsvector('simple', text)")
        self.base.execute("CREATE INDEX ON s USING gin(v)")
        self.base.execute("ANALYZE s")

    def index_bytes(self) -> int:
        """Of table and index."""
        return int(self.base.execute("SELECT pg_total_relation_size('s')").fetchone()[0])

    def _find(self, expression: str) -> list[Candidate]:
        query = "SELECT id, text FROM s WHERE v @@ to_tsquery('simple', %s) LIMIT %s"
        return [candidate(*row) for row in self.base.execute(query, (expression, TOP))]

    def ask(self, words: str) -> int:
        pieces = [piece.words for piece in cut(words).pieces]
        found = self._find(" & ".join("(" + " <-> ".join(piece) + ")" for piece in pieces))
        if not found:
            plain = {word for piece in pieces for word in piece}
            rare = sorted(plain, key=lambda word: (-len(word), word))[:5]
            pairs = [f"({a} & {b})" for at, a in enumerate(rare) for b in rare[at + 1 :]]
            found = self._find(" | ".join(pairs))
        return checked([words], [found])[0]


ENGINES: dict[str, type[Engine]] = {
    "walkback": Walkback,
    "tantivy-phrase": TantivyPhrase,
    "tantivy-any": TantivyAny,
    "fts5": Fts5,
    "rapidfuzz": Rapidfuzz,
    "postgres": Postgres,
}


def answer(engine: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    """Does what one line asks for."""
    start = time.perf_counter()
    if "build" in wanted:
        folder = Path(wanted["folder"])
        with Path(wanted["build"]).open(encoding="utf-8") as file:
            engine.build((line.rstrip("\n") for line in file), folder)
        seconds = time.perf_counter() - start
        whole = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        size = engine.index_bytes() if hasattr(engine, "index_bytes") else whole
        return {"seconds": seconds, "bytes": size}
    if "article" in wanted:
        found: Any = engine.article(wanted["article"])
    else:
        found = engine.ask(wanted["ask"])
    taken = 1000 * (time.perf_counter() - start)
    return {"found": found, "ms": taken, "looked": getattr(engine, "looked", taken)}


def main() -> None:
    """Answers until there are no more lines; then says how much memory it took at most."""
    engine = ENGINES[sys.argv[1]]()
    for line in sys.stdin:
        print(json.dumps(answer(engine, json.loads(line))), flush=True)
    server = getattr(engine, "server", None)
    if server:
        server.cleanup()
        shutil.rmtree(server.pgdata, ignore_errors=True)
    print(json.dumps({"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


if __name__ == "__main__":
    main()
