"""Whom the reader of evidence trusts: C2SP tlog-policy, with lines for timestamp authorities.

    log <vkey> [<url>]                 whose checkpoints count
    witness <name> <vkey> [<url>]      whose cosignatures count
    group <name> all|any|<k> <name>…   so many of these
    quorum <name>|none                 what a checkpoint needs
    tsa <path>                         root certificates (PEM) of timestamp authorities; ours

https://c2sp.org/tlog-policy. Paths are seen from the policy's own folder.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from walkback.errors import BadFile, BadInput
from walkback.ledger.chains import Certificate, read_certificates
from walkback.ledger.checkpoint import VerifierKey
from walkback.ledger.cosignatures import WitnessKey

_LARGEST = 1 << 24
_NONE = "none"
_SPACE = re.compile(r"[ \t]+")
_COUNT = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(slots=True)
class TrustPolicy:
    """``witnesses`` and ``groups`` by their names in the policy; ``roots`` of authorities."""

    logs: list[VerifierKey] = field(default_factory=list)
    witnesses: dict[str, WitnessKey] = field(default_factory=dict)
    groups: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    roots: list[Certificate] = field(default_factory=list)
    quorum: str = ""

    @property
    def asks(self) -> bool:
        """Whether it asks for any cosignature."""
        return self.quorum != _NONE

    def reached(self, cosigned: Collection[str], name: str = "") -> bool:
        """Whether these witnesses are enough."""
        name = name or self.quorum
        if name not in self.groups:
            return name in cosigned or name == _NONE
        wanted, members = self.groups[name]
        return sum(self.reached(cosigned, each) for each in members) >= wanted


def read_policy(path: Path) -> TrustPolicy:
    """The policy in a file. Raises ``BadFile`` with the line that is none."""
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST).decode("utf-8", "surrogateescape")
    except OSError as error:
        raise BadFile("cannot be read", subject=str(path), found=str(error.strerror)) from None
    policy = TrustPolicy()
    for number, line in enumerate(text.split("\n"), 1):
        words = _SPACE.split(line.strip(" \t"))
        if words != [""] and not words[0].startswith("#"):
            _read_line(policy, words, path, f"{path} line {number}")
    if not policy.quorum:
        raise BadFile("has no quorum line", subject=str(path), expected="such as 'quorum none'")
    return policy


def _read_line(policy: TrustPolicy, words: list[str], path: Path, subject: str) -> None:
    try:
        _take(policy, words, path.parent)
    except (BadInput, OSError) as error:
        raise BadFile(
            "not a line of a trust policy",
            subject=subject,
            expected="log, witness, group, one quorum, or tsa",
            found=str(error),
        ) from None


def _take(policy: TrustPolicy, words: list[str], folder: Path) -> None:
    match words:
        case ["log", key] | ["log", key, _]:
            _add_log(policy, VerifierKey.from_text(key))
        case ["witness", name, key] | ["witness", name, key, _]:
            _add_witness(policy, name, WitnessKey.from_text(key))
        case ["group", name, wanted, _, *_]:
            _add_group(policy, name, wanted, tuple(words[3:]))
        case ["quorum", name] if not policy.quorum:
            policy.quorum = name if name == _NONE else _known(policy, name)
        case ["tsa", _, *_]:
            pem = folder / " ".join(words[1:])
            policy.roots += read_certificates(pem.read_bytes()[:_LARGEST], str(pem))
        case _:
            raise BadInput("not a line of a policy", found=" ".join(words)[:80])


def _add_log(policy: TrustPolicy, key: VerifierKey) -> None:
    if key.public in [one.public for one in policy.logs]:
        raise BadInput("a log is named twice")
    policy.logs.append(key)


def _add_witness(policy: TrustPolicy, name: str, key: WitnessKey) -> None:
    if key.public in [one.public for one in policy.witnesses.values()]:
        raise BadInput("a witness is named twice")
    policy.witnesses[_new(policy, name)] = key


def _add_group(policy: TrustPolicy, name: str, wanted: str, members: tuple[str, ...]) -> None:
    taken = {member for _, group in policy.groups.values() for member in group}
    if taken & {_known(policy, member) for member in members} or len(set(members)) < len(members):
        raise BadInput("a name counts twice", found=" ".join(members))
    text = {"any": "1", "all": str(len(members))}.get(wanted, wanted)
    if not _COUNT.fullmatch(text) or int(text) > len(members):
        raise BadInput("more are asked for than there are", found=wanted)
    policy.groups[_new(policy, name)] = int(text), members


def _new(policy: TrustPolicy, name: str) -> str:
    if name == _NONE or name in policy.witnesses or name in policy.groups:
        raise BadInput("a name is used again", found=name)
    return name


def _known(policy: TrustPolicy, name: str) -> str:
    if name not in policy.witnesses and name not in policy.groups:
        raise BadInput("a name was not defined before", found=name)
    return name
