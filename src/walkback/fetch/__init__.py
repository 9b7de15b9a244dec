"""Go and get what a source serves today.

``Fetcher.fetch`` takes requests and gives an ``Outcome`` for each: the exact bytes of every hop,
or why there are none. The guard decides on every address that is contacted, the manners on when.
What the world does is always a value; the only errors raised are for settings that cannot be used.
"""

from walkback.fetch.fetch import Fetcher
from walkback.fetch.options import FetchOptions, user_agent

__all__ = ["FetchOptions", "Fetcher", "user_agent"]
