"""News as letters, and when they may go. Pure.

    what waits for an address -> quiet hours, digests, how many went -> groups -> letters

A burst becomes one letter: whoever is called two hundred times in a night calls no more.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from markupsafe import escape

from walkback.model.alert import Letter, Waiting
from walkback.model.views import EventView
from walkback.publish.addresses import Addresses
from walkback.publish.telling import as_html, as_text, headline, one_line, page_of, quiet
from walkback.publish.words import label

_PLACE = re.compile(r"\{(kind|title|speaker|url)\}")
_LISTED = 25  # of a digest; the rest is counted, and the site has it
_LONGEST = 200  # letters of a title


@dataclass(frozen=True, slots=True)
class Hours:
    """When letters go: never in ``quiet``; where there are ``digests``, only at these times.

    ``most``: letters to one address within ``over``.
    """

    zone: tzinfo
    quiet: tuple[time, time] | None = None
    digests: tuple[time, ...] = ()
    most: int = 5
    over: timedelta = timedelta(hours=1)

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing goes now."""
        if self.quiet is None:
            return False
        begin, end = self.quiet
        here = now.astimezone(self.zone).time()
        return begin <= here < end if begin <= end else here >= begin or here < end

    def is_ripe(self, at: datetime, now: datetime) -> bool:
        """Whether what came at ``at`` may go now: at once, or once a digest's time has come."""
        if not self.digests:
            return True
        here = now.astimezone(self.zone)
        days = (here.date(), here.date() - timedelta(days=1))
        passed = [
            moment
            for day in days
            for clock in self.digests
            if (moment := datetime.combine(day, clock, self.zone)) <= here
        ]
        return bool(passed) and at <= max(passed)


def grouped(
    ready: Sequence[Waiting], events: Mapping[str, EventView], hours: Hours, sent: int
) -> list[list[Waiting]]:
    """What goes together in a letter: all of one statement; everything, where it would be more
    letters than may still go within the hour. None where none may. ``sent``: how many went.
    """
    left = hours.most - sent
    if not ready or left <= 0:
        return []
    by_statement: dict[str, list[Waiting]] = {}
    for one in ready:
        event = events.get(one.event)
        by_statement.setdefault(event.statement.id if event else "", []).append(one)
    if hours.digests or len(by_statement) > left:
        return [list(ready)]
    return list(by_statement.values())


def batch(some: Sequence[Waiting], target: str) -> str:
    """The key of a letter that tells of these: the same whenever it is made."""
    keys = "\n".join([target, *sorted(one.key for one in some)])
    return hashlib.sha256(keys.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Desk:
    """What letters are written with. ``title`` is the pattern of their titles."""

    site: str
    addresses: Addresses
    title: str = "{kind}: {title}"

    def letter(self, key: str, told: Sequence[EventView | str]) -> Letter:
        """One letter of events, and of sentences on how the record does."""
        foot = f"{self.site}, alert {key}"
        if len(told) == 1:
            title, text, html = self._one(told[0])
        elif len({_statement(one) for one in told}) == 1 and not isinstance(told[0], str):
            title, text, html = self._same(told)
        else:
            title, text, html = self._digest(told)
        return Letter(
            key,
            title[:_LONGEST],
            f"{text}\n\n{foot}",
            f"{html}\n<p><small>{escape(foot)}</small></p>",
        )

    def _one(self, one: EventView | str) -> tuple[str, str, str]:
        if isinstance(one, str):
            return f"{self.site}: {one_line(one)}", quiet(one), f"<p>{escape(quiet(one))}</p>"
        return self._titled(one), as_text(one, self.addresses), as_html(one, self.addresses)

    def _same(self, told: Sequence[EventView | str]) -> tuple[str, str, str]:
        """Several events of one statement, each told whole."""
        parts = [self._one(one) for one in told]
        kinds = dict.fromkeys(label(one.kind) for one in told if not isinstance(one, str))
        names = {"kind": ", ".join(kinds)}
        first = next(one for one in told if not isinstance(one, str))
        return (
            self._titled(first, names),
            "\n\n".join(text for _, text, _ in parts),
            "\n<hr>\n".join(html for _, _, html in parts),
        )

    def _digest(self, told: Sequence[EventView | str]) -> tuple[str, str, str]:
        counts = Counter(label(_kind(one)) for one in told)
        title = ", ".join(f"{count} {name.lower()}" for name, count in counts.most_common())
        lines, items = [], []
        for one in told[:_LISTED]:
            line = quiet(one) if isinstance(one, str) else headline(one)
            page = "" if isinstance(one, str) or not self.addresses.base else self._page(one)
            speaker = "" if isinstance(one, str) else _speaker(one)
            lines.append("\n  ".join(filter(None, [f"- {line}{speaker}", page])))
            words = f"{escape(line)}{escape(speaker)}"
            items.append(
                f'<li><a href="{escape(page)}">{words}</a></li>' if page else f"<li>{words}</li>"
            )
        rest = len(told) - _LISTED
        more = f"And {rest} more, on the record." if rest > 0 else ""
        text = "\n".join(filter(None, [*lines, more]))
        html = "<ul>\n" + "\n".join(items) + "\n</ul>" + (f"\n<p>{more}</p>" if more else "")
        return f"{self.site}: {title}", text, html

    def _page(self, event: EventView) -> str:
        return page_of(event, self.addresses)

    def _titled(self, event: EventView, instead: Mapping[str, str] | None = None) -> str:
        about = event.statement
        names = {
            "kind": label(event.kind),
            "title": one_line(about.title or about.opening[:80] or about.url),
            "speaker": one_line(about.speaker.name) if about.speaker else "",
            "url": one_line(about.url),
        } | dict(instead or {})
        # One pass, by our own names: what a page says is put in and never read again.
        return _PLACE.sub(lambda found: names[found[1]], self.title)


def _statement(one: EventView | str) -> str:
    return "" if isinstance(one, str) else one.statement.id


def _kind(one: EventView | str) -> str:
    return "notes on the record" if isinstance(one, str) else one.kind


def _speaker(event: EventView) -> str:
    speaker = event.statement.speaker
    return f" ({one_line(speaker.name)})" if speaker else ""
