"""What was measured, against what, and whether it is good enough: a table and a JSON file."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

import discord

_HEAD: Final = ("name", "value", "unit", "baseline", "ratio", "goal", "met")
_LEFT: Final = {"name", "unit", "goal"}


class NotMeasured(Exception):
    """A measure could not be taken; the text says why."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit for a result's ratio to its baseline, or for its value in its own unit."""

    of: Literal["ratio", "value"]
    bound: Literal["≤", "≥"]
    limit: float

    def is_met(self, number: float) -> bool:
        return number <= self.limit if self.bound == "≤" else number >= self.limit

    def text(self, unit: str, against: str) -> str:
        behind = f" {unit}" if self.of == "value" else f" × {against}"
        return f"{self.bound} {self.limit:g}{behind}"


@dataclass(frozen=True)
class Result:
    """One number, and the one that a bare client gave in the same run, where there is one."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    goal: Goal | None = None
    against: str = "bare"  # what the baseline is

    @cached_property
    def ratio(self) -> float | None:
        return self.value / self.baseline if self.baseline else None

    @property
    def met(self) -> bool | None:
        """None without a goal. Raises NotMeasured when a ratio is wanted and has no baseline."""
        if self.goal is None:
            return None
        number = self.ratio if self.goal.of == "ratio" else self.value
        if number is None:
            raise NotMeasured(f"{self.name}: the bare client gave nothing to compare with")
        return self.goal.is_met(number)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": _rounded(self.value),
            "unit": self.unit,
            "baseline": _rounded(self.baseline),
            "ratio": _rounded(self.ratio),
            "goal": self.goal.text(self.unit, self.against) if self.goal else None,
            "met": self.met,
        }


def percentile(numbers: Iterable[float], percent: float) -> float:
    """The value that `percent` % of the numbers do not exceed, interpolated between neighbours.

    Raises ValueError without numbers.
    """
    ranked = sorted(numbers)
    if not ranked:
        raise ValueError("a percentile of nothing")
    place = (len(ranked) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (ranked[above] - ranked[below]) * (place - below)


def machine() -> dict[str, Any]:
    """Whose milliseconds these are."""
    return {
        "name": platform.node(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "discord.py": discord.__version__,
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return next(iter(models), "") or platform.processor() or platform.machine()


def report(
    results: Iterable[Result], at: datetime, on: Mapping[str, Any], failures: Mapping[str, str]
) -> dict[str, Any]:
    """The whole run as JSON; `failures` is by measure, and empty when all could be taken."""
    return {
        "machine": dict(on),
        "at": at.isoformat(timespec="seconds"),
        "results": [one.as_json() for one in results],
        "failures": dict(failures),
    }


def write(told: Mapping[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def table(results: Iterable[Result], on: Mapping[str, Any]) -> str:
    """For a terminal; milliseconds mean something on one machine only, so that it comes along."""
    rows = [_HEAD, *(tuple(_cell(one.as_json()[key]) for key in _HEAD) for one in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "  ".join("─" * width for width in widths))
    where = "{name}: {cpu}, {cores} cores, {system}, Python {python}".format_map(dict(on))
    return "\n".join([*lines, "", where])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = zip(_HEAD, row, widths, strict=True)
    return "  ".join(
        cell.ljust(width) if key in _LEFT else cell.rjust(width) for key, cell, width in cells
    ).rstrip()


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _rounded(number: float | None) -> float | None:
    """Four digits are all that a measure is worth."""
    return None if number is None else float(f"{number:.4g}")
