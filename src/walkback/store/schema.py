"""The tables. The store is a view of archive and ledger: a new schema number rebuilds it.

Instants are RFC 3339 text, so that a person who opens the file can read them and text order is
time order. ``n`` is a short integer key for the tables that are written at every look.
"""

from sqlalchemy import (
    DDL,
    Column,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
    event,
)

SCHEMA = "14"

metadata = MetaData()

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text))

leaves = Table(
    "leaves",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("payload", Integer, nullable=False),
)
Index("leaves_id", leaves.c.id)
Index("leaves_kind", leaves.c.kind, leaves.c.number)

speakers = Table(
    "speakers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("aliases", Text, nullable=False),  # JSON lists
    Column("handles", Text, nullable=False),
    Column("sites", Text, nullable=False),
    Column("merged_into", Text),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("kind", Text),
    Column("every", Text, nullable=False),
    Column("speaker", Text),
    Column("active", Integer, nullable=False),
    Column("browser", Integer, nullable=False),
    Column("added", Text, nullable=False),
    Column("instance", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("memory", Text, nullable=False, server_default="{}"),  # JSON: what an adapter remembers
)
Index("sources_instance", sources.c.instance)

instances = Table(
    "instances",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False, unique=True),
    Column("statement", Text, nullable=False),
    Column("source", Text),
    Column("speaker", Text),
    Column("channel", Text),
    Column("role", Text, nullable=False),
    Column("state", Text, nullable=False),  # by the last verdict; what is shown adds open looks
    Column("text", Text),  # of the current version
    Column("capture", Text),  # that first showed the current version
    Column("listed_title", Text),
    Column("listed_published", Text),
    Column("added", Text, nullable=False),
    Column("home", Text, nullable=False),  # the statement it was registered with
    # When it was said: as published, else as first seen; and whether it was weighed against the
    # speaker's other statements (2: a person took it out of one, and it stays alone).
    Column("said_at", Text),
    Column("stated", Integer, nullable=False, server_default="0"),
    Column("weighed", Integer, nullable=False, server_default="0"),
    # 1: its plain answer shows nothing without scripts; 2: its words are those a browser shows,
    # now and always, for words of one kind are never compared with those of the other.
    Column("rendered", Integer, nullable=False, server_default="0"),
)
Index("instances_statement", instances.c.statement)
Index("instances_said", instances.c.speaker, instances.c.said_at)
Index("instances_weighed", instances.c.weighed, instances.c.speaker, instances.c.said_at)
# What waits to be dated is looked for at every round; it is seldom any.
Index(
    "instances_undated",
    instances.c.n,
    sqlite_where=and_(
        instances.c.weighed == 0,
        instances.c.said_at.is_(None),
        instances.c.speaker.is_not(None),
        instances.c.text.is_not(None),
    ),
)
Index("instances_source", instances.c.source)
Index("instances_channel", instances.c.channel)

# Statements that were found to be others at another place: their ids are still found.
aliases = Table(
    "aliases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("statement", Text, nullable=False),
)
Index("aliases_statement", aliases.c.statement)

# Why an instance is one of its statement: which other it was compared with, and what differs.
links = Table(
    "links",
    metadata,
    Column("instance", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("alike", Text, nullable=False),
    Column("confidence", Text, nullable=False),
    Column("reasons", Text, nullable=False),  # JSON lists
    Column("differences", Text, nullable=False),
)

addresses = Table(
    "addresses",
    metadata,
    Column("url", Text, primary_key=True),
    Column("instance", Text, nullable=False),
)
Index("addresses_instance", addresses.c.instance)

# Written at every look, so it is narrow. ``plain`` is 1 where the instance is present (or is a
# listing that was read) and no look is open: then an unchanged look touches this row alone.
schedule = Table(
    "schedule",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("due", Text, nullable=False),
    Column("hold", Text),  # Retry-After; nothing overrides it
    Column("active", Integer, nullable=False),
    Column("plain", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("look_at", Text),  # the last look, whatever came of it
    Column("look", Text),  # its outcome: kind and reason
    Column("seen_at", Text),  # the last look that found what the state says
    Column("seen", Text),
    Column("good", Text),  # the last complete good capture, its body's digest and validators
    Column("good_digest", Text),
    Column("etag", Text),  # latin-1 text of the server's own bytes
    Column("modified", Text),
    Column("kept", Text),  # the last capture of any outcome
    Column("kept_digest", Text),
)
Index("schedule_due", schedule.c.active, schedule.c.due)

captures = Table(
    "captures",
    metadata,
    Column("id", Text, primary_key=True),
    Column("instance", Text),
    Column("role", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("status", Integer),
    Column("final_url", Text, nullable=False),
    Column("leaf", Integer, nullable=False),
    Column("read", Integer, nullable=False),  # 0 not yet, 1 read, 2 nothing to read
    Column("text", Text),  # of its reading
    Column("defect", Text),
    Column("facts", Text, nullable=False),  # JSON: what the judge is told of it beside its words
    # A browser's picture lies in its group: ``beside``, or its ``words`` are rendered ones too.
    Column("view", Text, nullable=False, server_default=""),
)
Index("captures_unread", captures.c.read, captures.c.leaf)
Index("captures_instance", captures.c.instance)
# Whether a record of somebody's archive is here already is asked by its time.
Index("captures_imported", captures.c.at, sqlite_where=captures.c.role == "import")

# Which looks a control's answer belongs to; one answer may serve several looks of a round.
controls = Table(
    "controls",
    metadata,
    Column("capture", Text, primary_key=True),
    Column("look", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("attached", Integer, nullable=False, server_default="0"),
)
Index("controls_look", controls.c.look)

# Texts that came from an import, each at the time the import gives for it.
imported = Table(
    "imported",
    metadata,
    Column("instance", Text, primary_key=True),
    Column("at", Text, primary_key=True),
    Column("text", Text, primary_key=True),
    Column("observation", Text, nullable=False),
    Column("capture", Text),
    Column("leaf", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
)

# One row for each distinct text of an instance, seen in a capture or an import. ``n`` is its
# number in the index of quotable words.
readings = Table(
    "readings",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("instance", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("reading", Text, nullable=False),  # JSON of the Reading
    Column("capture", Text),  # the first that brought it
    Column("asked", Integer, nullable=False, server_default="0"),  # for facts its markup lacks
    Column("heard", Integer, nullable=False, server_default="0"),  # gone through for acts
    UniqueConstraint("instance", "text"),
)
Index("readings_unheard", readings.c.heard, sqlite_where=readings.c.heard == 0)

# Pictures that pages show in their statements; ``n`` is for the index of quotable words.
pictures = Table(
    "pictures",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("instance", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("page", Text),  # the capture that first showed it, and the digest of its words
    Column("words", Text),
    Column("alt", Text, nullable=False, server_default=""),
    Column("capture", Text),  # of the picture itself
    Column("state", Integer, nullable=False, server_default="0"),  # 0 wanted, 1 kept, 2 done
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("text", Text, nullable=False, server_default=""),
    Column("lines", Text, nullable=False, server_default="[]"),  # JSON
    Column("defect", Text),
    Column("post", Text),  # JSON: name, handle, own; where it shows a post
    Column("indexed", Integer, nullable=False, server_default="0"),  # its words may be looked up
    Column("heard", Integer, nullable=False, server_default="0"),
    UniqueConstraint("instance", "url"),
)
Index("pictures_open", pictures.c.state, pictures.c.heard)

# Each text's words and runs of three words, as numbers: what a quotation is looked up by. FTS5
# merges its segments as they come, which a table of rows sorted by number would not survive:
# a million statements have forty million runs, each on a page of its own.
event.listen(
    metadata,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]  # its own hints leave it out
        "CREATE VIRTUAL TABLE shingles USING "
        "fts5(words, content='', columnsize=0, detail='none', tokenize='ascii')"
    ),
)

versions = Table(
    "versions",
    metadata,
    Column("instance", Text, primary_key=True),
    Column("first_seen", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("last_seen", Text, nullable=False),  # of the current version: schedule.seen_at is later
    Column("capture", Text),
    Column("leaf", Integer, nullable=False),
)

# Looks since the standing was last seen to hold: what the judge has before it.
looks = Table(
    "looks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("instance", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("capture", Text),
    Column("ready", Integer, nullable=False),  # 0 as it came, 2 waits for controls, 1 may be judged
    Column("observation", Text, nullable=False),
)
Index("looks_instance", looks.c.instance, looks.c.at)

# What a person set of a source's lines: those that contain the words are ignored, or count.
masks = Table(
    "masks",
    metadata,
    Column("source", Text, primary_key=True),
    Column("words", Text, primary_key=True),
    Column("how", Text, nullable=False),
    Column("added", Text, nullable=False),
)

# Words that differed and were no edit, the newest few; ``shape`` is the words without numbers.
masked = Table(
    "masked",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("instance", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("shape", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("first_seen", Text, nullable=False),
    Column("last_seen", Text, nullable=False),
    Column("times", Integer, nullable=False),
    UniqueConstraint("instance", "why", "shape"),
)

# Reads that a platform counts, by day in UTC.
reads = Table(
    "reads",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)

listed = Table(
    "listed",
    metadata,
    Column("listing", Text, primary_key=True),  # the listing's own instance
    Column("instance", Text, primary_key=True),
    Column("now", Integer, nullable=False),  # on the list when it was last read
)

events = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),  # in the order they came
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("instance", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("about", Text),
    Column("leaf", Integer, nullable=False),
    Column("verdict", Text, nullable=False),  # JSON
    Column("superseded_by", Text),
    Column("told", Integer, nullable=False),  # the outbox: 0 until alerts and feeds have it
    Column("changes", Text, nullable=False, server_default="[]"),  # JSON: what an edit changed
)
Index("events_at", events.c.at, events.c.id)
Index("events_statement", events.c.statement)
Index("events_instance", events.c.instance)
# What pages are made of: those that stand, by time, of a kind, of a place; and acts by what they
# are about. A page's worth is found without reading a verdict.
_STANDS = events.c.superseded_by.is_(None)
Index("events_stand", events.c.at, events.c.id, events.c.kind, sqlite_where=_STANDS)
Index("events_kind", events.c.kind, events.c.at, events.c.id, sqlite_where=_STANDS)
Index(
    "events_place",
    *(events.c.instance, events.c.at, events.c.id, events.c.kind),
    sqlite_where=_STANDS,
)
Index("events_about", events.c.about, sqlite_where=events.c.about.is_not(None))

# Articles that were checked and kept, with what they quote and how it stood then.
articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("url", Text),
    Column("title", Text, nullable=False),
    Column("published", Text),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("quotations", Text, nullable=False),  # JSON: as ``check`` told them
)
Index("articles_url", articles.c.url)

quoted = Table(
    "quoted",
    metadata,
    Column("article", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("speaker", Text),
    Column("name", Text, nullable=False),
    Column("finding", Text, nullable=False),
    Column("statement", Text),
)
Index("quoted_statement", quoted.c.statement)
Index("quoted_speaker", quoted.c.speaker)
