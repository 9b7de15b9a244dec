"""What every page of the desk shares: who asks, the form token, and what a refusal looks like."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment
from starlette.concurrency import run_in_threadpool

from walkback.errors import (
    BadInput,
    Busy,
    NotFound,
    RecordError,
    UnknownSpeaker,
    WalkbackError,
)
from walkback.model.desk import Account, Handling, Role
from walkback.publish.addresses import Addresses
from walkback.publish.desk.forms import Forms, form_token, fresh, read_form
from walkback.publish.doors import ACCOUNT

Form = dict[str, str]
Page = Callable[[Request], Awaitable[Response]]
Act = Callable[[Request, Form], Awaitable[Response]]

_SECTIONS = (
    ("/desk", "Overview", Role.READER),
    ("/desk/queue", "Review", Role.READER),
    ("/desk/watch", "Watch list", Role.READER),
    ("/desk/held", "Held back", Role.REVIEWER),
    ("/desk/names", "Names", Role.REVIEWER),
    ("/desk/replies", "Replies", Role.READER),
    ("/desk/alerts", "Alerts", Role.READER),
    ("/desk/log", "Log", Role.REVIEWER),
    ("/desk/accounts", "Accounts", Role.KEEPER),
)
_STATUS: tuple[tuple[type[WalkbackError], int], ...] = (
    (NotFound, 404),
    (UnknownSpeaker, 400),
    (BadInput, 400),
    (Busy, 409),
)
NOT_OURS = BadInput(
    "this form was not sent from a page of the desk",
    todo="Open the desk at its own address, go back to the page, and send it again",
)


class Frame:
    """Prints pages, checks forms."""

    def __init__(self, handling: Handling, paper: Environment, addresses: Addresses) -> None:
        self.app = handling
        self.at = addresses
        self.forms = Forms(addresses)
        self._paper = paper

    async def whose(self, request: Request) -> Account | None:
        """The account whose session the cookie is of."""
        token = self.forms.token(request)
        return await run_in_threadpool(self.app.accounts.session, token) if token else None

    def show(self, request: Request, sheet: str, /, *, status: int = 200, **shown: Any) -> Response:
        """A page of the desk. A browser without a secret gets one, so that its form has a token."""
        account: Account | None = request.scope.get(ACCOUNT)
        token = self.forms.token(request) or fresh()
        sections = [
            (path, title) for path, title, role in _SECTIONS if account and may(account, role)
        ]
        page = self._paper.get_template(f"desk/{sheet}.html").render(
            account=account,
            token=form_token(token),
            sections=sections,
            section=request.url.path.removeprefix(self.at.root),
            may=lambda role: account is not None and may(account, Role(role)),
            done=request.query_params.get("done", ""),
            **shown,
        )
        response = HTMLResponse(page, status)
        if self.forms.token(request) is None:
            self.forms.set(response, token)
        return response

    def refused(self, request: Request, error: WalkbackError, status: int) -> Response:
        """The page that says why not."""
        return self.show(request, "refused", status=status, error=error)

    def act(self, handler: Act) -> Page:
        """A handler of a form: only what a page of ours sent, on purpose, gets to it."""

        async def answer(request: Request) -> Response:
            try:
                if not self.forms.is_ours(request):
                    return self.refused(request, NOT_OURS, 403)
                form = await read_form(request)
                if not self.forms.is_meant(request, form):
                    return self.refused(request, NOT_OURS, 403)
                return await handler(request, form)
            except (BadInput, NotFound, RecordError) as error:
                found = (number for kind, number in _STATUS if isinstance(error, kind))
                status = next(found, None)
                if status is None:
                    raise  # its words are for the log
                return self.refused(request, error, status)

        return answer

    def see(self, path: str, done: str = "") -> Response:
        """The page after a form, so that reloading does not send it again."""
        return RedirectResponse(self.at.page(path, done=done), status_code=303)

    def outside(self, request: Request, account: Account | None) -> Response:
        """The answer to who may not come in: the door to sign in at, or no."""
        if account is None and request.method in ("GET", "HEAD"):
            path = request.url.path.removeprefix(self.at.root)
            query = {"to": path} if path != "/desk" else {}
            return RedirectResponse(self.at.page("/desk/sign-in", **query), status_code=303)
        if account is not None:
            request.scope[ACCOUNT] = account
        what = "your account may not do this" if account else "nobody is signed in"
        todo = "A keeper can invite you with another role" if account else "Sign in, and try again"
        return self.refused(request, BadInput(what, todo=todo), 403)


def may(account: Account, role: Role) -> bool:
    """Whether an account may do what a role may."""
    return account.role.includes(role)


def who(request: Request) -> Account:
    """The account that asks; the door let it in."""
    account = request.scope[ACCOUNT]
    assert isinstance(account, Account)  # noqa: S101 - doors.py puts nothing else there
    return account
