"""A council's sitting on the wall clock of its town, and the item on its agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.dates.local import When
from bot.domain.folding import fold

ITEM_MAX: Final = 200
NUMBER_MAX: Final = 12
PLACE_MAX: Final = 120
_LASTS: Final = timedelta(hours=3)  # as long as a council takes, before its result is asked for
_ASSUMED: Final = time(9)  # what is counted from where nobody knows the hour


@dataclass(frozen=True, slots=True)
class Sitting:
    """`day` and `hour` as the town's clock shows them; `hour` None while nobody knows it.

    `second`: the later of two, on the night when the clock goes back.
    """

    day: date
    hour: time | None
    zone: ZoneInfo
    second: bool = False

    @property
    def begins(self) -> datetime:
        """The instant, in UTC; at nine o'clock where the hour is not known."""
        hour = self.hour or _ASSUMED
        local = datetime.combine(self.day, hour, self.zone).replace(fold=int(self.second))
        return local.astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """When its result may be asked for: at midnight where the hour is not known."""
        if self.hour is not None:
            return self.begins + _LASTS
        after = self.day + timedelta(days=1)
        return datetime.combine(after, time(), self.zone).astimezone(UTC)

    def is_over(self, now: datetime) -> bool:
        return now >= self.ends

    def has_begun(self, now: datetime) -> bool:
        """Whether it can have come to a result: on its day, where the hour is not known."""
        if self.hour is not None:
            return now >= self.begins
        return now.astimezone(self.zone).date() >= self.day


def sitting_at(when: When, *, timed: bool) -> Sitting:
    """The sitting that a phrase told; `timed` says whether it told the hour."""
    hour = when.local.time() if timed else None
    return Sitting(when.local.date(), hour, when.zone, timed and when.is_second)


@dataclass(frozen=True, slots=True)
class Item:
    """What is voted on: the number that the agenda gives it and its words, either may be empty.

    `theme` is one of the lexicon's, or empty.
    """

    number: str
    words: str
    theme: str = ""


_FILLING: Final = frozenset(
    "a au aux avec ce cette dans de des du en et la le les l d s pour par sur un une"
    " point numero no n deliberation vote projet ordre jour commune ville conseil municipal"
    " relatif relative concernant autorisation approbation convention".split()
)


def is_same_item(one: Item, other: Item) -> bool | None:
    """Whether two people speak of the same item of one sitting; None where only they know."""
    if one.number and other.number:
        return fold(one.number) == fold(other.number)
    telling, others = _stems(one.words), _stems(other.words)
    fewest = min(len(telling), len(others))
    if telling and (telling == others or (fewest > 1 and len(telling & others) * 2 >= fewest)):
        return True
    return None


def _stems(words: str) -> set[str]:
    """The telling words without the letters that inflect them."""
    telling = (word for word in fold(words).split() if word not in _FILLING)
    return {word if word.isdigit() else word[:6].rstrip("sxe") for word in telling}
