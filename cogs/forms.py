"""Forms that people fill in, be they ones that were opened before a restart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import discord
from discord import Interaction, InteractionType

from bot.render.texts import Texts

DAY: Final = "day"
_TITLE: Final = 45  # characters that the chat shows
_MOST_TYPED: Final = 100


def day(action: str, title: str, says: Texts) -> discord.ui.Modal:
    """« Un autre jour »: one field; `action` comes back with what is typed there."""
    form = discord.ui.Modal(title=title[:_TITLE], custom_id=action, timeout=None)
    field = discord.ui.TextInput[discord.ui.Modal](
        custom_id=DAY,
        placeholder=says.say("16 novembre, lundi dernier, 14/12/2026"),
        max_length=_MOST_TYPED,
    )
    form.add_item(discord.ui.Label(text=says.say("Quel jour ?"), component=field))
    return form


def filled(interaction: Interaction, actions: re.Pattern[str]) -> re.Match[str] | None:
    """The action of a form that comes back, where it is one of these."""
    if interaction.type is not InteractionType.modal_submit:
        return None
    data: Mapping[str, Any] = interaction.data or {}
    return actions.fullmatch(str(data.get("custom_id", "")))


def typed(interaction: Interaction) -> dict[str, str]:
    """What was typed, by the fields' ids, whatever they are wrapped in."""
    data: Mapping[str, Any] = interaction.data or {}
    return dict(_values(data.get("components", ())))


def _values(parts: Any) -> Iterator[tuple[str, str]]:
    for part in parts if isinstance(parts, list) else ():
        if "value" in part:
            yield part["custom_id"], part["value"]
        yield from _values([part["component"]] if "component" in part else part.get("components"))
