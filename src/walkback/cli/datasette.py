"""``walkback datasette-metadata``: words for whoever opens the store with Datasette."""

from walkback.cli import screen
from walkback.store.described import described


def metadata() -> None:
    """Print what every table and column is, for Datasette.

    datasette record/store.db --metadata metadata.json. It shows everything, what is restricted
    too: for your own eyes, never for a public server.
    """
    screen.print_json(described())
