"""Two readings in, changes out.

``compare`` names what differs between two readings of one instance, in words; ``diff`` lays the
two side by side for people; ``likeness`` says how much two texts have in common. Typography is
never an edit. Everything here is pure and bounded: words are aligned, never characters.
"""

from walkback.compare.compare import compare, is_edit
from walkback.compare.diff import diff
from walkback.compare.likeness import likeness

__all__ = ["compare", "diff", "is_edit", "likeness"]
