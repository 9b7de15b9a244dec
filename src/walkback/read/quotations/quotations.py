"""Find the quotations of an article and who speaks.

::

    article   -> posts        the embedded posts, each with its owner
              -> scene        paragraphs, tokens, quoted segments, who is mentioned
              -> speakers     each segment's speaker, in reading order
              -> statement_kind    direct, fragment, or no statement
              -> people       the fullest name the article gives each speaker
              -> reported     what is reported without marks
              -> said         when and where each was said
"""

from dataclasses import replace

from walkback.model.quotation import Article, Attribution, Quotation
from walkback.read.quotations.clues import carried
from walkback.read.quotations.embedded import hidden, post_quotations
from walkback.read.quotations.people import People, people
from walkback.read.quotations.reported import reported
from walkback.read.quotations.said import said
from walkback.read.quotations.scene import scene
from walkback.read.quotations.speakers import SpeakerModel, Spoken, speakers
from walkback.read.quotations.statements import statement_kind

# Quotations of one article that are asked when they were said: the longest of 840 annotated
# articles has 71, and a megabyte of nothing but marks must not take minutes.
MOST_DATED = 300


def quotations(article: Article, model: SpeakerModel) -> tuple[Quotation, ...]:
    """The quotations of an article in the order of its text; none overlaps another.

    Never raises for any text. Takes time in proportion to its length. A speaker is None where
    the article does not say who it is.
    """
    posts = post_quotations(article)
    known = scene(article, hidden=hidden(article, posts))
    spoken = speakers(known, model)
    everybody = people(known)
    quoted = [found for one in spoken if (found := _quotation(known.text, one, everybody))]
    every = [*posts, *quoted, *reported(known, everybody)]
    every.sort(key=lambda one: one.start)
    dated = [replace(one, said=said(article, one.start, one.end)) for one in every[:MOST_DATED]]
    return (*dated, *every[MOST_DATED:])


def _quotation(text: str, one: Spoken, everybody: People) -> Quotation | None:
    segment = one.place.segment
    words = text[segment.inner_start : segment.inner_end]
    kind = statement_kind(one.place, one.speaker, words)
    if kind is None:
        return None
    return Quotation(
        words, segment.inner_start, segment.inner_end, kind, _attribution(text, one, everybody)
    )


def _attribution(text: str, one: Spoken, everybody: People) -> Attribution | None:
    if one.speaker is None:
        return None
    mention = one.speaker.mention
    name = everybody.name(mention)
    how = {"name": "named", "handle": "named"}.get(mention.kind, mention.kind)
    if carried(one.place, one.speaker):
        how = "carried"
    return Attribution(text[mention.start : mention.end], name, mention.start, mention.end, how)
