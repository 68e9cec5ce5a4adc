"""The communes that people added to those that ship."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.domain.ids import CityId, PersonId
from bot.store import changes
from bot.store.base import Tx, stamp


def add(tx: Tx, code: CityId, name: str, *, by: PersonId, now: datetime) -> bool:
    """Keep a commune; False when its code is there already."""
    cursor = tx.execute(
        "insert into added_communes (code, name, added) values (?, ?, ?) on conflict do nothing",
        [code, name, stamp(now)],
    )
    if cursor.rowcount:
        changes.record(tx, "commune", code, now, by, before=None, after="added", why=name)
    return bool(cursor.rowcount)


def every(tx: Tx) -> Iterator[tuple[CityId, str]]:
    """Each commune's key and name, by its key."""
    for code, name in tx.execute("select code, name from added_communes order by code"):
        yield CityId(code), name
