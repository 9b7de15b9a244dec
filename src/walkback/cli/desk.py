"""``walkback desk``: who may sign in at the site's desk."""

from typing import TYPE_CHECKING, Annotated

import typer

from walkback.cli import phrases, screen
from walkback.cli.options import DEFAULT_PORT, Json, opened
from walkback.errors import BadInput, NotFound
from walkback.model.desk import Role

if TYPE_CHECKING:
    from walkback.app import Walkback

desk = typer.Typer(
    no_args_is_help=True,
    help="Who may sign in at the site's desk: invite, list, end.",
    rich_markup_mode=None,
)
_ROLES = [role.value for role in Role if role is not Role.ANYBODY]
Name = Annotated[str, typer.Argument(metavar="NAME", help="What the account is called.")]
As = Annotated[str, typer.Option("--role", help="reader, reviewer or keeper.")]
Url = Annotated[
    str, typer.Option("--url", help="Where the site is reached, if site.base does not say.")
]


@desk.command("invite")
def invite(
    ctx: typer.Context,
    name: Name,
    *,
    role: As = Role.REVIEWER.value,
    url: Url = f"http://127.0.0.1:{DEFAULT_PORT}",
    json: Json = False,
) -> None:
    """Make a link for one new account; it works once, for a day."""
    if role not in _ROLES:
        raise BadInput("no role", subject=role, expected=" or ".join(_ROLES))
    with opened(ctx) as record:
        made = record.accounts.invite(name, Role(role))
        link = record.link(made, url)
    if json:
        screen.print_json({"name": made.name, "role": role, "expires": made.expires, "link": link})
        return
    screen.say(link)
    screen.notice(f"One account, a {role}, until {phrases.when(made.expires)}. Send it privately.")


@desk.command("list")
def accounts(ctx: typer.Context, *, json: Json = False) -> None:
    """List the accounts."""
    with opened(ctx) as record:
        found = list(record.accounts.accounts())
    if json:
        screen.print_lines(found)
        return
    for one in found:
        seen = f"last seen {phrases.when(one.last_seen)}" if one.last_seen else "never seen"
        screen.say(f"{one.name}  {one.role.value}, {'ended' if one.ended else seen}")


@desk.command("end")
def end(ctx: typer.Context, name: Name) -> None:
    """End an account and its sessions."""
    with opened(ctx) as record:
        record.accounts.end(_account(record, name))
    screen.say(f"The account of {name} has ended.")


def _account(record: "Walkback", name: str) -> str:
    for one in record.accounts.accounts():
        if name.casefold() == one.name.casefold() or name == one.id:
            return one.id
    raise NotFound("there is no such account", subject=name, todo="'walkback desk list' has them")
