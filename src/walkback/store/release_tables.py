"""The tables of what is taken away, beside those of ``schema``."""

from sqlalchemy import Column, Index, Integer, Table, Text

from walkback.store.schema import metadata

__all__ = ["forgotten", "metadata", "protected", "restrictions"]

# What is taken away; ``id`` is also that of the leaf that says so. ``statements`` (JSON) are those
# that a case had then; a release ends it.
restrictions = Table(
    "restrictions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("statements", Text, nullable=False),
    Column("released", Text),
)
Index("restrictions_target", restrictions.c.target)

# Names nobody is shown, as keyed hashes: JSON lists.
protected = Table(
    "protected",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("listed", Text, nullable=False),
    Column("sizes", Text, nullable=False),
    Column("macs", Text, nullable=False),
    Column("sieve", Text, nullable=False),
)

# Keyed hashes of addresses whose statement was erased: what lies there is not kept again.
forgotten = Table(
    "forgotten",
    metadata,
    Column("mac", Text, primary_key=True),
    Column("redaction", Text, nullable=False),
)
