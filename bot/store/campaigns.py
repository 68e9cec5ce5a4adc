"""Campaigns: the name under which a collective's tasks add up across cities."""

from __future__ import annotations

from bot.domain.folding import fold
from bot.domain.hearing import Heard
from bot.domain.ids import CampaignId, ChannelId, CollectiveId
from bot.store.base import Tx


def named(tx: Tx, owner: CollectiveId, name: str) -> CampaignId:
    """The campaign of this name, a new one where there is none."""
    tx.execute(
        "insert into campaigns (owner, name, folded) values (?, ?, ?) on conflict do nothing",
        [owner, name, fold(name)],
    )
    found = find(tx, owner, name)
    assert found is not None
    return found


def find(tx: Tx, owner: CollectiveId, name: str) -> CampaignId | None:
    row = tx.execute(
        "select id from campaigns where owner = ? and folded = ?", [owner, fold(name)]
    ).fetchone()
    return CampaignId(row[0]) if row else None


def name(tx: Tx, id_: CampaignId) -> str:
    row = tx.execute("select name from campaigns where id = ?", [id_]).fetchone()
    return str(row[0]) if row else ""


def names(tx: Tx, owner: CollectiveId) -> dict[CampaignId, str]:
    """A collective's campaigns, the latest first."""
    rows = tx.execute("select id, name from campaigns where owner = ? order by id desc", [owner])
    return {CampaignId(id_): name for id_, name in rows}


def told(tx: Tx, owner: CollectiveId) -> list[tuple[CampaignId, Heard, ChannelId]]:
    """By whom each campaign is heard of: those of each of its tasks, where they are told."""
    rows = tx.execute(
        "select distinct campaign, hidden, channel from tasks"
        " where owner = ? and campaign is not null",
        [owner],
    )
    return [(CampaignId(id_), Heard(hidden), ChannelId(where)) for id_, hidden, where in rows]
