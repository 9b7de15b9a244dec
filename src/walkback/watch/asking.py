"""Ask what must be asked before judging, in the same round, and keep the answers."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from walkback.compare import likeness
from walkback.fetch import Fetcher
from walkback.judge import Pages, controls
from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.exchange import Outcome, Request
from walkback.model.look import Control, Role
from walkback.model.rollcall import MOST_LINES, Line, RollCall
from walkback.model.verdict import State
from walkback.store import CaptureRow, looks, texts, unread, views
from walkback.watch.attach import add_control
from walkback.watch.keeper import Keeper
from walkback.watch.looking import batches, beside_row, outcome_facts, to_milliseconds
from walkback.watch.settle import Question, questions_by_host
from walkback.watch.viewing import Lane, Seen, Viewer

SAME = 0.9  # likeness from which words are the same, as the judge has it

# One answer may serve several looks of a round: (look id, instance, kind).
Served = list[tuple[str, str, str]]


class Asker:
    """Asks controls and puts their answers beside the looks."""

    def __init__(
        self, keeper: Keeper, fetcher: Fetcher, viewer: Viewer, new_id: Callable[[], str]
    ) -> None:
        self._keeper = keeper
        self._fetcher = fetcher
        self._viewer = viewer
        self._new_id = new_id

    def ask(self, questions: Sequence[Question]) -> int:
        """Ask every control of every question once; the number asked."""
        with self._keeper.store.reading() as connection:
            shown = views.rendered(connection, [question.instance for question in questions])
        plain = self._wanted([one for one in questions if one.instance not in shown])
        asked = (replace(request, subject=url) for url, (request, _) in plain.items())
        for batch in batches(self._fetcher.flow(asked)):
            self._keep([(Seen(one), plain[one.request.subject][1]) for one in batch])
        # What is compared with rendered words is rendered too.
        slow = self._wanted([one for one in questions if one.instance in shown])
        for request, served in slow.values():
            outcome = next(self._fetcher.fetch([request]))
            self._keep([(self._viewer.see(outcome, Lane.WORDS, (None, True)), served)])
        return len(plain) + len(slow)

    def _wanted(self, questions: Sequence[Question]) -> dict[str, tuple[Request, Served]]:
        wanted: dict[str, tuple[Request, Served]] = {}
        nonce = self._new_id()[:12]
        waiting = []
        for origin, group in questions_by_host(questions).items():
            with self._keeper.store.reading() as connection:
                live = unread.siblings(connection, origin + "/")
            for question in group:
                pages = Pages(
                    [url for url in live if url != question.standing.url],
                    [other.standing.url for other in group if _was_present(question, other)],
                    self._links(question),
                    self._elsewhere(question, origin + "/"),
                )
                needed = controls(question.look, question.standing, pages=pages, nonce=nonce)
                for kind, request in needed:
                    served = wanted.setdefault(request.url, (request, []))[1]
                    served.append((question.look.id, question.instance, kind))
                if needed:
                    waiting.append((question.instance, question.look))
        with self._keeper.store.writing() as connection:
            looks.save_looks(connection, waiting, ready=2)
        return wanted

    def _links(self, question: Question) -> list[str]:
        """Pages that the known page of this instance linked to."""
        if question.standing.capture is None:
            return []
        with self._keeper.store.reading() as connection:
            row = texts.capture_row(connection, question.standing.capture)
        return list(json.loads(row.facts).get("links", ())) if row is not None else []

    def _elsewhere(self, question: Question, prefix: str) -> list[str]:
        """Where the statement's words came up on its host since it was last seen."""
        standing = question.standing
        if standing.text is None or standing.seen_at is None or question.look.known:
            return []
        with self._keeper.store.reading() as connection:
            known = texts.reading_of(connection, standing.instance, standing.text)
            heirs = unread.heirs(connection, standing.instance, prefix, standing.seen_at)
            return [
                url
                for url, instance, text in heirs
                if known is not None
                and (reading := texts.reading_of(connection, instance, text)) is not None
                and likeness(known.text, reading.text) >= SAME
            ][:1]

    def _keep(self, answers: Sequence[tuple[Seen, Served]]) -> None:
        with_bytes = [(seen, served) for seen, served in answers if seen.outcome.exchanges]
        silent = [(s.outcome, served) for s, served in answers if not s.outcome.exchanges]
        evidence = [self._capture(seen, served) for seen, served in with_bytes]
        calls = list(self._roll_calls(silent))
        evidence += [
            Evidence(LeafKind.ROLLCALL, call.id, call.at, document=call.document())
            for call in calls
        ]

        def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
            del kept
            for index, (seen, served) in enumerate(with_bytes):
                row = beside_row(evidence[index].id, Role.CONTROL, seen, first + index)
                save_control(connection, row, [(look, kind) for look, _, kind in served])
            for call in calls:
                save_silent(connection, call)

        self._keeper.commit(evidence, save)

    def _capture(self, seen: Seen, served: Served) -> Evidence:
        outcome = seen.outcome
        about = {
            "role": Role.CONTROL.value,
            "url": outcome.request.url,
            "serves": [[look, kind] for look, _, kind in served],
            **outcome_facts(outcome),
            **seen.about,
        }
        at = to_milliseconds(outcome.at)
        kind, chain = LeafKind.CAPTURE, outcome.exchanges
        return Evidence(kind, self._new_id(), at, about, exchanges=chain, **seen.kept)

    def _roll_calls(self, silent: Iterable[tuple[Outcome, Served]]) -> Iterable[RollCall]:
        lines = [
            Line(
                look,
                to_milliseconds(outcome.at),
                outcome.kind,
                outcome.reason,
                control=kind,
                url=outcome.request.url,
            )
            for outcome, served in silent
            for look, _, kind in served
        ]
        for start in range(0, len(lines), MOST_LINES):
            part = tuple(lines[start : start + MOST_LINES])
            yield RollCall(self._new_id(), min(line.at for line in part), part)


def _was_present(question: Question, other: Question) -> bool:
    """Whether another page of the host that is in question was there when it was last seen."""
    there = other.standing.state is State.PRESENT and other.standing.text is not None
    return there and other.instance != question.instance


def save_control(
    connection: Connection, row: CaptureRow, served: Sequence[tuple[str, str]]
) -> None:
    """A control's capture; its answer is put beside the looks once it is read."""
    looks.save_captures(connection, [row], {})
    unread.save_controls(connection, row.id, served)


def save_silent(connection: Connection, call: RollCall) -> None:
    """Controls that brought nothing: their answer is that there was none.

    In these lines the instance is the look that asked.
    """
    for line in call.lines:
        if line.control is None or (found := looks.look(connection, line.instance)) is None:
            continue
        instance, look = found
        url = line.url or ""
        control = Control(line.control, url, line.outcome, line.reason, None, url)
        add_control(connection, instance, look, control)
