"""The buttons below deadlines; they work for ever."""

from __future__ import annotations

import re
from typing import Any, Final

import discord
from discord import Interaction

from bot.domain.document_requests import Event
from bot.domain.ids import DeadlineId, RequestId
from bot.ports.chat import Message
from bot.render import deadline_answers as words
from bot.render import deadline_cards as cards
from bot.render import document_requests as requests
from bot.services import deadlines, document_requests
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


class Happened(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.escape(requests.ACTION)
    + r"(?P<event>documents|refusal|registered|opinion|filed|judged):"
    + r"(?P<id>\d{1,18}):(?P<seen>\d{1,9})",
):
    """What came of a request for documents, today."""

    def __init__(self, event: str, id_: int, seen: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"{requests.ACTION}{event}:{id_}:{seen}"))
        self.event, self.id_, self.seen = event, RequestId(id_), seen

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
    ) -> Happened:
        return cls(found["event"], int(found["id"]), int(found["seen"]))

    async def callback(self, interaction: Interaction) -> None:
        await kit.answer(interaction, self._happened(interaction), private=False)

    async def _happened(self, interaction: Interaction) -> Message:
        kit.need_organiser(interaction)
        deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
        event = Event(self.event)
        card = await document_requests.happened(deps, asker, self.id_, event, seen=self.seen)
        return requests.told(card, await kit.texts_of(interaction))


BUTTONS: Final = (Take, Finish, Happened)
