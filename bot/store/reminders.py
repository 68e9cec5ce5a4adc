"""What people and channels are still to be reminded of, and what they were."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId
from bot.domain.reminders import (
    NEXT,
    About,
    Audience,
    Noun,
    Reminder,
    ReminderState,
    ToChannel,
    ToFollowers,
    ToPerson,
    Why,
)
from bot.store import changes
from bot.store.base import Tx, instant, stamp

_COLUMNS = (
    "id, noun, key, collective, city, channel, person, occurs, offset_s, state, urgent, words,"
    " asked_in, due, at"
)
_WAITING = "state in ('pending', 'snoozed')"  # as the indexes have it


def add(tx: Tx, one: Reminder, now: datetime, by: PersonId | None = None) -> Reminder:
    """Keep a new reminder; it is returned with its id."""
    kind = one.audience
    cursor = tx.execute(
        "insert into reminders (noun, key, audience, collective, city, channel, person, occurs,"
        " offset_s, at, due, urgent, state, words, asked_in)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            one.about.noun,
            one.about.key,
            _name(kind),
            kind.collective,
            kind.city if isinstance(kind, ToFollowers) else None,
            None if isinstance(kind, ToFollowers) else kind.channel,
            kind.person if isinstance(kind, ToPerson) else None,
            stamp(one.occurs),
            int(one.offset.total_seconds()),
            stamp(one.at),
            stamp(one.due or one.at),
            int(one.urgent),
            one.state,
            one.words,
            one.asked_in,
        ],
    )
    assert cursor.lastrowid is not None
    changes.record(tx, "reminder", str(cursor.lastrowid), now, by, before=None, after=one.state)
    return replace(one, id=cursor.lastrowid, due=one.due or one.at)


def _name(audience: Audience) -> str:
    match audience:
        case ToFollowers(collective, city):
            return f"followers:{collective}:{city}"
        case ToChannel(collective, channel):
            return f"channel:{collective}:{channel}"
        case ToPerson(person, _, collective):
            return f"person:{person}:{collective or ''}"


def become(
    tx: Tx,
    one: Reminder,
    state: ReminderState,
    now: datetime,
    *,
    by: PersonId | None = None,
    why: Why | None = None,
) -> Reminder | None:
    """Another state, written; None where it does not come after the one that it has."""
    if state not in NEXT[one.state]:
        return None
    tx.execute("update reminders set state = ? where id = ?", [state, one.id])
    key = str(one.id)
    changes.record(tx, "reminder", key, now, by, before=one.state, after=state, why=why)
    return replace(one, state=state)


def move(tx: Tx, one: Reminder, occurs: datetime) -> Reminder:
    """Another time, in place of the one that it had."""
    moved = replace(one, occurs=occurs, planned=None)
    tx.execute(
        "update reminders set occurs = ?, at = ?, due = ? where id = ?",
        [stamp(occurs), stamp(moved.at), stamp(moved.at), one.id],
    )
    return replace(moved, due=moved.at)


def hurry(tx: Tx, one: Reminder, *, urgent: bool) -> None:
    """Whether it comes in quiet hours, from now on."""
    tx.execute("update reminders set urgent = ? where id = ?", [int(urgent), one.id])


def tell_in(tx: Tx, one: Reminder, channel: ChannelId) -> Reminder:
    """Where a person is told, known only now."""
    assert isinstance(one.audience, ToPerson)
    tx.execute("update reminders set channel = ? where id = ?", [channel, one.id])
    return replace(one, audience=replace(one.audience, channel=channel))


def put_off(tx: Tx, one: Reminder, until: datetime, now: datetime, why: Why) -> None:
    """It stays as it is, and is due later."""
    tx.execute("update reminders set due = ? where id = ?", [stamp(until), one.id])
    key = str(one.id)
    changes.record(tx, "reminder", key, now, None, before=one.state, after=one.state, why=why)


def clock_went_back(tx: Tx) -> None:
    """Until when a reminder waits was counted on a clock that ran ahead: it is counted again."""
    tx.execute(f"update reminders set due = at where {_WAITING} and due <> at")  # noqa: S608


def of(tx: Tx, about: About, audience: Audience | None = None) -> list[Reminder]:
    """Those of a thing, in whatever state, for everybody or for one audience."""
    if audience is None:
        return _read(tx, "noun = ? and key = ?", [about.noun, about.key])
    where = "noun = ? and key = ? and audience = ?"
    return _read(tx, where, [about.noun, about.key, _name(audience)])


def get(tx: Tx, id_: int) -> Reminder | None:
    found = _read(tx, "id = ?", [id_])
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder whose time has come; it is `outdone` where a later one of the same, for the same
    people, is due as well."""

    reminder: Reminder
    outdone: bool


def due(tx: Tx, now: datetime, limit: int) -> list[Due]:
    """What is due, the longest due first."""
    at = stamp(now)
    rows = tx.execute(
        f"select {_COLUMNS}, exists (select 1 from reminders later"  # noqa: S608
        " where later.noun = one.noun and later.key = one.key and later.audience = one.audience"
        " and later.state in ('pending', 'snoozed') and later.due <= ?"
        " and (later.at, later.id) > (one.at, one.id))"
        f" from reminders one where {_WAITING} and due <= ? order by due, id limit ?",
        [at, at, limit],
    )
    return [Due(_reminder(row), bool(outdone)) for *row, outdone in rows]


def earliest(tx: Tx) -> datetime | None:
    """When the next one is due, or was."""
    found = tx.execute(f"select min(due) from reminders where {_WAITING}").fetchone()[0]  # noqa: S608
    return instant(found) if found else None


def forget_words(tx: Tx, over_before: datetime, told_before: datetime) -> int:
    """Empty what people asked for that is done, called off or never confirmed since a while, and
    what was told so long ago that nobody answers it any more; how many."""
    cursor = tx.execute(
        "update reminders set words = '' where noun = 'own' and words <> '' and"
        " (state in ('done', 'cancelled', 'proposed') and at < ?"
        " or state in ('fired', 'missed') and at < ?)",
        [stamp(over_before), stamp(told_before)],
    )
    return cursor.rowcount


def of_person(
    tx: Tx, person: PersonId, states: Collection[ReminderState], limit: int
) -> list[Reminder]:
    """What a person set for themself, the first to come first."""
    marks = ", ".join("?" * len(states))
    where = f"noun = ? and person = ? and state in ({marks})"
    return _read(tx, where, [Noun.OWN, person, *states], order="at, id", limit=limit)


def _read(
    tx: Tx, where: str, values: list[Any], order: str = "id", limit: int = -1
) -> list[Reminder]:
    rows = tx.execute(
        f"select {_COLUMNS} from reminders where {where} order by {order} limit ?",  # noqa: S608
        [*values, limit],
    )
    return [_reminder(row) for row in rows]


def _reminder(row: Sequence[Any]) -> Reminder:
    id_, noun, key, *audience, occurs, offset_s, state, urgent, words, asked_in, due_, at = row
    return Reminder(
        About(Noun(noun), key),
        _audience(*audience),
        instant(occurs),
        timedelta(seconds=offset_s),
        ReminderState(state),
        bool(urgent),
        words,
        ChannelId(asked_in) if asked_in else None,
        instant(due_),
        id_,
        instant(at),
    )


def _audience(
    collective: str | None, city: str | None, channel: str | None, person: str | None
) -> Audience:
    whose = CollectiveId(collective) if collective else None
    if person is not None:
        return ToPerson(PersonId(person), ChannelId(channel or ""), whose)
    assert whose is not None
    if city is not None:
        return ToFollowers(whose, CityId(city))
    return ToChannel(whose, ChannelId(channel or ""))
