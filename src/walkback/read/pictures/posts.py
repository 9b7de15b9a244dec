"""Whose post a picture shows: a name, a handle, a time and counts, as apps lay them out.

A picture of somebody else's post is evidence of what that person wrote, never words of the
speaker who showed it.
"""

import re
import unicodedata
from collections.abc import Iterable

from walkback.model.picture import PictureLine, PictureReading, PostShown

# An @ is often read as © or ®, or as a Q without its tail.
_HANDLE = re.compile(
    r"(?:^|[\s(·•|,])[@©®]\s?([A-Za-z0-9_][A-Za-z0-9_.-]{1,60}(?:@[A-Za-z0-9.-]+)?)"
)
_AGE = re.compile(
    r"\b\d{1,2}\s?(?:s|m|h|d|min|mins|hrs?|std|sek|tage?n?|j)\b|\b\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\b)?"
    r"|\b\d{1,2}\.? ?[A-Z][a-zéû]{2,9}\.?,? ?(?:\d{4})?|\b[A-Z][a-z]{2,8} \d{1,2}\b(?:, \d{4})?",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:likes?|retweets?|reposts?|repl(?:y|ies)|quotes?|quote (?:posts|tweets)|views?|boosts?"
    r"|favou?rites?|bookmarks?|shares?|comments?|following|follow|show this thread|gefällt|aufrufe"
    r"|j.aime|vues|me gusta)\b",
    re.IGNORECASE,
)
_BARE_COUNTS = re.compile(r"^(?:\D{0,3}\d[\d.,]*\s?[KkMm]?\D{0,3}){2,6}$")
_HIGH_UP = 6  # lines: the author line stands near the top of a post
_LONGEST_NAME = 60


def is_post_of(
    reading: PictureReading, speaker_names: Iterable[str], handles: Iterable[str]
) -> bool | None:
    """Whether the post that a picture shows is the speaker's; None where it shows no post."""
    shown = post_shown(reading, speaker_names, handles)
    return shown.own if shown else None


def post_shown(
    reading: PictureReading, speaker_names: Iterable[str], handles: Iterable[str]
) -> PostShown | None:
    """The author line of the post that a picture shows, or None where it shows no post.

    A handle alone is no post: statements end in one. It takes a line that is a name and a
    handle, or a handle beside an age; and two such posts are judged by the first.
    """
    for number, line in enumerate(reading.lines[:_HIGH_UP]):
        found = _HANDLE.search(line.text)
        if not found:
            continue
        name = _name(reading.lines[:number], line, line.text[: found.start()])
        if not _laid_out(reading.lines, line, name, line.text[found.end() :]):
            continue
        handle = found[1].lower().rstrip(".-")
        return PostShown(name, f"@{handle}", _is_own(name, handle, speaker_names, handles))
    return None


def _name(above: Iterable[PictureLine], line: PictureLine, before: str) -> str:
    """What stands before the handle on its line, or on the line above it."""
    if before.strip(" ·•|,("):
        return before.strip(" ·•|,(")
    height = line.box[3] - line.box[1]
    near = [one for one in above if one.box[3] > line.box[1] - 1.5 * height]
    last = near[-1].text if near else ""
    return last if len(last) <= _LONGEST_NAME and not last.endswith((".", ":", ",")) else ""


def _laid_out(lines: Iterable[PictureLine], line: PictureLine, name: str, after: str) -> bool:
    """Whether name, age and counts stand about the handle as about a post's author."""
    if not after.strip(" ·•|,)") or _AGE.search(after):
        signs = 1 + bool(name and len(name) <= _LONGEST_NAME) + bool(_AGE.search(after))
        below = [one.text for one in lines if one.box[1] > line.box[3]]
        counted = any(_is_counts(text) for text in below[-4:])
        dated = any(_AGE.search(text) and len(text) < _LONGEST_NAME for text in below[-4:])
        return signs + counted + dated >= 3
    return False


def _is_counts(text: str) -> bool:
    few = len(text.split()) <= 10
    return bool(few and re.search(r"\d", text) and _COUNTS.search(text)) or bool(
        _BARE_COUNTS.match(text)
    )


def _is_own(name: str, handle: str, names: Iterable[str], handles: Iterable[str]) -> bool:
    """The handle decides where the speaker's is known; the name only where none is."""
    known = {_bare(one) for one in handles} - {""}
    if known:
        mine = _bare(handle)
        return any(_alike(mine, one) or _alike(mine.split("@")[0], one) for one in known)
    return any(_plain(name) == _plain(one) for one in names)


def _bare(handle: str) -> str:
    """A handle as it is compared: no @, no network before it, lower case."""
    return handle.lower().rsplit(":", 1)[-1].rsplit("/", 1)[-1].lstrip("@").strip()


def _alike(read: str, known: str) -> bool:
    """Equal but for what the recogniser confuses: l, I and 1; O and 0; lost underscores."""
    table = str.maketrans({"1": "l", "i": "l", "0": "o", "_": None, "-": None, ".": None})
    return read.translate(table) == known.translate(table)


def _plain(name: str) -> str:
    split = unicodedata.normalize("NFKD", name.casefold())
    return "".join(one for one in split if one.isalnum())
