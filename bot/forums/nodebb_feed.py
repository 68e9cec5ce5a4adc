"""Where a reading of NodeBB's newest posts stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PER_PAGE: Final = 20
# Read on after a first page whose every post is hidden, before the feed is taken for empty.
BLANK_PAGES: Final = 5


@dataclass(frozen=True, slots=True)
class Cursor:
    """A page, and how many posts it and those after it can hold; None when nothing tells.

    Posts are numbered from 1 and come in falling order: below a post seen there are at most as
    many as its number says, so a page of hidden posts is told from the end.
    """

    page: int = 1
    left: int | None = None

    @classmethod
    def read(cls, text: str | None) -> Cursor:
        """From what `older` gave. Raises ValueError on anything else."""
        if text is None:
            return cls()
        page, _, left = text.partition(":")
        return cls(int(page), int(left))

    def older(self, numbers: Sequence[int], *, is_blank: bool) -> str | None:
        """The cursor after this page, None at the end; `numbers` of the posts that it shows."""
        left = BLANK_PAGES * PER_PAGE if self.left is None else self.left
        if numbers:
            left = min(numbers) - 1
        elif is_blank and self.left is not None:
            left -= PER_PAGE
        return f"{self.page + 1}:{left}" if left > 0 else None
