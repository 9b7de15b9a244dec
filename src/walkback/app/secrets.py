"""Credentials of platforms: in the system's keyring, or in a file that only its owner may read.

They are read here and given to the fetcher by name. They are in no record, no backup, no log and
no error; whoever copies the folder by hand copies the file with it.
"""

import json
import os
import re
import stat
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

from walkback import durable
from walkback.errors import BadInput, BadSettings

SERVICE = "walkback"
FILE = "secrets.toml"
_OWNER_ONLY = 0o600
_OTHERS = 0o077
_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}:[a-z0-9.-]{1,253}(?::[0-9]{1,5})?")
_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,4094}[\x21-\x7e])?")


class Secrets:
    """The credentials of one record; ``folder`` holds its keys."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._known: dict[str, str] = {}
        self._read: tuple[int, int] | None = None
        self._from_keyring: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """The value of a credential, None where there is none; the file before the keyring.

        Raises ``BadSettings`` where others may read the file.
        """
        found = self._file().get(name) or self._from_keyring.get(name)
        if found is None and (ring := _keyring()) is not None:
            with suppress(Exception):  # a keyring that is locked or gone has nothing for us
                found = ring.get_password(SERVICE, name)
            if found:
                self._from_keyring[name] = found
        return found

    def put(self, name: str, value: str, *, file: bool = False) -> str:
        """Keep a credential; where it lies now. ``file``: not in the keyring, though there is one.

        Raises ``BadInput``, which never repeats the value.
        """
        name = _checked(name)
        if not _VALUE.fullmatch(value):
            raise BadInput(
                "this cannot be a credential",
                subject=name,
                expected="one line of printable ASCII, at most 4096 letters",
                found=f"{len(value)} letters",
            )
        ring = None if file else _keyring()
        if ring is not None:
            with suppress(Exception):
                ring.set_password(SERVICE, name, value)
                self._from_keyring[name] = value
                self._write({key: old for key, old in self._file().items() if key != name})
                return "the system's keyring"
        self._write({**self._file(), name: value})
        return str(self._path)

    def remove(self, name: str) -> bool:
        """Forget a credential; whether there was one."""
        name = _checked(name)
        there = self.get(name) is not None
        self._from_keyring.pop(name, None)
        if (ring := _keyring()) is not None:
            with suppress(Exception):  # it lay in the file
                ring.delete_password(SERVICE, name)
        self._write({key: value for key, value in self._file().items() if key != name})
        return there

    def names(self) -> list[str]:
        """The names in the file; a keyring does not say what it holds."""
        return sorted(self._file())

    def _file(self) -> dict[str, str]:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return {}
        if stat.S_IMODE(found.st_mode) & _OTHERS or found.st_uid != os.geteuid():
            raise BadSettings(
                "others may read the credentials",
                subject=str(self._path),
                expected="a file that only its owner may read",
                found=f"mode {stat.S_IMODE(found.st_mode):o}",
                todo=f"Run: chmod 600 {self._path}. If others may have read them, renew them.",
            )
        if self._read != (found.st_mtime_ns, found.st_size):
            self._known = _parsed(self._path)
            self._read = (found.st_mtime_ns, found.st_size)
        return self._known

    def _write(self, values: dict[str, str]) -> None:
        if values == self._file():
            return
        self._read = None
        # A string of JSON in ASCII is one of TOML.
        lines = [f"{json.dumps(name)} = {json.dumps(value)}\n" for name, value in values.items()]
        if lines:
            durable.write_file(self._path, "".join(sorted(lines)).encode(), mode=_OWNER_ONLY)
        else:
            durable.remove(self._path)


def _parsed(path: Path) -> dict[str, str]:
    try:
        values = tomllib.loads(path.read_text("ascii"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        values = {"": None}
    if not all(isinstance(value, str) for value in values.values()):
        # What the parser says of a line may repeat the line.
        raise BadSettings(
            "the credentials cannot be read",
            subject=str(path),
            expected='lines of "kind:host" = "value" in TOML',
            todo="Remove the file and give the credentials anew with 'walkback secret set'",
        )
    return values


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name.lower()):
        raise BadInput(
            "not the name of a credential",
            expected="kind:host, such as mastodon:social.example",
            found=repr(name[:60]),
        )
    return name.lower()


def _keyring() -> Any:
    """The keyring of this system, None where there is none that keeps anything."""
    try:
        import keyring  # noqa: PLC0415 - an optional extra, and slow to load

        ring = keyring.get_keyring()
    except Exception:  # noqa: BLE001 - backends fail in many ways where there is no desktop
        return None
    return ring if getattr(ring, "priority", 0) >= 1 else None
