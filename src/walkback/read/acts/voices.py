"""Whose words are whose: quotations, quoted lines, reposts, and the names of a text's own voice.

The speaker's own words count, and nobody else's. Words between marks are somebody else's unless
the text says that they are its speaker's; a few words between marks are only mentioned.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from walkback.read.acts.lexicon import word_set

_OPEN = '\u201c\u201e\u00ab\u201f"'
_QUOTED = re.compile(
    r"\u201c[^\u201c\u201d]{0,6000}(?:\u201d|$)|\u201e[^\u201e\u201c\u201d]{0,6000}[\u201c\u201d]"
    r"|\u00ab[^\u00ab\u00bb]{0,6000}\u00bb|\u00bb[^\u00ab\u00bb]{0,6000}\u00ab"
    r"|\"[^\"]{0,6000}(?:\"|$)"
    r"|(?<!\w)[\u2018'](?=\w)(?:[^'\u2018\u2019\n]|['\u2019](?=\w)){1,400}['\u2019](?!\w)"
)
_REPOST = re.compile(r"(?:^|\n)[ \t]*(?:RT @|>|\|\s|Reposted\b|Quoting @)[^\n]*")
_SAYING = re.compile(
    r"\b(?:said|says|saying|told|tells|wrote|writes|added|adds|tweeted|posted|stated|states|"
    r"declared|claimed|replied|answered|insisted|admitted|explained|commented|continued|announced|"
    r"confessed|conceded|argued|remarked|shouted|quoted|according|quote|words of|"
    r"sagte|sagt|erklärte|schrieb|so|a déclaré|a dit|a écrit|dixit|dijo|afirmó|declaró|escribió|"
    r"ha detto|ha dichiarato|ha scritto|disse|afirmou|declarou|escreveu|zei|zegt|schreef|"
    r"verklaarde|aldus)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:i|we|ich|wir|je|nous|ik|wij|eu|io|yo)\b", re.IGNORECASE)
_SIGNED = re.compile(r"\s*(?:[\u2014\u2013-]{1,2}|\()\s*@?([^\W\d_][^\n]{1,60})")
_LETTERHEAD = re.compile(
    r"(?:statement|release|notice|message|note|letter)\s+(?:from|by|of|on behalf of)\s+(?:the\s+)?"
    r"(?:office of\s+)?([^\n.,:]{3,60})|on behalf of\s+([^\n.,:]{3,60})"
    r"|(?:office of|erklärung von|déclaration de|declaración de|dichiarazione di|verklaring van)"
    r"\s+([^\n.,:]{3,60})",
    re.IGNORECASE,
)
_TITLES = word_set(
    """
    the a an of for and mr mrs ms dr sir lord lady dame hon honourable office statement
    """
)
_MENTION = 4  # words; fewer between marks are named, not said


@dataclass(frozen=True, slots=True)
class Voice:
    """The text with everybody else's words blotted out, place for place.

    ``text`` has the same length as the original; ``names`` are words of the speaker's own names,
    in lower case; ``personal``: it speaks as I or we somewhere outside quotations.
    """

    text: str
    names: frozenset[str]
    personal: bool


BLOT = "\u25a1"  # stands for words between marks; one sign of a token's worth, then spaces


def voice(text: str, *, speaker: str = "", foreign: Iterable[tuple[int, int]] = ()) -> Voice:
    """What of ``text`` its speaker says; ``foreign`` are places known to be others' words."""
    names = _names(text, speaker)
    shown = list(text)
    for start, end in foreign:
        _blot(shown, start, end)
    for found in _REPOST.finditer(text):
        _blot(shown, found.start(), found.end())
    own = False
    for found in _QUOTED.finditer(text):
        own = _ours(text, found.start(), found.end(), names, carried=own)
        if own:
            _unmark(shown, found.start(), found.end())
        else:
            _blot(shown, found.start(), found.end())
    seen = "".join(shown)
    return Voice(seen, names, bool(_FIRST.search(seen)))


def _blot(shown: list[str], start: int, end: int) -> None:
    inner = [sign if sign == "\n" else " " for sign in shown[start:end]]
    closing = "".join(shown[start:end]).rstrip("\"'\u201d\u2019\u00bb\u201c ")[-1:]
    if inner:
        inner[0] = inner[0] if inner[0] == "\n" else BLOT
        # What ends inside the marks ends the sentence round it too, if nothing follows.
        if closing in ".!?" and len(inner) > 2:
            inner[-1] = closing if _at_end(shown, end) else " "
    shown[start:end] = inner


def _at_end(shown: list[str], end: int) -> bool:
    following = "".join(shown[end : end + 3]).lstrip(" ")
    return not following or following[0] == "\n" or following[0].isupper()


def _unmark(shown: list[str], start: int, end: int) -> None:
    shown[start] = " "
    if shown[end - 1] in "\u201d\u201c\u00bb\u00ab\"'\u2019":
        shown[end - 1] = " "


def _ours(text: str, start: int, end: int, names: frozenset[str], *, carried: bool) -> bool:
    """Whether words between marks are the speaker's own, said now."""
    if len(text[start:end].split()) < _MENTION:
        return False
    line = text.rfind("\n", 0, start) + 1
    before = re.split(r"[.!?]\s", text[max(line, start - 160) : start])[-1]
    after = re.split(r"[.!?](?:\s|$)|\n", text[end : end + 160], maxsplit=1)[0]
    signed = _SIGNED.match(text, end)
    if signed:
        return _named(signed[1], names)
    for around in (after, before):
        if _SAYING.search(around) or (around is before and around.rstrip().endswith(":")):
            return _named(around, names) and not _FIRST.search(around)
    if before.strip() or after.strip(" .,"):
        return False
    alone = len(text) - (end - start) < 40 and not (text[:start].strip() or text[end:].strip())
    return carried or alone


def _named(words: str, names: frozenset[str]) -> bool:
    said = {word.lower() for word in re.findall(r"\w+", words)}
    return bool(said & names)


def _names(text: str, speaker: str) -> frozenset[str]:
    """The last names and roles under which a text's speaker goes: given, or on its letterhead."""
    found = list(re.findall(r"\w+", speaker.lower()))
    head = _LETTERHEAD.search(text[:400])
    if head:
        found += re.findall(r"\w+", (head[1] or head[2] or head[3] or "").lower())
    return frozenset(word for word in found if len(word) > 2 and word not in _TITLES)
