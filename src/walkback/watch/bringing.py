"""Import files: what each is, and the report of what it brought."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from walkback.archive.foreign import read_archive
from walkback.archive.wacz_reader import page_titles, read_wacz
from walkback.errors import BadAddress, BadFile
from walkback.model.address import normal
from walkback.model.source import Speaker
from walkback.model.times import stamp
from walkback.model.verdict import Policy
from walkback.model.views import ImportReport
from walkback.sources.statements import read_statements
from walkback.store import answers, shingles
from walkback.watch.bring import Bringer
from walkback.watch.bundled import read_bundle
from walkback.watch.captured import Finder, is_x_archive, own_posts, saved
from walkback.watch.hearing import hear
from walkback.watch.linking import link
from walkback.watch.record import Record
from walkback.watch.registering import Registrar

Tools = tuple[Registrar, Policy, Callable[[], str], Callable[[], datetime]]

_LINES = {".jsonl", ".ndjson", ".json"}
_WACZ = {".wacz", ".zip"}
_PAGES = {".html", ".htm"}
_ZIP = b"PK\x03\x04"


def text_of(path: Path) -> str:
    """A file's text. Raises ``BadFile`` where it cannot be read."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile("not a text file in UTF-8", subject=f"{path} at byte {error.start}") from None
    except OSError as error:
        raise BadFile(
            "the file cannot be read", subject=str(path), found=error.strerror or ""
        ) from None


def import_files(
    record: Record, paths: Sequence[Path], tools: Tools, progress: Callable[[int], None]
) -> ImportReport:
    """Import each file; what comes before a break in a file is kept, then the break is raised."""
    registrar, policy, new_id, clock = tools
    bringer = Bringer(record.keeper, new_id, clock)
    mark = answers.last_event(record.store)
    done = 0
    touched: set[str] = set()
    try:
        for path in _files(paths):
            _read(record)
            for count, instances in _bring(path, bringer, record, registrar):
                done += count
                touched |= instances
                progress(done)
    finally:
        # Also after a break: what came before it is judged like everything else.
        _read(record)
        bringer.judge(touched, policy)
        link(record.keeper, (new_id, clock))
        hear(record.keeper, policy, clock)
        with record.store.writing() as connection:
            shingles.merge_many(connection, len(touched))
    new = answers.events_after(record.store, mark, imported=True)  # a round may run beside it
    published = sum(1 for event in new if event.kind == "published")
    return ImportReport(
        files=len(paths),
        records=done,
        statements=published,
        versions=published + sum(1 for event in new if event.kind == "edited"),
        events=len(new),
    )


def _read(record: Record) -> None:
    # What a listing of ours names is left to the round that follows it.
    record.reader.read(lambda _row, _words: False)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(item for item in path.rglob("*") if item.is_file())
        else:
            yield path


def _bring(
    path: Path, bringer: Bringer, record: Record, registrar: Registrar
) -> Iterator[tuple[int, set[str]]]:
    start, finder = _start(path), Finder(registrar.speakers())
    if start.lstrip().startswith(b"<") or path.suffix.lower() in _PAGES:
        page, posts = saved(path, bringer.now())
        yield from bringer.bring_records([page])
        finder.note(posts, page.at)
    elif path.suffix.lower() in _WACZ or start.startswith(_ZIP):
        yield from _bring_wacz(path, bringer, record, registrar)
    elif path.suffix.lower() in _LINES or start.lstrip().startswith(b"{"):
        yield from bringer.bring_lines(_statements(path, registrar))
    else:
        yield from bringer.bring_records(finder.passing(read_archive(path)))
    yield from bringer.bring_lines(finder.lines())


def _bring_wacz(
    path: Path, bringer: Bringer, record: Record, registrar: Registrar
) -> Iterator[tuple[int, set[str]]]:
    """A WACZ's archives; of a bundle, the lines in it too. This record's own brings nothing."""
    if is_x_archive(path):
        yield from bringer.bring_lines(_named(registrar, own_posts(path)))
        return
    bundle = read_bundle(path)
    if bundle is not None and bundle.of(record.ledger):
        return
    titles = {}
    for url, title in page_titles(path).items():
        with suppress(BadAddress):
            titles[normal(url)] = title
    finder = Finder(registrar.speakers())
    yield from bringer.bring_records(finder.passing(read_wacz(path)), titles)
    yield from bringer.bring_lines(finder.lines())
    if bundle is not None and bundle.lines:
        yield from bringer.bring_lines(_named(registrar, bundle.lines))


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError as error:
        raise BadFile(
            "the file cannot be read", subject=str(path), found=error.strerror or ""
        ) from None


def _statements(path: Path, registrar: Registrar) -> Iterator[Mapping[str, Any]]:
    """Lines with their speaker's id; unknown speakers are registered first."""
    with path.open("rb") as file:
        lines = (
            {
                "speaker": line.speaker,
                "url": line.url,
                "published": _stamp(line.published),
                "text": line.text,
                "title": line.title or "",
                "channel": line.channel or "page",
            }
            for line in read_statements(file, str(path))
        )
        yield from _named(registrar, lines)


def _named(registrar: Registrar, lines: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Lines with the id of the speaker whose name they have."""
    people = {name: person.id for person in registrar.speakers() for name in _names(person)}
    for line in lines:
        if line["speaker"] not in people:
            people[line["speaker"]] = registrar.add([Speaker("", line["speaker"])])[0].id
        yield {**line, "speaker": people[line["speaker"]]}


def _names(person: Speaker) -> Iterable[str]:
    return (person.name, *person.aliases)


def _stamp(at: datetime | str) -> str:
    return at if isinstance(at, str) else stamp(at)
