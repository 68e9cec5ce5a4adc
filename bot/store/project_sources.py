"""Where what is known of projects comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bot.domain.ids import PersonId, ProjectId
from bot.domain.project_facts import Source
from bot.domain.vague import from_iso
from bot.store.base import Tx, stamp

COLUMNS: Final = "s.label, s.as_of, s.detail, s.url"


def add(tx: Tx, id_: ProjectId, source: Source, at: datetime, by: PersonId | None) -> int:
    """Remember where a fact comes from; the project's newest fact does, from now on."""
    cursor = tx.execute(
        "insert into project_sources (project, label, detail, url, as_of, at, by)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        [id_, source.label, source.detail, source.url, str(source.as_of), stamp(at), by],
    )
    tx.execute("update projects set source = ? where id = ?", [cursor.lastrowid, id_])
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def of(tx: Tx, id_: ProjectId) -> list[Source]:
    """Everything that was given as a source, the first first."""
    rows = tx.execute(
        f"select {COLUMNS} from project_sources s where s.project = ? order by s.id",  # noqa: S608
        [id_],
    )
    return [source for row in rows if (source := read(row))]


def read(row: Sequence[Any]) -> Source | None:
    """What `COLUMNS` are of, None where there is no row."""
    label, as_of, detail, url = row
    return Source(label, from_iso(as_of), detail, url) if as_of else None


def copy(tx: Tx, original: ProjectId, made: ProjectId) -> Mapping[int | None, int]:
    """The same sources for a copy, by the numbers that they had; who gave them stays behind."""
    rows = tx.execute("select id from project_sources where project = ? order by id", [original])
    numbers: dict[int | None, int] = {}
    for (number,) in rows.fetchall():
        cursor = tx.execute(
            "insert into project_sources (project, label, detail, url, as_of, at)"
            " select ?, label, detail, url, as_of, at from project_sources where id = ?",
            [made, number],
        )
        assert cursor.lastrowid is not None
        numbers[number] = cursor.lastrowid
    [newest] = tx.execute("select source from projects where id = ?", [original]).fetchone()
    tx.execute("update projects set source = ? where id = ?", [numbers.get(newest), made])
    return numbers
