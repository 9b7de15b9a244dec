"""Trust none of the above: check a record or a bundle offline, from its bytes and a key alone.

``verify`` goes through the numbered steps of a record, ``verify_bundle`` through those of a bundle,
each passed, failed or not checked. The room uses the
nouns, the judge (to derive verdicts again) and the modules that read bytes or compute hashes; it
never fetches, writes, or asks the store.
"""

from walkback.verify.bundle import BUNDLE_STEPS, verify_bundle
from walkback.verify.plain import plain_verifier
from walkback.verify.policy import TrustPolicy, read_policy
from walkback.verify.verify import STEPS, verify

__all__ = [
    "BUNDLE_STEPS",
    "STEPS",
    "TrustPolicy",
    "plain_verifier",
    "read_policy",
    "verify",
    "verify_bundle",
]
