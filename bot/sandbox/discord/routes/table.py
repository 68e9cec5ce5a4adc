"""The one table that the modules beside this one fill."""

from __future__ import annotations

from bot.sandbox.discord.router import Router

router = Router()
