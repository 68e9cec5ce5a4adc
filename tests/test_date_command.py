"""`vigie date` as typed in a terminal."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import kit, main
from bot.render.texts import texts

EXAMPLES = Path(__file__).parent / "data" / "date_examples.csv"
MONDAY = ("--now", "2026-11-23T10:00")


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a folder whose settings are broken: it needs none."""
    (tmp_path / "config.toml").write_text("broken", "utf-8")
    monkeypatch.chdir(tmp_path)


def vigie(*words: str, typed: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["date", *words], input=typed)


def told(*words: str, typed: str | bytes | None = None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in vigie(*words, "--json", typed=typed).stdout.splitlines()]


def test_a_date_is_told_for_a_program() -> None:
    assert told("lundi 14 décembre à 18h30", *MONDAY) == [
        {"ok": True, "local": "2026-12-14T18:30", "text": "lundi 14 décembre 2026 à 18h30"}
    ]
    assert vigie("lundi", "--json").exit_code == 0


def test_a_refusal_is_told_for_a_program() -> None:
    result = vigie("bientôt", "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert not answer["ok"]
    assert "bientôt" in answer["error"]
    assert set(answer) == {"ok", "error"}
    assert answer["error"].startswith("Je n'ai pas compris « bientôt »."), "as it is typed"
    assert vigie("", "--json").exit_code == 1


def test_it_is_told_in_words() -> None:
    result = vigie("demain à 18h30", *MONDAY)
    assert (result.exit_code, result.stdout) == (0, "mardi 24 novembre 2026 à 18h30\n")
    result = vigie("hier", *MONDAY)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "dimanche 22 novembre 2026" in result.stderr


@pytest.mark.parametrize("row", list(csv.DictReader(EXAMPLES.read_text("utf-8").splitlines())))
def test_the_examples_pass(row: dict[str, str]) -> None:
    [answer] = told(row["phrase"], "--now", row["now"], "--timezone", row["timezone"])
    assert answer.get("local", "refuse") == row["expected"]


def test_each_line_has_its_answer_in_order_empty_ones_too() -> None:
    typed = "demain\n\n  \r\nlundi\u2028midi\x0c\nbientôt\n18h"
    result = vigie("-", "--json", *MONDAY, typed=typed)
    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.split("\n")[:-1]]
    locals_ = [answer.get("local") for answer in answers]
    assert locals_ == [
        "2026-11-24T09:00",
        None,
        None,
        "2026-11-30T12:00",
        None,
        "2026-11-23T18:00",
    ]
    assert vigie("-", "--json", typed="").stdout == ""
    plain = vigie("-", *MONDAY, typed=typed)
    assert (plain.exit_code, len(plain.stdout.splitlines())) == (0, 6)


def test_a_huge_line_is_one_case() -> None:
    [answer] = told("-", typed="lundi " * 100_000)
    assert not answer["ok"]


def test_a_line_that_is_not_utf_8_is_read_all_the_same() -> None:
    answers = told("-", *MONDAY, typed="1er février\n".encode("cp1252") + b"\xff\xfe\n")
    assert [answer["ok"] for answer in answers] == [True, False]


def test_a_stray_byte_of_the_terminal_is_told() -> None:
    result = vigie("lundi \udcff", "--json")
    assert result.exit_code == 1
    assert "\ufffd" in json.loads(result.stdout)["error"]


def test_a_terminal_that_lacks_a_sign_shows_its_code() -> None:
    def typed(*words: str) -> Result:
        return CliRunner(charset="latin-1").invoke(main, ["date", *words])

    told = typed("🦉", "--json")
    assert told.exit_code == typed("🦉").exit_code == 1
    assert "\\ud83e\\udd89" in told.stdout
    assert json.loads(told.stdout)["error"].startswith("Je n'ai pas compris « 🦉 »")
    assert typed("🦉").stderr.startswith("Je n\\u2019ai pas compris")


def test_now_is_local_unless_it_has_an_offset() -> None:
    there = ("--timezone", "Indian/Reunion")
    [local] = told("dans une heure", "--now", "2026-11-23T10:00", *there)
    [aware] = told("dans une heure", "--now", "2026-11-23T10:00+01:00", *there)
    assert (local["local"], aware["local"]) == ("2026-11-23T11:00", "2026-11-23T14:00")


def test_it_counts_from_the_machines_clock_and_in_paris() -> None:
    [now, here, there] = (
        told("dans un an", *where)
        for where in ((), ("--timezone", "Europe/Paris"), ("--timezone", "Pacific/Auckland"))
    )
    assert now[0]["local"][:10] <= here[0]["local"][:10]
    assert now[0]["local"] < there[0]["local"]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Europe", "", "../etc/passwd", "a\0b", "/"])
def test_a_zone_that_is_unknown_is_told_in_a_sentence(zone: str) -> None:
    result = vigie("lundi", "--timezone", zone, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"--timezone = {zone}")


@pytest.mark.parametrize(
    "now", ["demain", "", "2026-13-01", "0001-01-01T00:00+14:00", "9999-12-31"]
)
def test_a_moment_that_is_none_is_told_in_a_sentence(now: str) -> None:
    result = vigie("-", "--now", now, typed="lundi\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert "2026-11-23T10:00" in result.stderr


def test_the_settings_that_are_given_choose_language_and_zone(tmp_path: Path) -> None:
    path = tmp_path / "english.toml"
    path.write_text('[collective]\nlocale = "en"\ntimezone = "Indian/Reunion"', "utf-8")
    [answer] = told("demain 9h", "--now", "2026-11-23T21:00Z", "--config", str(path))
    assert answer["text"] == "Wednesday 25 November 2026 at 09:00"
    assert vigie("lundi", "--config", "config.toml").exit_code == 2


def test_a_program_reads_french_whatever_the_terminal_speaks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kit, "says", texts("en"))
    assert told("14/12/2026", *MONDAY)[0]["text"] == "lundi 14 décembre 2026 à 9h"
    assert vigie("14/12/2026", *MONDAY).stdout == "Monday 14 December 2026 at 09:00\n"


def test_it_has_its_help_and_wants_a_phrase() -> None:
    for word in ("-h", "--help"):
        assert "--timezone" in vigie(word).output
    assert vigie().exit_code == vigie("un", "deux").exit_code == 2


def test_english_is_read_where_the_collective_speaks_it_and_there_alone(tmp_path: Path) -> None:
    path = tmp_path / "en.toml"
    path.write_text('[collective]\nlocale = "en"', "utf-8")
    phrase = "Monday 14 December at 6:30pm"
    [read] = told(phrase, *MONDAY, "--config", str(path))
    assert (read["local"], read["text"]) == (
        "2026-12-14T18:30",
        "Monday 14 December 2026 at 18:30",
    )
    assert not told(phrase, *MONDAY)[0]["ok"]
