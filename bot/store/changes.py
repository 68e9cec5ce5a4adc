"""The history of every state: when, who, from, to, why."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import PersonId
from bot.store.base import Tx, stamp


def record(
    tx: Tx,
    noun: str,
    key: str,
    at: datetime,
    by: PersonId | None,
    *,
    before: str | None,
    after: str,
    why: str | None = None,
) -> None:
    tx.execute(
        "insert into changes (noun, key, at, by, before, after, why) values (?, ?, ?, ?, ?, ?, ?)",
        [noun, key, stamp(at), by, before, after, why],
    )
