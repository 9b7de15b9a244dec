"""Names of people: taken apart, and held side by side.

``parse_name`` takes a name apart; ``same_person`` says whether two may be one person's.
"""

from walkback.model.givens import Doubt
from walkback.model.naming import Name, parse_name
from walkback.model.sameness import Likeness, Sameness, compare_names, same_person

__all__ = [
    "Doubt",
    "Likeness",
    "Name",
    "Sameness",
    "compare_names",
    "parse_name",
    "same_person",
]
