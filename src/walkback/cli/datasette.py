"""``walkback datasette-metadata``: words for whoever opens the store with Datasette."""

from walkback.cli import screen


def metadata() -> None:
    """Print what every table and column is, for Datasette.

    datasette record/store.db --metadata metadata.json. It shows everything, what is restricted
    too: for your own eyes, never for a public server.
    """
    from walkback.store.described import described  # noqa: PLC0415 - start-up of all else

    screen.print_json(described())
