import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.bench.__main__ import parse
from tests.bench.measures import MEASURES
from tests.bench.report import Goal, NotMeasured, Result, machine, percentile, report, table, write

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HERE = {"name": "guet", "cpu": "A CPU", "cores": 2, "system": "Linux", "python": "3.11.7"}
TWICE = Goal("ratio", "≤", 2)
ROUND_TRIP = Result("round trip", 1.8, "ms", 1.2, TWICE)


def test_a_percentile_lies_between_its_neighbours() -> None:
    assert percentile([4, 1, 3, 2], 50) == 2.5
    assert percentile(range(101), 95) == 95


def test_a_percentile_of_one_number_is_that_number() -> None:
    assert percentile([7.5], 95) == 7.5


def test_a_percentile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 95)


@pytest.mark.parametrize(
    ("result", "met"),
    [
        (ROUND_TRIP, True),
        (Result("round trip", 2.41, "ms", 1.2, TWICE), False),
        (Result("sends", 700, "messages/s", 1000, Goal("ratio", "≥", 0.7)), True),
        (Result("sends", 690, "messages/s", 1000, Goal("ratio", "≥", 0.7)), False),
        (Result("search", 5.1, "ms", goal=Goal("value", "≤", 5)), False),
        (Result("search", 5, "ms", goal=Goal("value", "≤", 5)), True),
        (Result("p50", 1.8, "ms", 1.2), None),
    ],
)
def test_a_goal_is_met_by_the_ratio_or_by_the_value(result: Result, met: bool | None) -> None:
    assert result.met is met


def test_a_ratio_without_a_baseline_is_not_measured() -> None:
    with pytest.raises(NotMeasured, match="nothing to compare"):
        _ = Result("round trip", 1.8, "ms", goal=TWICE).met


def test_the_report_has_the_promised_keys() -> None:
    told = report([ROUND_TRIP, Result("search", 0.41239, "ms")], AT, HERE, {})
    assert told == {
        "machine": HERE,
        "at": "2026-11-24T08:00:00+00:00",
        "results": [
            {
                "name": "round trip",
                "value": 1.8,
                "unit": "ms",
                "baseline": 1.2,
                "ratio": 1.5,
                "goal": "≤ 2 × bare",
                "met": True,
            },
            {
                "name": "search",
                "value": 0.4124,
                "unit": "ms",
                "baseline": None,
                "ratio": None,
                "goal": None,
                "met": None,
            },
        ],
        "failures": {},
    }


def test_the_report_is_written_where_there_was_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "not-yet" / "latest.json"
    told = report([ROUND_TRIP], AT, HERE, {"start": "it never came up"})
    write(told, path)
    assert json.loads(path.read_text(encoding="utf-8")) == told


def test_the_table_lines_up_and_names_the_machine() -> None:
    missed = Result("search", 5.25, "ms", goal=Goal("value", "≤", 5))
    assert table([ROUND_TRIP, missed], HERE).splitlines() == [
        "name        value  unit  baseline  ratio  goal        met",
        "──────────  ─────  ────  ────────  ─────  ──────────  ───",
        "round trip    1.8  ms         1.2    1.5  ≤ 2 × bare  yes",
        "search       5.25  ms           -      -  ≤ 5 ms       no",
        "",
        "guet: A CPU, 2 cores, Linux, Python 3.11.7",
    ]


def test_the_machine_has_a_name_and_a_processor() -> None:
    on = machine()
    assert on["name"]
    assert on["cpu"]


def test_one_measure_can_be_asked_for() -> None:
    assert parse(["--only", "start", "--json"]).only == ["start"]
    assert parse([]).only is None


def test_an_unknown_measure_is_refused_with_the_names_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        parse(["--only", "weather"])
    told = capsys.readouterr().err
    assert all(name in told for name in MEASURES)
