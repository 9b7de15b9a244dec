"""``python -m walkback`` is the program ``walkback``."""

from walkback.cli import main

main()
