"""The command line: one module per verb, sentences for people and JSON for programs.

Each verb parses its arguments, calls one method of the app and prints the view it gives. The app
and the rooms below it are loaded inside the verbs, so that ``--help`` answers at once.
"""

from walkback.cli.entry import main

__all__ = ["main"]
