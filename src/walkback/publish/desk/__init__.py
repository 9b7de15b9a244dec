"""The desk: what a newsroom does with the record, signed in, under ``/desk``.

    request -> doors.py (role of the route, account of the session)
            -> frame.act (from our page, with our token) for every form
            -> a handler -> the app -> a page, or the next one

Pages are as those of the site: printed here, without scripts. Each form is a POST, and each POST of
the desk goes through ``Frame.act``: there is no other way to add one.
"""

from fastapi import FastAPI
from jinja2 import Environment

from walkback.model.desk import Handling
from walkback.publish.addresses import Addresses
from walkback.publish.desk.entry import Entry
from walkback.publish.desk.frame import Act, Frame, Page
from walkback.publish.desk.holding import Holding
from walkback.publish.desk.looking import Looking
from walkback.publish.desk.people import People

__all__ = ["add_desk", "desk_frame"]


def add_desk(app: FastAPI, frame: Frame) -> None:
    """Add the routes of the desk; who may use them stands in ``doors.py``."""
    for path, page in _pages(frame).items():
        app.add_route(path, page)
    for path, act in _acts(frame).items():
        app.add_route(path, frame.act(act), methods=["POST"])


def desk_frame(handling: Handling, paper: Environment, addresses: Addresses) -> Frame:
    """What the pages of a desk share."""
    return Frame(handling, paper, addresses)


def _pages(frame: Frame) -> dict[str, Page]:
    entry, looking, holding, people = Entry(frame), Looking(frame), Holding(frame), People(frame)
    return {
        "/desk": looking.overview,
        "/desk/sign-in": entry.form,
        "/desk/join": entry.invited,
        "/desk/account": entry.own,
        "/desk/watch": looking.watched,
        "/desk/queue": looking.queue,
        "/desk/event/{ref}": looking.event,
        "/desk/held": holding.held,
        "/desk/held/{ref}": holding.look,
        "/desk/take-away": holding.taking,
        "/desk/names": holding.names,
        "/desk/replies": people.replies,
        "/desk/alerts": people.alerts,
        "/desk/log": people.log,
        "/desk/accounts": people.accounts,
    }


def _acts(frame: Frame) -> dict[str, Act]:
    entry, looking, holding, people = Entry(frame), Looking(frame), Holding(frame), People(frame)
    return {
        "/desk/sign-in": entry.sign_in,
        "/desk/join": entry.join,
        "/desk/sign-out": entry.sign_out,
        "/desk/account": entry.change,
        "/desk/watch": looking.watch,
        "/desk/watch/end": looking.unwatch,
        "/desk/event/{ref}": looking.review,
        "/desk/held": holding.restrict,
        "/desk/held/panic": holding.panic,
        "/desk/held/show-again": holding.show_again,
        "/desk/redact": holding.redact,
        "/desk/erase": holding.erase,
        "/desk/names": holding.protect,
        "/desk/alerts": people.try_alerts,
        "/desk/accounts": people.invite,
        "/desk/accounts/end": people.end,
    }
