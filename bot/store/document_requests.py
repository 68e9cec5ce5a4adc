"""Requests for documents, with the stages that they went through."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.document_requests import Event, Request, Stage, Told
from bot.domain.hearing import Heard
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, RequestId
from bot.store import changes
from bot.store.base import Tx

_COLUMNS = (
    "id, owner, city, what, stage, began, supposed, by_silence, zone, channel, version, hidden"
)


def add(tx: Tx, new: Request, opening: Told, now: datetime, by: PersonId) -> Request:
    """Keep a new request, whose id is not known yet, from the day of its sending or receipt."""
    cursor = tx.execute(
        "insert into document_requests (owner, city, what, stage, began, supposed, by_silence,"
        " zone, channel, version, hidden) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(new.owner, new.city, new.what, new.stage, new.began.isoformat()),
            *(int(new.is_supposed), int(new.by_silence), new.zone.key, new.channel, new.version),
            new.heard,
        ],
    )
    assert cursor.lastrowid is not None
    id_ = RequestId(cursor.lastrowid)
    note(tx, id_, opening)
    changes.record(tx, "request", str(id_), now, by, before=None, after=new.stage)
    made = get(tx, id_)
    assert made is not None
    return made


def save(
    tx: Tx,
    before: Request,
    after: Request,
    cause: Told,
    now: datetime,
    by: PersonId | None,
) -> None:
    """Write a request as it is now, and what brought it there."""
    tx.execute(
        "update document_requests set stage = ?, began = ?, supposed = ?, by_silence = ?,"
        " version = ? where id = ?",
        [
            *(after.stage, after.began.isoformat(), int(after.is_supposed)),
            *(int(after.by_silence), after.version, after.id),
        ],
    )
    why = f"{cause.event} {cause.day.isoformat()}"
    key = str(after.id)
    changes.record(tx, "request", key, now, by, before=before.stage, after=after.stage, why=why)


def note(tx: Tx, id_: RequestId, one: Told) -> None:
    """Keep what somebody told of a request."""
    tx.execute(
        "insert into document_request_events (request, event, day) values (?, ?, ?)",
        [id_, one.event, one.day.isoformat()],
    )


def told(tx: Tx, id_: RequestId) -> list[Told]:
    """All that was told of a request, the newest last."""
    rows = tx.execute(
        "select event, day from document_request_events where request = ? order by id", [id_]
    )
    return [Told(Event(event), date.fromisoformat(day)) for event, day in rows]


def get(tx: Tx, id_: RequestId) -> Request | None:
    found = _read(tx, "id = ?", [id_])
    return found[0] if found else None


def unfinished_of(tx: Tx, owner: CollectiveId) -> list[Request]:
    """Those of which a collective may still have something to tell, the oldest first: nobody may
    have told in time what was done in time."""
    found = _read(tx, "owner = ?", [owner])
    return [one for one in found if one.is_open or one.stage is Stage.FORECLOSED]


def _read(tx: Tx, where: str, values: Sequence[object]) -> list[Request]:
    rows = tx.execute(
        f"select {_COLUMNS} from document_requests where {where} order by id",  # noqa: S608
        values,
    )
    return [_request(row) for row in rows]


def _request(row: Sequence[Any]) -> Request:
    id_, owner, city, what, stage, began, supposed, by_silence, zone, channel, *rest = row
    version, hidden = rest
    return Request(
        id=RequestId(id_),
        owner=CollectiveId(owner),
        city=CityId(city),
        what=what,
        stage=Stage(stage),
        began=date.fromisoformat(began),
        is_supposed=bool(supposed),
        by_silence=bool(by_silence),
        zone=ZoneInfo(zone),
        channel=ChannelId(channel),
        version=version,
        heard=Heard(hidden),
    )
