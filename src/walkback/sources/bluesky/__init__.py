"""Bluesky and the AT Protocol: words signed by their author, and absence that can be proved.

    address  handle, DID, at:// address or bsky.app page           -> addresses
    handle   -> DID -> document: host and key                      -> identity
    list     the repository's own list of posts                    -> listing
    look     signed record or proof of absence, shown or not       -> looking, proofs, mst, keys
    why not  how the account is                                    -> accounts
    push     the relay's stream of commits                         -> firehose

All of it is pure: requests out, outcomes in.
"""

from walkback.sources.bluesky.adapter import Bluesky
from walkback.sources.bluesky.firehose import Firehose
from walkback.sources.bluesky.identity import Hosts

__all__ = ["Bluesky", "Firehose", "Hosts"]
