"""Fetch the pictures of statements, keep them as evidence, and read their words.

    named by a page -> fetch.fetch -> archive.keep, ledger.append -> store
                    -> read.read_picture, in a process of its own -> store

Works from the store alone, like all of a round: what a crash leaves open the next round does.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection

from walkback.archive import load_exchange
from walkback.fetch import Fetcher
from walkback.model.content import decode
from walkback.model.evidence import Evidence, Kept, LeafKind, Place
from walkback.model.exchange import Outcome, OutcomeKind, Request
from walkback.model.look import Role
from walkback.model.picture import PictureDefect, PictureReading
from walkback.read import Failure, Workers
from walkback.read.pictures import installed, load_engine, post_shown, read_picture
from walkback.store import CaptureRow, Store, looks, pictures
from walkback.store.pictures import UnreadPicture
from walkback.watch.keeper import Keeper
from walkback.watch.looking import batches, beside_row, outcome_facts, to_milliseconds

MOST_ASKED = 256  # pictures of one round; the others wait for the next
MOST_READ = 64  # one or two seconds each
SECONDS = 60.0
MEMORY = 6 << 30  # bytes of address space: the models and their runtime take two
JOBS_EACH = 100
_LARGEST = 32 << 20


class Picturer:
    """Asks for pictures that pages named, and reads those that were kept."""

    def __init__(
        self, keeper: Keeper, fetcher: Fetcher, reader: "PictureReader", new_id: Callable[[], str]
    ) -> None:
        self._keeper = keeper
        self._fetcher = fetcher
        self._reader = reader
        self._new_id = new_id
        self._tried: set[str] = set()

    def begin(self) -> None:
        """A new round: what could not be had in the last is asked for again."""
        self._tried.clear()

    def picture(self) -> None:
        """Ask for what is wanted and was not asked for in this round; read what there is."""
        found: dict[str, list[str]] = {}
        if self._reader.on:
            with self._keeper.store.reading() as connection:
                found = pictures.wanted(connection, MOST_ASKED)
        wanted = {url: serves for url, serves in found.items() if url not in self._tried}
        self._tried.update(wanted)
        asked = (Request(url, url) for url in wanted)
        for batch in batches(self._fetcher.flow(asked)):
            self._keep([(outcome, wanted[outcome.request.subject]) for outcome in batch])
        self._reader.read()

    def _keep(self, answers: Sequence[tuple[Outcome, list[str]]]) -> None:
        whole = [(one, serves) for one, serves in answers if one.kind is OutcomeKind.RECEIVED]
        failed = [one for one, _ in answers if one.kind is not OutcomeKind.RECEIVED]
        evidence = [self._capture(one, serves) for one, serves in whole]

        def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
            del kept
            for number, (one, serves) in enumerate(whole):
                row = beside_row(evidence[number].id, Role.PICTURE, one, first + number)
                save_picture(connection, row, serves)

        if evidence:
            self._keeper.commit(evidence, save)
        with self._keeper.store.writing() as connection:
            for one in failed:
                pictures.save_tried(connection, one.request.url, f"{one.kind.value}: {one.reason}")

    def _capture(self, outcome: Outcome, serves: Sequence[str]) -> Evidence:
        about = {
            "role": Role.PICTURE.value,
            "url": outcome.request.url,
            "serves": list(serves),
            **outcome_facts(outcome),
        }
        at = to_milliseconds(outcome.at)
        return Evidence(LeafKind.CAPTURE, self._new_id(), at, about, exchanges=outcome.exchanges)


def save_picture(connection: Connection, row: CaptureRow, serves: Sequence[str]) -> None:
    """A picture's capture, and which instances show it."""
    looks.save_captures(connection, [row], {})
    pictures.save_kept(connection, row.id, row.url, serves)


class PictureReader:
    """Reads kept pictures in one process of its own: its models need more memory than pages do."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._workers = Workers(1, jobs_each=JOBS_EACH, seconds=SECONDS, memory=MEMORY)
        self._again = False
        self.on = True  # else none are asked for; what was kept is read all the same

    def read(self) -> int:
        """Read what was kept and not yet read; how many pictures that were."""
        if installed() and not self._again:
            self._again = True  # once: an extra that is there and broken would never be done
            with self._store.writing() as connection:
                pictures.read_again(connection)
        with self._store.reading() as connection:
            rows = pictures.unread_pictures(connection, MOST_READ)
        if not rows:
            return 0
        for row, reading in self._read(rows):
            post = post_shown(reading, row.names, row.handles)
            with self._store.writing() as connection:
                pictures.save_read(connection, row, reading, post)
        return len(rows)

    def _read(self, rows: Sequence[UnreadPicture]) -> list[tuple[UnreadPicture, PictureReading]]:
        if not installed():
            none = PictureReading("", (), (0, 0), PictureDefect.NO_READER)
            return [(row, none) for row in rows]
        jobs = ((row, read_kept, (self._folder, row.place)) for row in rows)
        return [
            (row, _failed(found) if isinstance(found, Failure) else found)
            for row, found in self._workers.run(jobs)
        ]

    def close(self) -> None:
        """End its process."""
        self._workers.close()


def _failed(failure: Failure) -> PictureReading:
    broke = PictureDefect.TOO_LARGE if failure.reason == "memory" else PictureDefect.TOO_SLOW
    return PictureReading("", (), (0, 0), broke)


def read_kept(folder: Path, place: Place) -> PictureReading:
    """The words of a picture in the archive: what the process does with one."""
    content = decode(load_exchange(folder, place), _LARGEST)
    if content.defect:
        return PictureReading("", (), (0, 0), PictureDefect.NOT_AN_IMAGE)
    return read_picture(content.data, load_engine())
