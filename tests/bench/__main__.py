"""`python -m tests.bench`: how fast Vigie is, against a bare discord.py client in the same run."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from datetime import UTC, datetime

from tests.bench.arena import FOLDER
from tests.bench.measures import FULL, MEASURES
from tests.bench.report import NotMeasured, Result, machine, report, table, write

LATEST = FOLDER / "latest.json"


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="How fast Vigie is, against a bare discord.py client in the same run.",
        epilog=f"Everything is also written to {LATEST}. A goal that is missed is no failure; "
        "the code is 1 when something could not be measured.",
    )
    names = [*MEASURES, *FULL]
    parser.add_argument(
        "--only", action="append", choices=names, metavar="NAME", help=", ".join(names)
    )
    parser.add_argument(
        "--full", action="store_true", help=f"also what takes minutes: {', '.join(FULL)}"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    return parser.parse_args(words)


async def run(names: list[str]) -> tuple[list[Result], dict[str, str]]:
    """What each measure gave, and why some could not be taken."""
    results: list[Result] = []
    failures: dict[str, str] = {}
    for name in names:
        begun = time.monotonic()
        print(f"{name}…", end=" ", file=sys.stderr, flush=True)
        try:
            results += await {**MEASURES, **FULL}[name]()
            print(f"{time.monotonic() - begun:.0f} s", file=sys.stderr)
        except NotMeasured as error:
            failures[name] = str(error)
            print("not measured", file=sys.stderr)
    return results, failures


def main(words: list[str]) -> int:
    asked = parse(words)
    at, on = datetime.now(UTC), machine()
    results, failures = asyncio.run(run(asked.only or [*MEASURES, *(FULL if asked.full else ())]))
    told = report(results, at, on, failures)
    write(told, LATEST)
    print(json.dumps(told, ensure_ascii=False, indent=2) if asked.json else table(results, on))
    if not (asked.full or asked.only or asked.json):
        print(f"\nWith `make bench FULL=1`, minutes long: {', '.join(FULL)}")
    for name, why in failures.items():
        print(f"\n{name} could not be measured: {why}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
