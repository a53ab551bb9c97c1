"""The tables of the course's records."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

METADATA = MetaData()

LEARNERS = Table(
    "learners",
    METADATA,
    Column("key", String(80), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("unit", String(200), nullable=False, default=""),
    Column("code_hash", String(200)),  # null: opens to nobody
    Column("epoch", Integer, nullable=False, default=0),
    Column("created", String(40), nullable=False),
)

ANSWERS = Table(
    "answers",
    METADATA,
    Column("learner", String(80), primary_key=True),
    Column("page", String(40), primary_key=True),
    Column("item", String(60), primary_key=True),
    Column("answer", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("saved_at", String(40), nullable=False),
    Column("content_version", String(20), nullable=False),
)

# the latest saves that were acknowledged, in their order
LOG = Table(
    "log",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("learner", String(80), nullable=False),
    Column("page", String(40), nullable=False),
    Column("item", String(60), nullable=False),
    Column("answer", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("saved_at", String(40), nullable=False),
    Column("content_version", String(20), nullable=False),
    Index("log_of_answer", "learner", "page", "item", "rev", unique=True),
)

# what a visitor chose, such as the path of a role; staff and anonymous visitors alike
PREFERENCES = Table(
    "preferences",
    METADATA,
    Column("learner", String(80), primary_key=True),
    Column("name", String(20), primary_key=True),
    Column("value", String(60), nullable=False),
    Column("saved_at", String(40), nullable=False),
)
