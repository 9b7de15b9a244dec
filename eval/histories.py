"""Edits told and noise left alone: real histories through our reader, comparer and judge.

    python -m eval.histories [--data ../shared/data]

31 documents of five services, 1,831 versions (see ``bench.histories``). The versions are Markdown;
each is made into a page: paragraphs, headings, lists and links of its text, in a frame that stays.
Each version is seen at eight looks, six hours apart, as the product would judge them, but in one
process and without a network (``bench.replay`` plays the same over HTTP). A step of a document is
from one version to the next. What must hold:

- no edit on a step whose words are the same (``same_words``);
- an edit on at least 99 of 100 true steps: ``label`` content, under 0.99 of the words shared, no
  return to an earlier text. Where the addresses of links alone differ, no word changed that a
  reader sees: such a step is counted apart and must not be told. Nor must the four steps of
  ``IN_MENUS``, where only links to other pages do (a footer's, previous and next);
- words that return are told together with their leaving, so that few edits tell of returns.

Where the archive's own extractor changed (``label`` technical) nothing is played: Walkback reads
what it has again then, and the version stands as its new reader has it..

A byte comparer tells of each page whose bytes differ from the last, a text comparer of each whose
visible words do. Every third document was not looked at while rules were made; it is shown apart.
"""

import html
import json
import lzma
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.histories import as_html

from walkback.compare import compare, likeness, same_words
from walkback.judge import Pages, controls, judge
from walkback.model.exchange import OutcomeKind, Request
from walkback.model.look import Control, Observation
from walkback.model.reading import Reading
from walkback.model.verdict import EventKind, Policy, Standing, State, Verdict
from walkback.read import read

LOOKS, APART = 8, timedelta(hours=6)  # enough for a page that is written anew
URL = "https://rules.example/a/"
MONTH = timedelta(days=30.44).total_seconds()
# Floors, and the most that is let through; they only get tighter.
LEAST_TOLD = 0.99
# Read by a person: the words that differ are those of menus, which are no statement.
IN_MENUS = {
    ("Reddit/Community Guidelines.md", 12),
    ("Facebook/Data Processor Agreement.md", 173),
    ("Facebook/Data Processor Agreement.md", 177),
    ("Facebook/Live Policy.md", 138),
}
MOST_FALSE = 0
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><header><nav><a href="/">Home</a> <a href="/about">About this site</a></nav></header>
<main><article><h1>{title}</h1>
{body}
</article></main><footer><p>All pages of this site. Imprint and contact.</p></footer></body></html>
"""
_OVER_LINES = re.compile(r"\[\s*([^\[\]]*?)\s*\]\(")


@dataclass(frozen=True, slots=True)
class Version:
    """One version as a page, with what the archive says of its step."""

    page: bytes
    label: str
    same: bool
    returns: bool
    overlap: float | None

    @property
    def true(self) -> bool:
        """Whether its words truly changed, and did not just come back."""
        content = self.label == "content" and not self.returns
        return content and self.overlap is not None and self.overlap < 0.99


@dataclass
class Tally:
    """What was told of some documents; ``alerts`` leaves out what was told silently."""

    documents: int = 0
    months: float = 0.0
    steps: int = 0
    true: int = 0
    addresses: int = 0
    told: int = 0
    same: int = 0
    false: int = 0
    returns: int = 0
    returning: int = 0
    alerts: int = 0
    standing: int = 0
    bytes: int = 0
    words: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Both together."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def documents(path: Path) -> Iterator[tuple[str, float, list[Version]]]:
    """Name, months from the first version to the last, and versions, by name."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        found = sorted(map(json.loads, file), key=lambda line: str(line["document"]))
    for line in found:
        kept = line["versions"]
        months = (kept[-1]["time"] - kept[0]["time"]) / MONTH
        yield line["document"], months, [_version(line["document"], one) for one in kept]


def _version(name: str, kept: dict[str, Any]) -> Version:
    # A link whose label runs over several paragraphs is one link all the same.
    text = _OVER_LINES.sub(lambda found: f"[{' '.join(found[1].split())}](", kept["text"])
    title = html.escape(name.rsplit("/", maxsplit=1)[-1].removesuffix(".md"))
    return Version(
        PAGE.format(title=title, body=as_html(text)).encode(),
        kept["label"],
        bool(kept["same_words"]),
        bool(kept["returns_to_earlier"]),
        kept["token_overlap"],
    )


class Instance:
    """One page in the judge's hands: how it stands, its versions, the edits that were told."""

    def __init__(self, reading: Reading) -> None:
        self.at = datetime(2026, 1, 1, tzinfo=UTC)
        self.reading = reading
        self.versions = [reading.sha256]
        self.edits: list[Verdict] = []  # that stand
        self.told: list[Verdict] = []
        self.looks: list[Observation] = []
        self.standing = Standing("i", State.PRESENT, reading.sha256, "c0", "l0", self.at, URL)

    def reread(self, reading: Reading) -> None:
        """A better reader: the version that stands has other words, and nothing happened."""
        self.reading = reading
        self.versions[-1] = reading.sha256
        self.standing = replace(self.standing, text=reading.sha256)
        self.looks = []

    def see(self, reading: Reading) -> list[Verdict]:
        """``LOOKS`` looks; the edits that they completed. What is known stays so."""
        edits = []
        for _ in range(LOOKS):
            edit = self.look(reading)
            if edit is not None:
                edits.append(edit)
            if not self.looks:
                break
        return edits

    def look(self, reading: Reading) -> Verdict | None:
        """One look; the edit that it completed, or None."""
        self.at += APART
        self.looks.append(self._observation(reading))
        verdict = judge(self.standing, self.looks, Policy(), self.at)
        if self.looks[-1].known:
            self.looks = []
            self.standing = replace(self.standing, seen_at=self.at)
        if not isinstance(verdict, Verdict) or verdict.kind is not EventKind.EDITED:
            return None
        self._apply(verdict, reading)
        return verdict

    def _observation(self, reading: Reading) -> Observation:
        known = self._is_known(reading)
        facts: dict[str, Any] = {} if known else self._returns(reading.sha256)
        seen = Observation(
            id=f"l{self.at:%s}",
            at=self.at,
            outcome=OutcomeKind.RECEIVED,
            reason="ok",
            status=200,
            url=URL,
            final_url=URL,
            capture=f"c{self.at:%s}",
            text=reading.sha256,
            likeness=1.0 if known else round(likeness(self.reading.text, reading.text), 3),
            known=known,
            facts=facts,
        )
        asked = controls(seen, self.standing, pages=Pages(siblings=[f"{URL}other"]), nonce="z7h3q")
        return replace(seen, controls=tuple(_answer(*one) for one in asked))

    def _is_known(self, reading: Reading) -> bool:
        if reading.sha256 == self.reading.sha256:
            return True
        return same_words(self.reading, reading, compare(self.reading, reading))

    def _returns(self, text: str) -> dict[str, Any]:
        """As ``watch.telling.returns`` has it from the store."""
        if text not in self.versions[:-1]:
            return {}
        newest = self.edits[-1]
        times = int(newest.facts.get("returns", 0))
        together = times > 0 or self.versions[-2] == text
        return {"returns": {"finding": newest.id if together else None, "times": times + 1}}

    def _apply(self, verdict: Verdict, reading: Reading) -> None:
        self.edits = [one for one in self.edits if one.id != verdict.supersedes] + [verdict]
        if verdict.facts.get("returns", 0) <= 1:
            self.told.append(verdict)
        self.reading = reading
        self.versions.append(reading.sha256)
        self.looks = []
        self.standing = replace(
            self.standing, text=reading.sha256, capture=verdict.capture, seen_at=self.at
        )


def play(name: str, months: float, versions: list[Version]) -> Tally:
    """One document's history, each version at ``LOOKS`` looks."""
    tally = Tally(documents=1, months=months, steps=len(versions) - 1)
    instance = Instance(_read(versions[0]))
    before, shown = versions[0].page, _visible(versions[0].page)
    for number, version in enumerate(versions[1:], start=1):
        reading, text = _read(version), _visible(version.page)
        tally.bytes += version.page != before
        tally.words += text != shown
        if version.label.startswith("technical"):
            instance.reread(reading)
            before, shown = version.page, text
            continue
        edits = instance.see(reading)
        seen = text != shown and (name, number) not in IN_MENUS
        before, shown = version.page, text
        _count(tally, version, edits, seen=seen)
        if version.true and bool(edits) != seen:
            tally.missed.append(f"{name} {number}")
        if version.same and edits:
            tally.missed.append(f"{name} {number}, told though its words are the same")
    tally.alerts, tally.standing = len(instance.told), len(instance.edits)
    tally.returning = sum(bool(edit.facts.get("returns")) for edit in instance.edits)
    return tally


def _answer(kind: str, request: Request) -> Control:
    """What a healthy site answers: the page as it is, another page, and 404 to what never was."""
    if kind == "random-path":
        return Control(kind, request.url, OutcomeKind.GONE, "missing", 404, request.url, None, 0.1)
    like = 1.0 if kind == "again" else 0.1
    return Control(
        kind, request.url, OutcomeKind.RECEIVED, "ok", 200, request.url, "c", like, words=900
    )


def _count(tally: Tally, version: Version, edits: list[Verdict], *, seen: bool) -> None:
    tally.true += version.true and seen
    tally.addresses += version.true and not seen
    tally.told += version.true and seen and bool(edits)
    tally.same += version.same
    tally.false += version.same and bool(edits)
    tally.returns += version.returns


def _read(version: Version) -> Reading:
    return read(version.page, url=URL, content_type="text/html")


def _visible(page: bytes) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.decode())).split())


def main(data: Path | None = None) -> bool:
    """Prints both parts; False where a floor did not hold."""
    path = (data or Path("../shared/data")) / "histories" / "platform-rules.jsonl.xz"
    if not path.exists():
        print(f"histories: skipped, there is no {path}")
        return True
    looked_at, apart = Tally(), Tally()
    for number, (name, months, versions) in enumerate(documents(path)):
        if number % 3 == 2 and "--known" in sys.argv:
            continue
        (apart if number % 3 == 2 else looked_at).add(play(name, months, versions))
    for title, tally in (("looked at", looked_at), ("not looked at before", apart)):
        if tally.documents:
            _print(title, tally)
    both = Tally()
    both.add(looked_at)
    both.add(apart)
    return both.false <= MOST_FALSE and both.told >= LEAST_TOLD * both.true


def _print(title: str, tally: Tally) -> None:
    months = max(tally.months, 0.01)
    rows = {
        "documents, steps": f"{tally.documents}, {tally.steps}",
        "true changes told": f"{tally.told} of {tally.true}",
        "true by the archive, in addresses or menus alone": f"{tally.addresses}",
        "told though the words are the same": f"{tally.false} of {tally.same}",
        "returns; edits that tell of returns": f"{tally.returns}; {tally.returning}",
        "edits that stand": f"{tally.standing}",
        "alerts a document-month, ours": f"{tally.alerts / months:.2f}",
        "alerts a document-month, text comparer": f"{tally.words / months:.2f}",
        "alerts a document-month, byte comparer": f"{tally.bytes / months:.2f}",
    }
    print(f"histories of platform rules, documents {title}")
    for what, value in rows.items():
        print(f"  {what:<48}{value:>12}")
    for missed in tally.missed:
        print(f"  not as it should be: {missed}")


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
