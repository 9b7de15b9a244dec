"""What every table and column is, in words: for whoever opens the store with other tools. Pure."""

from typing import Any

# Columns that mean the same wherever they are; a table's own words win.
_ALIKE = {
    "id": "A random id.",
    "n": "A short number of our own, as a key.",
    "at": "When, RFC 3339 in UTC.",
    "url": "The address.",
    "instance": "The place of a statement: instances.id.",
    "statement": "The statement: instances.statement.",
    "speaker": "The speaker: speakers.id.",
    "capture": "The capture: captures.id.",
    "leaf": "The number of the leaf in the ledger that proves it.",
    "text": "SHA-256 of the words, evened.",
    "added": "When it was registered.",
    "first_seen": "The first look that found it.",
    "last_seen": "The last look that found it.",
    "title": "The title.",
    "reason": "Why, by a code.",
    "defect": "Why there is nothing to read; empty where there is.",
    "heard": "1: it was gone through for acts.",
    "why": "Why, in words.",
    "kind": "Of which kind.",
    "words": "The words.",
    "tries": "How often it was tried.",
    "number": "Its number, in the order they came.",
}
_Told = tuple[str, str, dict[str, str]]  # what a row is, the column that names it, the columns
_TABLES: dict[str, _Told] = {
    "events": (
        "What happened: verdicts that became part of the history.",
        "id",
        {
            "kind": "published, edited, removed, restored … or an act: retracted, corrected …",
            "at": "When: the first look at the new, or an act's publication.",
            "about": "Of an act: the earlier statement that it is about.",
            "verdict": "The whole verdict as JSON: interval, rule, reasons, observations.",
            "superseded_by": "The verdict that took its place; empty where it stands.",
            "told": "1: it is in the outbox of alerts, or nobody wants to know.",
            "changes": "What an edit changed, as JSON, the weightiest first.",
        },
    ),
    "speakers": (
        "The register of public figures and bodies.",
        "name",
        {
            "name": "The name.",
            "aliases": "Other names, a list in JSON.",
            "handles": "Accounts, a list in JSON.",
            "sites": "Sites, a list in JSON.",
            "merged_into": "The speaker this one turned out to be.",
        },
    ),
    "sources": (
        "What is watched.",
        "url",
        {
            "kind": "page, section, feed, mastodon, bluesky, x; empty before it was found out.",
            "every": "How often it is looked at.",
            "active": "1: it is watched now.",
            "browser": "1: a browser was asked for.",
            "note": "What is to be known of how it does.",
            "memory": "What an adapter remembers between looks, JSON.",
        },
    ),
    "instances": (
        "Places of statements: pages, posts, listings.",
        "url",
        {
            "statement": "The statement it is a place of; several have the same.",
            "source": "The source that brought it: sources.id.",
            "channel": "page, feed, mastodon …",
            "role": "statement, listing, page or article.",
            "state": "How it stands by the last verdict.",
            "text": "SHA-256 of the current version's words.",
            "capture": "The capture that first showed the current version.",
            "listed_title": "The title a listing gives it.",
            "listed_published": "The date a listing gives it.",
            "home": "The statement it was registered with.",
            "said_at": "When it was said: as published, else as first seen.",
            "stated": "1: the page itself states when.",
            "weighed": "1: it was compared with the speaker's other statements; 2: it stays alone.",
            "rendered": "1: plain it shows nothing without scripts; 2: its words are a browser's.",
        },
    ),
    "versions": ("Distinct texts of a place, each with when it was seen.", "first_seen", {}),
    "readings": (
        "Texts as they were read.",
        "n",
        {
            "reading": "Title, text, passages, date, author as JSON.",
            "capture": "The capture that first brought it.",
            "asked": "1: it was searched for facts that its markup lacks.",
        },
    ),
    "captures": (
        "What was received and kept, with what came of it.",
        "url",
        {
            "role": "statement, listing, control, picture, import …",
            "outcome": "received, gone, refused, unreachable, incomplete.",
            "reason": "The outcome's own code, such as http-404.",
            "status": "The HTTP status.",
            "final_url": "The address at the end of redirects.",
            "read": "0 not yet read, 1 read, 2 nothing to read.",
            "facts": "What the judge is told of it beside its words, JSON.",
            "view": "beside: a browser's picture lies with it; words: its words are rendered too.",
        },
    ),
    "leaves": (
        "The ledger's leaves, and where what they commit to lies.",
        "number",
        {
            "number": "The number of the leaf.",
            "kind": "capture, rollcall, verdict, register, redaction or import.",
            "id": "The id of what it commits to.",
            "segment": "The WARC file.",
            "offset": "Where its bytes begin in that file.",
            "length": "How many bytes.",
            "payload": "Where in them its own record begins.",
        },
    ),
    "articles": (
        "Articles that were checked and kept.",
        "title",
        {
            "published": "The date the article states.",
            "language": "Its language.",
            "text": "Its text.",
            "quotations": "What it quotes and how that stood then, JSON.",
        },
    ),
    "quoted": (
        "Quotations in kept articles, each with its finding.",
        "text",
        {
            "article": "The article: articles.id.",
            "number": "The how-manieth of the article.",
            "text": "The words quoted.",
            "name": "Who is said to speak.",
            "finding": "verbatim, trimmed, stitched, altered, other-speaker, not-on-record …",
        },
    ),
    "pictures": (
        "Pictures in statements, and their words.",
        "url",
        {
            "page": "The capture of the page that first showed it.",
            "words": "SHA-256 of that page's words.",
            "alt": "What markup says of it.",
            "capture": "The capture of the picture itself.",
            "state": "0 wanted, 1 kept, 2 done.",
            "text": "Its words, as read.",
            "lines": "The same by lines, JSON.",
            "post": "Of a picture of a post: name, handle, own; JSON.",
            "indexed": "1: its words may be looked up.",
        },
    ),
    "looks": (
        "Looks since the standing was last seen to hold: what the judge has.",
        "at",
        {
            "ready": "0 as it came, 2 waits for controls, 1 may be judged.",
            "observation": "What was seen, JSON.",
        },
    ),
    "controls": (
        "Which look a control's answer belongs to.",
        "capture",
        {
            "look": "The look: looks.id.",
            "kind": "What was asked to make sure: the host, a sibling, a second time.",
            "attached": "1: the look has it.",
        },
    ),
    "schedule": (
        "When each place is looked at next, and how the last looks went.",
        "n",
        {
            "n": "The place: instances.n.",
            "due": "When it is looked at next.",
            "hold": "Not before: the host said so.",
            "active": "1: it is looked at.",
            "plain": "1: it is present and nothing is open.",
            "failures": "Looks in a row that could not be.",
            "look_at": "The last look, whatever came of it.",
            "look": "What came of it.",
            "seen_at": "The last look that found what the state says.",
            "seen": "That look.",
            "good": "The last complete good capture.",
            "good_digest": "SHA-256 of its body.",
            "etag": "The server's own ETag.",
            "modified": "The server's own Last-Modified.",
            "kept": "The last capture of any outcome.",
            "kept_digest": "SHA-256 of its body.",
        },
    ),
    "addresses": ("Every address a place ever had.", "url", {}),
    "aliases": (
        "Statements found to be others at another place.",
        "id",
        {
            "id": "The id it had.",
            "statement": "The statement it is.",
        },
    ),
    "links": (
        "Why a place is one of its statement.",
        "instance",
        {
            "other": "The place it was compared with.",
            "alike": "How much they are alike.",
            "confidence": "How sure that is.",
            "reasons": "Why, a list in JSON.",
            "differences": "How their words differ, a list in JSON.",
        },
    ),
    "listed": (
        "Which listing names which place.",
        "instance",
        {
            "listing": "The listing: instances.id.",
            "now": "1: it was on the list when that was last read.",
        },
    ),
    "imported": (
        "Texts that came from an import.",
        "at",
        {
            "at": "The time the import gives.",
            "observation": "What it says, JSON.",
            "fingerprint": "By which the same line is known again.",
        },
    ),
    "masks": (
        "Lines that a person set to be ignored, or to count.",
        "words",
        {
            "source": "The source: sources.id.",
            "how": "ignore or count.",
        },
    ),
    "masked": (
        "Words that differed and were no edit.",
        "words",
        {
            "why": "Why they are furniture.",
            "shape": "The words without numbers.",
            "times": "How often.",
        },
    ),
    "gaps": (
        "When nobody could look.",
        "since",
        {
            "n": "The place: instances.n.",
            "since": "From when.",
            "until": "To when.",
        },
    ),
    "reads": (
        "Reads that a platform counts, by day.",
        "day",
        {
            "day": "The day in UTC.",
            "number": "How many.",
        },
    ),
    "replies": ("What speakers have to say to their record.", "text", {"text": "The reply."}),
    "restrictions": (
        "What was taken away. Not for readers.",
        "id",
        {
            "scope": "statement, case or article.",
            "target": "The id of what is hidden.",
            "state": "restricted, redacted or erased.",
            "by": "Who decided.",
            "statements": "Those a case had then, JSON.",
            "released": "When it was shown again.",
        },
    ),
    "protected": (
        "Names nobody is shown, as keyed hashes.",
        "n",
        {
            "listed": "The list it is on.",
            "sizes": "How many words its forms have.",
            "macs": "Keyed hashes of its forms.",
            "sieve": "Two bytes of the hash of each single word.",
        },
    ),
    "reviews": (
        "What reviewers say of events, the last word of each.",
        "event",
        {
            "event": "The event: events.id.",
            "account": "Whose word it is.",
            "name": "The reviewer's name then.",
            "finding": "What the reviewer found.",
        },
    ),
    "handled": (
        "What was handled at the desk, by whom.",
        "what",
        {"account": "Who did it.", "what": "What was done.", "target": "To what."},
    ),
    "forgotten": (
        "Addresses that were erased, as keyed hashes.",
        "mac",
        {
            "mac": "Keyed hash of the address.",
            "redaction": "The redaction that says so.",
        },
    ),
    "alerts": (
        "What is to be told, or was.",
        "key",
        {
            "key": "Of the state that is told, so that it is told once.",
            "target": "A keyed hash of the address it goes to.",
            "event": "The event: events.id; empty where it is the record's own health.",
            "words": "How the record does.",
            "at": "When it came into the outbox.",
            "batch": "The letter it is in.",
            "due": "Not before.",
            "state": "0 waits, 1 sent, 2 dropped, 3 given up.",
            "sent": "When it went.",
        },
    ),
    "meta": (
        "The store's own schema, and whether it was filled to the end.",
        "key",
        {
            "key": "Of what.",
            "value": "What.",
        },
    ),
}
_SHADOWS = ("", "_data", "_idx", "_content", "_docsize", "_config")


def described() -> dict[str, Any]:
    """Datasette's metadata for ``store.db``: a description for every table and column."""
    tables = {name: _table(*told) for name, told in _TABLES.items()}
    for part in _SHADOWS:
        words = "The index of quotable words: numbers only, not for reading."
        tables[f"shingles{part}"] = {"description": words, "hidden": True}
    tables["sqlite_sequence"] = {"description": "SQLite's own counters.", "hidden": True}
    return {
        "title": "Walkback, the record as tables",
        "description": (
            "For the desk's own eyes: the release gate does not stand before it. Whatever is "
            "restricted can be seen here."
        ),
        "databases": {"store": {"tables": tables}},
    }


def columns_of(table: str) -> dict[str, str]:
    """What the columns of a table are, those alike in all tables too."""
    return {**_ALIKE, **_TABLES[table][2]}


def _table(told: str, label: str, own: dict[str, str]) -> dict[str, Any]:
    return {"description": told, "label_column": label, "columns": {**_ALIKE, **own}}
