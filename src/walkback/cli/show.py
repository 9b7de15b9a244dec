"""``walkback show``: the story of one statement, or the list of a source."""

import typer
from rich.text import Text

from walkback.cli import history, phrases, screen
from walkback.cli.mask import print_masked
from walkback.cli.options import Json, Ref, opened
from walkback.model.casefile import CaseFile
from walkback.model.views import InstanceView, ListingView, PictureView, StatementView, VersionView


def show(ctx: typer.Context, ref: Ref, *, json: Json = False) -> None:
    """Tell all that is kept of one statement.

    Of a source that lists, its statements. Takes every address the statement ever had, its id,
    or the beginning of the id.
    """
    with opened(ctx) as record:
        view = record.show(ref)
    if json:
        screen.print_json(view)
    elif isinstance(view, ListingView):
        _print_listing(view)
    else:
        _print_statement(view)


def _print_statement(view: StatementView) -> None:
    screen.say((phrases.clean(view.title) or phrases.NO_TITLE, "bold"))
    by = [phrases.clean(view.speaker.name)] if view.speaker else []
    by += [f"by {phrases.clean(view.author)}"] if view.author else []
    by += [f"dated {phrases.clean(view.published)}"] if view.published else []
    if by:
        screen.say(", ".join(by))
    screen.say(phrases.clean(view.url))
    screen.say((f"id {view.id}", "dim"))
    seen = max((one.last_seen for one in view.instances if one.last_seen), default=None)
    screen.say(
        "\n", history.styled(view.state), ": ", phrases.state_words(view.state, seen), hang=2
    )
    if view.pending:
        screen.say(phrases.capital(phrases.pending_words(view.pending)))
    _print_instances(view.instances)
    _print_versions(view.versions, many=len(view.instances) > 1)
    _print_pictures(view.pictures)
    if view.events:
        screen.heading("History")
        history.print_short(view.events, indent=2, of=view.id)
    for case in view.case_files:
        _print_case(case)
    print_masked(view.masked)


def _print_case(case: CaseFile) -> None:
    """How it was judged, look by look, or how far the looks are that are open."""
    what = case.kind if case.event else f"{case.kind or 'nothing yet'} (open)"
    screen.heading(f"How it was judged: {what}")
    if case.rule:
        screen.say(phrases.capital(case.says), indent=2)
        counted = f"{case.counted} looks count, {case.needed} needed"
        screen.say(f"rule {case.rule}, {counted}, confidence {case.confidence}", indent=2)
    for text in (*case.because, *case.notes):
        screen.say(phrases.clean(text), indent=2)
    for look in case.looks:
        mark = "counts" if look.counts else "does not count"
        head = f"{phrases.when(look.at)}  {look.answer}: {look.shows} ({mark})"
        screen.say(phrases.clean(head), indent=2, hang=4)
        for probe in look.probes:
            screen.say(phrases.clean(f"{probe.asked}: {probe.answer}"), indent=6, hang=2)


def _print_instances(instances: tuple[InstanceView, ...]) -> None:
    elsewhere = any(address != one.url for one in instances for address in one.addresses)
    if len(instances) < 2 and not elsewhere:
        return
    screen.heading("Where")
    for one in instances:
        screen.say(phrases.clean(one.url), indent=2)
        words = Text.assemble(history.styled(one.state), f", {one.channel}: ")
        screen.say(words, phrases.state_words(one.state, one.last_seen), indent=4)
        for address in one.addresses:
            if address != one.url:
                screen.say(f"also {phrases.clean(address)}", indent=4)
        if one.reasons:
            screen.say(phrases.clean("; ".join(one.reasons)), indent=4, hang=2)
        for change in one.differences:
            screen.say(f"“{phrases.clean(change.before)}”", indent=6, hang=1)
            screen.say(f"“{phrases.clean(change.after)}”", indent=6, hang=1)


def _print_versions(versions: tuple[VersionView, ...], *, many: bool) -> None:
    if not versions:
        return
    screen.heading("Versions")
    for one in versions:
        seen = phrases.seen(one.first_seen, one.last_seen)
        screen.say(f"{one.number}  {seen}  {phrases.clean(one.title)}", indent=2, hang=3)
        if many and one.url:
            screen.say(phrases.clean(one.url), indent=5)
    newest = versions[-1]
    screen.heading(f"What it said (version {newest.number})")
    screen.say(phrases.clean(newest.text, lines=True), indent=2)


def _print_pictures(pictures: tuple[PictureView, ...]) -> None:
    if not pictures:
        return
    screen.heading("In its pictures")
    for one in pictures:
        screen.say(phrases.clean(one.url), indent=2)
        if one.post_of is not None:
            screen.say(f"a post of {phrases.clean(one.post_of)}", indent=4)
        if one.text:
            sure = f" (sure of {one.confidence:.0%} of it)" if one.confidence is not None else ""
            screen.say(f"read{sure}:", indent=4)
            screen.say(phrases.clean(one.text, lines=True), indent=6)
        elif one.defect:
            screen.say(f"no words read: {phrases.clean(one.defect)}", indent=4)
        else:
            screen.say("not read yet", indent=4)
        if one.alt:
            screen.say(f"described on the page as: {phrases.clean(one.alt)}", indent=4, hang=2)


def _print_listing(view: ListingView) -> None:
    source = view.source
    screen.say((phrases.clean(source.url), "bold"))
    whose = f" of {phrases.clean(source.speaker.name)}" if source.speaker else ""
    screen.say(f"{source.kind or 'source'}{whose}, {source.health}")
    screen.say(f"{phrases.counted(len(view.statements), 'statement')}.\n")
    for line in view.statements:
        title = phrases.clean(line.title) or phrases.NO_TITLE
        screen.say(history.styled(line.state), "  ", (title, "bold"), hang=2)
        screen.say(phrases.clean(line.url), indent=2)
