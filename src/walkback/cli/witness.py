"""``walkback witness``: cosign other records' checkpoints."""

import typer

from walkback.cli import screen
from walkback.cli.options import DEFAULT_HOST, Host, Port, record_folder
from walkback.cli.stopping import until_stopped

DEFAULT_PORT = 8766


def witness(ctx: typer.Context, *, host: Host = DEFAULT_HOST, port: Port = DEFAULT_PORT) -> None:
    """Cosign the checkpoints of other records, until Ctrl-C.

    Those whose verifier keys stand in the setting witness.logs may ask (C2SP tlog-witness). Its
    own key and what it has cosigned lie in the folder witness beside the record; give the line
    that is printed first to whoever is to ask. Needs no record in the folder.
    """
    from walkback.app.witnessing import serve_witness  # noqa: PLC0415 - start-up time: the site

    with until_stopped():
        serve_witness(record_folder(ctx), host, port, _ready)


def _ready(url: str, key: str) -> None:
    screen.say(f"{url} {key}")
    screen.notice("That line is a witness for the setting witness.urls - Ctrl-C ends it.")
