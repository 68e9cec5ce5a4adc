"""One rule out of the pieces of a phrase; two of a kind are refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.dates.gathering import gather
from bot.domain.dates.months import months_later
from bot.domain.dates.pieces import ClockTime, Part, Within
from bot.domain.dates.pieces import Piece as DatePiece
from bot.domain.dates.resolving import resolve
from bot.domain.dates.whose import on_the_clock_of
from bot.domain.recurrence.choosing import chosen
from bot.domain.recurrence.occurring import coming, falls_on, first_on_or_after, instant_of
from bot.domain.recurrence.pieces import (
    Every,
    Lasting,
    Months,
    Piece,
    Since,
    Times,
    Until,
    Which,
    Without,
    WithoutWeekdays,
)
from bot.domain.recurrence.rules import ALL_MONTHS, Frequency, Recurrence
from bot.domain.refusals import Reason, Refused

T = TypeVar("T")

_UNTIMED: Final = time(9)  # as for a date without a time
_LATEST: Final = ClockTime(23, 59, "")  # of a day that is a bound
_MOST_DAYS: Final = 5  # that are left out
_A_MINUTE: Final = timedelta(minutes=1)


def assembled(pieces: list[Piece], whole: str, now: datetime, zone: ZoneInfo) -> Recurrence:
    """Raises Refused: what is two things at once, impossible, past, or does not come back."""
    asked = _Asked(pieces, whole, now, zone)
    begun = _begun(asked)
    pattern = chosen(
        asked.only(Every),
        asked.only_which(),
        asked.only(WithoutWeekdays),
        datetime.combine(begun.date(), _time(asked)),
        whole,
    )
    pattern = _in_months(asked, pattern)
    _in_every_month(pattern, whole)
    rule = _started(asked, pattern, begun)
    seen = _seen_from(asked, begun)
    rule = _ended(asked, rule, seen)
    return _with_days_left_out(asked, rule, seen)


@dataclass(frozen=True, slots=True)
class _Asked:
    pieces: list[Piece]
    whole: str
    now: datetime
    zone: ZoneInfo

    def all(self, kind: type[T]) -> list[T]:
        return [one for one in self.pieces if isinstance(one, kind)]

    def only(self, kind: type[T]) -> T | None:
        found = self.all(kind)
        if len(found) > 1:
            raise self.several()
        return found[0] if found else None

    def only_which(self) -> Which | None:
        found = [one for one in self.pieces if isinstance(one, Which)]
        if len(found) > 1:
            raise self.several()
        return found[0] if found else None

    def several(self) -> Refused:
        return Refused(Reason.RECURRENCE_SEVERAL, said=self.whole)

    def day(self, said: Sequence[DatePiece], words: str, after: datetime) -> date:
        """The day that these pieces say, seen from `after`, aware; « le 5 du mois prochain » is
        always seen from now. Raises Refused."""
        if any(isinstance(one, Within) for one in said):
            after = self.now
        return resolve([*said, _LATEST], words, after, self.zone).local.date()


def _begun(asked: _Asked) -> datetime:
    """Where to look from, naive: the day that was said, else now."""
    since = asked.only(Since)
    if since is not None:
        day = asked.day(since.day, since.said, asked.now)
        begun = datetime.combine(day, time())
        if instant_of(begun, asked.zone) > asked.now:
            return begun
    # The minute that runs is past.
    here = asked.now.astimezone(asked.zone).replace(tzinfo=None, second=0, microsecond=0)
    return here + _A_MINUTE


def _time(asked: _Asked) -> time:
    said = [one for one in asked.pieces if isinstance(one, ClockTime | Part)]
    on_the_clock_of(asked.zone, said)
    return gather(list(said), asked.whole).time or _UNTIMED


def _in_months(asked: _Asked, pattern: Recurrence) -> Recurrence:
    months = _months(asked)
    if pattern.frequency is not Frequency.YEARLY:
        return replace(pattern, months=months)
    if months:  # a day of the year has its month
        raise asked.several()
    return pattern


def _months(asked: _Asked) -> tuple[int, ...]:
    """Those that are left; none where all are."""
    months = set(ALL_MONTHS)
    for piece in asked.all(Months):
        months = months.difference(piece.numbers) if piece.left_out else months & {*piece.numbers}
    if not months:
        raise Refused(Reason.RECURRENCE_NEVER, said=asked.whole)
    return () if len(months) == len(ALL_MONTHS) else tuple(sorted(months))


def _in_every_month(rule: Recurrence, whole: str) -> None:
    """Refuses « tous les mois le 31 »: nobody can tell what is meant in a month without it."""
    shortest = min(28 if month == 2 else _LENGTHS[month] for month in rule.months or ALL_MONTHS)
    if any(day > shortest for day in rule.month_days) or 5 in rule.positions:
        raise Refused(Reason.RECURRENCE_NOT_EVERY, said=whole)


_LENGTHS: Final = {month: 30 if month in {4, 6, 9, 11} else 31 for month in ALL_MONTHS}


def _started(asked: _Asked, pattern: Recurrence, begun: datetime) -> Recurrence:
    """The rule from its first occurrence on, from which every other week or month is counted."""
    looked = replace(
        pattern, interval=1, start=datetime.combine(begun.date(), pattern.start.time())
    )
    first = first_on_or_after(looked, begun)
    while first is not None and instant_of(first, asked.zone) <= asked.now:
        first = first_on_or_after(looked, first + _A_MINUTE)
    if first is None:
        raise Refused(Reason.RECURRENCE_NEVER, said=asked.whole)
    return replace(pattern, start=first)


def _ended(asked: _Asked, rule: Recurrence, seen: datetime) -> Recurrence:
    until, lasting, times = asked.only(Until), asked.only(Lasting), asked.only(Times)
    if sum(one is not None for one in (until, lasting, times)) > 1:
        raise asked.several()
    if times is not None:
        return replace(rule, count=times.count)
    last = asked.day(until.day, until.said, seen) if until else _spanned(rule, lasting)
    if last is not None and last < rule.start.date():
        raise Refused(Reason.RECURRENCE_NEVER, said=asked.whole)
    return replace(rule, until=last)


def _spanned(rule: Recurrence, lasting: Lasting | None) -> date | None:
    """A span is counted from the first occurrence, and its last day is the eve of its end."""
    if lasting is None:
        return None
    month = months_later(rule.start.date(), lasting.months)
    if month is None:
        raise Refused(Reason.DATE_TOO_FAR, said=lasting.said)
    return month + timedelta(days=lasting.days - 1)


def _seen_from(asked: _Asked, begun: datetime) -> datetime:
    """When the first day begins that was said, else now: other days are said as seen from there."""
    if asked.only(Since) is None:
        return asked.now
    day = datetime.combine(begun.date(), time())
    return max(asked.now, instant_of(day, asked.zone) - _A_MINUTE)


def _with_days_left_out(asked: _Asked, rule: Recurrence, seen: datetime) -> Recurrence:
    """Raises Refused where such a day is none of the rule's, or nothing is left."""
    said = asked.all(Without)
    if len(said) > _MOST_DAYS:
        raise Refused(Reason.RECURRENCE_MANY, most=str(_MOST_DAYS))
    if said and rule.count is not None:
        raise Refused(Reason.RECURRENCE_COUNT, said=asked.whole)
    days = {asked.day(one.day, one.said, seen) for one in said}
    for day in sorted(days):
        if not falls_on(rule, day):
            raise Refused(Reason.RECURRENCE_NOT_A_DAY, at=day.isoformat())
    rule = replace(rule, without=tuple(sorted(days)))
    if next(iter(coming(rule, asked.zone, asked.now)), None) is None:
        raise Refused(Reason.RECURRENCE_NEVER, said=asked.whole)
    return rule
