"""Changes and observations in, verdict out: gone, edited, moved, or only out of reach.

Each look with its controls becomes a named sight (``sight``); sights of one kind form runs that
a good look ends; the first rule of the table (``rules``) that a run completes gives the verdict.
A failure to look never counts. The room is pure: the same looks under the same policy give the
same verdict with the same id, whoever judges them and whenever.
"""

from walkback.judge.casefile import case_file
from walkback.judge.controls import Pages, controls
from walkback.judge.judge import judge
from walkback.judge.kinds import Sight
from walkback.judge.marks import against, marks
from walkback.judge.sight import sight
from walkback.judge.sketch import MOST, NEARLY_ALL, share_frame, stands_on, without_address
from walkback.judge.state import state
from walkback.judge.table import removal_table
from walkback.judge.walls import first_of_many

__all__ = [
    "MOST",
    "NEARLY_ALL",
    "Pages",
    "Sight",
    "against",
    "case_file",
    "controls",
    "first_of_many",
    "judge",
    "marks",
    "removal_table",
    "share_frame",
    "sight",
    "stands_on",
    "state",
    "without_address",
]
