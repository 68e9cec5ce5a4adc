"""From Vigie's messages to discord.py's."""

from __future__ import annotations

from io import BytesIO

import discord

from bot.ports.chat import Button, Embed, Message, Style

_STYLES = {Style.PLAIN: discord.ButtonStyle.secondary, Style.MAIN: discord.ButtonStyle.primary}
_PER_ROW = 5
_ALT_LENGTH = 1024


def embeds(message: Message) -> list[discord.Embed]:
    return [_embed(one) for one in message.embeds]


def _embed(embed: Embed) -> discord.Embed:
    made = discord.Embed(
        description=embed.text or None, title=embed.title or None, url=embed.url or None
    )
    if embed.image:
        made.set_image(url=embed.image)
    return made


def files(message: Message) -> list[discord.File]:
    """New ones each time: discord.py reads each of them once."""
    return [
        discord.File(BytesIO(one.data), one.name, description=one.alt[:_ALT_LENGTH])
        for one in message.files
    ]


def view(message: Message) -> discord.ui.View | None:
    """The buttons, as a view that discord.py does not keep: dynamic items answer them."""
    if not message.buttons:
        return None
    made = discord.ui.View(timeout=None)
    for index, button in enumerate(message.buttons):
        made.add_item(_button(button, index // _PER_ROW))
    made.stop()
    return made


def _button(button: Button, row: int) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(
        label=button.label[:80], custom_id=button.action, style=_STYLES[button.style], row=row
    )
