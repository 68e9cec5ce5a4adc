"""Tasks are made, taken, given back and finished; each once, however often the chat says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import spoken, units
from bot.domain.hearing import Sees, everything
from bot.domain.ids import ChannelId, CityId, PersonId, ProjectId, TaskId, VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.tasks import CAMPAIGN_MAX, TITLE_MAX, UNIT_MAX, Plan, Task, TaskStatus
from bot.domain.zones import zone_of
from bot.render.task_cards import TaskCard
from bot.services import (
    cities,
    hearing,
    known_projects,
    known_tasks,
    known_votes,
    task_sends,
    vote_sends,
)
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.hearing import ANYWHERE, Here
from bot.services.sourcing import in_one_line
from bot.store import acts, campaigns, collectives, tasks, votes
from bot.store.base import Tx
from bot.store.tasks import Draft

MOST: Final = 200  # open ones of a collective
_Change = Callable[[Task], Task]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed of a task; empty where they left it out. The city may be that of the
    vote or of the project."""

    title: str
    city: str = ""
    unit: str = ""
    target: int | None = None
    day: str = ""
    vote: str = ""
    project: str = ""
    campaign: str = ""
    for_one: bool = False


async def create(
    deps: Deps,
    asker: Asker,
    wanted: Wanted,
    *,
    asked_here: bool = True,
    here: Here = ANYWHERE,
) -> TaskCard:
    """Make a task, and tell of it where it was typed, where Vigie may write there, else where its
    city is heard of, by nobody who does not read `here`.

    Raises Refused (city, vote, project, day, too many).
    """
    now = deps.clock.now()

    def work(tx: Tx) -> TaskCard:
        if (made := acts.done(tx, asker.act)) is not None:
            return known_tasks.card(tx, deps, known_tasks.own(tx, asker.collective, _id(made)))
        collectives.meet(tx, asker.collective, now)
        need_room(tx, asker, 1)
        draft = _draft(tx, deps, asker, wanted, now, here, asked_here=asked_here)
        task = tasks.add(tx, draft, now)
        task_sends.announce(tx, task, now)
        task_sends.follow(tx, task, now)
        acts.record(tx, asker.act, str(task.id), now)
        return known_tasks.card(tx, deps, task)

    return await deps.store.write(work)


def need_room(tx: Tx, asker: Asker, more: int) -> None:
    """Raises Refused(TOO_MANY_TASKS)."""
    if tasks.count_open(tx, asker.collective) + more > MOST:
        raise Refused(Reason.TOO_MANY_TASKS, most=str(MOST))


def _draft(
    tx: Tx,
    deps: Deps,
    asker: Asker,
    wanted: Wanted,
    now: datetime,
    here: Here,
    *,
    asked_here: bool,
) -> Draft:
    city, vote, project = _about(tx, deps, asker, wanted)
    zone = zone_of(cities.existing(deps, city))
    title = in_one_line(wanted.title, TITLE_MAX)
    if not title:
        raise Refused(Reason.BLANK)
    campaign = in_one_line(wanted.campaign, CAMPAIGN_MAX)
    return Draft(
        owner=asker.collective,
        city=city,
        plan=Plan(
            title=title,
            unit=units.named(in_one_line(wanted.unit, UNIT_MAX)),
            target=wanted.target,
            due=day(wanted.day, now, zone) if wanted.day.strip() else None,
            for_one=wanted.for_one,
        ),
        zone=zone,
        by=asker.person,
        channel=told_in(tx, asker, city, here, asked_here=asked_here),
        heard=hearing.heard(tx, asker, city, here),
        vote=vote,
        project=project,
        campaign=campaigns.named(tx, asker.collective, campaign) if campaign else None,
    )


def told_in(tx: Tx, asker: Asker, city: CityId, here: Here, *, asked_here: bool) -> ChannelId:
    """Where a task of a city is told. Raises Refused(CANNOT_WRITE_HERE)."""
    if asked_here:
        return asker.channel
    places = vote_sends.places(tx, asker.collective, city)
    told = next((one for one in places if here.is_open or here.may_hear(one)), None)
    if told is None:
        raise Refused(Reason.CANNOT_WRITE_HERE)
    return told


def _about(
    tx: Tx, deps: Deps, asker: Asker, wanted: Wanted
) -> tuple[CityId, VoteId | None, ProjectId | None]:
    """The city, with the vote and the project that the task is for. Raises Refused."""
    here = asker.collective
    vote = known_votes.meant(tx, deps, here, wanted.vote) if wanted.vote else None
    project = known_projects.meant(tx, deps, here, wanted.project) if wanted.project else None
    said = [cities.one(deps, wanted.city).code] if wanted.city else []
    found = [*said, *(one.city for one in (vote, project) if one is not None)]
    if vote is not None and vote.is_gone:
        raise Refused(Reason.TASK_VOTE_GONE)
    if not found:
        raise Refused(Reason.TASK_WITHOUT_CITY)
    if len(set(found)) > 1:
        raise Refused(Reason.TASK_ELSEWHERE)
    return found[0], vote.id if vote else None, project.id if project else None


def day(said: str, now: datetime, zone: ZoneInfo) -> date:
    """A last day, today at the earliest, on the clock of `zone`. Raises Refused."""
    # From its first minute on: « aujourd'hui » is today, whatever the hour.
    begun = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return spoken.date(said, begun, zone).local.date()


async def take(
    deps: Deps,
    asker: Asker,
    said: str | TaskId,
    channel: ChannelId,
    sees: Sees = everything,
) -> TaskCard:
    """Somebody takes care of it, and is reminded in `channel`, too. Raises Refused."""
    return await _change(deps, asker, said, lambda task: task.take(asker.person, channel), sees)


async def give_back(
    deps: Deps, asker: Asker, said: str | TaskId, sees: Sees = everything
) -> TaskCard:
    """Somebody takes care of it no more, wherever it is told; what they added stays.

    Raises Refused.
    """

    def change(task: Task) -> Task:
        return task.give_back(asker.person)

    return await _change(deps, asker, said, change, sees, taker=asker.person)


async def become(
    deps: Deps,
    asker: Asker,
    said: str | TaskId,
    status: TaskStatus,
    *,
    organiser: bool,
    sees: Sees = everything,
) -> TaskCard:
    """It is done, given up, or to be done after all. Raises Refused."""

    def change(task: Task) -> Task:
        return task.become(status, asker.person, organiser=organiser)

    return await _change(deps, asker, said, change, sees)


async def unreached(deps: Deps, asker: Asker, id_: TaskId, *, organiser: bool) -> TaskCard | None:
    """The task, where to say that it is done would close it before its target for all who count;
    None where there is nothing to ask about.

    Raises Refused to who may not say so (TASK_NOT_YOURS), (TASK_STATE), (NO_TASK).
    """

    def work(tx: Tx) -> TaskCard | None:
        task = known_tasks.own(tx, asker.collective, id_)
        if acts.done(tx, asker.act) is not None:
            return None
        task.become(TaskStatus.DONE, asker.person, organiser=organiser)
        card = known_tasks.card(tx, deps, task)
        return card if task.is_shared_until(card.progress) else None

    return await deps.store.read(work)


async def _change(
    deps: Deps,
    asker: Asker,
    said: str | TaskId,
    change: _Change,
    sees: Sees = everything,
    *,
    taker: PersonId | None = None,
) -> TaskCard:
    now = deps.clock.now()

    def work(tx: Tx) -> TaskCard:
        if (made := acts.done(tx, asker.act)) is not None:
            return known_tasks.card(tx, deps, known_tasks.own(tx, asker.collective, _id(made)))
        before = known_tasks.meant(tx, deps, asker.collective, said, sees, closed=True, taker=taker)
        after = _where_its_sitting_is(tx, before, change(before), now)
        if after != before:
            tasks.save(tx, before, after, now, asker.person)
            after = known_tasks.existing(tx, after.id)
            task_sends.word_again(tx, after, now)
            task_sends.follow(tx, after, now)
        acts.record(tx, asker.act, str(after.id), now)
        return known_tasks.card(tx, deps, after)

    return await deps.store.write(work)


def _where_its_sitting_is(tx: Tx, before: Task, after: Task, now: datetime) -> Task:
    """The sitting may have moved while it was closed."""
    if before.is_open or not after.is_open or after.vote is None:
        return after
    vote = votes.get(tx, after.vote)
    return after.due_on(vote.known_day, after.today(now)) if vote is not None else after


def _id(made: str) -> TaskId:
    return TaskId(int(made))
