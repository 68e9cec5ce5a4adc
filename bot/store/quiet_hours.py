"""The quiet hours that collectives and people chose."""

from __future__ import annotations

from datetime import time

from bot.domain.ids import CollectiveId, PersonId
from bot.domain.quiet import Quiet
from bot.store.base import Tx


def of_collective(tx: Tx, collective: CollectiveId) -> Quiet | None:
    return _get(tx, "collective", collective)


def of_person(tx: Tx, person: PersonId) -> Quiet | None:
    return _get(tx, "person", person)


def set_of_collective(tx: Tx, collective: CollectiveId, quiet: Quiet | None) -> None:
    """None for no quiet hours."""
    _set(tx, "collective", collective, quiet)


def set_of_person(tx: Tx, person: PersonId, quiet: Quiet | None) -> None:
    """None for no quiet hours."""
    _set(tx, "person", person, quiet)


def _get(tx: Tx, whose: str, id_: str) -> Quiet | None:
    row = tx.execute(
        "select begins, ends from quiet_hours where whose = ? and id = ?", [whose, id_]
    ).fetchone()
    return Quiet(time.fromisoformat(row[0]), time.fromisoformat(row[1])) if row else None


def _set(tx: Tx, whose: str, id_: str, quiet: Quiet | None) -> None:
    if quiet is None:
        tx.execute("delete from quiet_hours where whose = ? and id = ?", [whose, id_])
        return
    tx.execute(
        "insert into quiet_hours (whose, id, begins, ends) values (?, ?, ?, ?)"
        " on conflict (whose, id) do update set begins = excluded.begins, ends = excluded.ends",
        [whose, id_, quiet.begins.isoformat("minutes"), quiet.ends.isoformat("minutes")],
    )
