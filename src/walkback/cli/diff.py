"""``walkback diff``: two versions of a statement."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.text import Text

from walkback.cli import phrases, screen
from walkback.cli.options import Json, Ref, opened
from walkback.errors import BadInput
from walkback.model.change import DiffRow, Piece, Rank
from walkback.model.views import DiffView, VersionView

Number = Annotated[int | None, typer.Argument(min=1, help="A version's number.")]

# In a terminal colour and lines say it; piped, the marks of wdiff, which people know.
_STYLES = {"out": "red strike", "in": "green underline"}
_MARKS = {"out": ("[-", "-]"), "in": ("{+", "+}")}


def diff(
    ctx: typer.Context,
    ref: Ref,
    before: Number = None,
    after: Number = None,
    *,
    json: Json = False,
) -> None:
    """Show what differs between two versions, word by word.

    The last two versions where no numbers are given.
    """
    if before is not None and after is None:
        raise BadInput(
            "one version's number alone",
            subject=str(before),
            expected="two numbers, or none for the last two versions",
        )
    with opened(ctx) as record:
        view = record.diff(ref, before, after)
    if json:
        screen.print_json(view)
    else:
        _print_diff(view, marks=not screen.to_people())


def print_rows(view: DiffView, *, marks: bool) -> None:
    """The passages that differ, and how many do not."""
    for block in _blocks(view.rows):
        if isinstance(block, str):
            screen.say(block, "\n")
            continue
        for change in block.changes:
            if change.rank > Rank.TYPOGRAPHY:
                screen.say((f"{change.kind.value}: {phrases.clean(change.reason)}", "dim"))
        screen.say(_row_text(block, marks=marks), "\n")


def _print_diff(view: DiffView, *, marks: bool) -> None:
    screen.say((phrases.title_of(view.statement), "bold"))
    screen.say(phrases.clean(view.statement.url))
    for version in (view.before, view.after):
        screen.say(_version_words(version))
    screen.say()
    print_rows(view, marks=marks)


def _version_words(version: VersionView) -> str:
    return f"version {version.number}, {phrases.seen(version.first_seen, version.last_seen)}"


def _blocks(rows: tuple[DiffRow, ...]) -> Iterable[DiffRow | str]:
    """Rows that differ with one neighbour each side; a sentence for each run left out."""
    near = {
        place
        for index, row in enumerate(rows)
        if row.kind is not None
        for place in (index - 1, index, index + 1)
    }
    left_out = 0
    for index, row in enumerate(rows):
        if index not in near:
            left_out += 1
            continue
        if left_out:
            yield _left_out(left_out)
        left_out = 0
        yield row
    if left_out:
        yield _left_out(left_out)


def _left_out(count: int) -> str:
    return f"… {phrases.counted(count, 'passage')} the same …"


def _row_text(row: DiffRow, *, marks: bool) -> Text:
    """One passage with what went out and what came in, in reading order."""
    text = Text()
    gone = False
    for piece in _merged(row):
        if gone and piece.op == "in" and not text.plain[-1:].isspace():
            text.append(" ")
        gone = piece.op == "out"
        # The space that follows the words is neither struck nor marked.
        words = phrases.safe(piece.text, lines=True)
        body = words.rstrip()
        opening, closing = _MARKS.get(piece.op, ("", "")) if marks and body else ("", "")
        text.append(f"{opening}{body}{closing}", style=_STYLES.get(piece.op, ""))
        text.append(words[len(body) :])
    return text


def _merged(row: DiffRow) -> Iterable[Piece]:
    """The two sides as one run of pieces: same words once, gone words before new ones."""
    before, after = list(row.before), list(row.after)
    while before or after:
        while before and before[0].op != "same":
            yield before.pop(0)
        while after and after[0].op != "same":
            yield after.pop(0)
        if before:
            yield before.pop(0)
            if after:
                after.pop(0)
        elif after:
            yield after.pop(0)
