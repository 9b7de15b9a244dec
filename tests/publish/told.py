"""A case over statements of a desk: their events, an article that quotes one, and how it stands."""

from datetime import timedelta

from walkback.errors import NotFound
from walkback.model.case import (
    CaseArticle,
    CaseEntry,
    CaseLine,
    CaseQuotation,
    CaseView,
    Consequence,
)
from walkback.model.change import NamedChange, Piece, Rank, Sort
from walkback.model.pages import (
    CasePart,
    LeafView,
    Memento,
    MementosView,
    Overview,
    SearchHit,
    SearchView,
)
from walkback.model.views import StatementRef
from walkback.publish.words import first_seen


class Told:
    """The part of a hand-written desk that tells ``stories``, and what pages ask beside."""

    def latest(self, asked):
        found = self.events(speaker=asked.speaker, newest=10**6)
        if asked.oldest:
            found = found[::-1]
        if asked.after is not None:
            places = [(event.at, event.id) for event in found]
            found = [
                event
                for event, place in zip(found, places, strict=True)
                if (place > asked.after if asked.oldest else place < asked.after)
            ]
        found = [
            event
            for event in found
            if (not asked.kinds or event.kind in asked.kinds)
            and (asked.since is None or event.at >= asked.since)
            and (asked.until is None or event.at < asked.until)
            and asked.channel in (None, "page")
        ]
        return found[asked.skip : asked.skip + asked.most]

    def beginnings(self, statements):
        return first_seen([e for e in self.events() if e.statement.id in statements])

    def overview(self):
        silent = [one for one in self.sources if one.health not in ("good", "new")]
        counts = len(self.sources), len(silent), len(self.statements)
        return Overview(*counts, self.last_round, ("feed", "page"))

    def search(self, asked):
        self.asked += 1
        hits = [
            SearchHit(
                StatementRef(one.id, one.url, one.title, one.speaker),
                one.url,
                one.state,
                version.sha256,
                version.first_seen,
                version.last_seen,
                current=one.state == "present",
                source="text",
                excerpt=(Piece("same", "... "), Piece("hit", version.text[:400])),
            )
            for one in self.statements
            for version in one.versions
            if self.finds or asked.words.lower() in version.text.lower()
        ]
        part = hits[asked.skip : asked.skip + asked.most]
        return SearchView(asked.words, tuple(part), len(hits) > asked.skip + asked.most)

    def case_part(self, skip, most):
        lines = self.cases()
        return CasePart(tuple(lines[skip : skip + most]), len(lines))

    def shown(self, leaf):
        if leaf not in self.kept:
            raise NotFound("no capture of a statement has this leaf", subject=str(leaf))
        return self.kept[leaf]

    def mementos(self, url):
        if url in self.held:
            return MementosView(url, (), self.held[url])
        found = [one for _, one in sorted(self.kept.items()) if one.url == url]
        if not found:
            raise NotFound("nothing was captured there", subject=url)
        lines = [Memento(one.at, one.leaf, one.status) for one in found]
        return MementosView(url, tuple(sorted(lines, key=lambda one: one.at)))

    def ledger_file(self, path):
        if path != "checkpoint":
            raise NotFound("there is no such file", subject=path)
        return b"a note"

    def picture(self, ref):
        if ref not in self.pictures:
            raise NotFound("there is no picture of this version", subject=ref)
        return self.pictures[ref]

    def bundle(self, ref):
        return b"PK" + self.show(ref).id.encode()

    def leaf(self, number):
        if number >= self.size:
            raise NotFound("there is no such leaf", subject=str(number))
        text = self.free or f'{{"id":"capture{number}","kind":"capture","v":1}}'
        url = self.free or "https://vossberg.example/"
        hashes = ("ab" * 32, "cd" * 32)
        at = self.stories[0].begin if self.stories else None
        note = self.free or "walkback.invalid/0123\n40\nroot\n\n- walkback.invalid/0123 xx"
        return LeafView(
            *(number, "capture", text, text, "ef" * 32, hashes, self.size, "01" * 32, note),
            *(text, at, url, number in self.kept),
        )

    def cases(self):
        return [
            CaseLine(one.id, one.title, one.speaker, one.begin, one.last, 3, one.trivial)
            for one in self.stories
        ]

    def case(self, ref):
        for one in self.stories:
            if ref == one.id:
                return one
        raise NotFound("there is no such case", subject=ref)


def case(identity, statements, text, url="https://echo.example/ferry"):
    """The case of these statements, with one article; every text that is free is ``text``."""
    known = {event.id: event for one in statements for event in one.events}
    events = sorted(known.values(), key=lambda event: event.at)
    first, last = events[0].at, events[-1].at
    timeline = [_entry(event) for event in events]
    quoted = CaseQuotation(text, "altered", statements[0].id, text)
    at = last + timedelta(hours=3)
    slip = NamedChange(Sort.WORDING, text, text, Rank.SLIP, text)
    more = {"statement": statements[0].id, "between": None}
    timeline += [
        CaseEntry(
            at, kind="quoted", url=url, text=text, source="article", finding="altered", **more
        ),
        CaseEntry(
            at, kind="reposted", url=url, text=text, source="record", differences=(slip,), **more
        ),
        *(
            CaseEntry(at, kind="now", url=place.url, text=place.state, source="record", **more)
            for place in statements[0].instances
        ),
    ]
    return CaseView(
        id=identity,
        title=statements[0].title,
        speaker=statements[0].speaker,
        begin=first,
        last=last,
        trivial=False,
        statements=tuple(statements),
        timeline=tuple(timeline),
        articles=(CaseArticle("a1", url, text, "2026-11-04", at, (quoted,)),),
        consequences=(Consequence("suspended", text, text, "a1", url, "2026-11-04"),),
    )


def _entry(event):
    return CaseEntry(
        event.at,
        event.between,
        event.kind,
        event.statement.id,
        event.statement.url,
        event.reasons[0].text,
        "record",
        event.about,
        event=event,
    )
