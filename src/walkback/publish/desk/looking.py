"""Overview, watch list, and the review of events."""

from typing import Any

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from walkback.errors import BadInput
from walkback.model.desk import Queue
from walkback.model.review import Finding
from walkback.model.source import SourceKind, WatchLine, source_kind
from walkback.model.times import parse_duration
from walkback.model.views import SourceView, StatusView
from walkback.publish.desk.frame import Form, Frame, who
from walkback.publish.questions import number

_ROWS = 50
_PAGES = 10**6
_WELL = frozenset({"good", "new"})


class Looking:
    """Handlers of what is looked at and judged."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._app = frame.app

    async def overview(self, request: Request) -> Response:
        """``GET /desk``: how the record does."""

        def asked() -> tuple[StatusView, Queue]:
            return self._app.status(), self._app.queue(0, 5)

        status, queue = await run_in_threadpool(asked)
        failing = [one for one in status.sources if one.active and one.health not in _WELL]
        failing.sort(key=lambda one: one.last_good or one.added)
        return self._frame.show(request, "overview", state=status, failing=failing, queue=queue)

    async def watched(self, request: Request) -> Response:
        """``GET /desk/watch?page=&find=``: what is watched."""
        find = request.query_params.get("find", "").strip()[:200]

        def asked() -> tuple[list[SourceView], list[str]]:
            sources = [one for one in self._app.status().sources if _has(one, find)]
            names = [one.name for one in self._app.speakers()]
            return sorted(sources, key=lambda one: (not one.active, one.url)), names

        sources, names = await run_in_threadpool(asked)
        page, pages = _page(request, len(sources))
        part = sources[(page - 1) * _ROWS : page * _ROWS]
        listed: dict[str, Any] = {
            "sources": part,
            "total": len(sources),
            "page": page,
            "pages": pages,
        }
        shown: dict[str, Any] = {"names": names, "find": find, "kinds": list(SourceKind)}
        return self._frame.show(request, "watch", **shown, **listed)

    async def watch(self, request: Request, form: Form) -> Response:
        """``POST /desk/watch``: add a source, or watch a known one otherwise."""
        every = form.get("every", "").strip()
        line = WatchLine(
            form.get("url", "").strip(),
            speaker=form.get("speaker", "").strip() or None,
            kind=source_kind(form["kind"]) if form.get("kind") else None,
            every=parse_duration(every) if every else None,
        )
        if not line.url:
            raise BadInput("no address is given", expected="an address, or an account's handle")
        found = await run_in_threadpool(self._app.watch, [line])
        await self._note(request, "watched", found[0].url)
        return self._frame.see("/desk/watch", "watched")

    async def unwatch(self, request: Request, form: Form) -> Response:
        """``POST /desk/watch/end``: look there no more."""
        found = await run_in_threadpool(self._app.unwatch, form.get("url", ""))
        await self._note(request, "unwatched", found.url)
        return self._frame.see("/desk/watch", "unwatched")

    async def queue(self, request: Request) -> Response:
        """``GET /desk/queue?page=``: events that nobody has reviewed."""
        page = number(request, "page", least=1, most=_PAGES) or 1
        found = await run_in_threadpool(self._app.queue, (page - 1) * _ROWS, _ROWS)
        pages = max(1, -(-found.total // _ROWS))
        return self._frame.show(request, "queue", queue=found, page=page, pages=pages)

    async def event(self, request: Request) -> Response:
        """``GET /desk/event/{id}``: an event and what is around it."""
        found = await run_in_threadpool(self._app.event_file, request.path_params["ref"])
        return self._frame.show(request, "event", file=found)

    async def review(self, request: Request, form: Form) -> Response:
        """``POST /desk/event/{id}``: a reviewer's word. The next event follows."""
        said = form.get("finding", "")
        if said not in set(Finding):
            raise BadInput("no finding", subject=said[:40], expected="confirmed or wrong")
        ref = request.path_params["ref"]
        await run_in_threadpool(self._app.review, ref, Finding(said), who(request))
        left = await run_in_threadpool(self._app.queue, 0, 1)
        path = f"/desk/event/{left.events[0].id}" if left.events else "/desk/queue"
        return self._frame.see(path, f"review-{said}")

    async def _note(self, request: Request, *what: str) -> None:
        await run_in_threadpool(self._app.note, who(request), *what)


def _has(source: SourceView, find: str) -> bool:
    names: list[Any] = [source.url, source.speaker.name if source.speaker else ""]
    return not find or any(find.casefold() in name.casefold() for name in names)


def _page(request: Request, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // _ROWS))
    return number(request, "page", least=1, most=pages) or 1, pages
