"""The REST routes; importing this package fills the table."""

from __future__ import annotations

from bot.sandbox.discord.routes import (
    accounts,
    channels,
    commands,
    guilds,
    interactions,
    members,
    messages,
    pins,
    roles,
    scheduled_events,
    thread_members,
    threads,
)
from bot.sandbox.discord.routes.table import router

__all__ = [
    "accounts",
    "channels",
    "commands",
    "guilds",
    "interactions",
    "members",
    "messages",
    "pins",
    "roles",
    "router",
    "scheduled_events",
    "thread_members",
    "threads",
]
