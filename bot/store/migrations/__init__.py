"""Numbered steps from an empty base to today's; each one is final once released."""

from bot.store.migrations.taking import NewerBase, migrate, refuse_newer, steps

__all__ = ["NewerBase", "migrate", "refuse_newer", "steps"]
