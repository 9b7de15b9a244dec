"""Coming in and going out: signing in, the one-time link, one's own pass phrase."""

import re
from typing import Any

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from walkback.errors import BadInput
from walkback.model.desk import NotSignedIn
from walkback.publish.desk.frame import Form, Frame, who

# Where a sign-in may lead: to a page of the desk, and nowhere else.
_INSIDE = re.compile(r"/desk(?:/[A-Za-z0-9_-]+)*", re.ASCII)
_ENDED = BadInput(
    "this link does not work, or no more",
    todo="It works once, and for a day. Ask whoever sent it for another",
)


class Entry:
    """Handlers of the door."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._accounts = frame.app.accounts

    async def form(self, request: Request) -> Response:
        """``GET /desk/sign-in``."""
        return self._sign_in(request, request.query_params.get("to", ""))

    async def sign_in(self, request: Request, form: Form) -> Response:
        """``POST /desk/sign-in``: a new session, with a new secret."""
        name, phrase, to = form.get("name", ""), form.get("phrase", ""), form.get("to", "")
        address = request.client.host if request.client else ""
        found = await run_in_threadpool(self._accounts.sign_in, name, phrase, address)
        if isinstance(found, NotSignedIn):
            status = 429 if found.wait else 403
            page = self._sign_in(request, to, name=name, refused=found, status=status)
            if found.wait:
                page.headers["retry-after"] = str(found.wait)
            return page
        return await self._inside(request, found.token, to if _INSIDE.fullmatch(to) else "/desk")

    def _sign_in(
        self,
        request: Request,
        to: str,
        *,
        name: str = "",
        refused: NotSignedIn | None = None,
        status: int = 200,
    ) -> Response:
        inside = to if _INSIDE.fullmatch(to) else ""
        return self._frame.show(
            request, "sign_in", status=status, refused=refused, to=inside, name=name[:200]
        )

    async def invited(self, request: Request) -> Response:
        """``GET /desk/join?code=``: the form of a link. Looking at it does not use it up."""
        code = request.query_params.get("code", "")
        found = await run_in_threadpool(self._accounts.invited, code)
        if found is None:
            return self._frame.refused(request, _ENDED, 404)
        return self._frame.show(request, "join", invitation=found, code=code, name="", fault=None)

    async def join(self, request: Request, form: Form) -> Response:
        """``POST /desk/join``: the account, and a session of it."""
        code, name, phrase = (form.get(field, "") for field in ("code", "name", "phrase"))
        found = await run_in_threadpool(self._accounts.invited, code)
        if found is None:
            return self._frame.refused(request, _ENDED, 404)
        try:
            _check_twice(form)
            made = await run_in_threadpool(self._accounts.join, code, name, phrase)
        except BadInput as fault:
            shown: dict[str, Any] = {"invitation": found, "code": code, "name": name[:200]}
            return self._frame.show(request, "join", status=400, fault=fault, **shown)
        if made is None:
            return self._frame.refused(request, _ENDED, 404)
        return await self._inside(request, made.token, "/desk")

    async def sign_out(self, request: Request, _form: Form) -> Response:
        """``POST /desk/sign-out``."""
        token = self._frame.forms.token(request)
        await run_in_threadpool(self._accounts.sign_out, token or "")
        response = self._frame.see("/desk/sign-in", "out")
        self._frame.forms.clear(response)
        return response

    async def own(self, request: Request) -> Response:
        """``GET /desk/account``: one's own account."""
        return self._frame.show(request, "account")

    async def change(self, request: Request, form: Form) -> Response:
        """``POST /desk/account``: another pass phrase; every session ends."""
        old, new = form.get("old", ""), form.get("phrase", "")
        _check_twice(form)
        changed = await run_in_threadpool(self._accounts.change_phrase, who(request).id, old, new)
        if not changed:
            raise BadInput("the old pass phrase is another")
        response = self._frame.see("/desk/sign-in", "changed")
        self._frame.forms.clear(response)
        return response

    async def _inside(self, request: Request, token: str, path: str) -> Response:
        before = self._frame.forms.token(request)
        if before:  # whoever signs in again leaves the session before
            await run_in_threadpool(self._accounts.sign_out, before)
        response = self._frame.see(path)
        self._frame.forms.set(response, token)
        return response


def _check_twice(form: Form) -> None:
    if form.get("phrase", "") != form.get("again", ""):
        raise BadInput("the two pass phrases differ")
