"""The YAML files of unitedstates/congress-legislators: names as people are called."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from walkback.errors import BadFile

# libyaml reads the current file in one second where the Python loader takes ten; both make
# plain values only.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def legislator_lines(
    text: str, name: str, social: str = ""
) -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    """Name, aliases, handles and sites of each legislator; sites and offices of the last term."""
    accounts = {
        _of(entry, "id", "bioguide"): entry.get("social") for entry in _entries(social, "social")
    }
    for number, person in enumerate(_entries(text, name), start=1):
        parts = person.get("name")
        if not isinstance(parts, dict) or not _part(parts, "last"):
            raise BadFile(
                "a register of speakers cannot be read",
                subject=f"{name}, person {number}",
                expected="a name with first and last",
                found="social accounts alone" if "social" in person else "no name",
                todo="Give the legislators' file; the social media file goes beside it.",
            )
        label, aliases = _names(parts)
        handles = _handles(accounts.get(_of(person, "id", "bioguide")))
        yield label, aliases, handles, _sites(person)


def _entries(text: str, name: str) -> list[dict[str, Any]]:
    if not text.strip():
        return []
    try:
        value = yaml.load(text, _LOADER)  # noqa: S506 - the loader is the safe one
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        problem = str(getattr(error, "problem", "") or error)[:80]
        raise BadFile(
            "a register of speakers cannot be read",
            subject=f"{name}{place}",
            expected="YAML",
            found=problem,
        ) from None
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise BadFile(
            "a register of speakers cannot be read",
            subject=name,
            expected="a list of legislators",
            found="another value",
        )
    return value


def _names(parts: Mapping[str, Any]) -> tuple[str, list[str]]:
    """How the person is called, and every other way to write it."""
    first, middle, last = (_part(parts, key) for key in ("first", "middle", "last"))
    nick, suffix = _part(parts, "nickname"), _part(parts, "suffix")
    label = _part(parts, "official_full") or f"{first} {last}"
    aliases = [f"{first} {last}"]
    if middle:
        aliases += [f"{first} {middle} {last}", f"{first} {middle[0]}. {last}"]
    if len(first.rstrip(".")) == 1 and middle:
        aliases.append(f"{middle} {last}")  # who writes the first name short is called by the other
    if nick:
        aliases.append(f"{nick} {last}")
    if suffix:
        aliases += [f"{first} {last}, {suffix}", f"{first} {last} {suffix}"]
    return label, aliases


def _handles(social: Any) -> list[str]:
    if not isinstance(social, dict):
        return []
    found = [f"@{_part(social, 'twitter')}" if _part(social, "twitter") else ""]
    mastodon, bluesky = _part(social, "mastodon"), _part(social, "bluesky")
    found.append(f"@{mastodon.removeprefix('@')}" if mastodon else "")
    found.append(bluesky.removeprefix("@"))
    return found


def _sites(person: Mapping[str, Any]) -> list[str]:
    terms = person.get("terms")
    last = terms[-1] if isinstance(terms, list) and terms else {}
    return [_part(last, "url")] if isinstance(last, dict) else []


def _of(entry: Mapping[str, Any], key: str, inner: str) -> str:
    found = entry.get(key)
    return _part(found, inner) if isinstance(found, dict) else ""


def _part(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found.strip() if isinstance(found, str) else ""
