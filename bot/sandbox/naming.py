"""Names that people type after @ and #, as their client would understand them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.sandbox.discord.models import Channel

MENTION_END = r"(?![\w-])"


def with_mentions(channel: Channel, text: str) -> str:
    """The text with the names after @ and # turned into the ids that they stand for."""
    for name, mention in sorted(_mentionable(channel), key=lambda pair: -len(pair[0])):
        if name.casefold() in text.casefold():
            pattern = re.escape(name) + MENTION_END
            text = re.sub(pattern, mention, text, flags=re.IGNORECASE)
    return text


def _mentionable(channel: Channel) -> Iterator[tuple[str, str]]:
    guild = channel.guild
    if guild is None:
        for user in channel.recipients:
            yield f"@{user.display_name}", f"<@{user.id}>"
        return
    for member in guild.members.values():
        for known_as in {member.user.username, member.user.display_name, member.nick or ""} - {""}:
            yield f"@{known_as}", f"<@{member.user.id}>"
    for role in guild.roles.values():
        if role.id != guild.id:
            yield f"@{role.name}", f"<@&{role.id}>"
    for other in guild.channels.values():
        yield f"#{other.name}", f"<#{other.id}>"
