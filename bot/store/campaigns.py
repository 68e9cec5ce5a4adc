"""Campaigns: the name under which a collective's tasks add up across cities."""

from __future__ import annotations

from bot.domain.folding import fold
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


def rename(tx: Tx, id_: CampaignId, name: str) -> None:
    """Where another of the same collective is called so, the number tells them apart."""
    own = tx.execute("select owner from campaigns where id = ?", [id_]).fetchone()
    if own is not None and find(tx, CollectiveId(own[0]), name) not in {None, id_}:
        name = f"{name} ({id_})"
    tx.execute("update campaigns set name = ?, folded = ? where id = ?", [name, fold(name), id_])


def find(tx: Tx, owner: CollectiveId, name: str) -> CampaignId | None:
    row = tx.execute(
        "select id from campaigns where owner = ? and folded = ?", [owner, fold(name)]
    ).fetchone()
    return CampaignId(row[0]) if row else None


def name(tx: Tx, id_: CampaignId) -> str:
    row = tx.execute("select name from campaigns where id = ?", [id_]).fetchone()
    return str(row[0]) if row else ""


def told(tx: Tx, owner: CollectiveId) -> list[tuple[CampaignId, str, ChannelId | None]]:
    """A collective's campaigns, the latest first, as often as they are told in another place: in
    the channel where not everybody reads, None where everybody does."""
    rows = tx.execute(
        "select distinct c.id, c.name, case when t.hidden > 0 then t.channel end"
        " from campaigns c join tasks t on t.campaign = c.id where c.owner = ? order by c.id desc",
        [owner],
    )
    return [(CampaignId(id_), name, at and ChannelId(at)) for id_, name, at in rows]
