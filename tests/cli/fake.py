"""A record written by hand: it answers with views a test can read, and notes what it was asked."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from walkback.errors import NoRecord, NotFound, UnknownSpeaker
from walkback.model.change import ChangeKind, DiffRow, Piece
from walkback.model.mask import How, MaskedView, MasksView, MaskView
from walkback.model.source import WatchLine
from walkback.model.views import (
    AboutRef,
    DiffView,
    EventView,
    ImportReport,
    InstanceView,
    ListingView,
    PendingLine,
    PendingView,
    ReasonView,
    RoundReport,
    SourceView,
    SpeakerRef,
    SpeakerView,
    StatementLine,
    StatementRef,
    StatementView,
    StatusView,
    VersionView,
)

A = datetime(2026, 1, 31, 17, 58, 1, 250_000, tzinfo=UTC)
B = datetime(2026, 1, 31, 18, 2, 9, tzinfo=UTC)
C = datetime(2026, 1, 31, 19, 2, 0, tzinfo=UTC)
URL = "https://vossberg.example/news/ferry"
MIRA = SpeakerRef("sp1", "Mira Vossberg")
FERRY = StatementRef("st1", URL, "Statement on the ferry inquiry", MIRA)
NASTY = "Ferry [bold]lies[/bold]\x1b[2J\x9b31m \u202egnirts\u202c\r\nnext :smile:"


_REASONS = {"published": ("first-sight", "first seen at this address")}


def event(kind="removed", **changes):
    values = {
        "id": "ev1",
        "kind": kind,
        "at": B,
        "between": (A, B),
        "confirmed_at": C,
        "confidence": "high",
        "statement": FERRY,
        "about": None,
        "reasons": (ReasonView(*_REASONS.get(kind, ("gone", "404 thrice")), ("o1", "o2", "o3")),),
        "leaf": 41,
    }
    return EventView(**{**values, **changes})


def version(number, text, title="Statement on the ferry inquiry"):
    return VersionView(number, A, B, title, text, f"{number:064x}", number)


def statement(**changes):
    values = {
        "id": "st1",
        "url": URL,
        "title": FERRY.title,
        "speaker": MIRA,
        "state": "removed",
        "instances": (InstanceView(URL, "feed", "removed", A, (URL, URL + "?old"), None),),
        "versions": (
            version(1, "The inquiry got it wrong."),
            version(2, "The inquiry leaves questions open.\n\nI stand by the captain."),
        ),
        "events": (event("published", confirmed_at=None), event("edited"), event()),
    }
    return StatementView(**{**values, **changes})


def source(url="https://vossberg.example/feed.xml", **changes):
    values = {
        "id": "so1",
        "url": url,
        "kind": "feed",
        "every": timedelta(minutes=15),
        "speaker": MIRA,
        "active": True,
        "health": "good",
        "statements": 3,
        "last_look": A,
        "last_good": A,
        "next_look": datetime.now(UTC) + timedelta(minutes=4, seconds=20),
        "added": A,
    }
    return SourceView(**{**values, **changes})


PENDING = PendingView("removed", B, 2, 3)


class FakeRecord:
    """Answers like the app's object; ``asked`` holds the calls it got, with their arguments."""

    origin = "walkback.invalid/0123456789abcdef"
    verifier_key = "walkback.invalid/0123456789abcdef+01234567+AbCd"
    second = Path("/state/walkback/0123/checkpoint")

    def __init__(self):
        self.asked = []
        self.notices = []
        self.folder = Path("record")
        self.found_events = [event()]
        self.shown = statement()
        self.rows = (
            DiffRow(None, (Piece("same", "One."),), (Piece("same", "One."),)),
            DiffRow(None, (Piece("same", "Two."),), (Piece("same", "Two."),)),
            DiffRow(
                ChangeKind.ALTERED,
                (Piece("same", "The inquiry "), Piece("out", "got it "), Piece("same", "wrong.")),
                (Piece("same", "The inquiry "), Piece("in", "was not "), Piece("same", "wrong.")),
            ),
        )
        self.round = RoundReport(5, 2, 2, 1, 1, (event(),), 3.21)
        self.fault = None

    @contextmanager
    def opener(self, folder, *, make=False, adopt=False):
        """Stands where ``open_record`` stands."""
        self.asked.append(("open", folder, make, adopt))
        if folder.name == "none":
            raise NoRecord("there is no record", subject=str(folder), todo="Run walkback init")
        self.folder = folder
        yield self

    def _note(self, *call):
        self.asked.append(call)
        if self.fault:
            raise self.fault

    def watch(self, lines):
        self._note("watch", list(lines))
        for line in lines:
            if line.speaker and line.speaker != MIRA.name:
                raise UnknownSpeaker(
                    "no such speaker", subject=line.speaker, todo="Near names: Mira Vossberg"
                )
        return [source(line.url, kind=None, health="new") for line in lines]

    def unwatch(self, url):
        self._note("unwatch", url)
        return source(url, active=False)

    def mask(self, url, words=None, how=How.IGNORE):
        self._note("mask", url, words, how)
        seen = MaskedView(f"Readers: {NASTY}", "stands on other pages of the site too", A, B, 2)
        return MasksView("so1", url, (MaskView("Readers:", "ignore", A),), (seen,))

    def poll(self, *, everything=False, progress=None):
        self._note("poll", everything, progress)
        return self.round

    public = False

    def first_link(self, url):
        return None if self.public else f"{url}desk/join?code=once"

    def run(self, *, host, port, ready, tell):
        self._note("run", host, port)
        ready("http://127.0.0.1:1/")
        tell(self.round)
        raise KeyboardInterrupt

    def serve(self, host, port, ready):
        self._note("serve", host, port)
        ready(f"http://{host}:{port}/")
        raise KeyboardInterrupt

    def events(self, **asked):
        self._note("events", asked)
        return self.found_events

    def show(self, ref):
        self._note("show", ref)
        if ref == "nothing":
            raise NotFound("no such statement", subject=ref)
        return self.shown

    def diff(self, ref, before=None, after=None):
        self._note("diff", ref, before, after)
        return DiffView(FERRY, *statement().versions, self.rows)

    def status(self):
        self._note("status")
        pending = (PendingLine(FERRY, URL, "present", PENDING),)
        sources = (source(), source(active=False, note="ended by the operator"))
        return StatusView(
            "record", self.origin, 42, sources, 3, 1, 0, B, 1_500_000, 80_000_000_000, None, pending
        )

    def add_speaker(self, name, *, aliases, handles, sites):
        self._note("add_speaker", name, aliases, handles, sites)
        return SpeakerView("sp2", name, tuple(aliases), tuple(handles), tuple(sites))

    def import_speakers(self, path):
        self._note("import_speakers", path)
        return self.speakers()

    def edit_speaker(self, ref, **changes):
        self._note("edit_speaker", ref, changes)
        return self.speakers()[0]

    def reply(self, ref, text):
        self._note("reply", ref, text)
        return self.speakers()[0]

    def merge_speakers(self, keep, gone):
        self._note("merge_speakers", keep, gone)
        return self.speakers()[0]

    def speakers(self):
        return [
            SpeakerView("sp1", "Mira Vossberg", ("M. Vossberg",), ("@mira@halder.example",), ())
        ]

    def import_files(self, paths, progress=None):
        self._note("import", list(paths), progress)
        return ImportReport(1, 7, 2, 3, 2, ("lines.jsonl:4: no text",))

    def backup(self, folder):
        self._note("backup", folder)

    def rebuild(self, progress=None):
        self._note("rebuild")
        return 12

    def rejudge(self):
        self._note("rejudge")
        return 12, 1

    def read_watchlist(self, text, name):
        self._note("read_watchlist", text, name)
        return [WatchLine(line) for line in text.split()]


LISTING = ListingView(
    source(),
    (StatementLine("st1", URL, NASTY, "removed"), StatementLine("st2", URL + "2", "", "present")),
)
ACT = event(
    "retracted",
    id="ev9",
    between=None,
    confirmed_at=None,
    confidence="medium",
    statement=StatementRef("st2", URL + "-withdrawn", "I withdraw my statement", MIRA),
    about=AboutRef("st1", URL),
)


def asked(fake, verb):
    return [call[1:] for call in fake.asked if call[0] == verb]


def widest(text):
    return max((len(line) for line in text.splitlines() if "://" not in line), default=0)
