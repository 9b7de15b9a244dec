"""Bytes into words: the title, the passages and the facts of one body.

``read`` gives the words a page states, and the same words when only the furniture around them
changes; ``read_text`` does so for plain text. ``read_article`` gives an article as it is read
for what it quotes, ``quotations`` the quotations in it with their speakers. All are pure.
``Workers`` runs them (or any function of a module) in processes that may die without harm.
"""

from walkback.read.article import read_article, text_article
from walkback.read.images import images
from walkback.read.posts import earlier_versions, first_words, post_pictures, read_post
from walkback.read.read import READER, read, read_text
from walkback.read.workers import Failure, Workers

__all__ = [
    "READER",
    "Failure",
    "Workers",
    "earlier_versions",
    "first_words",
    "images",
    "post_pictures",
    "read",
    "read_article",
    "read_post",
    "read_text",
    "text_article",
]
