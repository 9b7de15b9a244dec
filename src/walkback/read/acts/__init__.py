"""Acts of taking back, in the speaker's own words."""

from walkback.read.acts.acts import acts

__all__ = ["acts"]
