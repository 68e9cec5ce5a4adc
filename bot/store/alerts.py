"""Announcements that organisers schedule, and what they are shown before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.alerts import (
    Alert,
    AlertState,
    Draft,
    DraftState,
    Plan,
    as_text,
    of_text,
)
from bot.domain.ids import AlertId, ChannelId, CollectiveId, PersonId
from bot.store import changes
from bot.store.base import Tx

_PLAN = "text, channel, schedule, zone"
_ALERT = f"id, collective, owner, {_PLAN}, state, version"
_DRAFT = f"id, collective, by, {_PLAN}, state, alert, version"


def add(tx: Tx, draft: Draft, now: datetime) -> Alert:
    """Keep a new alert, as it was drafted; it belongs to who drafted it."""
    cursor = tx.execute(
        f"insert into alerts (collective, owner, {_PLAN}, state, version)"  # noqa: S608
        " values (?, ?, ?, ?, ?, ?, ?, 1)",
        [draft.collective, draft.by, *_written(draft.plan), AlertState.SCHEDULED],
    )
    assert cursor.lastrowid is not None
    id_ = AlertId(cursor.lastrowid)
    _note(tx, id_, now, draft.by, None, AlertState.SCHEDULED)
    return Alert(id_, draft.collective, draft.by, draft.plan, AlertState.SCHEDULED, 1)


def save(tx: Tx, before: Alert, after: Alert, now: datetime, by: PersonId | None) -> None:
    """Write what changed of an alert, and its history."""
    tx.execute(
        "update alerts set owner = ?, text = ?, channel = ?, schedule = ?, zone = ?, state = ?,"
        " version = ? where id = ?",
        [after.owner, *_written(after.plan), after.state, after.version, after.id],
    )
    if after.state is not before.state:
        _note(tx, after.id, now, by, before.state, after.state)
    if after.owner != before.owner:
        _note(tx, after.id, now, by, before.owner, after.owner, ":owner")
    columns = ("text", "channel", "schedule", "zone")
    values = zip(columns, _written(before.plan), _written(after.plan), strict=True)
    for column, old, new in values:
        if old != new:
            _note(tx, after.id, now, by, old, new, f":{column}")


def _note(
    tx: Tx,
    id_: AlertId,
    now: datetime,
    by: PersonId | None,
    before: str | None,
    after: str,
    field: str = "",
) -> None:
    changes.record(tx, f"alert{field}", str(id_), now, by, before=before, after=after)


def get(tx: Tx, id_: AlertId) -> Alert | None:
    found = _read(tx, "id = ?", [id_])
    return found[0] if found else None


def of(tx: Tx, collective: CollectiveId, states: Collection[AlertState]) -> list[Alert]:
    """Those of a collective that are in one of these states, the oldest first."""
    marks = ", ".join("?" * len(states))
    return _read(tx, f"collective = ? and state in ({marks})", [collective, *states])


def add_draft(
    tx: Tx,
    collective: CollectiveId,
    by: PersonId,
    plan: Plan,
    *,
    alert: AlertId | None,
    version: int,
) -> Draft:
    """Keep what is about to be shown."""
    state = DraftState.OPEN
    cursor = tx.execute(
        f"insert into alert_drafts (collective, by, {_PLAN}, state, alert, version)"  # noqa: S608
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [collective, by, *_written(plan), state, alert, version],
    )
    assert cursor.lastrowid is not None
    return Draft(cursor.lastrowid, collective, by, plan, state, alert, version)


def settle_draft(tx: Tx, draft: Draft, state: DraftState, alert: AlertId | None) -> None:
    tx.execute(
        "update alert_drafts set state = ?, alert = ? where id = ?", [state, alert, draft.id]
    )


def draft(tx: Tx, id_: int) -> Draft | None:
    found = _drafts(tx, "id = ?", [id_])
    return found[0] if found else None


def open_drafts(tx: Tx, collective: CollectiveId, by: PersonId, most: int) -> list[Draft]:
    """What somebody was shown and did not decide, the newest first."""
    where = "collective = ? and by = ? and state = 'open' order by id desc limit ?"
    return _drafts(tx, where, [collective, by, most])


def _written(plan: Plan) -> tuple[str, str, str, str]:
    return plan.text, plan.channel, as_text(plan.schedule), plan.zone.key


def _read(tx: Tx, where: str, values: Sequence[object]) -> list[Alert]:
    rows = tx.execute(
        f"select {_ALERT} from alerts where {where} order by id",  # noqa: S608 - constants
        values,
    )
    return [
        Alert(
            AlertId(id_),
            CollectiveId(collective),
            PersonId(owner),
            _plan(plan),
            AlertState(state),
            version,
        )
        for id_, collective, owner, *plan, state, version in rows
    ]


def _drafts(tx: Tx, where: str, values: Sequence[object]) -> list[Draft]:
    rows = tx.execute(
        f"select {_DRAFT} from alert_drafts where {where}",  # noqa: S608 - constants
        values,
    )
    return [
        Draft(
            id_,
            CollectiveId(collective),
            PersonId(by),
            _plan(plan),
            DraftState(state),
            AlertId(alert) if alert else None,
            version,
        )
        for id_, collective, by, *plan, state, alert, version in rows
    ]


def _plan(row: Sequence[Any]) -> Plan:
    text, channel, schedule, zone = row
    return Plan(text, ChannelId(channel), of_text(schedule), ZoneInfo(zone))
