"""What tasks came to, in as few reads as there are tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.domain.bilans import TaskTotal
from bot.domain.ids import CampaignId, ChannelId, CityId, CollectiveId, TaskId
from bot.domain.tasks import TaskStatus
from bot.store.base import Tx


@dataclass(frozen=True, slots=True)
class Scope:
    """A collective's tasks, all or those of a city or a campaign."""

    owner: CollectiveId
    city: CityId | None = None
    campaign: CampaignId | None = None


_OF = "owner = ? and (? is null or city = ?) and (? is null or campaign = ?)"


def _values(scope: Scope) -> list[object]:
    return [scope.owner, scope.city, scope.city, scope.campaign, scope.campaign]


def read(tx: Tx, scope: Scope) -> tuple[list[TaskTotal], list[tuple[TaskId, date, int]]]:
    """What each task came to, the first due first; and what each got in each week that it got
    something, from the index alone."""
    weeks = tx.execute(
        "select task, week, sum(amount) from contributions"  # noqa: S608 - a constant
        f" where task in (select id from tasks where {_OF}) group by task, week",
        _values(scope),
    ).fetchall()
    totals: dict[int, int] = defaultdict(int)
    for task, _, amount in weeks:
        totals[task] += amount
    monday = cache(date.fromisoformat)
    return _tasks(tx, scope, totals), [
        (TaskId(task), monday(week), amount) for task, week, amount in weeks
    ]


def tasks(tx: Tx, scope: Scope) -> list[TaskTotal]:
    """The tasks alone, the first due first, without what they came to."""
    return _tasks(tx, scope, {})


def hidden(tx: Tx, scope: Scope) -> dict[TaskId, ChannelId]:
    """The tasks that were typed where not everybody reads, with where that is."""
    rows = tx.execute(
        f"select id, channel from tasks where hidden > 0 and {_OF}",  # noqa: S608 - a constant
        _values(scope),
    )
    return {TaskId(id_): ChannelId(channel) for id_, channel in rows}


def _tasks(tx: Tx, scope: Scope, totals: Mapping[int, int]) -> list[TaskTotal]:
    rows = tx.execute(
        "select t.id, t.title, t.city, coalesce(c.name, ''), t.unit, t.target, t.status"  # noqa: S608
        f" from (select * from tasks where {_OF}) t left join campaigns c on c.id = t.campaign"
        " order by t.due is null, t.due, t.id",
        _values(scope),
    )
    return [
        TaskTotal(
            TaskId(id_),
            title,
            CityId(city),
            campaign,
            unit,
            target,
            TaskStatus(status),
            totals.get(id_, 0),
        )
        for id_, title, city, campaign, unit, target, status in rows
    ]
