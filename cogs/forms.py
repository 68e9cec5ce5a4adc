"""Forms: what is asked in them, and what was typed, be it in one opened before a restart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import Interaction, InteractionType

Field = discord.ui.TextInput[discord.ui.Modal]


def field(
    form: discord.ui.Modal, label: str, id_: str, value: str, most: int, *, required: bool = True
) -> Field:
    """One more field of a form, with `value` in it, for as many characters as `most`."""
    made: Field = discord.ui.TextInput(
        custom_id=id_, default=value or None, max_length=most, required=required
    )
    form.add_item(discord.ui.Label(text=label, component=made))
    return made


def handed_in(interaction: Interaction) -> tuple[str, dict[str, str]]:
    """The action of a form, and what was typed by the ids of its fields; no action of no form."""
    if interaction.type is not InteractionType.modal_submit:
        return "", {}
    data: Any = interaction.data or {}
    return str(data.get("custom_id", "")), dict(_typed(data.get("components", ())))


def _typed(parts: Any) -> Iterator[tuple[str, str]]:
    """Whatever they are wrapped in."""
    for part in parts if isinstance(parts, list) else ():
        if "value" in part:
            yield part["custom_id"], part["value"]
        yield from _typed([part["component"]] if "component" in part else part.get("components"))
