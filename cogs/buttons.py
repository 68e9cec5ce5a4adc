"""Buttons that work for ever: all that they do is in their action, which the chat hands back."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord
from discord import Interaction

from bot.ports.chat import Message
from cogs import kit

Button = discord.ui.Button[Any]
Kind = type[discord.ui.DynamicItem[Button]]


Press = Callable[[Interaction, Mapping[str, str]], Awaitable[None]]


def of(template: str, work: Callable[..., Awaitable[Message]], *, private: bool = True) -> Kind:
    """The buttons whose whole action fits `template`, a regular expression.

    `work` takes the interaction and, by their names, the template's groups as they were written;
    it makes the answer, or raises Refused.
    """

    async def press(interaction: Interaction, said: Mapping[str, str]) -> None:
        await kit.answer(interaction, work(interaction, **said), private=private)

    return _kind(template, press)


def settling(template: str, work: Callable[..., Awaitable[Message]]) -> Kind:
    """The same of buttons below what only one person may answer: the answer takes the place of the
    question, which nobody can answer twice; a refusal leaves it there."""

    async def press(interaction: Interaction, said: Mapping[str, str]) -> None:
        await kit.settle(interaction, work(interaction, **said))

    return _kind(template, press)


def opening(template: str, work: Callable[..., Awaitable[discord.ui.Modal | Message]]) -> Kind:
    """The same of buttons that show a form, which `work` makes; it cannot be waited for long. A
    message is answered where there is no form to fill in."""

    async def press(interaction: Interaction, said: Mapping[str, str]) -> None:
        await kit.show_form(interaction, work(interaction, **said))

    return _kind(template, press)


def _kind(template: str, press: Press) -> Kind:
    class Pressed(discord.ui.DynamicItem[Button], template=template):
        def __init__(self, action: str, said: Mapping[str, str]) -> None:
            super().__init__(Button(custom_id=action))
            self.said = said

        @classmethod
        async def from_custom_id(
            cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
        ) -> Pressed:
            return cls(found[0], found.groupdict())

        async def callback(self, interaction: Interaction) -> None:
            await press(interaction, self.said)

    return Pressed
