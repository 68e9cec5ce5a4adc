"""Numbered steps from an empty base to today's; each one is final once released."""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

steps = Migrations("vigie")


class NewerBase(Exception):
    """The base was written by a later Vigie, which this one could damage."""

    def __init__(self, path: Path, unknown: list[str]) -> None:
        super().__init__(f"{path}: {', '.join(unknown)}")
        self.path, self.unknown = path, unknown


def migrate(db: Database, path: Path) -> list[str]:
    """Bring the base up to date and name the steps taken, after a copy beside it.

    Raises NewerBase before anything is touched, sqlite3.Error with the base as it was.
    """
    refuse_newer(db, path)
    pending = [step.name for step in steps.pending(db)]
    if not pending:
        return []
    if steps.applied(db):
        _copy(db, path.with_name(f"{path.name}.before-{pending[0]}"))
    db.execute("pragma foreign_keys = off")  # transform() refuses otherwise
    try:
        steps.apply(db)
    finally:
        db.execute("pragma foreign_keys = on")
    return pending


def refuse_newer(db: Database, path: Path) -> None:
    """Raises NewerBase when the base took steps that this Vigie does not know."""
    unknown = [step.name for step in steps.applied(db) if step.name not in _all_names()]
    if unknown:
        raise NewerBase(path, unknown)


def _all_names() -> set[str]:
    return {step.name for step in steps.pending(Database(memory=True))}


def _copy(db: Database, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.part")
    with contextlib.closing(sqlite3.connect(unfinished)) as copy:
        db.conn.backup(copy)
    unfinished.replace(target)


@steps(name="0001_start")
def _start(db: Database) -> None:
    for statement in _START.split(";\n\n"):
        db.execute(statement)
    # Nonces must differ between two bases that write as the same account.
    db.execute("insert into meta (key, value) values ('nonce', ?)", [secrets.token_hex(4)])


_START = """
create table meta (key text primary key, value text not null) strict;

create table collectives (
  id text primary key,
  locale text,
  timezone text,
  since text not null
) strict;

create table forums (
  name text primary key,
  url text not null,
  engine text not null default '',
  title text not null default '',
  position integer,
  last_success text,
  last_new text,
  trouble text,
  trouble_since text
) strict;

create table topics (
  forum text not null references forums (name),
  number integer not null,
  title text not null,
  url text not null,
  category text not null,
  tags text not null,
  seen text not null,
  primary key (forum, number)
) strict;

create table posts (
  forum text not null,
  number integer not null,
  topic integer not null,
  author text not null,
  posted text not null,
  url text not null,
  html text not null,
  primary key (forum, number),
  foreign key (forum, topic) references topics (forum, number)
) strict;

create table follows (
  id integer primary key,
  collective text not null references collectives (id),
  channel text not null,
  forum text not null,
  topic integer not null,
  after_post integer not null,
  state text not null,
  foreign key (forum, topic) references topics (forum, number)
) strict;

create unique index one_follow on follows (channel, forum, topic) where state = 'active';

create index follows_by_topic on follows (forum, topic) where state = 'active';

create table changes (
  id integer primary key,
  noun text not null,
  key text not null,
  at text not null,
  by text,
  before text,
  after text not null,
  why text
) strict;

create table deliveries (
  id integer primary key,
  kind text not null,
  channel text not null,
  reply_to text,
  collective text references collectives (id),
  cause text not null,
  facts text not null,
  urgent integer not null default 0,
  due text not null,
  state text not null,
  reason text,
  digest text,
  message text,
  attempts integer not null default 0,
  retry_at text,
  doubtful integer not null default 0,
  planned text not null,
  settled text,
  unique (cause, channel)
) strict;

create index deliveries_due on deliveries (due) where state = 'planned';

create index deliveries_queue on deliveries (channel, urgent desc, due, id)
  where state = 'planned';

create index deliveries_sending on deliveries (id) where state = 'sending';

create index deliveries_told on deliveries (channel, message) where message is not null
"""
