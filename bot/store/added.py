"""The communes that people added to those that ship."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.domain.ids import CityId, PersonId
from bot.store import changes
from bot.store.base import Tx, stamp


def keep(tx: Tx, code: CityId, name: str, *, by: PersonId, now: datetime) -> bool:
    """Keep a commune, or its new name; False when it is there under this one already."""
    row = tx.execute("select name from added_communes where code = ?", [code]).fetchone()
    if row is not None and row[0] == name:
        return False
    tx.execute(
        "insert into added_communes (code, name, added) values (?, ?, ?)"
        " on conflict do update set name = excluded.name",
        [code, name, stamp(now)],
    )
    before, after = (None, "added") if row is None else (row[0], "renamed")
    changes.record(tx, "commune", code, now, by, before=before, after=after, why=name)
    return True


def every(tx: Tx) -> Iterator[tuple[CityId, str]]:
    """Each commune's key and name, by its key."""
    for code, name in tx.execute("select code, name from added_communes order by code"):
        yield CityId(code), name
