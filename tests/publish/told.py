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
from walkback.model.change import NamedChange, Rank, Sort


class Told:
    """The part of a hand-written desk that tells ``stories``."""

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
