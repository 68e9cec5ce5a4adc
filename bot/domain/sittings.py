"""A council's sitting on the wall clock of its town, and the item on its agenda."""

from __future__ import annotations

import re
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
    def comes_twice(self) -> bool:
        """Whether the clock shows its hour twice that night, which goes back."""
        if self.hour is None:
            return False
        local = datetime.combine(self.day, self.hour, self.zone)
        first, last = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
        return first is not None and last is not None and first > last

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


# What any item of any agenda may say, and what only joins the words around it.
_GENERAL: Final = frozenset(
    "au aux avec ce cette dans de des du en et la le les pour par sur un une point numero"
    " deliberation vote projet ordre jour objet commune ville place conseil municipal relatif"
    " relative concernant autorisation approbation".split()
)
# These bear on the words beside them: among them, another order may be another item.
_BEARING: Final = frozenset(
    "pas sans non ni ne aucun aucune contre hors sauf jamais refus rejet extension retrait"
    " suppression ajout reduction remplacement maintien achat location transfert deplacement"
    " installation desinstallation".split()
)
# « l'école », « n° 3 »: the letter alone would be the name of a lot, or of a street.
_NO_LETTER: Final = re.compile(r"\b(?:[cdjlmnst]|qu)['’‘ʼ`´]|\bn\s?[°º]|№", re.IGNORECASE)


def is_same_item(one: Item, other: Item) -> bool | None:
    """Whether two people speak of the same item of one sitting; None where only they know.

    True where nothing that tells items apart differs: a place, a number, a negation. Who takes two
    items for one leaves the second untold.
    """
    if one.number and other.number:
        return _number(one) == _number(other)
    telling, others = _telling(one.words), _telling(other.words)
    if not telling or set(telling) != set(others):
        return None
    is_bound = any(word.isdigit() or word in _BEARING for word in telling)
    return None if is_bound and telling != others else True


def _telling(words: str) -> list[str]:
    """The words that tell an item from another, in their order, each without its plural."""
    folded = fold(_NO_LETTER.sub(" ", words)).replace("videoprotection", "videosurveillance")
    said = folded.split()
    kept = [word for word in said if word not in _GENERAL]
    # « à l'école », but « lot A »
    kept = [word for at, word in enumerate(kept, 1) if word != "a" or at == len(kept)]
    return [_singular(word) for word in kept]


def _number(item: Item) -> list[str]:
    """« 12 », « n° 12 » and « point 12 » are one."""
    return _telling(item.number) or [fold(item.number)]


def _singular(word: str) -> str:
    is_plural = len(word) > 3 and word[-1] in "sx" and word not in _BEARING
    return word[:-1] if is_plural else word
