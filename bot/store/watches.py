"""The cities that people follow for themselves, and are told of in private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, CityId, PersonId
from bot.store.base import Tx, stamp


@dataclass(frozen=True, slots=True)
class Watch:
    """A person's wish to hear of a city, in their private channel with Vigie."""

    id: int
    person: PersonId
    channel: ChannelId
    city: CityId


def start(tx: Tx, person: PersonId, channel: ChannelId, city: CityId, now: datetime) -> bool:
    """Watch a city from now on; False where the person already did."""
    cursor = tx.execute(
        "insert into watches (person, channel, city, since) values (?, ?, ?, ?)"
        " on conflict do nothing",
        [person, channel, city, stamp(now)],
    )
    return bool(cursor.rowcount)


def stop(tx: Tx, person: PersonId, city: CityId) -> bool:
    """Forget the wish; False where there was none. Nothing of it is kept: it is nobody's affair."""
    cursor = tx.execute("delete from watches where person = ? and city = ?", [person, city])
    return bool(cursor.rowcount)


def of_person(tx: Tx, person: PersonId) -> list[Watch]:
    """What a person follows, the first first."""
    return _read(tx, " where person = ?", [person])


def of_channel(tx: Tx, channel: ChannelId) -> list[Watch]:
    """What the person follows who reads this private channel."""
    return _read(tx, " where channel = ?", [channel])


def of_city(tx: Tx, city: CityId) -> list[Watch]:
    """Who follows a city, the first first."""
    return _read(tx, " where city = ?", [city])


def everyone(tx: Tx) -> list[Watch]:
    return _read(tx, "", [])


def _read(tx: Tx, where: str, values: list[str]) -> list[Watch]:
    rows = tx.execute(
        f"select id, person, channel, city from watches{where} order by id",  # noqa: S608
        values,
    )
    return [
        Watch(id_, PersonId(person), ChannelId(channel), CityId(city))
        for id_, person, channel, city in rows
    ]
