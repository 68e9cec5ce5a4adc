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


def meet(tx: Tx, collective: Collective, now: datetime) -> None:
    """Remember a collective; one already known keeps its settings."""
    tx.execute(
        "insert into collectives (id, locale, timezone, since) values (?, ?, ?, ?)"
        " on conflict do nothing",
        [collective.id, collective.locale, collective.zone.key, stamp(now)],
    )


def get(tx: Tx, id_: CollectiveId) -> Collective | None:
    row = tx.execute("select locale, timezone from collectives where id = ?", [id_]).fetchone()
    return Collective(id_, row[0], ZoneInfo(row[1])) if row else None
