"""Every measure of `python -m tests.bench`, in the order of its table: a module for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from tests.bench.measures import (
    autocompletion,
    bilans,
    catchups,
    cities,
    clicks,
    commands,
    dates,
    deadlines,
    deliveries,
    lexicons,
    pictures,
    polls,
    reminders,
    starts,
    webhooks,
)
from tests.bench.report import Result

Measure = Callable[[], Awaitable[list[Result]]]

MEASURES: Final[dict[str, Measure]] = {
    "command": commands.measure,
    "autocomplete": autocompletion.measure,
    "lexicon": lexicons.measure,
    "date": dates.measure,
    "deadline": deadlines.measure,
    "reminder": reminders.measure,
    "city": cities.measure,
    "click": clicks.measure,
    "bilan": bilans.measure,
    "start": starts.measure,
    "picture": pictures.measure,
    "delivery": deliveries.measure,
    "webhook": webhooks.measure,
    "poll": polls.measure,
    "catch-up": catchups.measure,
}

# These take minutes.
FULL: Final[dict[str, Measure]] = {"limits": catchups.measure_limited}
