"""Who said what: the quotations of an article and their speakers.

``quotations`` finds them; the model it weighs clues with is an argument, ``load_model`` reads one
from the bytes of its file (``speakers.json.gz`` beside this module, made by ``make train``).
"""

from walkback.read.quotations.quotations import quotations
from walkback.read.quotations.speakers import SpeakerModel, load_model

__all__ = ["SpeakerModel", "load_model", "quotations"]
