"""`vigie detect` as typed in a terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot import reference
from bot.cli import main

BOTH = "La mairie veut brancher de l'IA sur les caméras"
NOTHING = {"surveillance": False, "score": 0, "themes": [], "terms": []}


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a folder whose settings are broken: it needs none."""
    (tmp_path / "config.toml").write_text("broken", "utf-8")
    monkeypatch.chdir(tmp_path)


def vigie(*words: str, typed: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["detect", *words], input=typed)


def told(*words: str, typed: str | bytes | None = None) -> list[dict[str, Any]]:
    result = vigie(*words, "--json", typed=typed)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.output.splitlines()]


def plainly(result: Result) -> str:
    return result.output.replace("\u00a0", " ").replace("’", "'")


def test_a_text_is_told_for_a_program() -> None:
    assert told(BOTH) == [
        {
            "surveillance": True,
            "score": 3,
            "themes": ["videosurveillance", "vsa"],
            "terms": ["IA", "caméra"],
        }
    ]
    assert told("") == told("Rue verte") == [NOTHING]


def test_a_text_is_told_in_words() -> None:
    assert plainly(vigie(BOTH)) == (
        "Surveillance (score 3) : vidéosurveillance, vidéosurveillance algorithmique. "
        "Termes du lexique : IA, caméra.\n"
    )
    assert plainly(vigie("Police")) == (
        "Pas de surveillance (score 0). Termes du lexique : police.\n"
    )
    assert vigie("Rue verte").output == "Pas de surveillance (score 0). Aucun terme du lexique.\n"


@pytest.mark.parametrize("blank", ["\n\n", "\n \t\n", "\r\n\r\n", "\n\n\n"])
def test_a_text_of_several_paragraphs_is_surveillance_where_one_of_them_is(blank: str) -> None:
    [found] = told(f"Des caméras de chasse en forêt{blank}Une caméra{blank}{BOTH}")
    assert (found["surveillance"], found["score"]) == (True, 3)
    [apart] = told(f"La mairie veut de l'IA{blank}Des caméras au cinéma")
    [together] = told("La mairie veut de l'IA\nDes caméras de rue")
    assert not apart["surveillance"]
    assert together["surveillance"]


def test_the_settings_that_are_given_choose_the_language(tmp_path: Path) -> None:
    path = tmp_path / "english.toml"
    path.write_text('[collective]\nlocale = "en"', "utf-8")
    answer = vigie(BOTH, "--config", str(path)).output
    assert answer.startswith("Surveillance (score 3): video surveillance, ")
    assert vigie(BOTH, "--config", "config.toml").exit_code == 2


def test_each_line_has_its_answer_in_order_empty_ones_too() -> None:
    typed = f"{BOTH}\n\n  \r\nUn drone de la police municipale\u2028a\x0cb\x85c\nRue verte"
    answers = told("-", typed=typed)
    assert [one["score"] for one in answers] == [3, 0, 0, 4, 0]
    assert len(vigie("-", typed=typed).output.splitlines()) == 5
    assert told("-", typed="") == []
    assert told("-", typed="\n") == [NOTHING]


def test_a_line_that_is_not_utf_8_is_read_all_the_same() -> None:
    answers = told("-", typed=b"vid\xe9oprotection\nvid\xc3\xa9oprotection\n\xff\x81\n")
    assert [one["score"] for one in answers] == [4, 4, 0]


def test_a_huge_line_is_one_case() -> None:
    [found] = told("-", typed="caméra de rue " * 100_000)
    assert found["terms"] == ["caméra de rue"]


def test_nobody_listening_is_no_fault_to_tell() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "detect", "-", "--json"],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as vigie:
        assert vigie.stdout is not None
        vigie.stdout.close()
        _, said = vigie.communicate(BOTH.encode() * 100 + b"\n", timeout=60)
    assert said == b""
    assert vigie.returncode == 1


def test_broken_data_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "lexicon.csv").write_text("theme\n", "utf-8")
    monkeypatch.setattr(reference, "data_folder", lambda: tmp_path)
    result = vigie(BOTH)
    assert result.exit_code == 1
    assert "lexicon.csv, line 1: the columns are" in result.output


def test_it_has_its_help_and_wants_a_text() -> None:
    for word in ("-h", "--help"):
        assert "TEXT" in vigie(word).output
    assert vigie().exit_code == vigie("un", "deux").exit_code == 2
