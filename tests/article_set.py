"""The articles written for the project, with their truth, and what is wrong with an answer to one.

Used by the tests and by ``eval/articles.py``. See ``tests/read/articles/README.md``.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from walkback.model.quotation import Article, Quotation, Said
from walkback.read.article import read_article

FOLDER = Path(__file__).parent / "read" / "articles"


@dataclass(frozen=True)
class Written:
    """One article of the set: its file's bytes and its truth."""

    name: str
    body: bytes
    html: bool
    truth: dict[str, Any]

    def read(self) -> Article:
        kind = "text/html" if self.html else "text/plain; charset=utf-8"
        return read_article(self.body, url=None, content_type=kind)


def written(prefix: str = "") -> list[Written]:
    found = []
    for path in sorted(FOLDER.glob(f"{prefix}*.json")):
        text, page = path.with_suffix(".txt"), path.with_suffix(".html")
        body = page if page.exists() else text
        truth = json.loads(path.read_text("utf-8"))
        found.append(Written(path.stem, body.read_bytes(), body == page, truth))
    return found


def read_wrong(one: Written, article: Article) -> list[str]:
    """Complaints about the date, the language, the words and the embedded posts."""
    wrong = [
        f"{fact}: {getattr(article, fact)!r}, not {one.truth[fact]!r}"
        for fact in ("published", "language")
        if getattr(article, fact) != one.truth[fact]
    ]
    posts = [asked["text"] for asked in one.truth["quotations"] if asked["kind"] == "post"]
    if [embed.text for embed in article.embeds] != posts:
        wrong.append(f"posts: {[embed.text for embed in article.embeds]}, not {posts}")
    wrong += [f"not in the text: {asked['text']!r}" for asked, at in places(one, article) if at < 0]
    return wrong


def places(one: Written, article: Article) -> Iterator[tuple[dict[str, Any], int]]:
    """Each true quotation and where its words stand; -1 where they do not."""
    last = 0
    for asked in one.truth["quotations"]:
        at = article.text.find(asked["text"], last)
        last = max(last, at)
        yield asked, at


def said_wrong(asked: dict[str, Any], said: Said | None) -> str:
    """What is wrong with when and where, or nothing. Words are asked for where days cannot be."""
    true = asked["said"] or {"from": None, "to": None, "channel": None}
    found = (said.begin, said.end, said.channel) if said else (None, None, None)
    if found != (true["from"], true["to"], true["channel"]):
        return f"said: {found}, not {true}"
    if true.get("words") and (said is None or true["words"].lower() not in said.words.lower()):
        return f"said: {said}, not in the words {true['words']!r}"
    return ""


@dataclass(frozen=True)
class Answer:
    """How one true quotation was answered; ``wrong`` says it in words."""

    found: bool
    kind: bool
    name: bool
    mention: bool
    said: bool
    wrong: tuple[str, ...]

    @property
    def right(self) -> bool:
        return not self.wrong


def answers(
    one: Written, article: Article, quotations: Sequence[Quotation]
) -> tuple[list[Answer], list[str]]:
    """An answer for each true quotation, and the marked quotations that are none."""
    left = list(quotations)
    answered = []
    for asked, at in places(one, article):
        end = at + len(asked["text"])
        mine = next((q for q in left if q.start == at and q.end == end), None)
        if mine is None:
            answered.append(
                Answer(False, False, False, False, False, (f"missed: {asked['text']!r}",))
            )
            continue
        left.remove(mine)
        answered.append(_answer(asked, mine))
    extra = [f"no quotation: {q.text!r} ({q.kind})" for q in left if q.kind != "indirect"]
    return answered, extra


def _answer(asked: dict[str, Any], mine: Quotation) -> Answer:
    true = asked["speaker"]
    kind = mine.kind == asked["kind"]
    name = _named(mine.speaker.name if mine.speaker else "", true)
    mention = true is None or (mine.speaker is not None and _same(mine.speaker.mention, true))
    said = said_wrong(asked, mine.said)
    wrong = []
    if not kind:
        wrong.append(f"kind: {mine.kind}, not {asked['kind']}")
    if not (name and mention):
        found = f"{mine.speaker.mention}={mine.speaker.name}" if mine.speaker else None
        wrong.append(f"speaker: {found}, not {true}")
    if said:
        wrong.append(said)
    wrong = [f"{asked['text']!r}: {what}" for what in wrong]
    return Answer(True, kind, name, mention, not said, tuple(wrong))


def _named(name: str, true: dict[str, str] | None) -> bool:
    """Whether the name is the fullest one; where the article gives none, the mention serves."""
    if true is None:
        return not name
    if true["name"] == true["mention"] and not any(map(str.istitle, true["name"].split()[1:])):
        return bool(name) and _same(name, true)
    return name == true["name"]


def _same(mention: str, true: dict[str, str]) -> bool:
    """Whether two mentions are one place's words, with or without a title or an apposition."""
    one, other = mention.casefold(), true["mention"].casefold()
    return one in other or other in one
