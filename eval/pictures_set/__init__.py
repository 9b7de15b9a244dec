"""What ``eval.pictures`` draws: invented texts, posts and the themes they are drawn in."""

from dataclasses import dataclass
from pathlib import Path

FONTS = Path("/usr/share/fonts/truetype")


@dataclass(frozen=True, slots=True)
class Text:
    """A statement that takes another back; of ``earlier`` the first is what it is about."""

    words: str
    earlier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A font file under ``FONTS``, its size in pixels, and the colours."""

    name: str
    font: str
    size: int
    paper: str
    ink: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post as an app shows it; ``own``: it is the speaker's (None: the picture is no post)."""

    name: str
    handle: str
    words: str
    speaker: tuple[str, ...]
    handles: tuple[str, ...]
    own: bool | None
    dark: bool = False


THEMES = (
    Theme("sans-white", "dejavu/DejaVuSans.ttf", 18, "#ffffff", "#000000"),
    Theme("sans-dark", "liberation/LiberationSans-Regular.ttf", 20, "#15202b", "#e7e9ea"),
    Theme("serif-cream", "liberation/LiberationSerif-Regular.ttf", 20, "#fdf6e3", "#222222"),
    Theme("serif-black", "dejavu/DejaVuSerif.ttf", 18, "#000000", "#ffffff"),
    Theme("mono-gray", "liberation/LiberationMono-Regular.ttf", 18, "#eeeeee", "#333333"),
    Theme("mono-night", "dejavu/DejaVuSansMono.ttf", 16, "#1e1e1e", "#d4d4d4"),
    Theme("bold-blue", "liberation/LiberationSans-Bold.ttf", 22, "#0b3d91", "#ffffff"),
    Theme("narrow-faint", "liberation/LiberationSansNarrow-Regular.ttf", 20, "#ffffff", "#767676"),
    Theme("italic-pink", "liberation/LiberationSerif-Italic.ttf", 22, "#ffe4e8", "#5a0020"),
    Theme("condensed-green", "dejavu/DejaVuSansCondensed.ttf", 18, "#0f3d2e", "#f1e9c8"),
)

_ROADS = "The road budget of Lindeby was cut by 40 percent last year."
_PARKS = "Our parks are open all winter, and the new playground opens in May."
_BUSES = "I welcome the new night buses; they start on 3 June."

TUNED = (
    Text(
        "Statement by Councillor Imre Halvorsen\n\nOn Tuesday I said that the Lindeby hospital had "
        "closed its maternity ward in 2019 without telling the public. That was wrong: I withdraw "
        "the statement in full, and I apologise to Dr. Ayla Brandt and all 1,204 staff.",
        ("The Lindeby hospital closed its maternity ward in 2019 and told nobody.", _PARKS, _BUSES),
    ),
    Text(
        "An apology. Last week I claimed that the harbour company had paid no tax since 2016. I had"
        " not checked this, and it is not true. I retract what I said about the harbour company and"
        " I am sorry for the damage done to its workers.",
        ("The harbour company has paid no tax since 2016.", _ROADS, _PARKS),
    ),
    Text(
        'I wrote on Monday that "every second pupil in Ostvik leaves school without a certificate".'
        " The figure is wrong; the right one is 7.4%. I take the statement back. My office has "
        "deleted the post, and I should have asked the school board before I wrote it.",
        ("Every second pupil in Ostvik leaves school without a certificate.", _BUSES, _ROADS),
    ),
    Text(
        "TO WHOM IT MAY CONCERN\n\nI hereby withdraw, fully and without reservation, my remarks of "
        "14 March about the fire brigade of Tarnfoss. They didn't sleep through the alarm; they "
        "were at another fire, 22 km away. I apologise to the crew and to their families.",
        ("The fire brigade of Tarnfoss slept through the alarm.", _PARKS, _ROADS),
    ),
)

KEPT = (
    Text(
        "I got it wrong. The water in Veldmark is safe, and it was safe in June (lab report no. "
        "318/B). I retract my statement that the waterworks hid lead in the pipes. Jonna Eskildsen "
        "and her team deserved better from me - I'm sorry.",
        ("The waterworks of Veldmark hid lead in the pipes from all of us.", _BUSES, _PARKS),
    ),
    Text(
        "Clarification and apology\n\nIn a speech on 9 September I accused the library of Quellin"
        " of selling 3,000 books to pay for a party. The library sold nothing. I withdraw that "
        "accusation completely. Please do not share the video any more.",
        ("The library of Quellin sold 3,000 books to pay for a party!", _ROADS, _BUSES),
    ),
    Text(
        "My post about the ferry line was false: it didn't lose 12 million, and nobody was asked to"
        " keep quiet. I've deleted it and I take back every word of it. I apologise unreservedly to"
        " Captain Wim Osterloh, who had warned me twice.",
        (
            "The ferry line lost 12 million, and its captains were asked to keep quiet.",
            _PARKS,
            _ROADS,
        ),
    ),
    Text(
        'Retraction. What I said on the radio about wages at the Hjortdal mill ("five crowns an '
        'hour") has no basis; the lowest wage there is 148 crowns. I retract it, I regret it, and '
        "I have written to the mill's owner, Ms. Quist & Sons, today.",
        ("Wages at the Hjortdal mill are five crowns an hour. Shameful.", _BUSES, _PARKS),
    ),
)

_MINE = ("Imre Halvorsen", "Councillor Halvorsen")
_RETRACTS = "I was wrong about the ferry line. I retract what I said and I apologise to everyone."
POSTS = (
    Post("Mara Lindqvist", "maralindqvist", _RETRACTS, _MINE, ("@imrehalvorsen",), own=False),
    Post("Imre Halvorsen", "imrehalvorsen", _RETRACTS, _MINE, ("@imrehalvorsen",), own=True),
    Post("Imre Halvorsen", "ImreHalvorsen", _RETRACTS, _MINE, (), own=True, dark=True),
    Post("Tarnfoss Courier", "tarnfoss_news", _RETRACTS, _MINE, (), own=False, dark=True),
    Post(
        "Imre Halvorsen",
        "imre_parody_7",
        "The mill is on the moon. I take nothing back, ever.",
        _MINE,
        ("imrehalvorsen",),
        own=False,
    ),
    Post(
        "Dr. Ayla Brandt",
        "aylabrandt",
        "I apologise to the pupils of Ostvik and withdraw my remarks.",
        _MINE,
        ("imrehalvorsen",),
        own=False,
        dark=True,
    ),
)
