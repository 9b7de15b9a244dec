"""A hand-written desk: invented people, a whole story, and a long history."""

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import told

from walkback.errors import NotFound
from walkback.model.case import CaseView
from walkback.model.change import ChangeKind, DiffRow, Piece
from walkback.model.quoted import QuotesView
from walkback.model.views import (
    AboutRef,
    DiffView,
    EventView,
    InstanceView,
    ListingView,
    PendingLine,
    PendingView,
    ReasonView,
    SourceView,
    SpeakerRef,
    SpeakerView,
    StatementLine,
    StatementRef,
    StatementView,
    StatusView,
    VersionView,
)
from walkback.model.watched import Gap, Reply, Tally

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def after(**length):
    """An instant so long after Monday, 2 November 2026, 08:00 UTC."""
    return MONDAY + timedelta(**length)


@dataclass
class FakeDesk(told.Told):
    """``model.views.Desk`` over lists. ``size`` is the ledger's; ``asked`` counts the questions."""

    history: list[EventView] = field(default_factory=list)
    statements: list[StatementView] = field(default_factory=list)
    diffs: list[DiffView] = field(default_factory=list)
    people: list[SpeakerView] = field(default_factory=list)
    sources: tuple[SourceView, ...] = ()
    pending: tuple[PendingLine, ...] = ()
    size: int = 40
    asked: int = 0
    last_round: datetime | None = None
    checked: QuotesView | None = None
    handed: list = field(default_factory=list)
    stories: list[CaseView] = field(default_factory=list)
    kept: dict = field(default_factory=dict)  # leaf to Shown
    held: dict = field(default_factory=dict)  # address to Notice
    pictures: dict = field(default_factory=dict)  # capture to PNG
    finds: bool = False  # every search finds everything
    free: str = ""  # stands wherever a leaf shows text

    def events(self, *, since=None, speaker=None, kind=None, newest=None):
        self.asked += 1
        found = [
            event
            for event in sorted(self.history, key=lambda event: (event.at, event.id))
            if (since is None or event.at >= since)
            and (kind is None or event.kind == kind)
            and (speaker is None or speaker in _speaker_of(event))
        ]
        return found if newest is None else found[::-1][:newest]

    def show(self, ref):
        self.asked += 1
        for statement in self.statements:
            places = [
                place for item in statement.instances for place in (item.url, *item.addresses)
            ]
            if ref in (statement.id, statement.url, *places):
                return statement
        for source in self.sources:
            if ref in (source.id, source.url):
                return ListingView(source, tuple(map(line, self.statements)))
        raise NotFound("no such statement", subject=ref, todo="walkback watch URL")

    def diff(self, ref, before=None, after=None):
        self.asked += 1
        for found in self.diffs:
            numbers = (found.before.number, found.after.number)
            if found.statement.id == ref and numbers == (before or numbers[0], after or numbers[1]):
                return found
        raise NotFound("no such versions", subject=ref)

    def check(self, articles):
        self.asked += 1
        self.handed = articles
        return [self.checked]

    def speakers(self):
        return self.people

    def speaker(self, ref):
        for person in self.people:
            if ref in (person.id, person.name):
                return person
        raise NotFound("no such speaker", subject=ref)

    def status(self):
        return StatusView(
            folder="/home/somebody/secret-place/record",
            origin="walkback.invalid/0123456789abcdef",
            leaves=self.size,
            sources=self.sources,
            statements=len(self.statements),
            due=0,
            unread=0,
            last_round=self.last_round,
            archive_bytes=123_456,
            disk_free=10**9,
            polling=None,
            pending=self.pending,
        )

    def leaves(self):
        return self.size


def _speaker_of(event):
    speaker = event.statement.speaker
    return (speaker.id, speaker.name) if speaker else ()


def line(statement):
    """The statement as a list shows it."""
    return StatementLine(
        statement.id,
        statement.url,
        statement.title,
        statement.state,
        statement.speaker,
        statement.instances[0].last_seen if statement.instances else None,
    )


def event(kind, number, statement, *, at, between=None, about=None, **more):
    """An event with reasons such as the judge gives."""
    reason = ReasonView(
        more.pop("rule", "gone-404-with-live-sibling"),
        more.pop("text", "The address answered 404 while another page of the site was there."),
        more.pop("observations", ("k3f7q2mzv5a6bslw7e4r2t6y5u/14", "p5x2c7d4k6wq3n5mzt2v7b4ra6")),
    )
    return EventView(
        id=f"event{number}",
        kind=kind,
        at=at,
        between=between,
        confirmed_at=between[1] + timedelta(hours=6) if between else None,
        confidence=more.pop("confidence", "high"),
        statement=statement,
        about=about,
        reasons=(reason,),
        leaf=10 + number,
    )


# ---- the story: a statement, an edit, a removal, a retraction with an apology ----

MIRA = SpeakerRef("mira", "Mira Vossberg")
HALDER = SpeakerRef("halder", "Province of Halder")

FERRY = StatementRef(
    "ferry",
    "https://vossberg.example/statements/2026/the-ferry-at-tarn",
    "The ferry at Tarn was unsafe for months, and the ministry knew",
    MIRA,
)
RETRACTION = StatementRef(
    "sorry",
    "https://vossberg.example/statements/2026/on-my-remarks-about-the-ferry",
    "On my remarks about the ferry at Tarn",
    MIRA,
)
BUDGET = StatementRef(
    "budget",
    "https://halder.example/news/2026/11/budget",
    "Province of Halder publishes its budget for 2027",
    HALDER,
)

# One white pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
)

FERRY_BEFORE = """The ferry at Tarn was unsafe for months before it was taken out of service.

I have seen the inspection reports. The ministry knew of the cracked hull in March and let the ferry
sail with four hundred people a day on board.

The minister must explain this to the province, and he must do so before the end of the week.

My office will publish the reports as soon as the witnesses have agreed."""
FERRY_AFTER = FERRY_BEFORE.replace(
    "knew of the cracked hull in March", "was told of a damaged hull"
)


def version(number, first, last, title, text):
    """One text state."""
    digest = f"{number}c0ffee" * 8 + f"{number}c0ffee0"
    words = (number, first, last, title, text, digest, 11 + number)
    return VersionView(*words, screenshot=f"shot{number}")


def _versions():
    return (
        version(1, MONDAY, after(hours=4), FERRY.title, FERRY_BEFORE),
        version(2, after(hours=5), after(hours=10, minutes=2), FERRY.title, FERRY_AFTER),
    )


def _history():
    gone = (after(hours=10, minutes=2), after(days=1, hours=1, minutes=40))
    said_sorry = after(days=1, hours=6)
    about = AboutRef(FERRY.id, FERRY.url)
    return [
        event("published", 1, FERRY, at=MONDAY, rule="first-sight", text="It was seen here first."),
        event(
            "edited",
            2,
            FERRY,
            at=after(hours=5),
            between=(after(hours=4), after(hours=5)),
            rule="two-like-readings",
            text="Two looks in a row found the same other words.",
        ),
        event("removed", 3, FERRY, at=gone[1], between=gone),
        event("published", 4, RETRACTION, at=said_sorry, rule="first-sight", text="Seen first."),
        event(
            "retracted",
            5,
            RETRACTION,
            at=said_sorry,
            about=about,
            rule="act-withdraws",
            text="It says: “I withdraw what I said about the ferry”.",
        ),
        event(
            "apologised",
            6,
            RETRACTION,
            at=said_sorry,
            about=about,
            rule="act-apologises",
            text="It says: “I am sorry for the harm this has done”.",
            confidence="medium",
        ),
        event("published", 7, BUDGET, at=after(days=2, hours=3), rule="first-sight", text="Seen."),
    ]


def story():
    """A desk with the whole story in it."""
    events, versions = _history(), _versions()
    removed = after(hours=10, minutes=2)
    ferry = StatementView(
        **of(FERRY),
        state="removed",
        instances=(
            InstanceView(FERRY.url, "section", "removed", removed, (FERRY.url + "?print=1",)),
            InstanceView("https://social.example/@mira/1151", "mastodon", "removed", removed),
        ),
        versions=versions,
        events=tuple(item for item in events if "ferry" in (item.statement.id, _about(item))),
        published="2026-11-02",
        author="Office of Mira Vossberg",
    )
    sorry_at = after(days=1, hours=6)
    sorry_text = "I withdraw what I said about the ferry at Tarn.\n\nI am sorry for the harm done."
    sorry = StatementView(
        **of(RETRACTION),
        state="present",
        instances=(InstanceView(RETRACTION.url, "section", "present", after(days=3)),),
        versions=(version(1, sorry_at, after(days=3), RETRACTION.title, sorry_text),),
        events=tuple(item for item in events if item.statement.id == "sorry"),
    )
    asking = PendingView("removed", after(days=2, hours=20), 2, 3)
    budget = StatementView(
        **of(BUDGET),
        state="present",
        instances=(InstanceView(BUDGET.url, "feed", "present", after(days=2), (), asking),),
        versions=(version(1, after(days=2), after(days=2), BUDGET.title, "The budget is here."),),
        events=(events[6],),
        pending=asking,
    )
    sources = watched()
    return FakeDesk(
        pictures={"shot1": PNG, "shot2": PNG},
        history=events,
        statements=[ferry, sorry, budget],
        diffs=[DiffView(FERRY, versions[0], versions[1], _rows())],
        people=[
            SpeakerView(
                MIRA.id,
                MIRA.name,
                ("M. Vossberg", "Senator Vossberg"),
                ("@mira@social.example",),
                ("https://vossberg.example/",),
                sources[:2],
                (line(sorry), line(ferry)),
                tuple(item for item in events if item.statement.speaker == MIRA),
                (Tally("edited", 1), Tally("removed", 1), Tally("published", 2)),
                _gaps(),
                (Reply("reply1", after(days=4), "I said it in haste.\n\nI have said so since."),),
            ),
            SpeakerView(HALDER.id, HALDER.name, (), (), ("https://halder.example/",), sources[2:3]),
        ],
        sources=sources,
        pending=(PendingLine(BUDGET, BUDGET.url, "present", asking),),
        last_round=after(days=3),
        stories=[told.case("story", [ferry, sorry], "The ferry stops at ten.")],
    )


def _gaps():
    account = "https://social.example/@mira"
    return (
        Gap(account, after(days=1), None, "refused (http-403)"),
        Gap(None, after(hours=11), after(hours=14), "not looked"),
    )


def _about(item):
    return item.about.id if item.about else None


def of(ref):
    return {"id": ref.id, "url": ref.url, "title": ref.title, "speaker": ref.speaker}


def source(number, url, kind, speaker, health="good", **more):
    """A watched place; its last good look is older where it does not answer."""
    last = after(days=3)
    return SourceView(
        id=f"source{number}",
        url=url,
        kind=kind,
        every=more.get("every", timedelta(minutes=15)),
        speaker=speaker,
        active=True,
        health=health,
        statements=12,
        last_look=None if health == "new" else last,
        last_good=last if health == "good" else None if health == "new" else after(days=1),
        next_look=after(days=3, minutes=15),
        added=MONDAY,
        note=more.get("note", ""),
    )


def watched():
    hour = timedelta(hours=1)
    return (
        source(1, "https://vossberg.example/statements/", "section", MIRA),
        source(2, "https://social.example/@mira", "mastodon", MIRA, "blocked"),
        source(3, "https://halder.example/news/feed.xml", "feed", HALDER, every=hour),
        source(4, "https://tarn.example/", None, None, "new"),
    )


def _rows():
    def same(text):
        return DiffRow(None, (Piece("same", text),), (Piece("same", text),))

    start, end = "I have seen the inspection reports. The ministry ", " and let the ferry sail."
    altered = DiffRow(
        ChangeKind.ALTERED,
        (
            Piece("same", start),
            Piece("out", "knew of the cracked hull in March"),
            Piece("same", end),
        ),
        (Piece("same", start), Piece("in", "was told of a damaged hull"), Piece("same", end)),
    )
    added = DiffRow(ChangeKind.ADDED, (), (Piece("in", "Corrected on 2 November 2026."),))
    dropped = DiffRow(ChangeKind.DROPPED, (Piece("out", "He must resign."),), ())
    quiet = [same(f"Passage {number} stayed as it was.") for number in range(1, 8)]
    return (*quiet[:1], altered, *quiet, dropped, same("My office will publish them."), added)
