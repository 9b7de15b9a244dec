"""X, by its API v2: posts, their edits, and what became of accounts.

adapter  what is asked, in which order, and what the answers mean together
asking   one answer of the API: data, errors under 200, or no answer to us
parse    one post, one user, of their JSON
places   addresses
"""

from walkback.sources.x.adapter import X

__all__ = ["X"]
