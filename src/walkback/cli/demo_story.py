"""The demo's story, with invented people: a statement is made, quoted, changed, and taken back.

Pure words and steps; ``demo_site`` serves them and ``demo`` tells them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from walkback.cli.demo_picture import letter
from walkback.cli.demo_site import Site, Words
from walkback.model.source import SourceKind, WatchLine

SPEAKER = "Mira Vossberg"
MEMBER = "Mira Vossberg, Member for Halder North"
PAPER = "The Halder Courier"
SQUARE = "Halder Square"
_OFFICE = "Office of Mira Vossberg"


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.strip().split("\n\n"))


_LIBRARY = Words(
    "/news/library-hours",
    "Longer hours for the Halder library",
    _OFFICE,
    _paragraphs("""
        From the first of next month the library in Halder will stay open until eight in the
        evening on every working day, as its readers have asked for since last winter.

        I thank the council, the staff and the Friends of the Library, who collected more than two
        thousand signatures in six weeks and never once raised their voices about it.

        Reading rooms belong to those who work late as much as to those who do not.
    """),
)
_BRIDGE = Words(
    "/news/north-bridge",
    "The north bridge needs a date, not a promise",
    _OFFICE,
    _paragraphs("""
        The north bridge has been closed to lorries for fourteen months, and the detour through
        Ostrey costs every carrier in the valley an hour a day.

        I have asked the minister for a date on which the work begins and for the name of the
        person who answers for it. I will ask again each week until there is one.

        A promise without a date is a way of saying no.
    """),
)
FERRY = Words(
    "/news/ferry-inquiry",
    "Statement on the ferry inquiry",
    _OFFICE,
    _paragraphs("""
        I have read the report of the inquiry into the loss of the ferry Anna Reil, all three
        hundred pages of it, and I have spoken with the families of the crew.

        The inquiry got it wrong. Captain Dale did what any sailor would have done that night, and
        the blame that is laid on him belongs to those who sent him out.

        The chair of the inquiry should consider her position, and the report should not be used
        by anybody until it has been looked at again by people who know the sea.

        I stand by Captain Dale, who has served this harbour for thirty years.
    """),
)
# The same words where she posts them too.
FERRY_POST = replace(FERRY, path="/posts/ferry-inquiry", byline=SPEAKER)
_POST = Words(
    "/posts/regatta",
    "The regatta",
    SPEAKER,
    _paragraphs("""
        See you all at the regatta on the long quay. The children's race begins at ten, and the
        water is warmer than it looks, or so the harbour master keeps telling everybody.
    """),
)
_FERRY_EDITED = replace(
    FERRY,
    paragraphs=tuple(
        text.replace("The inquiry got it wrong.", "The inquiry leaves questions open.")
        for text in FERRY.paragraphs
    ),
)
RETRACTION = Words(
    "/news/ferry-statement-withdrawn",
    "I withdraw my statement on the ferry inquiry",
    _OFFICE,
    _paragraphs("""
        I withdraw my statement on the ferry inquiry. I was wrong to say that the inquiry got it
        wrong, and wrong to ask its chair to consider her position.

        I had not read the part of the report that names the warnings Captain Dale was given. I
        apologise to the chair, to the families, and to those who trusted my words.

        The report stands, and I will vote for each of its recommendations.
    """),
)
ARTICLE = Words(
    "/harbour/vossberg-ferry",
    "Vossberg attacks ferry inquiry",
    "Jonas Petrell",
    _paragraphs("""
        The Member for Halder North, Mira Vossberg, has sided with the captain of the lost ferry
        Anna Reil and called on the chair of the inquiry to go.

        \u201cThe inquiry got it wrong,\u201d Ms Vossberg said in a statement on her site. She
        added that its chair \u201cshould consider her position\u201d.

        The inquiry found last week that the ferry left the harbour after two warnings. A
        spokesman said it had nothing to add to its report.
    """),
)


def retraction() -> Words:
    """As a picture of its words, as such things are published, where pictures are read here."""
    picture = letter((RETRACTION.title + ".", *RETRACTION.paragraphs))
    if not picture:
        return RETRACTION
    words = ("A personal word to the people of Halder, in a letter.",)
    return replace(RETRACTION, title="A letter to Halder", paragraphs=words, picture=picture)


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites of the story: her own, the one where she posts, the newspaper's."""

    member: Site
    square: Site
    paper: Site


@dataclass(frozen=True, slots=True)
class Step:
    """One turn of the story.

    ``told`` is what happens on the web, ``act`` does it. ``expected`` are the events Walkback
    must then have seen, as (kind, address); ``state`` how ``FERRY`` must stand where no event
    tells it; ``watch`` what somebody asks Walkback to look at from then on.
    """

    told: str
    act: Callable[[Sites], None]
    expected: Callable[[Sites], tuple[tuple[str, str], ...]]
    state: str = ""
    watch: Callable[[Sites], tuple[WatchLine, ...]] = lambda _: ()


def open_sites() -> Sites:
    """All sites, serving; each with what was there before the story begins."""
    member = Site(MEMBER, "I represent Halder North. What I say in public stands here.", "/news/")
    square = Site(SQUARE, "What people of Halder post.", "/posts/")
    paper = Site(PAPER, "News from the harbour and the valley since 1911.", "/harbour/")
    member.publish(_LIBRARY, ago=timedelta(days=9))
    member.publish(_BRIDGE, ago=timedelta(days=4))
    square.publish(_POST, ago=timedelta(days=2))
    return Sites(member, square, paper)


def _her_site(sites: Sites) -> tuple[WatchLine, ...]:
    return (
        WatchLine(f"{sites.member.url}/feed.xml", SPEAKER),
        WatchLine(f"{sites.member.url}/news/", SPEAKER, SourceKind.SECTION),
        WatchLine(f"{sites.square.url}/feed.xml", SPEAKER),
    )


def _the_article(sites: Sites) -> tuple[WatchLine, ...]:
    return (WatchLine(sites.paper.url + ARTICLE.path, kind=SourceKind.PAGE),)


def _publish(sites: Sites) -> None:
    sites.member.publish(FERRY)
    sites.square.publish(FERRY_POST)


def _withdraw(sites: Sites) -> None:
    sites.member.withdraw(FERRY.path)
    sites.square.withdraw(FERRY_POST.path)


def _at_both(kind: str) -> Callable[[Sites], tuple[tuple[str, str], ...]]:
    return lambda s: ((kind, s.member.url + FERRY.path), (kind, s.square.url + FERRY_POST.path))


def _down(sites: Sites, *, value: bool) -> None:
    sites.member.down = value


STEPS = (
    Step(
        f"{SPEAKER}'s site is there, with two older statements; on {SQUARE} she has a post.",
        lambda _: None,
        lambda s: (
            ("published", s.member.url + _LIBRARY.path),
            ("published", s.member.url + _BRIDGE.path),
            ("published", s.square.url + _POST.path),
        ),
        watch=_her_site,
    ),
    Step(
        f"She publishes \u201c{FERRY.title}\u201d on her site and posts it on {SQUARE}.",
        _publish,
        _at_both("published"),
    ),
    Step(
        f"{PAPER} quotes it.",
        lambda s: s.paper.publish(ARTICLE),
        lambda s: (("published", s.paper.url + ARTICLE.path),),
        watch=_the_article,
    ),
    Step(
        "On her site a sentence of the statement changes, without a word about it.",
        lambda s: s.member.publish(_FERRY_EDITED),
        lambda s: (("edited", s.member.url + FERRY.path),),
    ),
    Step(
        "Her site is out of order and answers 503 to everything.",
        lambda s: _down(s, value=True),
        lambda _: (),
        state="unreachable",
    ),
    Step(
        "Her site is back.",
        lambda s: _down(s, value=False),
        lambda _: (),
        state="present",
    ),
    Step(
        "The statement is gone from both: its addresses answer 404, and no feed has it.",
        _withdraw,
        _at_both("removed"),
    ),
    Step(
        "A new statement appears: she takes it back, in a picture of a letter where this machine "
        "can read pictures.",
        lambda s: s.member.publish(retraction()),
        lambda s: tuple(
            (kind, s.member.url + RETRACTION.path)
            for kind in ("published", "retracted", "apologised")
        ),
    ),
)
