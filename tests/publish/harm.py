"""The shapes of a desk with an attack in every field."""

from dataclasses import replace

import desk
import told

from walkback.model.act import Manner, MannerFound
from walkback.model.change import ChangeKind, DiffRow, NamedChange, Piece, Rank, Sort
from walkback.model.views import (
    AboutRef,
    DiffView,
    InstanceView,
    PendingLine,
    PendingView,
    SpeakerRef,
    SpeakerView,
    StatementRef,
    StatementView,
    VersionView,
)
from walkback.model.watched import Gap, Reply, Tally

PAYLOAD = "<script>window.pwned=1</script>"
ATTRIBUTE = '"\' onmouseover=window.pwned=1 autofocus onfocus=window.pwned=1 x="'
IMAGE = "<img src=x onerror=window.pwned=1>"
TEMPLATE = "{{7*7}}${7*7}{%raw%}"
REVERSED = "\u202enwod\u2066\x00\x1b\ud800"
HARM = f"{PAYLOAD}{ATTRIBUTE}{IMAGE}{TEMPLATE}{REVERSED}</title></style></textarea>-->"
HARM_URL = f"javascript:window.pwned=1//{HARM}"
HARM_LINK = f"https://evil.example/{ATTRIBUTE}{PAYLOAD}"
HARM_ID = f"a/../{PAYLOAD}{ATTRIBUTE}?#"


def hostile():
    """A desk whose every text is an attack. Its ids are ours in life; here they attack too."""
    person = SpeakerRef(HARM_ID, HARM)
    refs = [StatementRef(id_, url, HARM, person, f"So: {HARM}") for id_, url in _HOSTILE_REFS]
    asking = PendingView(HARM, desk.MONDAY, 1, 3)
    between = (desk.MONDAY, desk.after(hours=3))
    events = [
        desk.event(
            kind,
            number,
            refs[number % 2],
            at=desk.after(hours=number),
            between=between,
            about=AboutRef(HARM_ID, HARM_URL),
            rule=HARM,
            text=HARM,
            observations=(HARM,),
            confidence=HARM,
        )
        for number, kind in enumerate(("removed", "retracted", HARM, "edited"))
    ]
    changes = (NamedChange(Sort.WORDING, f"{HARM} a", f"{HARM} b", Rank.WORDING, HARM),) * 4
    manner = (MannerFound(Manner.SILENT_EDIT, HARM, (HARM,)),)
    more = {"changes": changes, "manner": manner}
    events = [replace(item, id=f"{item.id}{HARM}", **more) for item in events]
    versions = tuple(
        VersionView(
            *(n, desk.MONDAY, desk.after(hours=n), HARM, f"{HARM}\n\n{HARM}", HARM, 1),
            screenshot=HARM_ID,
        )
        for n in (1, 2)
    )
    statements = [
        StatementView(
            **desk.of(ref),
            state=HARM,
            instances=(
                InstanceView(HARM_URL, HARM, HARM, desk.MONDAY, (HARM_LINK, HARM_URL), asking),
                InstanceView(HARM_LINK, HARM, "removed", None),
            ),
            versions=versions,
            events=tuple(events),
            pending=asking,
            published=HARM,
            author=HARM,
        )
        for ref in refs
    ]
    sources = (
        desk.source(1, HARM_URL, HARM, person, HARM, note=HARM),
        desk.source(2, HARM_LINK, HARM, person, note=HARM),
    )
    sources = (replace(sources[0], id=HARM_ID + "s"), sources[1])
    pieces = (Piece("same", HARM), Piece("out", HARM)), (Piece("same", HARM), Piece("in", HARM))
    mine = SpeakerView(
        HARM_ID,
        HARM,
        (HARM,),
        (HARM,),
        (HARM_URL, HARM_LINK),
        sources,
        tuple(map(desk.line, statements)),
        tuple(events),
        (Tally("removed", 1), Tally(HARM, 2)),
        (Gap(HARM_URL, desk.MONDAY, None, HARM),),
        (Reply("reply", desk.MONDAY, HARM),),
    )
    return desk.FakeDesk(
        finds=True,
        free=HARM,
        stories=[told.case("story", statements, HARM, HARM_URL)],
        history=events,
        statements=statements,
        diffs=[DiffView(ref, *versions, (DiffRow(ChangeKind.ALTERED, *pieces),)) for ref in refs],
        people=[mine, replace(mine, id="plain")],
        sources=sources,
        pending=(PendingLine(refs[0], HARM_URL, HARM, asking),),
        last_round=desk.MONDAY,
    )


_HOSTILE_REFS = (("plain", HARM_URL), (HARM_ID, HARM_LINK))
