"""The history of every state: when, who, from, to, why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import PersonId
from bot.store.base import Tx, instant, stamp


@dataclass(frozen=True, slots=True)
class Row:
    """What changed of `noun`: `project:cost`, for one."""

    noun: str
    at: datetime
    by: PersonId | None
    before: str
    after: str
    why: str = ""


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


def within(tx: Tx, noun: str, key: str) -> list[Row]:
    """What changed inside something, field by field, the first first."""
    rows = tx.execute(
        "select noun, at, by, before, after, why from changes"
        " where noun > ? and noun < ? and key = ? order by id",
        [f"{noun}:", f"{noun};", key],
    )
    return [
        Row(what, instant(at), PersonId(by) if by else None, before or "", after, why or "")
        for what, at, by, before, after, why in rows
    ]
