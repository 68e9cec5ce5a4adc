"""Whom a task reaches: its message, kept in step with its total, and reminders before its day."""

from __future__ import annotations

from datetime import datetime

from bot.domain.delivery import FOLLOWS, Kind
from bot.domain.ids import KitId, PersonId, VoteId
from bot.domain.kits import Draft
from bot.domain.reminders import About, Audience, Noun, ToChannel, ToPerson
from bot.domain.tasks import Task
from bot.domain.votes import CouncilVote
from bot.services import corrections, reminders
from bot.store import deliveries, messages, tasks
from bot.store import reminders as stored
from bot.store.base import Tx


def announce(tx: Tx, task: Task, now: datetime) -> None:
    """Tell of a task where it was made."""
    deliveries.plan(
        tx,
        Kind.TASK,
        task.channel,
        cause_of(task),
        now,
        facts=_facts(task),
        collective=task.owner,
        urgent=True,
    )


def cause_of(task: Task) -> str:
    return f"task:{task.id}"


def announce_kit(tx: Tx, kit: Draft, now: datetime) -> None:
    """Tell of all that was made with a kit, in one message."""
    deliveries.plan(
        tx,
        Kind.KIT,
        kit.channel,
        _cause_of_kit(kit.id),
        now,
        facts={"kit": str(kit.id)},
        collective=kit.owner,
        urgent=True,
    )


def _cause_of_kit(id_: KitId) -> str:
    return f"kit:{id_}"


def word_again(tx: Tx, task: Task, now: datetime) -> None:
    """What was told of a task shows it as it is now: of many changes at once, as of one."""
    corrections.correct(tx, cause_of(task), _facts(task), now, merged=True)
    if task.kit is not None:
        facts = {"kit": str(task.kit)}
        corrections.correct(tx, _cause_of_kit(task.kit), facts, now, merged=True)


def tell_day(
    tx: Tx,
    before: Task,
    after: Task,
    now: datetime,
    *,
    by: PersonId | None = None,
    vote: VoteId | None = None,
) -> None:
    """Another last day reaches who takes care of it, and wherever people were reminded of that
    before; who chose it, `by`, knows. `vote`: it follows that sitting, and waits where the brake
    holds what is told of it."""
    follows = {FOLLOWS: str(vote)} if vote is not None else {}
    told = [one.channel for one in after.takers if one.person != by]
    reminded = messages.carrying_any(tx, f"reminder:{Noun.TASK}:{after.id}:")
    if after.channel in {one.channel for one in reminded}:
        told.append(after.channel)
    for channel in dict.fromkeys(told):
        deliveries.plan(
            tx,
            Kind.TASK_NEWS,
            channel,
            f"task:{after.id}:day:{after.version}",
            now,
            facts={**_facts(after), "was": _day(before), "now": _day(after), **follows},
            collective=after.owner,
        )


def _day(task: Task) -> str:
    return task.plan.due.isoformat() if task.plan.due else ""


def follow_sitting(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """The days that count from a sitting are where it is now, and so are the reminders: there are
    none while nobody knows when it is. Who was told another hears of it."""
    for task in tasks.of_vote(tx, vote.id):
        moved = task.due_on(vote.known_day, task.today(now))
        if task.is_open and moved != task:
            tasks.save(tx, task, moved, now, None)
            after = tasks.get(tx, task.id)
            assert after is not None
            word_again(tx, after, now)
            follow(tx, after, now)
            tell_day(tx, task, after, now, vote=vote.id)


def follow(tx: Tx, task: Task, now: datetime) -> None:
    """Remind of a task as it is now: the channel, and who took it; of nothing once it is over."""
    about, occurs = About(Noun.TASK, str(task.id)), task.occurs
    if not task.is_open or occurs is None:
        reminders.cancel(tx, about, now)
        return
    audiences = _audiences(task)
    for gone in {one.audience for one in stored.of(tx, about)} - set(audiences):
        reminders.cancel(tx, about, now, audience=gone)
    ahead = task.reminders_ahead(now)
    for audience in audiences:
        reminders.set_for(tx, about, audience, occurs, ahead, now)


def _audiences(task: Task) -> list[Audience]:
    """Who gave it back is reminded no more."""
    taken: list[Audience] = [ToPerson(one.person, one.channel, task.owner) for one in task.takers]
    return [ToChannel(task.owner, task.channel), *taken]


def _facts(task: Task) -> dict[str, str]:
    return {"task": str(task.id)}
