"""An event told whole, for those who do not come to the page: feeds and alerts. Pure.

The same sentences as on the pages, and the diff in it: as text with - and +, as HTML with
``<del>`` and ``<ins>``. Every value of anybody is escaped.
"""

import re

from markupsafe import escape

from walkback.model.change import NamedChange, Piece
from walkback.model.release import NAME_WITHHELD
from walkback.model.views import EventView
from walkback.publish.addresses import Addresses
from walkback.publish.running import shortened
from walkback.publish.shield import link, visible, visible_address
from walkback.publish.when import plain
from walkback.publish.words import changed, excerpt, happened, label, withheld

_MOST = 6  # changes that are shown; the page has all
_OPENING = 240
# What chat services read as a call to everybody, whoever wrote it.
_CALL = re.compile(r"@(?=everyone|here|channel|all\b|room\b)|<(?=[!@#])", re.IGNORECASE)
_TAGS = {"same": "{}", "out": "<del>{}</del>", "in": "<ins>{}</ins>"}


def one_line(text: str) -> str:
    """Somebody's text as it may stand in a title: visible, in one line, calling nobody."""
    return quiet(" ".join(visible(text).split()))


def quiet(text: str) -> str:
    """Somebody's text with calls to everybody broken by a joiner that nobody sees."""
    return _CALL.sub(lambda found: f"{found[0]}\u2060", visible(text))


def headline(event: EventView) -> str:
    """``Removed: On the ferry``."""
    about = event.statement
    return f"{label(event.kind)}: {one_line(about.title or about.opening[:80] or about.url)}"


def page_of(event: EventView, addresses: Addresses) -> str:
    """The address of the event on its statement's page."""
    page = addresses.statement(event.statement.id, f"event-{event.id}")
    return addresses.public(page)


def as_text(event: EventView, addresses: Addresses) -> str:
    """The event as plain text, a few lines."""
    if event.withheld is not None:
        return plain(withheld(event.withheld))
    told = [plain(happened(event)), changed(event)]
    told += [_as_lines(one) for one in _changes(event)]
    told += [_who(event), _opening(event), *(reason.text for reason in event.reasons)]
    told.append(_sure(event))
    if addresses.base:
        told.append(page_of(event, addresses))
    return "\n".join(quiet(line) for line in told if line)


def as_html(event: EventView, addresses: Addresses) -> str:
    """The event as HTML that can stand anywhere: no class, no style, no picture, no script."""
    if event.withheld is not None:
        return _p(escape(plain(withheld(event.withheld))))
    told = [_p(_safe(plain(happened(event)))), _p(_safe(changed(event)))]
    told += [_p(_marked(shortened(one))) for one in _changes(event)]
    told += [_p(_said_by(event)), _quote(_opening(event))]
    told += [_p(_safe(reason.text)) for reason in event.reasons]
    told.append(_p(_safe(_sure(event))))
    if addresses.base:
        told.append(_p(f'<a href="{escape(page_of(event, addresses))}">On the record</a>'))
    return "\n".join(line for line in told if line)


def _changes(event: EventView) -> list[NamedChange]:
    # Of a change in which a name is hidden the place would tell too much.
    hidden = (one for one in event.changes if NAME_WITHHELD not in one.before + one.after)
    return list(hidden)[:_MOST]


def _as_lines(change: NamedChange) -> str:
    sides = (("- ", change.before), ("+ ", change.after))
    return "\n".join(f"{sign}{' '.join(text.split())}" for sign, text in sides if text)


def _opening(event: EventView) -> str:
    """How the words began that are gone now; an edit's are in its changes."""
    return "" if event.changes else excerpt(event.statement.opening, _OPENING)


def _who(event: EventView) -> str:
    speaker = event.statement.speaker
    url = visible_address(event.statement.url)
    return f"{speaker.name}, {url}" if speaker else url


def _said_by(event: EventView) -> str:
    speaker, url = event.statement.speaker, event.statement.url
    shown = _safe(visible_address(url))
    if link(url):
        shown = f'<a href="{escape(url)}" rel="noopener noreferrer nofollow">{shown}</a>'
    return f"{_safe(speaker.name)}, {shown}" if speaker else shown


def _sure(event: EventView) -> str:
    return f"Confidence: {event.confidence}. Leaf {event.leaf} of the ledger."


def _marked(pieces: tuple[Piece, ...]) -> str:
    told = (_TAGS.get(piece.op, "{}").format(_safe(piece.text)) for piece in pieces)
    return " ".join(told)


def _quote(text: str) -> str:
    return f"<blockquote>{_p(_safe(text))}</blockquote>" if text else ""


def _p(text: str) -> str:
    return f"<p>{text}</p>" if text else ""


def _safe(text: str) -> str:
    return str(escape(quiet(text)))
