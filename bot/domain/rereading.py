"""How long a thread of the forum is left alone before it is read again."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

SOON: Final = timedelta(minutes=5)  # where something happened of late
LATER: Final = timedelta(days=1)
LIVELY: Final = timedelta(days=1)  # for so long after that
_BACK_OFF: Final = 24  # a thread withdrawn for so many days is looked for once a day


def while_gone(gone_for: timedelta) -> timedelta:
    """A withdrawn thread is looked for as often as a lively one while people may still think better
    of it, then ever more seldom."""
    return SOON if gone_for < LIVELY else min(gone_for / _BACK_OFF, LATER)


def while_doubted(missing_for: timedelta) -> timedelta:
    """Of a forum that hides many threads at once little is asked, and nothing was withdrawn."""
    return min(max(SOON, missing_for), LATER)
