"""« Reprendre »: a form that was refused comes back filled in with what was typed."""

from __future__ import annotations

import re
from typing import Final

import discord
from discord import Interaction

from bot.chats.discord.client import Client
from bot.domain.ids import PersonId
from bot.ports.chat import Message
from bot.render import kept_forms as words
from bot.services import kept_forms
from cogs import (
    buttons,
    deadline_buttons,
    forms,
    kit,
    publishing,
    task_buttons,
    vote_buttons,
)

# Every form that Vigie shows.
FORMS: Final = (
    *publishing.FORMS,
    *task_buttons.FORMS,
    *deadline_buttons.FORMS,
    *vote_buttons.FORMS,
)


async def _again(interaction: Interaction, id_: str) -> discord.ui.Modal | Message:
    person = PersonId(str(interaction.user.id))
    kept = await kept_forms.of(kit.deps_of(interaction), person, id_)
    return await forms.reopened(FORMS, interaction, kept.action, kept.typed)


_BUTTONS: Final = (buttons.opening(rf"{re.escape(words.ACTION)}(?P<id_>[0-9a-f]{{16}})", _again),)


async def setup(client: Client) -> None:
    client.add_dynamic_items(*_BUTTONS)
