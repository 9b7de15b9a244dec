"""Accounts, the log of what was handled, replies, alerts."""

from typing import Any

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from walkback.errors import BadInput
from walkback.model.desk import Role
from walkback.publish.desk.frame import Form, Frame, who

_LATELY = 200
_ROLES = (Role.READER, Role.REVIEWER, Role.KEEPER)


class People:
    """Handlers of who may do what, and did."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._app = frame.app

    async def accounts(self, request: Request) -> Response:
        """``GET /desk/accounts``."""
        return await self._list(request)

    async def invite(self, request: Request, form: Form) -> Response:
        """``POST /desk/accounts``: a link, shown once."""
        role = form.get("role", "")
        if role not in {one.value for one in _ROLES}:
            raise BadInput("no role", subject=role[:40], expected="reader, reviewer or keeper")
        if not form.get("name", "").strip():
            raise BadInput("nobody is named", expected="the name of who is invited")
        made = await run_in_threadpool(self._app.accounts.invite, form["name"], Role(role))
        await run_in_threadpool(self._app.note, who(request), f"invited-{role}")
        path = self._frame.at.page("/desk/join", code=made.code)
        return await self._list(request, link=self._frame.at.public(path), invitation=made)

    async def end(self, request: Request, form: Form) -> Response:
        """``POST /desk/accounts/end``: an account and its sessions."""
        await run_in_threadpool(self._app.accounts.end, form.get("account", ""))
        await run_in_threadpool(
            self._app.note, who(request), "ended-account", form.get("account", "")
        )
        return self._frame.see("/desk/accounts", "ended")

    async def _list(self, request: Request, **made: object) -> Response:
        found = await run_in_threadpool(self._app.accounts.accounts)
        open_links = await run_in_threadpool(self._app.accounts.invitations)
        shown: dict[str, Any] = {"link": None, "invitation": None} | made
        return self._frame.show(
            request, "accounts", accounts=found, invitations=open_links, roles=_ROLES, **shown
        )

    async def log(self, request: Request) -> Response:
        """``GET /desk/log``: who did what, the newest first."""
        found = await run_in_threadpool(self._app.handled, _LATELY)
        names = {one.id: one.name for one in await run_in_threadpool(self._app.accounts.accounts)}
        return self._frame.show(request, "log", acts=found, names=names)

    async def replies(self, request: Request) -> Response:
        """``GET /desk/replies``: what speakers had to say."""
        found = await run_in_threadpool(self._app.lodged)
        return self._frame.show(request, "replies", replies=found)

    async def alerts(self, request: Request) -> Response:
        """``GET /desk/alerts``: which alerts are set, without their secrets."""
        told = await run_in_threadpool(self._app.told)
        return self._frame.show(request, "alerts", places=told.places, lines=told.lines, came=())

    async def try_alerts(self, request: Request, _form: Form) -> Response:
        """``POST /desk/alerts``: a test to every address, and what came of each."""
        came = await run_in_threadpool(self._app.try_alerts)
        await run_in_threadpool(self._app.note, who(request), "tried-alerts")
        told = await run_in_threadpool(self._app.told)
        return self._frame.show(request, "alerts", places=told.places, lines=told.lines, came=came)
