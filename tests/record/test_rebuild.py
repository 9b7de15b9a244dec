"""The store is a view: made again from archive and ledger alone, it says the same of everything."""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random

import pytest
from tests.record.history import events_json
from tests.record.paper import sentence
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from walkback.app import Walkback, verify_record
from walkback.model.source import WatchLine
from walkback.model.views import as_json
from walkback.settings import read_settings
from walkback.watch.record import make_folder

START = datetime(2026, 3, 1, 6, tzinfo=UTC)


class Clock:
    """Tells the time it is set to; each asking takes a millisecond."""

    def __init__(self):
        self.now = START

    def __call__(self):
        self.now += timedelta(milliseconds=1)
        return self.now


class Life:
    """A random history of a site and of the operator who watches it."""

    def __init__(self, folder, paper, seed):
        self.folder, self.paper, self.random, self.clock = folder, paper, Random(seed), Clock()
        self.files = folder.parent
        self.imported = 0
        make_folder(folder)
        self.record = self.opened()
        self.record.add_speaker("Mira Vossberg")
        self.record.add_speaker("M. Vossberg-Hale")
        self.record.watch([WatchLine(paper.feed, speaker="Mira Vossberg")])

    def opened(self):
        return Walkback(self.folder, read_settings(self.folder), clock=self.clock)

    def run(self, steps):
        acts = [self.site, self.site, self.site, self.site, self.operator, self.imports]
        for _ in range(steps):
            for _ in range(self.random.randrange(3)):
                self.random.choice(acts)()
            self.clock.now += timedelta(hours=self.random.choice([1, 7, 7, 25]))
            self.record.poll(everything=self.random.random() < 0.8)

    def site(self):
        paper, random = self.paper, self.random
        name = random.choice(list(paper.pages))
        act = random.choice(["edit", "edit", "away", "away", "move", "off", "new", "down"])
        if act == "down":
            paper.down = not paper.down
        elif act == "new" and len(paper.pages) < 10:
            paper.publish(f"page-{len(paper.pages)}")
        elif paper.pages[name].status != 200:
            paper.bring_back(name)
        elif act == "edit":
            paper.edit(name)
        elif act == "away":
            paper.take_down(name, random.choice([404, 404, 410, 451]))
        elif act == "move" and len(paper.pages) < 10:
            paper.move(name, f"page-{len(paper.pages)}")
        elif act == "off":
            paper.roll_off(name)

    def operator(self):
        paper, record = self.paper, self.record
        act = self.random.choice(["other feed", "page", "unwatch", "merge", "speaker"])
        if act == "other feed":
            record.watch([WatchLine(paper.other_feed, speaker="Mira Vossberg")])
        elif act == "page":
            record.watch([WatchLine(paper.url(self.random.choice(list(paper.pages))))])
        elif act == "unwatch":
            record.unwatch(self.random.choice([s.url for s in record.status().sources]))
        elif act == "speaker":
            record.reply(record.speakers()[0].id, f"My reply {self.random.randrange(9)}.")
            record.add_speaker("Mira Vossberg", aliases=[f"M. V. {self.random.randrange(5)}"])
        elif len(record.speakers()) > 1:
            ids = [speaker.id for speaker in record.speakers()]
            record.merge_speakers(*self.random.sample(ids, 2))

    def imports(self):
        self.imported += 1
        kind = self.random.choice(["jsonl", "warc"])
        path = self.files / f"import-{self.imported}.{kind}"
        path.write_bytes(getattr(self, kind)())
        self.record.import_files([path])

    def jsonl(self):
        lines = [
            {
                "speaker": self.random.choice(["Mira Vossberg", "Ostin Hale"]),
                "url": self.address(),
                "published": (START - timedelta(days=self.random.randrange(300))).isoformat(),
                "text": " ".join(sentence(self.random) for _ in range(3)),
                "title": "Imported",
            }
            for _ in range(self.random.randrange(1, 5))
        ]
        return "".join(json.dumps(line) + "\n" for line in lines).encode()

    def warc(self):
        file = BytesIO()
        writer = WARCWriter(file, gzip=True)
        for _ in range(self.random.randrange(1, 4)):
            words = "".join(f"<p>{sentence(self.random)}</p>" for _ in range(3))
            body = f"<html><title>Old</title><body><h1>Old</h1>{words}</body></html>".encode()
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            at = START - timedelta(days=self.random.randrange(300))
            date = {"WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%SZ")}
            record = writer.create_warc_record(
                self.address(),
                "response",
                payload=BytesIO(body),
                http_headers=head,
                warc_headers_dict=date,
            )
            writer.write_record(record)
            record.raw_stream.close()  # the writer put a temporary file there
        return file.getvalue()

    def address(self):
        """Of a page of the site, or of one that is only known from imports."""
        names = [*self.paper.pages, "old-1", "old-2"]
        return self.paper.url(self.random.choice(names))

    def addresses(self):
        return [self.paper.url(name) for name in (*self.paper.pages, "old-1", "old-2")]


def told(life, record):
    """All that the record says to anybody, except what only the next round decides."""
    shown = {}
    for url in life.addresses():
        try:
            shown[url] = as_json(record.show(url))
        except Exception as error:  # noqa: BLE001 - what it is must be the same too
            shown[url] = repr(error)
    status = record.status()
    with record._record.store.reading() as connection:
        watched = connection.exec_driver_sql(
            "SELECT url, role, source, speaker, statement, active FROM instances "
            "JOIN schedule USING (n) ORDER BY url"
        ).all()
    return {
        "events": json.loads(events_json(record)),
        "shown": shown,
        "sources": [as_json(replace(s, next_look=None)) for s in status.sources],
        "pending": as_json(status.pending),
        "speakers": as_json(record.speakers()),
        "pages": [beside(record.speaker(one.id)) for one in record.speakers()],
        "watched": [tuple(row) for row in watched],
        "leaves": record.leaves(),
    }


def beside(page):
    return as_json([page.tallies, page.gaps, page.replies])


def same(before, after):
    for part in before:
        assert after[part] == before[part], part


def check(folder, paper, seed, steps):
    life = Life(folder, paper, seed)
    life.run(steps)
    before = told(life, life.record)
    life.record.rebuild()
    same(before, told(life, life.record))
    life.record.close()
    for path in folder.glob("store.db*"):
        path.unlink()
    with life.opened() as record:
        same(before, told(life, record))
        assert record.rejudge() == (len(record.events()), 0)
        same(before, told(life, record))
        record.poll(everything=True)
    assert verify_record(folder).ok


@pytest.mark.parametrize("seed", range(6))
def test_a_random_history_is_the_same_when_the_store_is_made_again(folder, paper, here, seed):
    check(folder, paper, seed, steps=12)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 300))
def test_two_hundred_random_histories_are_the_same(folder, paper, here, seed):
    check(folder, paper, seed, steps=30)


def test_a_store_of_another_schema_is_made_again_by_itself(folder, paper, here):
    life = Life(folder, paper, 1)
    life.run(3)
    before = told(life, life.record)
    life.record.close()
    with sqlite3.connect(folder / "store.db") as store:
        store.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    store.close()
    with life.opened() as record:
        same(before, told(life, record))


def test_a_file_that_is_no_database_in_place_of_the_store_is_made_again(folder, paper, here):
    life = Life(folder, paper, 2)
    life.run(3)
    before = told(life, life.record)
    life.record.close()
    (folder / "store.db").write_bytes(b"no database" * 1000)
    with life.opened() as record:
        same(before, told(life, record))


def test_the_store_of_another_record_is_not_believed(folder, paper, here, tmp_path):
    life, other = Life(folder, paper, 3), Life(tmp_path / "other", paper, 4)
    life.run(3)
    other.run(3)
    before = told(life, life.record)
    life.record.close()
    other.record.close()
    (tmp_path / "other" / "store.db").replace(folder / "store.db")
    with life.opened() as record:
        same(before, told(life, record))
