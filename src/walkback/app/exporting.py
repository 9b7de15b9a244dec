"""What ``export`` is asked for, and the file it gives."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from walkback.app.bundle_choice import choose
from walkback.app.bundle_gate import hold_back
from walkback.app.bundles import BundleWriter, Exported, Sources, whole_file
from walkback.archive.wacz import Heading
from walkback.archive.wacz_auth import Signer
from walkback.errors import BadInput, NotFound
from walkback.model.bundle import Subject
from walkback.model.case import CaseView
from walkback.model.views import ListingView, StatementView
from walkback.model.withheld import Gate
from walkback.watch.record import Record
from walkback.watch.stories import find_story, stories

Show = Callable[[str], StatementView | ListingView]
Case = Callable[[str], CaseView]


def subject_of(record: Record, ref: str, show: Show, case: Case) -> tuple[Subject, list[str], str]:
    """What ``ref`` names, its statements, and a title as it may be shown. Raises ``NotFound``."""
    try:
        view = show(ref)
    except NotFound:
        story = find_story(stories(record.store), ref, None)
        return Subject("case", story.id), list(story.statements), case(story.id).title
    if isinstance(view, ListingView):
        raise NotFound(
            "a page that lists has no bundle of its own",
            subject=ref,
            todo="Name one of its statements; 'walkback show' lists them",
        )
    return Subject("statement", view.id, view.url or None), [view.id], view.title or view.url


def export(
    record: Record,
    what: tuple[Subject, list[str], str],
    path: Path,
    heading: Heading,
    tools: tuple[Gate, Signer],
) -> Exported:
    """Write the bundle of ``what`` to ``path``; its title is put into ``heading``.

    What the gate withholds is listed in the bundle and is not in it.

    Raises ``BadInput`` where ``path`` cannot be written, ``RecordDamaged`` where a leaf that
    belongs into it is not what the ledger says; then there is no file.
    """
    about, statements, title = what
    gate, signer = tools
    if not path.parent.is_dir() or path.is_dir():
        raise BadInput("no file can be made here", subject=str(path), todo="Name another with -o")
    with whole_file(path) as file:
        with record.keeper.held():  # what is read here belongs to one checkpoint
            sources = Sources(record.folder, record.store, record.ledger, record.signer)
            chosen = choose(record.store, record.archive.folder, about, statements)
            choice = hold_back(chosen, gate, record.store, record.archive.folder)
            writer = BundleWriter(sources, choice, replace(heading, title=title))
            listed = writer.write(file, signer.public)
        writer.seal(signer)  # may ask a timestamp authority: nobody waits for that
    return Exported(
        str(path),
        title,
        len(listed.leaves),
        len(writer.pages),
        len(listed.withheld),
        listed.size,
        path.stat().st_size,
    )
