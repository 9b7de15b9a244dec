"""Walkback: the one object. ``open_record`` gives it; its methods are short and delegate.

Settings are read here and nowhere else; rooms get plain arguments.
"""

from walkback.app.opening import open_record, restore_record, verify_record
from walkback.app.walkback import JOBS_EACH, Walkback
from walkback.verify import plain_verifier

__all__ = [
    "JOBS_EACH",
    "Walkback",
    "open_record",
    "plain_verifier",
    "restore_record",
    "verify_record",
]
