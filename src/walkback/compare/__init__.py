"""Two readings in, changes out.

``compare`` names what differs between two readings of one instance, in words; ``diff`` lays the
two side by side for people; ``likeness`` says how much two texts have in common; ``steady``
what of a page stands still while it is loaded twice. Typography is never an edit. Everything here
is pure and bounded: words are aligned, never characters.
"""

from walkback.compare.compare import compare, is_edit
from walkback.compare.diff import diff
from walkback.compare.likeness import likeness
from walkback.compare.same import same_words
from walkback.compare.steady import Steady, steady

__all__ = ["Steady", "compare", "diff", "is_edit", "likeness", "same_words", "steady"]
