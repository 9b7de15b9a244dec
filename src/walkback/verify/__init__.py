"""Trust none of the above: check a record offline, from its bytes and a verifier key alone.

``verify`` goes through numbered steps, each passed, failed or not checked. The room uses the
nouns, the judge (to derive verdicts again) and the modules that read bytes or compute hashes; it
never fetches, writes, or asks the store.
"""

from walkback.verify.verify import STEPS, verify

__all__ = ["STEPS", "verify"]
