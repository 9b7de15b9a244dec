"""``walkback quotes`` and ``walkback check``: what an article quotes, and how it stands."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkback.cli import quoted, screen
from walkback.cli.options import Json, instant, opened, record_folder
from walkback.errors import BadInput
from walkback.model.quoted import Handed, QuotesView

if TYPE_CHECKING:
    from walkback.app import Walkback
    from walkback.app.articles import Articles

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="ARTICLE...", help="Files, addresses, or - for standard input."),
]
Url = Annotated[
    str | None, typer.Option("--url", help="The address of an article that is given as a file.")
]
Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="When it appeared, where it does not say."),
]


def quotes(  # noqa: PLR0913 - Typer: a parameter an option
    ctx: typer.Context,
    articles: Names = None,
    *,
    url: Url = None,
    published: Published = None,
    follow_up: Annotated[
        bool,
        typer.Option("--follow-up", help="List kept articles whose quoted source changed since."),
    ] = False,
    json: Json = False,
) -> None:
    """Find the quotations in articles, and who said them.

    With when and where, as the article has it. Text or HTML. Works without a record; with one,
    speakers are those of its register.
    """
    if follow_up:
        _follow_up(ctx, json=json)
        return
    with _desk(ctx) as desk:
        _print(desk.quotes(_handed(articles, url, published)), json=json)


def check(  # noqa: PLR0913 - Typer: a parameter an option
    ctx: typer.Context,
    articles: Names = None,
    *,
    url: Url = None,
    published: Published = None,
    keep: Annotated[
        bool,
        typer.Option("--keep", help="Keep the article as evidence, for follow-up and cases."),
    ] = False,
    json: Json = False,
) -> None:
    """Check the quotations in articles against the record.

    Against every version of every statement, removed ones too. What is found never sets the exit
    code.
    """
    with _desk(ctx, needed=keep) as desk:
        _print(desk.check(_handed(articles, url, published), keep=keep), json=json)


def _follow_up(ctx: typer.Context, *, json: bool) -> None:
    with opened(ctx) as record:
        found = record.follow_up()
    if json:
        screen.print_lines(found)
        return
    for one in found:
        quoted.print_follow_up(one)


@contextmanager
def _desk(ctx: typer.Context, *, needed: bool = False) -> Iterator["Articles | Walkback"]:
    """The record's own desk for articles; one without a record where there is none."""
    from walkback.app.articles import has_record, without_record  # noqa: PLC0415 - start-up time

    if needed or callable(ctx.find_root().obj) or has_record(record_folder(ctx)):
        with opened(ctx) as record:
            yield record
    else:
        yield without_record(record_folder(ctx))


def _handed(names: Sequence[str] | None, url: str | None, published: str | None) -> list[Handed]:
    """What the desk is to read; addresses are fetched by the desk."""
    if not names:
        raise BadInput("no article is named", subject="ARTICLE", expected="a file, address or -")
    if len(names) > 1 and (url or published):
        raise BadInput("--url and --published are of one article", subject=f"{len(names)} articles")
    if published:
        instant(published)
    return [_hand(name, url, published) for name in names]


def _hand(name: str, url: str | None, published: str | None) -> Handed:
    if "://" in name:
        return Handed(name, None, name, None, published)
    body = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    return Handed(name, body, url, None, published)


def _print(views: Sequence[QuotesView], *, json: bool) -> None:
    if json and len(views) == 1:
        screen.print_json(views[0])
    elif json:
        screen.print_lines(views)
    else:
        for number, view in enumerate(views):
            if number:
                screen.say()
            quoted.print_article(view)
