"""The release gate, by hand: hold at once, restrict, show again with four eyes, take away."""

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from walkback.errors import BadInput
from walkback.model.release import Hold, Reason
from walkback.publish.desk.frame import Form, Frame, who

_MOST_NAMES = 5000


class Holding:
    """Handlers of what is held back. ``by`` is the account's name, which is given only once."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._app = frame.app

    async def held(self, request: Request) -> Response:
        """``GET /desk/held?ref=``: what is taken away now."""
        found = await run_in_threadpool(self._app.taken_away)
        ref = request.query_params.get("ref", "")[:500]
        return self._frame.show(
            request, "held", restrictions=found, reasons=list(Reason), ref=ref, held=Hold
        )

    async def panic(self, request: Request, form: Form) -> Response:
        """``POST /desk/held/panic``: the whole case, at once."""
        by = who(request)
        taken = await run_in_threadpool(self._app.panic, _ref(form), by=by.name)
        await self._note(request, "held-at-once", taken.target)
        return self._frame.see("/desk/held", "held")

    async def restrict(self, request: Request, form: Form) -> Response:
        """``POST /desk/held``: hide a statement, a case or an article."""
        by, reason = who(request), _reason(form)
        taken = await run_in_threadpool(self._app.restrict, _ref(form), reason, by=by.name)
        await self._note(request, "restricted", taken.target)
        return self._frame.see("/desk/held", "held")

    async def show_again(self, request: Request, form: Form) -> Response:
        """``POST /desk/held/show-again``: by another than who hid it."""
        taken = await run_in_threadpool(self._app.show_again, _ref(form), by=who(request).name)
        await self._note(request, "shown-again", taken.target)
        return self._frame.see("/desk/held", "shown")

    async def look(self, request: Request) -> Response:
        """``GET /desk/held/{id}``: a restricted statement, for who is to decide. It is logged."""
        ref = request.path_params["ref"]
        found = await run_in_threadpool(self._app.held_back, ref, who(request))
        return self._frame.show(request, "held_statement", statement=found)

    async def taking(self, request: Request) -> Response:
        """``GET /desk/take-away?ref=``: redact or erase."""
        ref = request.query_params.get("ref", "")[:500]
        return self._frame.show(request, "take_away", ref=ref, reasons=list(Reason))

    async def redact(self, request: Request, form: Form) -> Response:
        """``POST /desk/redact``: names or passages go from every surface."""
        ref, names = _confirmed(form), _lines(form)
        by = who(request)
        taken = await run_in_threadpool(self._app.redact, ref, names, _reason(form), by=by.name)
        await self._note(request, "redacted", taken.target)
        return self._frame.see("/desk/held", "redacted")

    async def erase(self, request: Request, form: Form) -> Response:
        """``POST /desk/erase``: its bytes and salts are destroyed."""
        ref, by = _confirmed(form), who(request)
        await self._note(request, "began-to-erase", "")
        taken = await run_in_threadpool(self._app.erase, ref, _reason(form), by=by.name)
        await self._note(request, "erased", taken.target)
        return self._frame.show(request, "erased", taken=taken)

    async def names(self, request: Request) -> Response:
        """``GET /desk/names``: lists and counts, never a name."""
        found = await run_in_threadpool(self._app.name_lists)
        return self._frame.show(request, "names", lists=found)

    async def protect(self, request: Request, form: Form) -> Response:
        """``POST /desk/names``: names nobody is shown from now on."""
        listed = " ".join(form.get("list", "").split())[:60] or "protected"
        count = await run_in_threadpool(self._app.protect, _lines(form), listed)
        if not count:
            raise BadInput("no name is given", expected="names, one a line")
        await self._note(request, "protected-names", f"{listed}: {count}")
        return self._frame.see("/desk/names", "protected")

    async def _note(self, request: Request, what: str, target: str) -> None:
        await run_in_threadpool(self._app.note, who(request), what, target)


def _ref(form: Form) -> str:
    found = form.get("ref", "").strip()
    if not found:
        raise BadInput("nothing is named", expected="an address, or an id")
    return found


def _confirmed(form: Form) -> str:
    """What is named, where it was typed twice."""
    found = _ref(form)
    if form.get("confirm", "").strip() != found:
        raise BadInput(
            "what was typed to confirm is not the same",
            expected="the address or id once more, letter by letter",
            todo="Go back; nothing was taken away",
        )
    return found


def _reason(form: Form) -> Reason:
    said = form.get("reason", "") or Reason.UNSPECIFIED.value
    if said not in set(Reason):
        raise BadInput("no reason", subject=said[:40], expected="one of " + ", ".join(Reason))
    return Reason(said)


def _lines(form: Form) -> list[str]:
    found = [line.strip() for line in form.get("names", "").splitlines() if line.strip()]
    if len(found) > _MOST_NAMES:
        raise BadInput("too many names at once", expected=f"at most {_MOST_NAMES}")
    return found
