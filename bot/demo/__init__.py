"""The embedded sandbox and the real bot, as two processes beside this one."""

from bot.demo.demo import play
from bot.demo.tour import tour

__all__ = ["play", "tour"]
