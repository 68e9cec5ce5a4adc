"""A bilan that organisers publish on a forum: what it would say, then their click."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Final

from discord import Interaction

from bot.domain.forum_writes import WriteAct
from bot.domain.publishing import Where
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Message
from bot.render import forum_tallies as words
from bot.render.forum_tallies import TallyCard
from bot.services import forum_bilans
from bot.services.forum_bilans import Shown, Wanted
from cogs import buttons, kit, rooms


async def preview(interaction: Interaction, wanted: Wanted) -> Message:
    """Where it is asked for, its organisers hear what becomes of it."""
    kit.need_organiser(interaction)
    if not rooms.can_say(interaction):
        raise Refused(Reason.CANNOT_WRITE_HERE)
    here = kit.asker_of(interaction).collective
    card = await forum_bilans.preview(kit.deps_of(interaction), here, wanted, _name(interaction))
    return words.preview(card, await kit.texts_of(interaction))


async def listed(interaction: Interaction) -> Message:
    kit.need_organiser(interaction)
    here = kit.asker_of(interaction).collective
    found = await forum_bilans.listed(kit.deps_of(interaction), here)
    return words.listed(found, await kit.texts_of(interaction))


def _name(interaction: Interaction) -> str:
    """The collective's."""
    return interaction.guild.name if interaction.guild else ""


def _shown(scope: str, act: str, place: str, minutes: str, forum: str, seen: str | None) -> Shown:
    """What a button was below, as its action tells it."""
    where, every = Where(forum, WriteAct(act), int(place)), timedelta(minutes=int(minutes))
    return Shown(scope, where, every, seen or "")


async def _start(interaction: Interaction, **told: Any) -> Message:
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    made = await forum_bilans.start(deps, asker, _shown(**told), _name(interaction))
    says = await kit.texts_of(interaction)
    return words.preview(made, says) if isinstance(made, TallyCard) else words.started(made, says)


async def _drop(interaction: Interaction) -> Message:
    return words.dropped(await kit.texts_of(interaction))


async def _read_on(interaction: Interaction, page: str, **told: Any) -> Message:
    kit.need_organiser(interaction)
    deps, here = kit.deps_of(interaction), kit.asker_of(interaction).collective
    name = _name(interaction)
    card = await forum_bilans.read_on(deps, here, _shown(**told), int(page), name)
    return words.preview(card, await kit.texts_of(interaction))


async def _add(
    interaction: Interaction, id_: str, first: str, last: str, seen: str | None
) -> Message:
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    left = await forum_bilans.add(deps, asker, int(id_), int(first), int(last), seen)
    return words.added(left, await kit.texts_of(interaction))


_SCOPE: Final = r"(?P<scope>(?:-|[a-z]{2}:\w{5}):\d{1,18})"
_WHERE: Final = rf"(?P<act>{WriteAct.REPLY}|{WriteAct.OPEN}):(?P<place>\d{{1,18}})"
_EVERY: Final = r"(?P<minutes>\d{1,5}):(?P<forum>[a-z0-9][a-z0-9_-]{0,39})"
# Those of before, that do not say what was seen, are shown again what would be public.
_START: Final = rf"{re.escape(words.ACTION)}(?:go|start):"
_SEEN: Final = r"(?::(?P<seen>[\w-]{4}))?"
_TURNS: Final = r"(?P<id_>\d{1,18}):(?P<first>\d{1,9}):(?P<last>\d{1,9})"
BUTTONS: Final = (
    buttons.of(f"{_START}{_SCOPE}:{_WHERE}:{_EVERY}{_SEEN}", _start),
    buttons.settling(re.escape(words.DROP), _drop),
    buttons.of(
        rf"{re.escape(words.READ)}(?P<page>\d{{1,3}}):{_SCOPE}:{_WHERE}:{_EVERY}"
        r":(?P<seen>[\w-]{4})",
        _read_on,
    ),
    buttons.of(re.escape(words.ADD) + _TURNS + _SEEN, _add),
)
