"""Collectives: what is known of each chat server served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.ids import CollectiveId
from bot.store.base import Tx, stamp


@dataclass(frozen=True, slots=True)
class Collective:
    """A chat server: how to speak to it."""

    id: CollectiveId
    locale: str
    zone: ZoneInfo


def meet(tx: Tx, id_: CollectiveId, now: datetime) -> None:
    """Remember a collective; one already known keeps what it chose."""
    tx.execute(
        "insert into collectives (id, since) values (?, ?) on conflict do nothing",
        [id_, stamp(now)],
    )


def get(tx: Tx, default: Collective) -> Collective:
    """The collective with what it chose, and `default` for what it did not."""
    row = tx.execute(
        "select locale, timezone from collectives where id = ?", [default.id]
    ).fetchone()
    locale, timezone = row or (None, None)
    return Collective(
        default.id,
        locale or default.locale,
        ZoneInfo(timezone) if timezone else default.zone,
    )


def vote_reminders(tx: Tx, id_: CollectiveId) -> list[int] | None:
    """How many seconds before a sitting a collective wants to be reminded; None by default."""
    row = tx.execute("select vote_reminders from collectives where id = ?", [id_]).fetchone()
    if row is None or row[0] is None:
        return None
    return [int(one) for one in row[0].split()]


def choose_vote_reminders(tx: Tx, id_: CollectiveId, seconds: list[int] | None) -> None:
    """None for the default; empty for none at all."""
    chosen = None if seconds is None else " ".join(map(str, seconds))
    tx.execute("update collectives set vote_reminders = ? where id = ?", [chosen, id_])
