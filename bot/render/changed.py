"""What a history tells of a change, whatever it is of."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.ids import PersonId


class Changed(Protocol):
    """What changed but the state; `noun` is of what, and the field: `vote:place`."""

    @property
    def noun(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> PersonId | None: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def why(self) -> str: ...
