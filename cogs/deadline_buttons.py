"""The buttons below deadlines; they work for ever."""

from __future__ import annotations

import re
from typing import Any, Final

import discord
from discord import Interaction

from bot.domain.ids import DeadlineId
from bot.ports.chat import Message
from bot.render import deadline_answers as words
from bot.render import deadline_cards as cards
from bot.services import deadlines
from cogs import kit


async def take(interaction: Interaction, said: str | DeadlineId) -> Message:
    """Whoever asks takes care of it, and is reminded in private."""
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    channel = await kit.private_channel(interaction)
    card = await deadlines.take(deps, kit.asker_of(interaction), said, channel)
    return words.taken(card, says)


async def finish(interaction: Interaction, said: str | DeadlineId) -> Message:
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    asker, organiser = kit.asker_of(interaction), kit.is_organiser(interaction)
    return words.finished(await deadlines.finish(deps, asker, said, organiser=organiser), says)


class Take(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.escape(cards.TAKE_ACTION) + r"(?P<id>\d{1,18})",
):
    """« Je m'en charge »"""

    def __init__(self, id_: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"{cards.TAKE_ACTION}{id_}"))
        self.id_ = DeadlineId(id_)

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> Take:
        return cls(int(found["id"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, take(interaction, self.id_))


class Finish(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.escape(cards.DONE_ACTION) + r"(?P<id>\d{1,18})",
):
    """« C'est fait »"""

    def __init__(self, id_: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"{cards.DONE_ACTION}{id_}"))
        self.id_ = DeadlineId(id_)

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> Finish:
        return cls(int(found["id"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, finish(interaction, self.id_))


BUTTONS: Final = (Take, Finish)
