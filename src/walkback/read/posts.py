"""A post as it is read: the figure's own words, and none of anybody else's.

A post has no title; where one is shown, its first words stand in. What it quotes of another post
stays out of the words that are compared: that post is its author's to change.
"""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from walkback.model.conversation import Post
from walkback.model.picture import PictureRef
from walkback.model.reading import Reading
from walkback.model.times import stamp
from walkback.read.read import read_text

LONGEST_TITLE = 80


def read_post(post: Post) -> Reading:
    """The reading of a post; of one without words, the words its author gave its pictures.

    A picture alone is a statement too: such a reading has no words and no defect.
    """
    reading = read_text(post.text, title="", url=post.url)
    if reading.defect:
        alts = "\n\n".join(picture.alt for picture in post.pictures if picture.alt.strip())
        reading = replace(read_text(alts, title="", url=post.url), defect=None)
    published = stamp(post.published) if post.published else None
    return replace(reading, published=published, language=post.language)


def earlier_versions(post: Post) -> tuple[tuple[datetime, datetime, Reading], ...]:
    """The versions before this one, each from when to when it stood by the platform's word.

    None at all where the platform does not say since when each of them stood.
    """
    times = [*(version.at for version in post.earlier), post.edited]
    found = []
    for version, (start, end) in zip(post.earlier, pairwise(times), strict=True):
        if start is None or end is None or end < start:
            return ()
        one = replace(post, text=version.text, pictures=version.pictures, earlier=())
        found.append((start, end, read_post(one)))
    return tuple(found)


def post_pictures(post: Post) -> tuple[PictureRef, ...]:
    """The pictures of a post."""
    return tuple(PictureRef(picture.url, picture.alt) for picture in post.pictures)


def first_words(post: Post) -> str:
    """What a list calls a post: its first words, or those given for its picture."""
    text = " ".join((post.text or next((one.alt for one in post.pictures), "")).split())
    if len(text) <= LONGEST_TITLE:
        return text
    return text[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:-\u2013 ") + "\u2026"
