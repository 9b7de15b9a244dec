"""Pass phrases: what is good enough, and argon2 (RFC 9106) for what is kept of them."""

import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from walkback.errors import BadInput

SHORTEST, LONGEST = 12, 1000
_DIFFERENT = 5  # letters at least that differ

# One at a time: each takes 64 MiB, and whoever floods the door must not take the memory.
_ONE = threading.Lock()
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_hex(16))


def kept(phrase: str) -> str:
    """What is kept of a phrase."""
    with _ONE:
        return _HASHER.hash(_normal(phrase))


def fits(kept: str | None, phrase: str) -> bool:
    """Whether the phrase is the one; without an account it takes as long."""
    with _ONE:
        try:
            _HASHER.verify(kept or _NOBODY, _normal(phrase)[:LONGEST])
        except (Argon2Error, InvalidHashError):
            return False
    return kept is not None


def check(phrase: str, name: str) -> None:
    """Raise ``BadInput`` for a phrase that is soon guessed; its words are not repeated."""
    if not SHORTEST <= len(phrase) <= LONGEST:
        raise BadInput(
            "the pass phrase is too short" if len(phrase) < SHORTEST else "it is too long",
            expected=f"{SHORTEST} letters or more: a few words that nobody would put together",
        )
    plain = phrase.casefold()
    if len(set(plain)) < _DIFFERENT or plain.replace(name.casefold(), "").strip() == "":
        raise BadInput("the pass phrase would soon be guessed", expected="a few unrelated words")


def _normal(phrase: str) -> str:
    # The same words typed on another system may come in other code points.
    return unicodedata.normalize("NFKC", phrase)
