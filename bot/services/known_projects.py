"""Which project somebody means, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.communes import Commune
from bot.domain.folding import fold
from bot.domain.ids import ChannelId, CityId, CollectiveId
from bot.domain.project_facts import TITLE_MAX, Source, same_title
from bot.domain.projects import Project, Standing, Step, held_by
from bot.domain.refusals import Reason, Refused
from bot.render.escaping import neutral
from bot.services import cities, offering
from bot.services.deps import Deps
from bot.services.sourcing import in_one_line
from bot.store import changes, project_sources, project_steps, projects
from bot.store.base import Tx
from bot.store.changes import Row

_CHOSEN: Final = "project:"


@dataclass(frozen=True, slots=True)
class History:
    """A project with its steps, the first first, what else was changed of it, and everything that
    was given as a source."""

    project: Project
    commune: Commune
    steps: Sequence[Step]
    changes: Sequence[Row]
    sources: Sequence[Source]


def meant(
    tx: Tx, deps: Deps, collective: CollectiveId, said: str, *, withdrawn: bool = False
) -> Project:
    """The project of a value from the suggestions, or of this title. Raises Refused.

    `withdrawn`: where none of this title is held, one that was, and is to come back.
    """
    known = projects.base_and(tx, collective)
    if said.startswith(_CHOSEN):
        found = [one for one in known if value_of(one) == said]
    else:
        title = in_one_line(said, TITLE_MAX)
        held = held_by(known, collective)
        found = [one for one in held if same_title(title, one.facts.title)]
        if not found and withdrawn:
            found = _withdrawn(known, title)
    if not found:
        raise Refused(Reason.NO_PROJECT)
    if len(found) > 1:
        choices = "\n".join(label(deps, one) for one in found[:5])
        raise Refused(Reason.SEVERAL_PROJECTS, name=said[:100], choices=choices)
    if found[0].standing is Standing.SUGGESTED:
        raise Refused(Reason.PROJECT_WAITING, title=found[0].facts.title)
    return _latest_word(known, found[0], collective)


def _withdrawn(known: Sequence[Project], title: str) -> list[Project]:
    """Of this title, the last that a collective put aside in each city."""
    aside = [one for one in known if one.standing is Standing.DISMISSED]
    named = {one.city: one for one in aside if same_title(title, one.facts.title)}
    return [*named.values()]


def _latest_word(known: Sequence[Project], meant: Project, collective: CollectiveId) -> Project:
    """A value may be that of the base, chosen before the collective had its own word."""
    own = [one for one in known if one.owner == collective and one.root == meant.root]
    return own[0] if own else meant


def value_of(project: Project) -> str:
    """What the commands understand for sure."""
    return f"{_CHOSEN}{project.id}"


def label(deps: Deps, project: Project) -> str:
    """`Cityvision (Nice)`"""
    commune = deps.registry.get(project.city)
    city = cities.told(deps, commune) if commune else project.city
    return f"{neutral(project.facts.title)} ({city})"


async def suggested(
    deps: Deps, collective: CollectiveId, typed: str, *, withdrawn: bool = False
) -> list[Project]:
    """The projects that somebody may mean who typed this so far: its collective's own first.

    `withdrawn`: those that it does not hold for true any more come too, at the end.
    """

    def work(tx: Tx) -> list[Project]:
        known = projects.base_and(tx, collective)
        held = held_by(known, collective)
        if withdrawn:
            held += [one for one in known if one.standing is Standing.DISMISSED]
        return held

    found = [one for one in await deps.store.read(work) if fold(typed) in fold(label(deps, one))]
    return sorted(found, key=lambda one: (one.standing is Standing.DISMISSED, one.owner is None))


async def listed(
    deps: Deps,
    collective: CollectiveId | None,
    city: CityId | None,
    sees: Callable[[ChannelId], bool] = lambda _: True,
) -> tuple[list[Project], list[Project]]:
    """What a collective holds of a city's projects, or of all that it follows or spoke of; and
    the suggestions that wait.

    `sees`: the channels of which who asks may know what they follow.
    """

    def work(tx: Tx) -> tuple[list[Project], list[Project]]:
        known = projects.of_city(tx, city) if city else projects.base_and(tx, collective)
        own = [one for one in known if collective is not None and one.owner == collective]
        waiting = [one for one in own if one.standing is Standing.SUGGESTED]
        held = held_by(known, collective)
        if city is None:
            followed = {*offering.followed_cities(tx, collective, sees), *(one.city for one in own)}
            held = [one for one in held if one.city in followed]
        return held, waiting

    return await deps.store.read(work)


async def history(deps: Deps, collective: CollectiveId, said: str) -> History:
    """Raises Refused where no project of this name is known."""

    def work(tx: Tx) -> tuple[Project, list[Step], list[Row], list[Source]]:
        project = meant(tx, deps, collective, said, withdrawn=True)
        noted = changes.within(tx, "project", str(project.id))
        sources = project_sources.of(tx, project.id)
        return project, project_steps.of(tx, project.id), noted, sources

    project, steps, noted, sources = await deps.store.read(work)
    commune = deps.registry.get(project.city)
    assert commune is not None
    return History(project, commune, steps, noted, sources)
