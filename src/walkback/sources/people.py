"""Registers of speakers: Popolo JSON, congress-legislators YAML, CSV."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from walkback.errors import BadFile, BadInput
from walkback.model.address import normal
from walkback.sources.legislators import legislator_lines

_COLUMNS = {"name", "aliases", "handles", "sites"}
_SPLIT = re.compile(r"\s*[;|]\s*")
# Accounts as links: the host says whose names they are.
_ACCOUNT = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:(?:twitter|x)\.com/(?P<x>\w{1,15})"
    r"|bsky\.app/profile/(?P<bluesky>[\w.:-]+)|(?P<host>[\w.-]+)/@(?P<user>\w+))/?$",
    re.IGNORECASE,
)
_NO_SITES = ("facebook", "instagram", "youtube", "linkedin", "wikipedia", "wikidata", "twitter")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person or body as a register has it.

    ``handles`` are ``@name`` (X), ``@user@host`` (Mastodon) and ``name.example`` (Bluesky);
    ``sites`` are normalised addresses.
    """

    name: str
    aliases: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


def read_people(text: str, name: str, *, social: str = "") -> list[PersonLine]:
    """The people of a register, each once, in order. ``name`` is the file's, for its suffix.

    ``social`` is the text of the legislators' social media file. Raises ``BadFile`` with the
    line, or with the number of the person where the format has no lines.
    """
    text = text.removeprefix("\ufeff")
    suffix = PurePath(name.lower().removesuffix(".gz")).suffix
    if suffix == ".json" or text.lstrip()[:1] in {"{", "["}:
        lines: Iterable[tuple[str, list[str], list[str], list[str]]] = _popolo(text, name)
    elif suffix in {".yaml", ".yml"} or re.match(r"(?:---\s|#[^\n]*\n|\s)*- id:", text[:5000]):
        lines = legislator_lines(text, name, social)
    else:
        lines = _csv(text, name)
    return [_line(*fields) for fields in lines]


def _line(name: str, aliases: list[str], handles: list[str], sites: list[str]) -> PersonLine:
    kept = dict.fromkeys(alias for alias in map(_one, aliases) if alias and alias != name)
    return PersonLine(
        name,
        tuple(kept),
        tuple(dict.fromkeys(filter(None, map(_one, handles)))),
        tuple(dict.fromkeys(filter(None, map(_site, sites)))),
    )


def _one(text: str) -> str:
    return " ".join(text.split())


def _site(url: str) -> str | None:
    # Registers hold addresses of 2003 and typing errors: one of them is no reason to refuse all.
    try:
        return normal(url.strip())
    except BadInput:
        return None


def _popolo(text: str, name: str) -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise _bad(name, f"line {error.lineno}", "JSON", error.msg) from None
    except (ValueError, RecursionError) as error:
        raise _bad(name, "", "JSON", str(error)[:80]) from None
    people = value.get("persons") if isinstance(value, dict) else value
    if not isinstance(people, list):
        raise _bad(name, "", 'a list of persons, or {"persons": […]}', "another value")
    for number, person in enumerate(people, start=1):
        label = person.get("name") if isinstance(person, dict) else None
        if not isinstance(label, str) or not label.strip():
            raise _bad(name, f"person {number}", 'a "name" that is not empty', repr(label)[:80])
        handles, sites = _contacts(person)
        yield _one(label), _other_names(person), handles, sites


def _other_names(person: Mapping[str, Any]) -> list[str]:
    names = [_text(other, "name") for other in _objects(person, "other_names")]
    given, family = _text(person, "given_name"), _text(person, "family_name")
    return [*names, f"{given} {family}" if given and family else ""]


def _contacts(person: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    handles: list[str] = []
    sites: list[str] = []
    for link in _objects(person, "links"):
        url, note = _text(link, "url"), _text(link, "note").lower()
        handle = account(url)
        if handle:
            handles.append(handle)
        elif not any(word in note or word in url.lower() for word in _NO_SITES):
            sites.append(url)
    for contact in _objects(person, "contact_details"):
        kind, value = _text(contact, "type").lower(), _text(contact, "value")
        if kind in {"twitter", "x", "mastodon", "bluesky"} and value:
            handles.append(account(value) or handle_of(kind, value))
        elif kind in {"url", "website", "homepage", "site"}:
            sites.append(value)
    return handles, sites


def account(url: str) -> str | None:
    """The handle that an account's address names, None where it is no account's."""
    found = _ACCOUNT.match(url.strip())
    if not found:
        return None
    if found["x"]:
        return f"@{found['x']}"
    return found["bluesky"] or f"@{found['user']}@{found['host'].lower()}"


def handle_of(kind: str, value: str) -> str:
    """A handle as it is written on its network."""
    value = value.strip()
    return value.removeprefix("@") if kind == "bluesky" else f"@{value.removeprefix('@')}"


def _objects(person: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = person.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _csv(text: str, name: str) -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    # Lists within a cell are parted by ; or |, so that a ; parts cells only where no comma does.
    delimiter = "\t" if "\t" in first else "," if "," in first or ";" not in first else ";"
    rows = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    columns: list[str] = []
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if not columns:
                columns = _columns(cells, name, rows.line_num)
                continue
            value = dict.fromkeys(_COLUMNS, "") | dict(zip(columns, cells, strict=False))
            if not value["name"] or len(cells) > len(columns):
                found = "no name" if not value["name"] else f"{len(cells)} fields"
                expected = f"a name, and at most {len(columns)} fields"
                raise _bad(name, f"line {rows.line_num}", expected, found)
            lists = [_SPLIT.split(value[key]) for key in ("aliases", "handles", "sites")]
            yield _one(value["name"]), *lists  # type: ignore[misc] # three lists by construction
    except csv.Error as error:
        raise _bad(name, f"line {rows.line_num}", "a line of CSV", str(error)) from None


def _columns(cells: list[str], name: str, number: int) -> list[str]:
    singular = {"alias": "aliases", "handle": "handles", "site": "sites", "url": "sites"}
    columns = [singular.get(cell.lower(), cell.lower()) for cell in cells]
    unknown = [column for column in columns if column not in _COLUMNS]
    if unknown or "name" not in columns:
        found = f"column {unknown[0][:40]!r}" if unknown else "no column name"
        expected = "a first line of columns name, aliases, handles, sites"
        raise _bad(name, f"line {number}", expected, found)
    return columns


def _bad(name: str, place: str, expected: str, found: str) -> BadFile:
    return BadFile(
        "a register of speakers cannot be read",
        subject=f"{name}, {place}" if place else name,
        expected=expected,
        found=found,
        todo="Correct the file; nobody of it has been added.",
    )
