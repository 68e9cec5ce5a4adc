"""The list of projects in pages, and the buttons below it; they work for ever."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord import Interaction

from bot.domain.ids import CityId, ProjectId
from bot.ports.chat import Message
from bot.render import project_lists
from bot.render import project_questions as words
from bot.render.texts import texts
from bot.services import cities, collectives, known_projects, offering, questions, suggesting
from bot.services.asking import Asker
from bot.services.deps import Deps
from cogs import kit, rooms


def today(deps: Deps, zone: ZoneInfo) -> date:
    """The day that it is where a collective lives."""
    return deps.clock.now().astimezone(zone).date()


async def page(interaction: Interaction, city: CityId | None, start: int = 0) -> Message:
    """A page of the list; on the first, organisers find what waits for them."""
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    sees = rooms.seen_by(interaction)
    held, waiting = await known_projects.listed(deps, asker.collective, city, sees)
    asks = start == 0 and kit.is_organiser(interaction)
    return project_lists.listed(
        held,
        waiting,
        cities.namer(deps),
        await kit.texts_of(interaction),
        city=city,
        start=start,
        question=await _question(deps, asker) if asks else None,
    )


async def _question(deps: Deps, asker: Asker) -> Message | None:
    """The next question to the organisers of a collective."""
    found = await questions.first(deps, asker.collective)
    if found is None:
        return None
    collective = await collectives.of(deps, asker.collective)
    return words.asked(
        found.project,
        found.commune,
        texts(collective.locale),
        today(deps, collective.zone),
        offer=found.offer,
        left=found.left,
        shared=found.shared,
    )


class More(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.escape(project_lists.MORE_ACTION)
    + rf"(?P<city>{project_lists.EVERYWHERE}|[a-z]{{2}}:\w{{5}}):(?P<start>\d{{1,6}})",
):
    """The next page of a list."""

    def __init__(self, city: str, start: int) -> None:
        action = f"{project_lists.MORE_ACTION}{city}:{start}"
        super().__init__(discord.ui.Button(custom_id=action))
        self.city = None if city == project_lists.EVERYWHERE else CityId(city)
        self.start = start

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> More:
        return cls(found["city"], int(found["start"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, page(interaction, self.city, self.start))


class Answer(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"vigie:(?P<what>project|offer):(?P<answer>yes|no):(?P<id>\d{1,18})",
):
    """What organisers answer to a member, or to another collective; for ever."""

    def __init__(self, what: str, answer: str, id_: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"vigie:{what}:{answer}:{id_}"))
        self.what, self.yes, self.id_ = what, answer == "yes", id_

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> Answer:
        return cls(found["what"], found["answer"], int(found["id"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._answer(interaction))

    async def _answer(self, interaction: Interaction) -> Message:
        kit.need_organiser(interaction)
        deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
        if self.what == "project":
            project = await suggesting.decide(deps, asker, ProjectId(self.id_), accept=self.yes)
        else:
            project = await offering.answer(deps, asker, self.id_, take=self.yes)
        says, question = await kit.texts_of(interaction), await _question(deps, asker)
        return words.decided(project, says, yes=self.yes, question=question)
