"""Two readings in, changes out; a quotation and a text in, a match out.

``compare`` finds what differs between two readings of one instance; ``name`` says what each change
is and how much it weighs; ``diff`` lays the two side by side for people; ``likeness`` says how much
two texts have in common; ``steady`` what of a page stands still while it is loaded twice;
``masks`` what is left out of account, and why.
``match`` says how quoted words stand to a text, ``check`` how the quotations of an article stand
to the record. ``same_statement`` says whether two texts are one statement at two places,
``reposted`` whether one was put up again for the other. Typography is never an edit. Everything
here is pure and bounded: words are aligned, never characters.
"""

from walkback.compare.check import check
from walkback.compare.compare import compare, is_edit
from walkback.compare.diff import diff
from walkback.compare.instances import WINDOW, may_join, reposted, same_statement
from walkback.compare.likeness import likeness
from walkback.compare.naming import name
from walkback.compare.quoted import match
from walkback.compare.same import same_words
from walkback.compare.steady import Steady, steady

__all__ = [
    "WINDOW",
    "Steady",
    "check",
    "compare",
    "diff",
    "is_edit",
    "likeness",
    "match",
    "may_join",
    "name",
    "reposted",
    "same_statement",
    "same_words",
    "steady",
]
