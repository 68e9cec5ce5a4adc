"""Legal deadlines counted and told in words, after the rules and the calendars are loaded."""

from __future__ import annotations

import asyncio
import csv
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Final

from bot.domain.calendars import Place, read_place
from bot.domain.deadlines import compute
from bot.domain.rules import Pack
from bot.reference.holidays import listed
from bot.reference.rules import load_rules
from bot.render.deadlines import as_json
from bot.render.texts import texts
from tests.bench.report import Goal, Result

_ROUNDS: Final = 20
_EXAMPLES: Final = Path(__file__).parents[2] / "data" / "deadline_examples.csv"
Case = tuple[str, date, Place]


async def measure() -> list[Result]:
    """Never raises NotMeasured."""
    pack = await asyncio.to_thread(load_rules)
    cases = _cases()
    _times(pack, cases)
    took = median(one for _ in range(_ROUNDS) for one in _times(pack, cases))
    return [Result("deadline, counted and told", took, "ms", goal=Goal("value", "≤", 1))]


def _cases() -> list[Case]:
    with _EXAMPLES.open(encoding="utf-8", newline="") as file:
        return [
            (
                row["rule_id"],
                date.fromisoformat(row["trigger_date"]),
                read_place(row["department"], row["population"]),
            )
            for row in csv.DictReader(file)
        ]


def _times(pack: Pack, cases: list[Case]) -> list[float]:
    """Milliseconds, a case each."""
    words, taken = texts("fr"), []
    for rule, trigger, place in cases:
        begun = time.perf_counter()
        as_json(compute(pack, listed, rule, trigger, place), pack.always, words)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken
