"""A legal deadline: the day, and each step that leads to it as a fact that a person can check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.calendars import (
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    Holiday,
    Listed,
    Place,
    is_weekend,
    out_of_range,
)
from bot.domain.counting import ONE_DAY, Count
from bot.domain.refusals import Reason, Refused
from bot.domain.rules import Choice, Pack, Rule
from bot.domain.wordings import Confidence, Wording, weakest


@dataclass(frozen=True, slots=True)
class Began:
    """What set the deadline off, never moved."""

    day: date


@dataclass(frozen=True, slots=True)
class ByPopulation:
    """Which of two rules it is: `population` is below `limit`, or is not."""

    population: int
    limit: int


@dataclass(frozen=True, slots=True)
class LocalLaw:
    """Why another count holds in this place."""

    because: Wording


@dataclass(frozen=True, slots=True)
class ClearDays:
    """The days between sending and sitting, both included, and what else is among them."""

    n: int
    first: date
    last: date
    has_weekend: bool
    has_holiday: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """The end of the duration; `missing` is the day number that its month does not have, or 0."""

    count: Count
    day: date
    missing: int


@dataclass(frozen=True, slots=True)
class OneDayMore:
    """The franc day."""

    day: date


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day that extends: a weekend where there is no holiday, else all its holidays."""

    day: date
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class Extended:
    """Every day skipped, in order, to the working day."""

    skipped: tuple[DayOff, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """The result; `prudent` for what is extended, to file before anything is disputed."""

    due: date
    prudent: date | None


Step = Began | ByPopulation | LocalLaw | ClearDays | Counted | OneDayMore | Extended | Ended


@dataclass(frozen=True, slots=True)
class Deadline:
    """`rule` is the one that counted, as it holds in the place; `steps` begin with Began."""

    rule: Rule
    due: date
    prudent: date | None
    confidence: Confidence
    steps: tuple[Step, ...]

    @property
    def act_by(self) -> date:
        """The day by which people are told to act: the last one that no reading disputes."""
        return self.due - ONE_DAY if self.rule.eve else self.due

    def is_kept(self, done: date) -> bool:
        """Whether what was done on this day was in time."""
        return done <= self.due


def compute(pack: Pack, listed: Listed, rule_id: str, trigger: date, place: Place) -> Deadline:
    """The deadline of a rule; `trigger` and the result are civil dates where the city is.

    Raises Refused: RULE_UNKNOWN, RULE_NEAR, RULE_SAYS, RULE_BELGIAN, RULE_FRENCH,
    POPULATION_NEEDED, DAY_OUT_OF_RANGE.
    """
    if not FIRST_YEAR <= trigger.year <= LAST_YEAR:
        raise out_of_range(trigger)
    chosen, choosing = _choose(pack, rule_id, place)
    rule, because = chosen.at(place)
    steps: list[Step] = [Began(trigger), *choosing]
    if because is not None:
        steps.append(LocalLaw(because))
    calendar = Calendar(pack.holiday_list(rule, place), listed)
    if rule.count.is_backwards:
        return _backwards(rule, trigger, calendar, steps)
    return _forwards(rule, trigger, calendar, steps)


def _choose(pack: Pack, rule_id: str, place: Place) -> tuple[Rule, list[Step]]:
    found = pack.find(rule_id)
    if not isinstance(found, Choice):
        return found, []
    if place.population is None:
        limit, title = str(found.population), found.title
        raise Refused(Reason.POPULATION_NEEDED, limit=limit, fr=title.fr, en=title.en)
    enough = place.population >= found.population
    return (
        pack.rules[found.enough if enough else found.below],
        [ByPopulation(place.population, found.population)],
    )


def _backwards(rule: Rule, sitting: date, calendar: Calendar, steps: list[Step]) -> Deadline:
    """Weekends and holidays count like any day, and the last day to send may be one."""
    due = rule.count.plain_end(sitting)
    between = [due + day * ONE_DAY for day in range(1, rule.count.n + 1)]
    if between:
        weekend = any(map(is_weekend, between))
        holiday = any(map(calendar.holidays, between))
        steps.append(ClearDays(rule.count.n, between[0], between[-1], weekend, holiday))
    steps.append(Ended(due, None))
    return Deadline(rule, due, None, rule.confidence, tuple(steps))


def _forwards(rule: Rule, trigger: date, calendar: Calendar, steps: list[Step]) -> Deadline:
    """Duration, franc, extension: in this order."""
    plain = due = rule.count.plain_end(trigger)
    missing = trigger.day if rule.count.is_in_months and plain.day != trigger.day else 0
    steps.append(Counted(rule.count, plain, missing))
    if rule.count.is_franc:
        due += ONE_DAY
        steps.append(OneDayMore(due))
    prudent: date | None = None
    skipped: tuple[DayOff, ...] = ()
    if rule.count.extended:
        prudent = calendar.last_working(plain)
        due, skipped = _extend(due, calendar)
    if skipped:
        steps.append(Extended(skipped))
    steps.append(Ended(due, prudent))
    decided = (holiday.confidence for day in skipped for holiday in day.holidays)
    return Deadline(rule, due, prudent, weakest(rule.confidence, *decided), tuple(steps))


def _extend(day: date, calendar: Calendar) -> tuple[date, tuple[DayOff, ...]]:
    skipped: list[DayOff] = []
    while not calendar.is_working(day):
        holidays = () if is_weekend(day) else calendar.holidays(day)
        skipped.append(DayOff(day, holidays))
        day += ONE_DAY
    return day, tuple(skipped)
