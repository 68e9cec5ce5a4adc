"""What is said to Vigie outside commands."""

from __future__ import annotations

from functools import partial

import discord
from discord.ext import commands

from bot.chats.discord.client import Client
from bot.domain.ids import ChannelId, CollectiveId, MessageId, PersonId
from bot.services import talking
from bot.services.deps import Deps
from bot.services.talking import Heard


class Events(commands.Cog):
    def __init__(self, client: Client, deps: Deps) -> None:
        self.client, self.deps = client, deps

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot or message.webhook_id or not self._for_vigie(message):
            return
        collective = (
            CollectiveId(str(message.guild.id))
            if message.guild
            else await self.client.homes.of(message.author.id)
        )
        heard = Heard(
            MessageId(str(message.id)),
            ChannelId(str(message.channel.id)),
            collective,
            self._without_mention(message.content),
            PersonId(str(message.author.id)),
            answers=self._answered(message),
            is_open=partial(self._is_open, message.channel.id),
            is_private=message.guild is None,
        )
        await talking.answer(self.deps, heard)

    def _for_vigie(self, message: discord.Message) -> bool:
        if message.guild is None:
            return True
        return self.client.serves(message.guild.id) and self.client.user in message.mentions

    def _is_open(self, here: int, channel: ChannelId) -> bool:
        """Whether everybody may read in a channel, or it is the very one of the answer."""
        found = self.client.get_channel(int(channel))
        if isinstance(found, discord.Thread):
            found = found.parent
        if int(channel) == here or not isinstance(found, discord.abc.GuildChannel):
            return int(channel) == here
        return found.permissions_for(found.guild.default_role).view_channel

    def _answered(self, message: discord.Message) -> MessageId | None:
        """What the message replies to, where only that mentions Vigie."""
        replied = message.reference and message.reference.message_id
        if not replied or message.content.strip() != self._without_mention(message.content):
            return None
        return MessageId(str(replied))

    def _without_mention(self, content: str) -> str:
        assert self.client.user is not None
        for mention in (f"<@{self.client.user.id}>", f"<@!{self.client.user.id}>"):
            content = content.replace(mention, " ")
        return content.strip()


async def setup(client: Client) -> None:
    await client.add_cog(Events(client, client.deps))
