"""Surroundings in which the local web may be asked at once, and records have several segments."""

from tests.record.paper import QUICK
from tests.record.reading_here import HereWorkers

import walkback.app.walkback
import walkback.archive


def hurry(patch, second):
    """Pages are read in this process; the second copy lies at ``second``."""
    for name, value in QUICK.items():
        patch.setenv(name, value)
    patch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    patch.setenv("WALKBACK_LEDGER__SECOND", str(second))
    patch.setitem(walkback.archive.Archive.__init__.__kwdefaults__, "roll_at", 6000)
