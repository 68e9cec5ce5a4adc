"""The state of the chat server, and every change to it. In memory, without waiting."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime

from bot.sandbox.clock import SandboxClock
from bot.sandbox.discord import access, permissions, telling, thread_events
from bot.sandbox.discord.errors import missing_access, unknown
from bot.sandbox.discord.models import (
    DM,
    HAS_THREAD,
    TEXT,
    Application,
    Attachment,
    Channel,
    Guild,
    Overwrite,
    User,
)
from bot.sandbox.discord.roster import Roster
from bot.sandbox.discord.thread_models import Tag

MOST_ACTIVE_THREADS = 1_000


class World(Roster):
    """Guilds, channels, people and bots. Whoever appends to `on_event` hears every change."""

    def __init__(self, clock: SandboxClock, rng: random.Random) -> None:
        super().__init__(clock, rng)
        self.limits_on = True
        self.channels: dict[int, Channel] = {}
        self.most_active_threads = MOST_ACTIVE_THREADS  # a guild
        self.silence_ends: datetime | None = None  # no thread falls silent before
        self.cdn_url = ""
        self.attachments: dict[int, Attachment] = {}
        self._private: dict[frozenset[int], Channel] = {}

    def remove_guild(self, guild: Guild) -> None:
        """The guild is gone, for every bot in it."""
        for app in self.applications_in(guild):
            self.emit(telling.guild_left(guild, app))
        for channel in (*guild.channels.values(), *guild.threads.values()):
            self.channels.pop(channel.id, None)
        self.guilds.pop(guild.id, None)

    # channels

    def add_channel(
        self,
        guild: Guild,
        name: str,
        *,
        kind: int = TEXT,
        topic: str | None = None,
        parent: Channel | None = None,
        overwrites: Iterable[Overwrite] = (),
        tags: Iterable[Tag] = (),
    ) -> Channel:
        channel = Channel(
            self.snowflakes.new(),
            kind,
            guild,
            name,
            topic,
            len(guild.channels),
            parent.id if parent else None,
            {each.id: each for each in overwrites},
            tags=list(tags),
        )
        guild.channels[channel.id] = self.channels[channel.id] = channel
        self.emit(telling.channel("CHANNEL_CREATE", channel))
        return channel

    def update_channel(
        self,
        channel: Channel,
        *,
        name: str | None = None,
        topic: str | None = None,
        overwrites: Iterable[Overwrite] | None = None,
    ) -> None:
        """Changes what is given; an empty topic removes it."""
        channel.name = channel.name if name is None else name
        channel.topic = channel.topic if topic is None else topic or None
        if overwrites is None or channel.guild is None:
            self.emit(telling.channel("CHANNEL_UPDATE", channel))
            return
        apps = self.applications_in(channel.guild)
        with access.syncing(channel.guild, apps, self.emit):
            channel.overwrites = {each.id: each for each in overwrites}
            self.emit(telling.channel("CHANNEL_UPDATE", channel))

    def set_tags(self, forum: Channel, tags: list[Tag]) -> None:
        """The tags that a forum offers from now on; its threads lose the others."""
        forum.tags, offered = tags, {tag.id for tag in tags}
        for one in forum.guild.threads.values() if forum.guild else ():
            if one.thread is not None and one.parent_id == forum.id:
                one.thread.tags = [each for each in one.thread.tags if each in offered]

    def remove_channel(self, channel: Channel) -> None:
        """A channel goes with its threads, of which nothing more is said; or one thread goes."""
        if channel.thread is not None:
            self._remove_thread(channel)
            return
        self.channels.pop(channel.id, None)
        if channel.guild is not None:
            channel.guild.channels.pop(channel.id, None)
            for thread in list(channel.guild.threads.values()):
                if thread.parent_id == channel.id:
                    self._forget_thread(channel.guild, thread)
        self.emit(telling.channel("CHANNEL_DELETE", channel))

    def _remove_thread(self, thread: Channel) -> None:
        if thread.guild is not None:
            self._forget_thread(thread.guild, thread)
            self.emit(thread_events.deleted(thread))

    def _forget_thread(self, guild: Guild, thread: Channel) -> None:
        """The message that it was started from stays, without it."""
        self.channels.pop(thread.id, None)
        guild.threads.pop(thread.id, None)
        parent = guild.channels.get(thread.parent_id or 0)
        started_from = parent.messages.get(thread.id) if parent else None
        if started_from is not None:
            started_from.thread = None
            started_from.flags &= ~HAS_THREAD

    def private_channel(self, one: User, other: User) -> Channel:
        """The private channel between the two, made when first asked for."""
        key = frozenset((one.id, other.id))
        if key not in self._private:
            channel = Channel(self.snowflakes.new(), DM, recipients=[one, other])
            self._private[key] = self.channels[channel.id] = channel
        return self._private[key]

    # what an application may reach

    def guild_for(self, app: Application, guild_id: int | None) -> Guild:
        """Raises ApiError when the application is not in that guild."""
        guild = self.guilds.get(guild_id or 0)
        if guild is None or app.id not in guild.members:
            raise unknown("Guild")
        return guild

    def channel_for(self, app: Application, channel_id: int | None) -> Channel:
        """Raises ApiError when there is no such channel, or it is hidden from the application."""
        channel = self.channels.get(channel_id or 0)
        if channel is None:
            raise unknown("Channel")
        if not permissions.in_channel(channel, app.id) & permissions.VIEW_CHANNEL:
            raise missing_access()
        return channel
