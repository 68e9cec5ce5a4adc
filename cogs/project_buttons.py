"""The list of projects in pages, and the buttons below it; they work for ever."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from discord import Interaction

from bot.domain.ids import CityId, ProjectId
from bot.ports.chat import Message
from bot.render import project_lists
from bot.render import project_questions as words
from bot.render.texts import texts
from bot.services import cities, collectives, known_projects, offering, questions, suggesting
from bot.services.asking import Asker
from bot.services.deps import Deps
from cogs import buttons, kit, rooms


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


async def _more(interaction: Interaction, city: str, start: str) -> Message:
    """The next page of a list."""
    code = None if city == project_lists.EVERYWHERE else CityId(city)
    return await page(interaction, code, int(start))


async def _answer(interaction: Interaction, what: str, answer: str, id_: str) -> Message:
    """What organisers answer to a member, or to another collective."""
    kit.need_organiser(interaction)
    deps, asker, yes = kit.deps_of(interaction), kit.asker_of(interaction), answer == "yes"
    if what == "project":
        project = await suggesting.decide(deps, asker, ProjectId(int(id_)), accept=yes)
    else:
        project = await offering.answer(deps, asker, int(id_), take=yes)
    says, question = await kit.texts_of(interaction), await _question(deps, asker)
    return words.decided(project, says, yes=yes, question=question)


BUTTONS: Final = (
    buttons.of(
        re.escape(project_lists.MORE_ACTION)
        + rf"(?P<city>{project_lists.EVERYWHERE}|[a-z]{{2}}:\w{{5}}):(?P<start>\d{{1,6}})",
        _more,
    ),
    buttons.of(
        r"vigie:(?P<what>project|offer):(?P<answer>yes|no):(?P<id_>\d{1,18})",
        _answer,
    ),
)
