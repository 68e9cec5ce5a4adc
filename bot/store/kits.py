"""Kits as they are drafted, and what became of the drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bot.domain.ids import (
    CampaignId,
    ChannelId,
    CityId,
    CollectiveId,
    KitId,
    PersonId,
    VoteId,
)
from bot.domain.kits import Draft, DraftState
from bot.store import changes
from bot.store.base import Tx

_KEPT = "owner, by, kit, city, begun, vote, campaign, channel"
_COLUMNS = f"id, {_KEPT}, chosen, state, version"


def add(tx: Tx, draft: Draft, now: datetime) -> Draft:
    """Keep a new draft; its `id` is given here."""
    values = [
        *(draft.owner, draft.by, draft.kit, draft.city, draft.begun.isoformat(), draft.vote),
        *(draft.campaign, draft.channel, " ".join(draft.chosen), draft.state, draft.version),
    ]
    cursor = tx.execute(
        f"insert into kits ({_KEPT}, chosen, state, version)"  # noqa: S608 - constants
        f" values ({', '.join('?' * len(values))})",
        values,
    )
    assert cursor.lastrowid is not None
    id_ = KitId(cursor.lastrowid)
    changes.record(tx, "kit", str(id_), now, draft.by, before=None, after=draft.state)
    made = get(tx, id_)
    assert made is not None
    return made


def save(tx: Tx, before: Draft, after: Draft, now: datetime, by: PersonId) -> None:
    tx.execute(
        "update kits set begun = ?, chosen = ?, state = ?, version = ? where id = ?",
        [
            *(after.begun.isoformat(), " ".join(after.chosen)),
            *(after.state, after.version, after.id),
        ],
    )
    if after.state is not before.state:
        state, key = after.state, str(after.id)
        changes.record(tx, "kit", key, now, by, before=before.state, after=state)


def get(tx: Tx, id_: KitId) -> Draft | None:
    row = tx.execute(
        f"select {_COLUMNS} from kits where id = ?",  # noqa: S608 - constants
        [id_],
    ).fetchone()
    return _draft(row) if row else None


def created(tx: Tx, owner: CollectiveId, city: CityId) -> list[Draft]:
    """Those of which the tasks were made, the first first."""
    rows = tx.execute(
        f"select {_COLUMNS} from kits"  # noqa: S608 - constants
        " where owner = ? and city = ? and state = ? order by id",
        [owner, city, DraftState.CREATED],
    )
    return [_draft(row) for row in rows]


def _draft(row: Sequence[Any]) -> Draft:
    id_, owner, by, kit, city, begun, vote, campaign, channel, chosen, state, version = row
    return Draft(
        id=KitId(id_),
        owner=CollectiveId(owner),
        by=PersonId(by) if by else None,
        kit=kit,
        city=CityId(city),
        begun=date.fromisoformat(begun),
        vote=VoteId(vote) if vote else None,
        campaign=CampaignId(campaign) if campaign else None,
        channel=ChannelId(channel),
        chosen=tuple(chosen.split()),
        state=DraftState(state),
        version=version,
    )
