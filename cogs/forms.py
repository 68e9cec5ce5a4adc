"""The forms that people fill in: their fields, and what was typed into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import Interaction, InteractionType


def submitted(interaction: Interaction) -> tuple[str, dict[str, str]] | None:
    """A form that was filled in, be it one that was opened before a restart: its action, and what
    was typed by the fields' ids. None for any other interaction."""
    if interaction.type is not InteractionType.modal_submit:
        return None
    data: Mapping[str, Any] = interaction.data or {}
    return str(data.get("custom_id", "")), dict(_typed(data.get("components", ())))


def _typed(parts: Any) -> Iterator[tuple[str, str]]:
    """What was typed, by the fields' ids, whatever they are wrapped in."""
    for part in parts if isinstance(parts, list) else ():
        if "value" in part:
            yield part["custom_id"], part["value"]
        yield from _typed([part["component"]] if "component" in part else part.get("components"))


def field(
    form: discord.ui.Modal, label: str, id_: str, value: str, most: int, *, required: bool = True
) -> discord.ui.TextInput[discord.ui.Modal]:
    """Add a field of one line, which holds `value` already and `most` characters."""
    made = discord.ui.TextInput[discord.ui.Modal](
        custom_id=id_, default=value or None, max_length=most, required=required
    )
    form.add_item(discord.ui.Label(text=label, component=made))
    return made
