"""How an article's quotations look in a terminal."""

from collections.abc import Sequence

from rich.text import Text

from walkback.cli import phrases, screen
from walkback.model.quotation import Difference
from walkback.model.quoted import (
    CheckedView,
    FollowUp,
    MatchView,
    QuotationView,
    QuotesView,
    SaidView,
)

FINDINGS = {
    "verbatim": ("on record, word for word", "green"),
    "trimmed": ("on record; words were left out or put in brackets", "green"),
    "stitched": ("on record in two places, joined without a mark", "yellow"),
    "altered": ("on record with other words", "red"),
    "other-speaker": ("on record, said by someone else", "red"),
    "not-on-record": ("not on record", "yellow"),
    "not-checked": ("not checked", "dim"),
}
_LONGEST = 400  # letters of a quotation shown in a terminal; JSON has all


def print_article(view: QuotesView) -> None:
    """The article, then each quotation with its speaker and, where it was checked, its finding."""
    article = view.article
    screen.say((phrases.clean(article.title) or phrases.clean(article.url or "") or "Text", "bold"))
    about = [phrases.clean(part) for part in (article.url, article.published) if part]
    if about:
        screen.say(", ".join(about))
    count = phrases.counted(len(view.quotations), "quotation")
    screen.say(f"{count}{_summary(view.quotations)}.")
    for one in view.quotations:
        screen.say()
        _print_quotation(one)


def _summary(found: Sequence[QuotationView]) -> str:
    """How many of each finding, in the order of ``FINDINGS``; empty where nothing was checked."""
    kinds = [one.finding for one in found if isinstance(one, CheckedView)]
    counted = [f"{kinds.count(kind)} {kind}" for kind in FINDINGS if kind in kinds]
    return f": {', '.join(counted)}" if counted else ""


def _print_quotation(one: QuotationView) -> None:
    words = phrases.clean(one.text)
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    screen.say("“", (shown, "bold"), "”", hang=1)
    screen.say(_who(one), indent=2)
    if isinstance(one, CheckedView):
        _print_finding(one)


def _who(one: QuotationView) -> str:
    parts = [one.kind]
    if one.speaker:
        mention, name = phrases.clean(one.speaker.mention), phrases.clean(one.speaker.name)
        parts.append(name if mention == name else f"{name} (“{mention}”)")
    else:
        parts.append("speaker not named")
    if one.said:
        parts.append(_said(one.said))
    return ", ".join(part for part in parts if part)


def _said(said: SaidView) -> str:
    days = " to ".join(dict.fromkeys(day for day in (said.from_, said.to) if day))
    words = f"“{phrases.clean(said.words)}”" if said.words else ""
    return " ".join(part for part in (words, f"({days})" if days else "") if part)


def _print_finding(one: CheckedView) -> None:
    says, style = FINDINGS[one.finding]
    screen.say(
        (f"{says[:1].upper()}{says[1:]}", style),
        f": {one.reason}." if one.reason else ".",
        indent=2,
    )
    if one.match:
        _print_match(one.match)
    if one.others:
        places = {other.url for other in one.others} - {one.match.url if one.match else ""}
        if places:
            screen.say(f"also at {phrases.counted(len(places), 'other place')}", indent=4)
    for witness in one.witnesses:
        screen.say("another article has it differently: ", indent=4)
        screen.say(phrases.clean(witness.article), indent=6)
        screen.say(f"“{phrases.clean(witness.text)}”", indent=6, hang=1)


def _print_match(match: MatchView) -> None:
    whose = f"{phrases.clean(match.speaker)}: " if match.speaker else ""
    screen.say(f"{whose}{phrases.clean(match.title) or phrases.NO_TITLE}", indent=4, hang=2)
    screen.say(phrases.clean(match.url), indent=4)
    screen.say(_standing(match), indent=4, hang=2)
    for difference in match.differences:
        screen.say(_difference(difference), indent=4, hang=2)


def _standing(match: MatchView) -> str:
    version = f"version {match.version}"
    if not match.current:
        version += ", not the newest words there"
    if match.removed_between:
        last, missing = phrases.instants(*match.removed_between)
        return f"{version}; no longer there: last seen {last}, first missing {missing}"
    return f"{version}; {phrases.state_words(match.state, match.last_seen)}"


def _difference(difference: Difference) -> Text:
    return Text.assemble(
        "the article has ",
        (phrases.clean(difference.article) or "nothing", "red"),
        ", the record ",
        (phrases.clean(difference.record) or "nothing", "green"),
    )


def print_follow_up(one: FollowUp) -> None:
    """A kept article, what it quoted, and what happened to the source since."""
    article = phrases.clean(one.article.title or one.article.url or "An article")
    screen.say((article, "bold"))
    if one.article.url:
        screen.say(phrases.clean(one.article.url), indent=2)
    screen.say(f"quoted “{phrases.clean(one.text)}”", indent=2, hang=1)
    screen.say(f"{one.kind} {phrases.when(one.at)}: {phrases.clean(one.url)}", indent=2)
