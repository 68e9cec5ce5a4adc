"""Which task somebody means, and what is told of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.domain.folding import fold
from bot.domain.hearing import Heard, Sees, everything
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, TaskId
from bot.domain.refusals import Reason, Refused
from bot.domain.tallies import Progress
from bot.domain.tasks import Task
from bot.domain.votes import CouncilVote
from bot.render import dates
from bot.render.task_cards import TaskCard, labelled, numbered, places_of
from bot.services import cities
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import campaigns, contributions, projects, tasks, votes
from bot.store.base import Tx

_CHOSEN: Final = re.compile(r"task:(\d{1,18})")
_MOST_CHOICES: Final = 5
_MOST_SUGGESTED: Final = 25


def value_of(task: Task) -> str:
    """What the commands understand for sure."""
    return f"task:{task.id}"


def own(tx: Tx, collective: CollectiveId, id_: TaskId) -> Task:
    """Raises Refused(NO_TASK) where it is not this collective's."""
    task = tasks.get(tx, id_)
    if task is None or task.owner != collective:
        raise Refused(Reason.NO_TASK)
    return task


def existing(tx: Tx, id_: TaskId) -> Task:
    """A task that something in the base speaks of. Raises LookupError."""
    task = tasks.get(tx, id_)
    if task is None:
        raise LookupError(id_)
    return task


def meant(
    tx: Tx,
    deps: Deps,
    collective: CollectiveId,
    said: str | TaskId,
    sees: Sees = everything,
    *,
    closed: bool = False,
    taker: PersonId | None = None,
) -> Task:
    """The task of a value from the suggestions, or the only one with these words: among the open
    ones, or among all where a `closed` one may be meant; of those that the person `sees`, or took:
    they are then the `taker`.

    Raises Refused: NO_TASK, SEVERAL_TASKS.
    """
    if not isinstance(said, str):
        return own(tx, collective, said)
    if chosen := _CHOSEN.fullmatch(said):
        task = own(tx, collective, TaskId(int(chosen[1])))
        if not _is_shown(task, sees, taker):
            raise Refused(Reason.NO_TASK)
        return task
    wanted = fold(said)
    held = (tasks.all_of if closed else tasks.open_of)(tx, collective)
    known = [one for one in held if _is_shown(one, sees, taker)]
    names = _names(deps, known) if wanted else {}
    found = [one for one in known if any(wanted in fold(name) for name in names.get(one.id, ()))]
    if not found:
        raise Refused(Reason.NO_TASK)
    if len(found) > 1:
        choices = "\n".join(names[one.id][0] for one in found[:_MOST_CHOICES])
        raise Refused(Reason.SEVERAL_TASKS, choices=choices)
    return found[0]


def _is_shown(task: Task, sees: Sees, taker: PersonId | None) -> bool:
    is_theirs = taker is not None and task.is_taken_by(taker)
    return is_theirs or task.heard.shows(task.channel, sees)


def _names(deps: Deps, known: Sequence[Task]) -> dict[TaskId, list[str]]:
    """Each with its day in any of its forms, first as the base has it; with a number, the oldest
    first, those that would read the same."""
    named = {one.id: _named(deps, one) for one in known}
    places = places_of({id_: ways[0] for id_, ways in named.items()})
    return {id_: [numbered(one, places[id_]) for one in ways] for id_, ways in named.items()}


def _named(deps: Deps, task: Task) -> list[str]:
    commune = deps.registry.get(task.city)
    city = cities.told(deps, commune) if commune else task.city
    return [
        labelled(task, city, day) for day in (dates.ways(task.plan.due) if task.plan.due else ("",))
    ]


async def suggested(
    deps: Deps,
    asker: Asker,
    typed: str,
    *,
    closed: bool = False,
    mine: bool = False,
    free: bool = False,
    sees: Sees = everything,
) -> list[TaskCard]:
    """The tasks that somebody may mean who typed this so far, of those that they `see`: what they
    took first; `mine`: that alone, wherever it is told; `free`: what they may take."""

    def work(tx: Tx) -> list[TaskCard]:
        held = (tasks.all_of if closed else tasks.open_of)(tx, asker.collective)
        known = [one for one in held if _is_shown(one, sees, asker.person if mine else None)]
        names, wanted = _names(deps, known), fold(typed)
        found = [one for one in known if any(wanted in fold(name) for name in names[one.id])]
        own_first = sorted(found, key=lambda one: not one.is_taken_by(asker.person))
        kept = [one for one in own_first if not mine or one.is_taken_by(asker.person)]
        kept = [one for one in kept if not free or one.is_free_for(asker.person)]
        return [brief(tx, deps, one) for one in kept[:_MOST_SUGGESTED]]

    return await deps.store.read(work)


async def listed(
    deps: Deps,
    collective: CollectiveId,
    city: CityId | None = None,
    taken_by: PersonId | None = None,
    sees: Sees = everything,
) -> list[TaskCard]:
    """What there is to do that the person `sees`, of one city or of all; else what they took. The
    first due first."""

    def work(tx: Tx) -> list[TaskCard]:
        found = [
            one
            for one in tasks.open_of(tx, collective)
            if city in {None, one.city}
            if (one.is_taken_by(taken_by) if taken_by else one.heard.shows(one.channel, sees))
        ]
        return cards(tx, deps, found)

    return await deps.store.read(work)


async def shown(deps: Deps, asker: Asker, said: str | TaskId) -> TaskCard:
    """A task of the asker's collective. Raises Refused(NO_TASK), (SEVERAL_TASKS)."""
    return await deps.store.read(
        lambda tx: card(tx, deps, meant(tx, deps, asker.collective, said, closed=True))
    )


async def owner(deps: Deps, id_: TaskId) -> CollectiveId:
    """Whose task it is. Raises Refused(NO_TASK)."""
    task = await deps.store.read(lambda tx: tasks.get(tx, id_))
    if task is None:
        raise Refused(Reason.NO_TASK)
    return task.owner


def of_city(
    tx: Tx, deps: Deps, collective: CollectiveId | None, city: CityId, sees: Sees
) -> list[TaskCard]:
    """What a collective has to do in a city that who asks `sees`, the first due first; nothing for
    who is in none."""
    if collective is None:
        return []
    found = tasks.open_in(tx, collective, city)
    return cards(tx, deps, [one for one in found if one.heard.shows(one.channel, sees)])


def following(tx: Tx, vote: CouncilVote, sees: Sees) -> int:
    """How many tasks have their day where the sitting is, of those that a reader `sees`."""
    return sum(
        one.is_open and one.plan.before_sitting is not None and one.heard.shows(one.channel, sees)
        for one in tasks.of_vote(tx, vote.id)
    )


def told_in(tx: Tx, numbers: str, channel: ChannelId) -> list[Task]:
    """Of the tasks that a delivery's facts have the numbers of, those that a channel hears of, and
    those of who is told there that they take care of them."""
    found = [existing(tx, TaskId(int(one))) for one in numbers.split()]
    return [
        one
        for one in found
        if one.heard.shows(one.channel, lambda seen: seen == channel)
        or any(taker.channel == channel for taker in one.takers)
    ]


def missing_for(tx: Tx, vote: CouncilVote) -> list[tuple[int, str]]:
    """How much of each unit is still to do before a sitting, as far as that is known: of what was
    typed where everybody reads, for whoever may come is told."""
    found: Counter[str] = Counter()
    for one in tasks.of_vote(tx, vote.id):
        if one.heard is not Heard.ALL:
            continue
        is_before = one.plan.due is None or one.plan.due <= vote.sitting.day
        if one.is_open and one.plan.target is not None and is_before:
            progress = Progress(contributions.total(tx, one.id), one.plan.target)
            found[one.plan.unit] += progress.missing or 0
    return [(n, unit) for unit, n in found.items() if n and unit]


def cards(tx: Tx, deps: Deps, found: Sequence[Task]) -> list[TaskCard]:
    return [card(tx, deps, one) for one in found]


def card(tx: Tx, deps: Deps, task: Task) -> TaskCard:
    """What is told of a task. Raises LookupError where the registry lost its city."""
    vote = votes.get(tx, task.vote) if task.vote else None
    project = projects.get(tx, task.project) if task.project else None
    people = contributions.people(tx, task.id) | {one.person for one in task.takers}
    return replace(
        brief(tx, deps, task),
        people=len(people),
        item=vote.item.words if vote else "",
        sitting=vote.known_day if vote else None,
        project=project.facts.title if project else "",
        campaign=campaigns.name(tx, task.campaign) if task.campaign else "",
    )


def brief(tx: Tx, deps: Deps, task: Task) -> TaskCard:
    """The least that is told of a task: how far it is. Raises LookupError, too."""
    commune = cities.existing(deps, task.city)
    progress = Progress(contributions.total(tx, task.id), task.plan.target)
    return TaskCard(task, commune, progress, deps.clock.now(), town=cities.told(deps, commune))
