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


def of(template: str, work: Callable[..., Awaitable[Message]], *, private: bool = True) -> Kind:
    """The buttons whose whole action fits `template`, a regular expression.

    `work` takes the interaction and, by their names, the template's groups as they were written;
    it makes the answer, or raises Refused.
    """

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
            await kit.answer(interaction, work(interaction, **self.said), private=private)

    return Pressed


def settling(template: str, work: Callable[..., Awaitable[Message]]) -> Kind:
    """The same of buttons below what only one person sees: the answer takes the place of the
    question, which nobody can answer twice; a refusal leaves it there."""

    class Settling(discord.ui.DynamicItem[Button], template=template):
        def __init__(self, action: str, said: Mapping[str, str]) -> None:
            super().__init__(Button(custom_id=action))
            self.said = said

        @classmethod
        async def from_custom_id(
            cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
        ) -> Settling:
            return cls(found[0], found.groupdict())

        async def callback(self, interaction: Interaction) -> None:
            await kit.settle(interaction, work(interaction, **self.said))

    return Settling


def opening(template: str, work: Callable[..., Awaitable[discord.ui.Modal | Message]]) -> Kind:
    """The same of buttons that show a form, which `work` makes; it cannot be waited for long. A
    message is answered where there is no form to fill in."""

    class Opening(discord.ui.DynamicItem[Button], template=template):
        def __init__(self, action: str, said: Mapping[str, str]) -> None:
            super().__init__(Button(custom_id=action))
            self.said = said

        @classmethod
        async def from_custom_id(
            cls, _interaction: Interaction, _item: discord.ui.Item[Any], found: re.Match[str]
        ) -> Opening:
            return cls(found[0], found.groupdict())

        async def callback(self, interaction: Interaction) -> None:
            await kit.show_form(interaction, work(interaction, **self.said))

    return Opening
