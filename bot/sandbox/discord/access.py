"""Bots that gain sight of channels, and are told of the threads there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.sandbox.discord import permissions, thread_events
from bot.sandbox.discord.events import WorldEvent
from bot.sandbox.discord.models import FORUM, TEXT, Application, Guild


@contextmanager
def syncing(
    guild: Guild, apps: list[Application], emit: Callable[[WorldEvent], None]
) -> Iterator[None]:
    """Around a change of rights: whoever sees more channels after it hears of their threads."""
    if not guild.threads:
        yield
        return
    before = [(app, _seen(guild, app)) for app in apps]
    yield
    for app, seen in before:
        if gained := _seen(guild, app) - seen:
            emit(thread_events.synced(guild, app, gained))


def _seen(guild: Guild, app: Application) -> frozenset[int]:
    return frozenset(
        channel.id
        for channel in guild.channels.values()
        if channel.type in (TEXT, FORUM)
        and permissions.in_channel(channel, app.id) & permissions.VIEW_CHANNEL
    )
