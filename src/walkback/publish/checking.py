"""The check page: an article goes in, each quotation comes back marked by how it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from starlette.concurrency import run_in_threadpool

from walkback.errors import BadInput, WalkbackError
from walkback.model.quoted import CheckedView, Handed, QuotationView, QuotesView
from walkback.model.views import Desk

_LARGEST = 1_000_000  # bytes of a form; an article of 50,000 words has a third of it
_FIELDS = ("text", "url", "published")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of an article's paragraph; ``number`` is that of its quotation, 0 for none."""

    text: str
    number: int = 0
    finding: str = ""


class Checking:
    """Handlers of the check page."""

    def __init__(self, desk: Desk, paper: Environment) -> None:
        self._desk = desk
        self._paper = paper

    async def form(self, _request: Request) -> Response:
        """``GET /check``: an empty form."""
        return HTMLResponse(self._page({}))

    async def check(self, request: Request) -> Response:
        """``POST /check``: the form's article, checked. Nothing of it is kept."""
        given = await _given(request)
        if not given["text"].strip() and not given["url"]:
            return _once(
                self._page(given, fault=BadInput("paste the article, or give its address"))
            )
        body = given["text"].encode() if given["text"].strip() else None
        handed = Handed("the article", body, given["url"] or None, None, given["published"] or None)
        try:
            # It may fetch, and it may take a second: readers of other pages do not wait for it.
            views = await run_in_threadpool(self._desk.check, [handed])
        except WalkbackError as error:
            return _once(self._page(given, fault=error), 400)
        return _once(self._page(given, views[0]))

    def _page(
        self,
        given: dict[str, str],
        view: QuotesView | None = None,
        *,
        fault: WalkbackError | None = None,
    ) -> str:
        return self._paper.get_template("check.html").render(
            leaves=self._desk.leaves(),
            given=given,
            fault=fault,
            view=view,
            paragraphs=list(paragraphs(view)) if view else [],
        )


def _once(page: str, status: int = 200) -> Response:
    """What was pasted is kept nowhere, in no cache either."""
    return HTMLResponse(page, status, headers={"cache-control": "no-store"})


async def _given(request: Request) -> dict[str, str]:
    """The form's fields. Raises ``BadInput`` for a form that is too large or none of ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST:
            raise BadInput(
                "the article is too long",
                subject="the form",
                expected=f"at most {_LARGEST} bytes",
                todo="Use 'walkback check' for a file",
            )
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return {name: fields.get(name, [""])[0] for name in _FIELDS}


def paragraphs(view: QuotesView) -> Iterator[list[Stretch]]:
    """The article's paragraphs, each cut where a quotation begins and ends."""
    text, at = view.article.text, 0
    numbered = list(enumerate(view.quotations, start=1))
    numbered.sort(key=lambda item: (item[1].start, -item[1].end))
    for paragraph in text.split("\n"):
        start, end = at, at + len(paragraph)
        at = end + 1
        if paragraph.strip():
            yield list(_stretches(text, start, end, numbered))


def _stretches(
    text: str, start: int, end: int, numbered: Sequence[tuple[int, QuotationView]]
) -> Iterator[Stretch]:
    """A paragraph in runs; of quotations inside another's words only the outer one is marked."""
    at = start
    for number, one in numbered:
        first, last = max(one.start, at), min(one.end, end)
        if first >= last:
            continue
        if first > at:
            yield Stretch(text[at:first])
        finding = one.finding if isinstance(one, CheckedView) else ""
        yield Stretch(text[first:last], number, finding)
        at = last
    if at < end:
        yield Stretch(text[at:end])
