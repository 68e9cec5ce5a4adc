"""The hours in which nobody wants to be told anything, on the wall clock of those who sleep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `begins` to `ends`, naive local times that differ; past midnight where it ends first."""

    begins: time
    ends: time

    def until(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """The end, in UTC, of the quiet hours that `now` is in; None outside of them.

        A wall time that a night skips counts as one that much later, as long after the evening as
        in other nights; one that it shows twice is the first.
        """
        today = now.astimezone(zone).date()
        for day in (today - timedelta(days=1), today):
            last = day if self.begins < self.ends else day + timedelta(days=1)
            ends = _instant(last, self.ends, zone)
            if _instant(day, self.begins, zone) <= now < ends:
                return ends
        return None


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
