"""Every step in its order, and how a base takes those that it lacks."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Final

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from bot.store.migrations import bridge, calendar, cities, links, work

# In the order of their numbers: a new step goes to the end of the last.
_PARTS: Final = (bridge.steps, cities.steps, calendar.steps, links.steps, work.steps)

steps = Migrations("vigie")
for _part in _PARTS:
    _part.join(steps)


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
