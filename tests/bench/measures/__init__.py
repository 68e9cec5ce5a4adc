"""Every measure of `python -m tests.bench`, in the order of its table: a module for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from tests.bench.measures import autocompletion, commands, deliveries, starts
from tests.bench.report import Result

Measure = Callable[[], Awaitable[list[Result]]]

MEASURES: Final[dict[str, Measure]] = {
    "command": commands.measure,
    "autocomplete": autocompletion.measure,
    "start": starts.measure,
    "delivery": deliveries.measure,
}
