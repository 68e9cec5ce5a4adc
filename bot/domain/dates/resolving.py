"""What was said of a day and a time, as one local time that is still to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from bot.domain.dates.gathering import Said, gather
from bot.domain.dates.local import When, of_instant, on_the_wall
from bot.domain.dates.months import day_of, months_later
from bot.domain.dates.pieces import Dated, Exact, Piece, Relative, Span, Weekday, Within
from bot.domain.dates.whose import on_the_clock_of
from bot.domain.refusals import Reason, Refused

_UNTIMED: Final = time(9)
_FARTHEST: Final = 100  # years from now
_MOST_DAYS: Final = 366 * _FARTHEST
_MONTHS_TRIED: Final = 13  # the next month that has a day is never farther
_YEARS_TRIED: Final = 9  # nor the next 29 February: there is none in 2100


def resolve(pieces: list[Piece], whole: str, now: datetime, zone: ZoneInfo) -> When:
    """Raises Refused: what is impossible, past, or two things at once."""
    on_the_clock_of(zone, pieces)
    asked = _Asked(gather(pieces, whole), now, zone)
    when = _found(asked)
    asked.still_to_come(when)
    return when


@dataclass(frozen=True, slots=True)
class _Asked:
    said: Said
    now: datetime
    zone: ZoneInfo

    @property
    def here(self) -> datetime:
        """Now, on the wall, aware."""
        return self.now.astimezone(self.zone)

    @property
    def today(self) -> date:
        return self.here.date()

    def later(self, days: int) -> date:
        try:
            return self.today + timedelta(days=days)
        except OverflowError:
            raise self.too_far() from None

    def on(self, day: date, untimed: time = _UNTIMED) -> When:
        """That day, at the time that was said. Raises Refused (DATE_PAST, DATE_GAP…)."""
        if day < self.today:
            raise self.past(day)
        if day.year > min(self.now.year + _FARTHEST, MAXYEAR - 1):
            raise self.too_far()
        at = datetime.combine(day, self.said.time or untimed)
        return on_the_wall(at, self.zone, self.said.second)

    def is_to_come(self, day: date) -> bool:
        """Whether that day has the time before it; a time that the clock skips counts as well."""
        if day != self.today:
            return day > self.today
        at = datetime.combine(day, self.said.time or _UNTIMED, self.zone)
        return at.replace(fold=int(bool(self.said.second))).astimezone(UTC) > self.now

    def still_to_come(self, when: When) -> None:
        if when.instant <= self.now:
            raise Refused(Reason.DATE_PAST, said=self.said.whole, at=when.local.isoformat())

    def past(self, day: date) -> Refused:
        at = datetime.combine(day, self.said.time) if self.said.time else day
        return Refused(Reason.DATE_PAST, said=self.said.whole, at=at.isoformat())

    def too_far(self) -> Refused:
        return Refused(Reason.DATE_TOO_FAR, said=self.said.whole)

    def no_day(self) -> Refused:
        return Refused(Reason.DATE_NO_DAY, said=self.said.whole)


def _found(asked: _Asked) -> When:
    day, weekday = asked.said.day, asked.said.weekday
    match day:
        case None if weekday is not None:
            return asked.on(_coming(asked, weekday))
        case None:
            return asked.on(asked.today if asked.is_to_come(asked.today) else asked.later(1))
        case Relative():
            return _fitting(asked, asked.on(_agreed(asked, asked.later(day.days))))
        case Dated():
            return _fitting(asked, asked.on(_date(asked, day)))
        case Within():
            return _fitting(asked, asked.on(_within(asked, day)))
        case Span():
            return _fitting(asked, _spanned(asked, day))
        case Exact():
            return _fitting(asked, _exact(asked, day.instant))
        case _:
            assert_never(day)


def _coming(asked: _Asked, weekday: Weekday) -> date:
    """A weekday alone is never today."""
    ahead = (weekday.number - asked.today.weekday()) % 7
    if weekday.is_this and ahead == 0:
        raise Refused(Reason.DATE_THIS_DAY, said=asked.said.whole)
    if weekday.in_this_week:
        return asked.later(weekday.number - asked.today.weekday())
    if weekday.in_next_week:
        return asked.later(7 - asked.today.weekday() + weekday.number)
    if weekday.weeks < 0:
        return asked.later(ahead - 7)
    return asked.later((ahead or 7) + 7 * weekday.weeks)


def _fitting(asked: _Asked, when: When) -> When:
    """Raises Refused(DATE_WEEKDAY) where the weekday that was said is not that of the date."""
    weekday, day = asked.said.weekday, when.local.date()
    if weekday is None:
        return when
    if weekday.is_next and day == asked.today:
        raise Refused(Reason.DATE_SEVERAL, said=asked.said.whole)
    if weekday.number == day.weekday():
        return when
    if _is_said_of(asked, asked.today) and weekday.number == asked.today.weekday():
        at = datetime.combine(asked.today, asked.said.time or _UNTIMED)
        raise Refused(Reason.DATE_PAST, said=asked.said.whole, at=at.isoformat())
    raise Refused(Reason.DATE_WEEKDAY, at=day.isoformat(), weekday=str(weekday.number))


def _agreed(asked: _Asked, day: date) -> date:
    """Raises Refused(DATE_SEVERAL) where the date that was told as well is another day's."""
    also = asked.said.also
    if also is not None and day != day_of(also.year or day.year, also.month or day.month, also.day):
        raise Refused(Reason.DATE_SEVERAL, said=asked.said.whole)
    return day


def _within(asked: _Asked, said: Within) -> date:
    today = asked.today
    first = months_later(
        today.replace(day=1), said.ahead if said.month is None else 12 * said.ahead
    )
    day = first and day_of(first.year, said.month or first.month, said.day)
    if day is None:
        raise asked.no_day()
    return day


def _is_said_of(asked: _Asked, day: date) -> bool:
    """Whether the date without its year, or month, could be that day."""
    dated = asked.said.day
    if not isinstance(dated, Dated) or dated.day != day.day or dated.year is not None:
        return False
    return dated.month in {None, day.month}


def _date(asked: _Asked, dated: Dated) -> date:
    """The date itself, else the next one that there is."""
    if dated.year is not None:
        day = day_of(dated.year, dated.month or 0, dated.day)
        if day is None:
            raise asked.no_day()
        return day
    for day in _candidates(asked.today, dated):
        if asked.is_to_come(day):
            return day
    raise asked.no_day()


def _candidates(today: date, dated: Dated) -> Iterator[date]:
    """The days that a date without its year, or month, can be, from this month or year on."""
    if dated.month is None:
        first = (months_later(today.replace(day=1), months) for months in range(_MONTHS_TRIED))
        months = ((month.year, month.month) for month in first if month is not None)
    else:
        month = dated.month
        months = ((today.year + years, month) for years in range(_YEARS_TRIED))
    days = (day_of(year, month, dated.day) for year, month in months)
    return (day for day in days if day is not None)


def _spanned(asked: _Asked, span: Span) -> When:
    """Months and days on the wall, then hours and minutes as they elapse."""
    elapsing = timedelta(minutes=span.minutes)
    if elapsing.days > _MOST_DAYS or span.days > _MOST_DAYS or span.months > 12 * _FARTHEST:
        raise asked.too_far()
    if not (span.months or span.days):
        return _instant(asked, asked.now + span.sign * elapsing)
    month = months_later(asked.today, span.sign * span.months)
    if month is None:
        raise asked.too_far()
    day = asked.later((month - asked.today).days + span.sign * span.days)
    when = asked.on(day, untimed=asked.here.time().replace(second=0, microsecond=0))
    return _instant(asked, when.instant + span.sign * elapsing) if span.elapses else when


def _exact(asked: _Asked, instant: datetime) -> When:
    if instant.year < asked.now.year - 1:
        raise asked.past(instant.date())
    return _instant(asked, instant)


def _instant(asked: _Asked, instant: datetime) -> When:
    if instant.year > min(asked.now.year + _FARTHEST, MAXYEAR - 1):
        raise asked.too_far()
    return of_instant(instant, asked.zone)
