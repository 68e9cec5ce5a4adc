"""What Vigie asks of an alarm clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class Alarms(Protocol):
    def wake_at(self, name: str, at: datetime | None, call: Callable[[], object]) -> None:
        """Call once at `at` on Vigie's clock; a later word of the same name replaces it.

        None takes the alarm back. A past instant rings at once. A coroutine is awaited.
        """
        ...
