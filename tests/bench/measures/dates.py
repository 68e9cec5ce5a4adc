"""What people write on a phone, read with the date grammar: the median of a phrase."""

from __future__ import annotations

import csv
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.dates import read
from bot.domain.refusals import Refused
from tests.bench.report import Goal, Result

_PHRASES: Final = Path(__file__).parents[2] / "data" / "date_phrases.csv"
_ROUNDS: Final = 9
_NOW: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
_ZONE: Final = ZoneInfo("Europe/Paris")


async def measure() -> list[Result]:
    """Never raises NotMeasured."""
    with _PHRASES.open(encoding="utf-8", newline="") as file:
        phrases = [row["phrase"] for row in csv.DictReader(file)]
    took = median(_once(phrase) for _ in range(_ROUNDS) for phrase in phrases)
    return [Result("date, a phrase", took, "ms", goal=Goal("value", "≤", 1))]


def _once(phrase: str) -> float:
    begun = time.perf_counter()
    with suppress(Refused):
        read(phrase, _NOW, _ZONE)
    return (time.perf_counter() - begun) * 1000
