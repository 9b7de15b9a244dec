"""Real histories of pages and feeds, as states to be shown one after another.

Rules (``platform-rules.jsonl.xz``): 31 documents of five services, 1,831 versions, 1 to 488 each.
A version's text is Markdown. ``returns_to_earlier`` says that the text was there before (an A/B
test, a place-dependent page); ``label`` is ``technical`` where the archive's extractor changed.
``same_words`` compares texts with their links' addresses: of the 1,622 versions that it calls
different, 1,122 differ in addresses and markup alone (tracking parameters). So of the 1,800 steps
from a version to the next, 501 change a word that a reader sees and 1,299 do not.

Link list (``link-list-feeds.jsonl.xz``): 643 states of a home page, an hour apart as a rule (from
one hour to ten days), oldest first. The first 3 states have no feed, the next 92 a JSON feed only,
the other 548 a JSON and an Atom feed with the same entries: 640 states of JSON, 548 of Atom.
No feed is empty. A state has 19 to 52 entries, but for one (the 424th) that has a single entry:
the home page was cut to one link then, and was whole again an hour later. 453 of the JSON states
list an entry twice. ``id``, ``url`` and ``external_url`` of an entry are the same address.
Some texts begin with a byte order mark: 92 of the JSON states, all of Atom, 642 of the pages.

Leaving the list, counted as (state, address) pairs that are in one state and not in the next:
1,857 for the links of the home page (1,854 addresses that are not in the last state, 3 returns),
1,848 for the JSON feed (1,845 of its 1,886 addresses, and the same 3 returns), 1,632 for Atom.
"""

import html
import json
import lzma
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ATOM = "{http://www.w3.org/2005/Atom}"
MARK = "\ufeff"  # byte order mark


@dataclass(frozen=True)
class RuleVersion:
    """One version of a rules document; ``time`` in seconds since 1970."""

    time: int
    text: str
    same_words: bool
    returns: bool


@dataclass(frozen=True)
class Entry:
    """An entry of a feed: its real address, and its title."""

    url: str
    title: str


def rules(folder: Path) -> dict[str, list[RuleVersion]]:
    """Documents by name, ``Service/Document.md``, each with its versions, oldest first."""
    found = {}
    for line in _lines(folder / "platform-rules.jsonl.xz"):
        found[line["document"]] = [
            RuleVersion(
                int(v["time"]), v["text"], bool(v["same_words"]), bool(v["returns_to_earlier"])
            )
            for v in line["versions"]
        ]
    return found


def feed_states(folder: Path, kind: str) -> list[str]:
    """The texts of a feed as they were, oldest first; ``kind`` is ``json`` or ``xml``."""
    key = f"index.html.feed.{kind}"
    return [line[key] for line in _lines(folder / "link-list-feeds.jsonl.xz") if key in line]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def entries(text: str) -> list[Entry]:
    """The entries of one state, in order, repeated ones included."""
    text = text.removeprefix(MARK)
    if text.startswith("{"):
        return [Entry(item["url"], item["title"]) for item in json.loads(text)["items"]]
    return [
        Entry(_link(entry).get("href", ""), entry.findtext(f"{ATOM}title", ""))
        for entry in ET.fromstring(text.encode()).findall(f"{ATOM}entry")
    ]


def with_addresses(text: str, new: Callable[[str], str]) -> bytes:
    """The state with each entry's address replaced by ``new(address)``, all else as it was."""
    mark, text = (MARK, text[1:]) if text.startswith(MARK) else ("", text)
    changed = _json_mapped(text, new) if text.startswith("{") else _atom_mapped(text, new)
    return mark.encode() + changed


def _json_mapped(text: str, new: Callable[[str], str]) -> bytes:
    feed = json.loads(text)
    for item in feed["items"]:
        old, address = item["url"], new(item["url"])
        for key in ("url", "id", "external_url"):
            item[key] = address
        for key in ("content_html", "content_text"):
            item[key] = _replaced(item[key], old, address)
    return json.dumps(feed, indent=4).encode()


def _atom_mapped(text: str, new: Callable[[str], str]) -> bytes:
    ET.register_namespace("", ATOM[1:-1])
    feed = ET.fromstring(text.encode())
    for entry in feed.findall(f"{ATOM}entry"):
        link = _link(entry)
        old, address = link.get("href", ""), new(link.get("href", ""))
        link.set("href", address)
        for part in entry:
            if part.text:
                part.text = _replaced(part.text, old, address)
    data: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return data


def _link(entry: ET.Element) -> ET.Element:
    link = entry.find(f"{ATOM}link")
    return ET.Element("link") if link is None else link


def _replaced(text: str, old: str, new: str) -> str:
    return text.replace(old, new).replace(html.escape(old), new)


# ---- Markdown, as far as the archive of rules uses it ----

_LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]*(?:\([^()]*\))?[^()\s]*)(?:\s+\"[^\"]*\")?\)")
_ITEM = re.compile(r"\s*(?:[*+-]|\d+\.)\s+")


def as_html(markdown: str) -> str:
    """Paragraphs, headings, list items and links of a Markdown text; every word of it is kept."""
    blocks = (block.strip("\n") for block in re.split(r"\n\s*\n", markdown))
    return "\n".join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> str:
    lines = block.strip().split("\n")
    if set(lines[-1].strip()) in ({"="}, {"-"}) and len(lines) == 2:
        return f"<h2>{_inline(lines[0])}</h2>"
    heading = re.match(r"(#{1,6})\s+(.*)", lines[0])
    if heading and len(lines) == 1:
        return f"<h{len(heading[1])}>{_inline(heading[2])}</h{len(heading[1])}>"
    if _ITEM.match(lines[0]):
        return f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in _items(lines))}</ul>"
    return f"<p>{_inline(' '.join(line.strip() for line in lines))}</p>"


def _items(lines: list[str]) -> list[str]:
    """List items; a line without a bullet goes on with the one before it."""
    items: list[str] = []
    for line in lines:
        if _ITEM.match(line):
            items.append(_ITEM.sub("", line, count=1).lstrip("# "))
        else:
            items[-1] += f" {line.strip()}"
    return items


def _inline(text: str) -> str:
    parts, at = [], 0
    for link in _LINK.finditer(text):
        label = _plain(link[1])
        parts += [_plain(text[at : link.start()]), f'<a href="{html.escape(link[2])}">{label}</a>']
        at = link.end()
    return "".join([*parts, _plain(text[at:])])


def _plain(text: str) -> str:
    text = re.sub(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)|`", "", text)
    return html.escape(re.sub(r"\\([\\`*_{}\[\]()#+.!|-])", r"\1", text), quote=False)


def words_of(page: str) -> list[str]:
    """The words a reader of the HTML sees, in order, without case and marks."""
    return re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", " ", page)).lower())
