"""What was done already for an interaction: the chat may hand over the same one twice."""

from __future__ import annotations

from datetime import datetime

from bot.store.base import Tx, stamp


def done(tx: Tx, act: str) -> str | None:
    """What an act made or changed; None where it was not done yet."""
    row = tx.execute("select made from acts where id = ?", [act]).fetchone()
    return str(row[0]) if row else None


def record(tx: Tx, act: str, made: str, now: datetime) -> None:
    """In the transaction of what it did. An empty `act` cannot come twice, and is not kept."""
    if act:
        tx.execute("insert into acts (id, made, at) values (?, ?, ?)", [act, made, stamp(now)])


def forget_old(tx: Tx, before: datetime) -> None:
    """Drop those that nobody hands over again."""
    tx.execute("delete from acts where at < ?", [stamp(before)])
