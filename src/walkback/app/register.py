"""The register: what is watched, and who speaks."""

from collections.abc import Sequence
from pathlib import Path

from walkback.app.outlets import Outlets
from walkback.model.mask import How, MasksView
from walkback.model.source import Speaker, WatchLine
from walkback.model.views import SourceView, SpeakerView
from walkback.sources import read_people, read_watchlist
from walkback.store import answers, masks
from walkback.watch.bringing import text_of


class Register(Outlets):
    """The part of the app that adds to the register."""

    def watch(self, lines: Sequence[WatchLine]) -> list[SourceView]:
        """Add sources; a known address is watched anew."""
        added = self._registrar.watch(lines)
        return answers.sources(self._record.store, added)

    def unwatch(self, url: str) -> SourceView:
        """End looking at a source and keep its record."""
        return answers.sources(self._record.store, [self._registrar.unwatch(url)])[0]

    def mask(self, url: str, words: str | None = None, how: How = How.IGNORE) -> MasksView:
        """What is left out of account of a source; with ``words``, sets how they are compared."""
        if words is not None:
            self._registrar.mask(url, words, how)
        return masks.masks_view(self._record.store, url)

    def read_watchlist(self, text: str, name: str) -> list[WatchLine]:
        """A watch list: lines, OPML or CSV."""
        return read_watchlist(text, name)

    def add_speaker(
        self,
        name: str,
        *,
        aliases: Sequence[str] = (),
        handles: Sequence[str] = (),
        sites: Sequence[str] = (),
    ) -> SpeakerView:
        """Register a public figure or body."""
        person = Speaker("", name, tuple(aliases), tuple(handles), tuple(sites))
        return self.speaker(self._registrar.add([person])[0].id)

    def import_speakers(self, path: Path) -> list[SpeakerView]:
        """Register everybody in a Popolo, congress-legislators or CSV file."""
        people = [
            Speaker("", p.name, tuple(p.aliases), tuple(p.handles), tuple(p.sites))
            for p in read_people(text_of(path), str(path))
        ]
        return [answers.plain_speaker(person) for person in self._registrar.add(people)]

    def edit_speaker(
        self,
        ref: str,
        *,
        name: str | None = None,
        aliases: Sequence[str] | None = None,
        handles: Sequence[str] | None = None,
        sites: Sequence[str] | None = None,
    ) -> SpeakerView:
        """Replace what is registered; what is None stays."""
        old = self._find(ref)
        self._registrar.edit(old, name, (aliases, handles, sites))
        return self.speaker(old.id)

    def reply(self, ref: str, text: str) -> SpeakerView:
        """Lodge a speaker's own reply, shown as theirs with its date on their page."""
        person = self._find(ref)
        self._registrar.reply(person, text)
        return self.speaker(person.id)

    def merge_speakers(self, keep: str, gone: str) -> SpeakerView:
        """Two entries are one person."""
        kept = self._find(keep)
        self._registrar.merge(kept, self._find(gone))
        return self.speaker(kept.id)
