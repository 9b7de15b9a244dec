"""The site, its API and its feed: what the record says, told to readers.

``site(desk)`` makes the application over what the app answers (``model.pages.Room``): pages
that tell the history in sentences, one page a statement with its versions, diffs and the way
to check it, an Atom feed and JSON. ``serve`` runs it in this thread, ``Serving`` beside other
work. Every value passes an escape, and no page needs or allows a script. Nothing captured is ever
served as it came from the site's own origin: ``replay(desk)`` shows captures on another, in a
sandbox.
"""

from walkback.publish.replay import replay
from walkback.publish.serve import Serving, serve
from walkback.publish.site import site

__all__ = ["Serving", "replay", "serve", "site"]
