"""What a forum says in a shape that its reader does not know: left out, told once in the log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

T = TypeVar("T")

log = logging.getLogger(__name__)

MOST_TOLD: Final = 1_000


class Odd:
    """Reads what can be read of a page."""

    def __init__(self, forum: str) -> None:
        self._forum = forum
        self._told: set[str] = set()

    def readable(self, items: Iterable[object], key: str, shaped: Callable[[object], T]) -> list[T]:
        """The items that `shaped` takes; `key` holds their number, for the log.

        Raises ValueError when there are items and it takes none: that is another page altogether.
        """
        found, lost = [], 0
        for item in items:
            try:
                found.append(shaped(item))
            except ValueError:
                lost += 1
                self._tell(item.get(key) if isinstance(item, dict) else None)
        if lost and not found:
            raise ValueError(lost)
        return found

    def _tell(self, number: object) -> None:
        name = str(number)[:20] if isinstance(number, int) else "?"
        if name not in self._told and len(self._told) < MOST_TOLD:
            self._told.add(name)
            log.warning("forum.odd forum=%s post=%s", self._forum, name)
