"""Taking away: hide first, then decide; names that nobody is shown."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from walkback.app.register import Register
from walkback.app.release import address_bytes
from walkback.errors import BadInput, NotFound
from walkback.model.protected import protect
from walkback.model.release import Hold, Reason, Scope, TakenAway
from walkback.model.views import StatementView
from walkback.store import answers, erasing, withholding
from walkback.watch.erasing import erase
from walkback.watch.stories import find_story, stories
from walkback.watch.withholding import Decision, Withholder


class TakingAway(Register):
    """The part of the app that hides, shows again and erases."""

    _withholder: Withholder
    _new_id: Callable[[], str]

    def restrict(self, ref: str, reason: Reason = Reason.UNSPECIFIED, *, by: str) -> TakenAway:
        """Hide a statement, a case or a kept article from every surface; nothing is lost.

        Raises ``NotFound``. A case hides every statement linked to it, now and later.
        """
        wanted = self._decision(ref, reason, by)
        return self._taken(wanted, self._withholder.withhold(wanted))

    def panic(self, ref: str, *, by: str) -> TakenAway:
        """Hide the whole case that a statement is in, at once; decide later."""
        found = self._case_of(ref)
        if found is None:
            return self.restrict(ref, by=by)
        wanted = Decision(Scope.CASE, found[0], Reason.UNSPECIFIED, by, found[1])
        return self._taken(wanted, self._withholder.withhold(wanted))

    def show_again(self, ref: str, *, by: str) -> TakenAway:
        """End a restriction; a second reviewer's word. Raises ``NotFound``, ``BadInput``."""
        one = self._withholder.release(self._target(ref), by)
        count = len(one.statements) if one.scope is Scope.CASE else 1
        return TakenAway(one.id, one.scope, one.target, one.notice, count)

    def redact(
        self, ref: str, names: Sequence[str], reason: Reason = Reason.UNSPECIFIED, *, by: str
    ) -> TakenAway:
        """Hide names or passages wherever they stand, and mark the statement as redacted."""
        wanted = self._decision(ref, reason, by)
        if wanted.scope is not Scope.STATEMENT:
            raise BadInput("names are redacted in a statement", subject=ref)
        self.protect(names, "redacted")
        return self._taken(wanted, self._withholder.withhold(wanted, Hold.REDACTED))

    def erase(self, ref: str, reason: Reason = Reason.UNSPECIFIED, *, by: str) -> TakenAway:
        """Destroy a statement, a case or a kept article: bytes, salts, and what was made of it.

        It is hidden first. Raises ``Busy`` where another process polls: end it, and run this again.
        """
        wanted = self._decision(ref, reason, by)
        store = self._record.store
        with store.reading() as connection:
            if wanted.scope is Scope.ARTICLE:
                known = erasing.of_article(connection, wanted.target)
            else:
                known = erasing.of_statements(connection, wanted.statements)
        self._withholder.withhold(wanted)  # from this moment on nobody sees it
        identity, at = self._new_id(), self._clock()
        ids = () if wanted.scope is Scope.ARTICLE else known.statements
        macs = [self._release.mac(address_bytes(url)).hex() for url in known.addresses]
        if wanted.scope is Scope.ARTICLE:
            macs = []  # the paper's page may be checked again
        done = erase(self._record, replace(wanted, statements=ids), known, (identity, at, macs))
        taken = self._taken(wanted, identity)
        return replace(taken, whole=done.whole, part=done.part, left=done.left)

    def protect(self, names: Sequence[str], listed: str = "protected") -> int:
        """Put names on a list: none is shown from now on; how many there were.

        The record keeps keyed hashes alone. Raises ``BadInput`` for one that is no name.
        """
        found = [protect(name, listed, self._release.mac) for name in names if name.strip()]
        self._withholder.protect(found)
        return len(found)

    def _taken(self, wanted: Decision, identity: str) -> TakenAway:
        with self._record.store.reading() as connection:
            standing = withholding.standing(connection)
        notice = next(one.notice for one in standing if one.id == identity)
        count = len(wanted.statements) if wanted.scope is Scope.CASE else 1
        return TakenAway(identity, wanted.scope, wanted.target, notice, count)

    def _decision(self, ref: str, reason: Reason, by: str) -> Decision:
        if not by.strip():
            raise BadInput("nobody is named who decides", expected="a name, with --by")
        store = self._record.store
        with store.reading() as connection:
            if withholding.is_article(connection, ref):
                return Decision(Scope.ARTICLE, ref, reason, by)
        try:
            found = answers.show(store, ref, self._judged)
        except NotFound:
            story = find_story(stories(store), ref, None)
            return Decision(Scope.CASE, story.id, reason, by, story.statements)
        if not isinstance(found, StatementView):
            raise BadInput(
                "a list is not taken away whole",
                subject=ref,
                todo="Name its statements; 'walkback unwatch' ends looking at it",
            )
        with store.reading() as connection:
            whole = withholding.homes(connection, found.id)
        return Decision(Scope.STATEMENT, found.id, reason, by, whole)

    def _case_of(self, ref: str) -> tuple[str, tuple[str, ...]] | None:
        try:
            story = find_story(stories(self._record.store), ref, self._statement_of(ref))
        except NotFound:
            return None
        return story.id, story.statements

    def _target(self, ref: str) -> str:
        if "://" not in ref:
            return ref
        return self._statement_of(ref) or ref
