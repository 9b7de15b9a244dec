"""Accounts and the invitations they come from."""

import secrets
import sqlite3
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from walkback.app.desk import phrases, sessions, slowing
from walkback.app.desk.book import Book
from walkback.errors import BadInput
from walkback.model.desk import Account, Invitation, NotSignedIn, Role, SignedIn
from walkback.model.times import parse_stamp, stamp

LINK_LASTS = timedelta(hours=24)
_LONGEST_NAME = 80


class DeskAccounts:
    """``model.desk.Accounts`` in a file. ``lasts``: a session idle, and a session at most."""

    def __init__(
        self, keys: Path, clock: Callable[[], datetime], lasts: tuple[timedelta, timedelta]
    ) -> None:
        self._book = Book(keys)
        self._clock = clock
        self._lasts = lasts

    # --- sessions

    def sign_in(self, name: str, phrase: str, address: str) -> SignedIn | NotSignedIn:
        """A new session where the phrase is that of the account.

        A try that comes too soon is not looked at, whether it would be right or not.
        """
        now, key = self._clock(), _key(name)
        counted = [slowing.name_key(key), slowing.address_key(address)]
        with self._book.writing() as connection:
            if wait := slowing.wait(connection, counted, now):
                return NotSignedIn(wait)
            # Counted before it is looked at: many at once are no more tries than one by one.
            slowing.failed(connection, counted, now)
            query = "SELECT id, phrase FROM accounts WHERE key = ? AND ended IS NULL"
            found = connection.execute(query, (key,)).fetchone()
        if not phrases.fits(found["phrase"] if found else None, phrase):
            return NotSignedIn()
        with self._book.writing() as connection:
            slowing.forgiven(connection, counted, now)
            sessions.forget_old(connection, now, self._lasts[1])
            return self._begin(connection, found["id"], now)

    def session(self, token: str) -> Account | None:
        """Whose session this is, while it lasts; being asked keeps it from falling idle."""
        now = self._clock()
        if not self._book.path.exists():
            return None
        with self._book.reading() as connection:
            found = sessions.whose(connection, token, now, self._lasts)
            account = found and _account_of(connection, found[0])
        if not found or account is None or account.ended:
            return None
        if found[1]:
            with self._book.writing() as connection:
                sessions.touch(connection, token, account.id, now)
        return account

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._book.writing() as connection:
            sessions.end(connection, token)

    def change_phrase(self, account: str, old: str, new: str) -> bool:
        """Take another pass phrase and end all sessions; False where the old one is wrong."""
        with self._book.reading() as connection:
            query = "SELECT name, phrase FROM accounts WHERE id = ? AND ended IS NULL"
            row = connection.execute(query, (account,)).fetchone()
        if not phrases.fits(row["phrase"] if row else None, old):
            return False
        phrases.check(new, row["name"])
        kept = phrases.kept(new)
        with self._book.writing() as connection:
            connection.execute("UPDATE accounts SET phrase = ? WHERE id = ?", (kept, account))
            sessions.end_all(connection, account)
        return True

    # --- invitations

    def invite(self, name: str, role: Role) -> Invitation:
        """A new link; an earlier one for the same name works no more.

        Raises ``BadInput`` where the name is taken or no name. An empty name is chosen by who
        comes first: it is that of the first start.
        """
        if name:
            name = _named(name)
        if role is Role.ANYBODY:
            raise BadInput("no role of an account", subject=role.value)
        now, code = self._clock(), secrets.token_urlsafe(32)
        made = Invitation(name, role, now + LINK_LASTS, code)
        with self._book.writing() as connection:
            _check_free(connection, name)
            connection.execute("DELETE FROM invitations WHERE expires < ?", (stamp(now),))
            connection.execute("DELETE FROM invitations WHERE name = ?", (name,))
            row = (sessions.hashed(code), name, role.value, stamp(made.expires))
            connection.execute("INSERT INTO invitations VALUES (?, ?, ?, ?)", row)
        return made

    def first_invitation(self) -> Invitation | None:
        """A link for the first keeper; None where there is one, who can invite."""
        with self._book.reading() as connection:
            query = "SELECT count(*) FROM accounts WHERE role = ? AND ended IS NULL"
            (keepers,) = connection.execute(query, (Role.KEEPER.value,)).fetchone()
        return None if keepers else self.invite("", Role.KEEPER)

    def invited(self, code: str) -> Invitation | None:
        """What a link is for, while it works."""
        with self._book.reading() as connection:
            return self._invited(connection, code)

    def _invited(self, connection: sqlite3.Connection, code: str) -> Invitation | None:
        query = "SELECT * FROM invitations WHERE hash = ?"
        row = connection.execute(query, (sessions.hashed(code),)).fetchone()
        if row is None or parse_stamp(row["expires"]) <= self._clock():
            return None
        return Invitation(row["name"], Role(row["role"]), parse_stamp(row["expires"]))

    def join(self, code: str, name: str, phrase: str) -> SignedIn | None:
        """Make the account of a link, which works no more then; None where it does not work.

        Raises ``BadInput`` for a phrase too weak, and for a name that cannot be given.
        """
        found = self.invited(code)
        if found is None:
            return None
        name = found.name or _named(name)
        phrases.check(phrase, name)
        kept, now, identity = phrases.kept(phrase), self._clock(), secrets.token_hex(8)
        with self._book.writing() as connection:
            if self._invited(connection, code) is None:
                return None  # somebody was quicker
            _check_free(connection, name)
            connection.execute(
                "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)",
                (identity, _key(name), name, found.role.value, kept, stamp(now)),
            )
            connection.execute("DELETE FROM invitations WHERE hash = ?", (sessions.hashed(code),))
            if not found.name:  # a first start may have printed others since
                connection.execute("DELETE FROM invitations WHERE name = ''")
            return self._begin(connection, identity, now)

    def _begin(self, connection: sqlite3.Connection, account: str, now: datetime) -> SignedIn:
        token = sessions.begin(connection, account, now)
        sessions.touch(connection, token, account, now)
        return SignedIn(token)

    # --- lists

    def accounts(self) -> Sequence[Account]:
        """All accounts, ended ones too, by name."""
        with self._book.reading() as connection:
            return [
                _account(row) for row in connection.execute("SELECT * FROM accounts ORDER BY key")
            ]

    def invitations(self) -> Sequence[Invitation]:
        """Links that still work, without their codes."""
        query = "SELECT * FROM invitations WHERE expires > ? ORDER BY expires"
        with self._book.reading() as connection:
            rows = connection.execute(query, (stamp(self._clock()),))
            return [Invitation(r["name"], Role(r["role"]), parse_stamp(r["expires"])) for r in rows]

    def end(self, account: str) -> None:
        """End an account and its sessions; its name is given to nobody again.

        Raises ``BadInput`` for the last keeper, who could not be replaced, and for nobody.
        """
        with self._book.writing() as connection:
            found = _account_of(connection, account)
            if found is None or found.ended:
                raise BadInput("there is no such account", subject=account)
            query = "SELECT count(*) FROM accounts WHERE role = ? AND ended IS NULL AND id <> ?"
            (others,) = connection.execute(query, (Role.KEEPER.value, account)).fetchone()
            if found.role is Role.KEEPER and not others:
                raise BadInput(
                    "the last keeper cannot be ended",
                    subject=found.name,
                    todo="Invite another keeper first",
                )
            ended = (stamp(self._clock()), account)
            connection.execute("UPDATE accounts SET ended = ? WHERE id = ?", ended)
            sessions.end_all(connection, account)


def _named(name: str) -> str:
    """A name as it is shown. Raises ``BadInput``."""
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    if not 1 <= len(name) <= _LONGEST_NAME or not all(letter.isprintable() for letter in name):
        raise BadInput("no name for an account", expected=f"1 to {_LONGEST_NAME} letters")
    return name


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()[:_LONGEST_NAME]


def _check_free(connection: sqlite3.Connection, name: str) -> None:
    query = "SELECT 1 FROM accounts WHERE key = ?"
    if name and connection.execute(query, (_key(name),)).fetchone():
        # Ended accounts keep theirs: the record names reviewers, and one name is one person.
        raise BadInput("there is an account of this name", subject=name, todo="Take another name")


def _account_of(connection: sqlite3.Connection, identity: str) -> Account | None:
    row = connection.execute("SELECT * FROM accounts WHERE id = ?", (identity,)).fetchone()
    return _account(row) if row else None


def _account(row: sqlite3.Row) -> Account:
    return Account(
        row["id"],
        row["name"],
        Role(row["role"]),
        parse_stamp(row["made"]),
        parse_stamp(row["ended"]) if row["ended"] else None,
        parse_stamp(row["last_seen"]) if row["last_seen"] else None,
    )
