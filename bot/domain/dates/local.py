"""Wall clocks: the instant of a local time, whether it occurs once, twice or never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.domain.refusals import Reason, Refused


@dataclass(frozen=True, slots=True)
class When:
    """A minute: `local` is naive, on the wall clock of `zone`; `instant` is aware, in UTC."""

    local: datetime
    zone: ZoneInfo
    instant: datetime
    twice: bool = False  # whether the wall clock shows it twice, on a night when it goes back

    @property
    def is_second(self) -> bool:
        """Whether it is the later of two."""
        return self.twice and self.instant != _at(self.local, self.zone, fold=0)


def on_the_wall(local: datetime, zone: ZoneInfo, second: bool | None = None) -> When:
    """What the wall clock shows at `local`, naive; the first where that occurs twice.

    `second` is None where nobody said which. Raises Refused (DATE_GAP: the clock never shows it;
    DATE_ONCE: it was said which of two, of a time that occurs once).
    """
    first, last = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first is not None and last is not None and first < last:
        raise Refused(Reason.DATE_GAP, at=local.isoformat())
    twice = first != last
    if second is not None and not twice:
        raise Refused(Reason.DATE_ONCE, at=local.isoformat())
    return When(local, zone, _at(local, zone, fold=int(bool(second))), twice)


def of_instant(instant: datetime, zone: ZoneInfo) -> When:
    """The minute on the wall clock at an aware instant."""
    local = instant.astimezone(zone).replace(second=0, microsecond=0)
    wall = local.replace(tzinfo=None, fold=0)
    return on_the_wall(wall, zone, local.fold == 1 or None)


def today(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


def _at(local: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
