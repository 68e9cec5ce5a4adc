"""Which collectives announce at once what another one confirmed."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import CollectiveId, PersonId
from bot.store import changes
from bot.store.base import Tx, stamp


def give(
    tx: Tx, collective: CollectiveId, trusted: CollectiveId, by: PersonId, now: datetime
) -> bool:
    """False where it was given already."""
    cursor = tx.execute(
        "insert into trusts (collective, trusted, by, at) values (?, ?, ?, ?)"
        " on conflict do nothing",
        [collective, trusted, by, stamp(now)],
    )
    if cursor.rowcount:
        changes.record(tx, "trust", f"{collective}:{trusted}", now, by, before=None, after="given")
    return bool(cursor.rowcount)


def take_back(tx: Tx, collective: CollectiveId, by: PersonId, now: datetime) -> int:
    """A collective trusts nobody any more; how many it did."""
    trusted = of(tx, collective)
    for one in trusted:
        changes.record(tx, "trust", f"{collective}:{one}", now, by, before="given", after="over")
    tx.execute("delete from trusts where collective = ?", [collective])
    return len(trusted)


def is_given(tx: Tx, collective: CollectiveId, trusted: CollectiveId) -> bool:
    return trusted in of(tx, collective)


def of(tx: Tx, collective: CollectiveId) -> list[CollectiveId]:
    """Whom a collective trusts."""
    rows = tx.execute("select trusted from trusts where collective = ?", [collective])
    return [CollectiveId(one) for (one,) in rows]
