"""What there is to do for a vote ends with it, comes back with it, and follows its sitting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from bot.domain.delivery import FOLLOWS, Kind
from bot.domain.ids import ChannelId
from bot.domain.tasks import Task
from bot.domain.votes import CouncilVote
from bot.services import task_sends
from bot.store import deliveries, tasks, votes
from bot.store.base import Tx


def follow(tx: Tx, before: CouncilVote, after: CouncilVote, now: datetime) -> list[Task]:
    """Those that ended, or came back, because the vote did."""
    if after.is_gone:
        ends = not before.is_gone
        return _each(tx, after, now, lambda task: task.end_with_vote()) if ends else []

    came_back = _back(tx, after, now) if before.is_gone else []
    task_sends.follow_sitting(tx, after, now)
    return came_back


def resume(tx: Tx, gone: CouncilVote, again: CouncilVote, now: datetime) -> None:
    """What ended with a vote that is on an agenda again goes on, for the vote that it is by now."""
    votes.hand_tasks(tx, gone.id, again.id)
    tell(tx, again, _back(tx, again, now), now)


def _back(tx: Tx, vote: CouncilVote, now: datetime) -> list[Task]:
    """Those that ended with it are to be done after all."""

    def back(task: Task) -> Task:
        came = task.come_back_with_vote()
        return task if came == task else came.due_on(vote.known_day, task.today(now))

    return _each(tx, vote, now, back)


def follow_and_tell(tx: Tx, before: CouncilVote, after: CouncilVote, now: datetime) -> None:
    """Of a vote of which nothing else is told."""
    tell(tx, after, follow(tx, before, after, now), now)


def _each(tx: Tx, vote: CouncilVote, now: datetime, change: Callable[[Task], Task]) -> list[Task]:
    """Their messages and reminders show what became of them."""
    changed = [(one, change(one)) for one in tasks.of_vote(tx, vote.id)]
    changed = [(before, after) for before, after in changed if after != before]
    for before, after in changed:
        tasks.save(tx, before, after, now, None)
        task_sends.word_again(tx, after, now)
        task_sends.follow(tx, after, now)
    return [after for _, after in changed]


def tell(
    tx: Tx,
    vote: CouncilVote,
    changed: Sequence[Task],
    now: datetime,
    *,
    besides: Collection[ChannelId] = (),
) -> None:
    """Who takes care of one, and where one was told, hears once of all that ended or came back
    there; `besides`: the channels that hear of it with the vote."""
    by_channel = defaultdict[ChannelId, list[Task]](list)
    for task in changed:
        for channel in {task.channel, *(one.channel for one in task.takers)} - {*besides}:
            by_channel[channel].append(task)
    step, _ = votes.last_step(tx, vote.id)
    for channel, found in by_channel.items():
        deliveries.plan(
            tx,
            Kind.TASK_NEWS,
            channel,
            f"vote_tasks:{vote.id}:{step}",
            now,
            facts={"tasks": numbers(found), FOLLOWS: str(vote.id)},
            collective=vote.owner,
        )


def numbers(found: Sequence[Task]) -> str:
    """As the facts of a delivery hold them."""
    return " ".join(str(one.id) for one in found)
