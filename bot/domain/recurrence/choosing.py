"""How often and on which days, out of what was said of either."""

from __future__ import annotations

from datetime import datetime
from typing import Final, assert_never

from bot.domain.recurrence.pieces import (
    Every,
    MonthDays,
    Placed,
    Weekdays,
    Which,
    WithoutWeekdays,
    YearDay,
)
from bot.domain.recurrence.rules import Frequency, Recurrence
from bot.domain.refusals import Reason, Refused

_WEEK: Final = range(7)


def chosen(
    every: Every | None,
    which: Which | None,
    without: WithoutWeekdays | None,
    begun: datetime,
    whole: str,
) -> Recurrence:
    """A rule that starts at `begun`, naive. The day that was not said is that one's.

    Raises Refused (RECURRENCE_ONCE: nothing comes back; RECURRENCE_SEVERAL: two rules in one).
    """
    rule = _found(every, which, begun, whole)
    return rule if without is None else _but(rule, without, whole)


def _found(every: Every | None, which: Which | None, begun: datetime, whole: str) -> Recurrence:
    match which:
        case None:
            return _alone(every, begun, whole)
        case Weekdays():
            return _weekly(every, which, begun, whole)
        case Placed():
            return _placed(every, which, begun, whole)
        case MonthDays():
            interval = _interval(every, Frequency.MONTHLY, whole, recurs=which.recurs)
            return Recurrence(
                frequency=Frequency.MONTHLY, start=begun, interval=interval, month_days=which.days
            )
        case YearDay():
            interval = _interval(every, Frequency.YEARLY, whole, recurs=which.recurs)
            return _yearly(begun, interval, which.month, which.day)
        case _:
            assert_never(which)


def _alone(every: Every | None, begun: datetime, whole: str) -> Recurrence:
    if every is None:
        raise Refused(Reason.RECURRENCE_ONCE, said=whole)
    match every.frequency:
        case Frequency.DAILY:
            return Recurrence(frequency=every.frequency, start=begun, interval=every.interval)
        case Frequency.WEEKLY:
            days = (begun.weekday(),)
            return Recurrence(
                frequency=every.frequency, start=begun, interval=every.interval, weekdays=days
            )
        case Frequency.MONTHLY:
            day = (begun.day,)
            return Recurrence(
                frequency=every.frequency, start=begun, interval=every.interval, month_days=day
            )
        case Frequency.YEARLY:
            return _yearly(begun, every.interval, begun.month, begun.day)
        case _:
            assert_never(every.frequency)


def _weekly(every: Every | None, which: Weekdays, begun: datetime, whole: str) -> Recurrence:
    is_daily = every is not None and (every.frequency, every.interval) == (Frequency.DAILY, 1)
    if is_daily and which.interval is None and which.recurs:
        every = None  # « chaque soir en semaine »
    if every is not None and which.interval is not None:
        raise Refused(Reason.RECURRENCE_SEVERAL, said=whole)
    interval = which.interval or _interval(every, Frequency.WEEKLY, whole, recurs=which.recurs)
    return Recurrence(
        frequency=Frequency.WEEKLY, start=begun, interval=interval, weekdays=which.numbers
    )


def _placed(every: Every | None, which: Placed, begun: datetime, whole: str) -> Recurrence:
    frequency = Frequency.MONTHLY if which.month is None else Frequency.YEARLY
    interval = _interval(every, frequency, whole, recurs=which.recurs)
    return Recurrence(
        frequency=frequency,
        start=begun,
        interval=interval,
        weekdays=which.weekdays,
        positions=which.positions,
        months=() if which.month is None else (which.month,),
    )


def _yearly(begun: datetime, interval: int, month: int, day: int) -> Recurrence:
    return Recurrence(
        frequency=Frequency.YEARLY,
        start=begun,
        interval=interval,
        month_days=(day,),
        months=(month,),
    )


def _interval(every: Every | None, frequency: Frequency, whole: str, *, recurs: bool) -> int:
    if every is None:
        if not recurs:
            raise Refused(Reason.RECURRENCE_ONCE, said=whole)
        return 1
    if every.frequency is not frequency:
        raise Refused(Reason.RECURRENCE_SEVERAL, said=whole)
    return every.interval


def _but(rule: Recurrence, without: WithoutWeekdays, whole: str) -> Recurrence:
    """« chaque jour sauf le dimanche » is the other weekdays."""
    is_daily = rule.frequency is Frequency.DAILY and rule.interval == 1
    is_workdays = rule.frequency is Frequency.WEEKLY and {*without.numbers} < {*rule.weekdays}
    if not (is_daily or is_workdays):
        raise Refused(Reason.RECURRENCE_SEVERAL, said=whole)
    left = [day for day in rule.weekdays or _WEEK if day not in without.numbers]
    if not left:
        raise Refused(Reason.RECURRENCE_NEVER, said=whole)
    return Recurrence(
        frequency=Frequency.WEEKLY,
        start=rule.start,
        interval=rule.interval,
        weekdays=tuple(left),
    )
