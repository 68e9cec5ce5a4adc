"""The deadlines that collectives keep, with what changed of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.hearing import Heard
from bot.domain.ids import (
    ChannelId,
    CityId,
    CollectiveId,
    DeadlineId,
    PersonId,
    ProjectId,
    RequestId,
    VoteId,
)
from bot.domain.kept_deadlines import Basis, DeadlineState, Kept, Move
from bot.store import changes
from bot.store.base import Tx

_KEPT = "owner, city, zone, by, channel, vote, request, project, hidden"
_CHANGING = "rule, began, title, due, state, taker, taker_channel, version".split(", ")
_COLUMNS = f"id, {_KEPT}, {', '.join(_CHANGING)}"
_ALIVE = "state in ('open', 'moved')"  # as the index has it
# What a person did not do to a deadline itself needs no row of its own.
_UNTOLD = {"state", "taker_channel", "version"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A deadline that is not in the base yet."""

    owner: CollectiveId
    city: CityId
    basis: Basis
    due: date
    zone: ZoneInfo
    by: PersonId | None
    channel: ChannelId
    vote: VoteId | None = None
    request: RequestId | None = None
    project: ProjectId | None = None
    heard: Heard = Heard.ALL


def add(tx: Tx, draft: Draft, now: datetime) -> Kept:
    """Keep a new deadline, open."""
    new = Kept(
        id=DeadlineId(0),
        owner=draft.owner,
        city=draft.city,
        basis=draft.basis,
        due=draft.due,
        zone=draft.zone,
        state=DeadlineState.OPEN,
        by=draft.by,
        channel=draft.channel,
        vote=draft.vote,
        request=draft.request,
        project=draft.project,
        heard=draft.heard,
    )
    columns = f"{_KEPT}, {', '.join(_CHANGING)}"
    kept = [new.owner, new.city, new.zone.key, new.by, new.channel, new.vote, new.request]
    values = [*kept, new.project, new.heard, *_written(new).values()]
    cursor = tx.execute(
        f"insert into deadlines ({columns}) values ({', '.join('?' * len(values))})",  # noqa: S608
        values,
    )
    assert cursor.lastrowid is not None
    id_ = DeadlineId(cursor.lastrowid)
    _note(tx, id_, now, draft.by, None, new.state)
    made = get(tx, id_)
    assert made is not None
    return made


def save(
    tx: Tx, before: Kept, after: Kept, now: datetime, by: PersonId | None, *, why: str = ""
) -> None:
    """Write what changed of a deadline, with a row of its history for each thing."""
    old, new = _written(before), _written(after)
    tx.execute(
        f"update deadlines set {', '.join(f'{one} = ?' for one in _CHANGING)} where id = ?",  # noqa: S608
        [*new.values(), after.id],
    )
    if after.state is not before.state:
        _note(tx, after.id, now, by, before.state, after.state, why=why)
    for field in old:
        if field not in _UNTOLD and old[field] != new[field]:
            was, is_ = (str(one[field] or "") for one in (old, new))
            _note(tx, after.id, now, by, was, is_, f":{field}", why=why)


def _note(
    tx: Tx,
    id_: DeadlineId,
    now: datetime,
    by: PersonId | None,
    before: str | None,
    after: str,
    field: str = "",
    *,
    why: str = "",
) -> None:
    noun = f"deadline{field}"
    changes.record(tx, noun, str(id_), now, by, before=before, after=after, why=why or None)


def _written(one: Kept) -> dict[str, object]:
    began = one.basis.began.isoformat() if one.basis.began else None
    return {
        "rule": one.basis.rule,
        "began": began,
        "title": one.basis.title,
        "due": one.due.isoformat(),
        "state": one.state.value,
        "taker": one.taker,
        "taker_channel": one.taker_channel,
        "version": one.version,
    }


def get(tx: Tx, id_: DeadlineId) -> Kept | None:
    found = _read(tx, "id = ?", [id_])
    return found[0] if found else None


def alive_of(tx: Tx, owner: CollectiveId) -> list[Kept]:
    """What is open in a collective, the first due first."""
    return _read(tx, f"owner = ? and {_ALIVE}", [owner])


def alive(tx: Tx) -> list[Kept]:
    """What is open anywhere, the first due first."""
    return _read(tx, _ALIVE, [])


def of_vote(tx: Tx, vote: VoteId) -> list[Kept]:
    """What was opened for a vote, whatever became of it."""
    return _read(tx, "vote = ?", [vote])


def of_project(tx: Tx, project: ProjectId) -> list[Kept]:
    """What was opened for a project, whatever became of it."""
    return _read(tx, "project = ?", [project])


def of_request(tx: Tx, request: RequestId) -> list[Kept]:
    """The stages of a request for documents, whatever became of them."""
    return _read(tx, "request = ?", [request])


def moves(tx: Tx, id_: DeadlineId) -> list[Move]:
    """The days that a deadline had, the first change first."""
    return [
        Move(row.at, row.by, date.fromisoformat(row.before), date.fromisoformat(row.after), row.why)
        for row in changes.within(tx, "deadline", str(id_))
        if row.noun == "deadline:due"
    ]


def _read(tx: Tx, where: str, values: Sequence[object]) -> list[Kept]:
    rows = tx.execute(
        f"select {_COLUMNS} from deadlines where {where} order by due, id",  # noqa: S608
        values,
    )
    return [_kept(row) for row in rows]


def _kept(row: Sequence[Any]) -> Kept:
    id_, owner, city, zone, by, channel, vote, request, project, hidden, *rest = row
    rule, began, title, due, state, taker, taker_channel, version = rest
    return Kept(
        id=DeadlineId(id_),
        owner=CollectiveId(owner),
        city=CityId(city),
        basis=Basis(rule, date.fromisoformat(began) if began else None, title),
        due=date.fromisoformat(due),
        zone=ZoneInfo(zone),
        state=DeadlineState(state),
        by=PersonId(by) if by else None,
        channel=ChannelId(channel),
        vote=VoteId(vote) if vote else None,
        request=RequestId(request) if request else None,
        project=ProjectId(project) if project else None,
        heard=Heard(hidden),
        taker=PersonId(taker) if taker else None,
        taker_channel=ChannelId(taker_channel) if taker_channel else None,
        version=version,
    )
