"""Verbs that a later release brings: they are known, and say so."""

from walkback.errors import NotYet

# Whatever follows such a verb is no mistake of the user's: the verb itself is what is missing.
ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True}


def redact() -> None:
    """Take content away (a later release brings this)."""
    raise _not_yet("redact")


def _not_yet(verb: str) -> NotYet:
    return NotYet("a later release brings this verb", subject=f"walkback {verb}")
