"""Mastodon, and servers that answer as it does: accounts, statuses, and how they go.

adapter    what is asked, in which order, and what the answers mean together
parse      one status, one account, of their JSON
words      the words of a status, of its HTML
streaming  what the server tells unasked
"""

from walkback.sources.mastodon.adapter import Mastodon

__all__ = ["Mastodon"]
