"""`vigie deadline` as typed in a terminal."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot import reference
from bot.cli import kit, main
from bot.render.texts import texts

EXAMPLES = Path(__file__).parent / "data" / "deadline_examples.csv"


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a folder whose settings are broken: it needs none."""
    (tmp_path / "config.toml").write_text("broken", "utf-8")
    monkeypatch.chdir(tmp_path)


def vigie(*words: str, typed: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["deadline", *words], input=typed)


def told(*words: str, typed: str | None = None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in vigie(*words, "--json", typed=typed).output.splitlines()]


def test_every_example_passes_as_it_is_typed() -> None:
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = ["--department", row["department"], "--population", row["population"]]
            [answer] = told(row["rule_id"], row["trigger_date"], *place)
            assert answer["due"] == row["expected_deadline"], row


def test_a_deadline_is_told_for_a_program() -> None:
    [answer] = told("fr.rep.deliberation", "15/03/2027", "--department", "75")
    assert answer.pop("reasoning")[-1] == (
        "Dernier jour : mardi 18 mai 2027 (date prudente : vendredi 14 mai 2027)."
    )
    assert answer.pop("caveat") == (
        "N'attendez pas le dernier jour. Par courrier, le cachet de la poste fait foi. Pour un·e "
        "élu·e du conseil, le délai court souvent dès la séance. Calcul d'information, pas un "
        "conseil juridique : faites vérifier la date."
    )
    assert answer == {
        "ok": True,
        "rule": "fr.rep.deliberation",
        "title": "Recours contre une délibération",
        "due": "2027-05-18",
        "act_by": "2027-05-18",
        "prudent": "2027-05-14",
        "source": "CJA R421-1, CGCT L2131-1",
        "reviewed": "2026-11-23",
        "confidence": "H",
    }


def test_a_deadline_is_told_in_words() -> None:
    result = vigie("fr.convocation.5jf", "2026-12-14")
    assert result.exit_code == 0
    lines = result.output.replace("\u202f", " ").splitlines()
    assert lines[0].endswith("au plus tard le mardi 8 décembre 2026")
    assert [line[:2] for line in lines[1:4]] == ["1.", "2.", "3."]
    assert lines[4] == "CGCT L2121-12 · fiabilité haute · revue le 23 novembre 2026"


@pytest.mark.parametrize(
    ("words", "reason", "error"),
    [
        (["fr.cada.saisin", "2026-12-14"], "rule_near", "Est-ce fr.cada.saisine ?"),
        (["x" * 900, "2026-12-14"], "rule_unknown", "Exemples : fr.convocation, "),
        (["fr.cada.avis", "x" * 900], "day_unreadable", "Exemples : 14 décembre 2026"),
        (["fr.cada.avis", "lundi 15 décembre 2026"], "date_weekday", "est un mardi, pas un lundi"),
        (["fr.cada.avis", "2027-01-01", "--department", "9" * 900], "department_unknown", "code"),
        (["fr.cada.avis", "2027-01-01", "--population", "9" * 900], "population_unreadable", "«"),
        (["fr.convocation", "2027-01-01", "--population", "3499.0"], "population_unreadable", "«"),
        (["bonjour", "2026-12-14"], "rule_unknown", "Exemples : fr.convocation, "),
        (["fr.convocation", "2026-12-14"], "population_needed", "Il faut la population"),
        (["fr.rep.arrete", "2027-02-30"], "day_impossible", "n'existe pas au calendrier"),
        (["fr.rep.arrete", "demain"], "day_unreadable", "Je n'ai pas compris le jour « demain »"),
        (["fr.rep.arrete", ""], "day_unreadable", "Exemples : 14 décembre 2026, 14/12/2026"),
        (["fr.rep.arrete", "9999-12-31"], "day_out_of_range", "de 1990 à 2100"),
        (["fr.rep.arrete", "2027-01-01", "--department", "99"], "department_unknown", "« 99 »"),
        (["fr.rep.arrete", "2027-01-01", "--department", "988"], "department_own_law", "Calédonie"),
        (["fr.cada.avis", "2027-01-01", "--population", "x"], "population_unreadable", "« x »"),
        (["fr.deliberation.pv", "2027-01-01", "--department", "57"], "rule_says", "L2541-1"),
        (["be.ce.annulation", "2027-01-01", "--department", "57"], "rule_belgian", "belge"),
        (["fr.refere.suspension", "2027-01-01"], "rule_says", "n'a pas de délai"),
    ],
)
def test_what_is_refused_is_refused_with_its_reason(
    words: list[str], reason: str, error: str
) -> None:
    [answer] = told(*words)
    assert answer.keys() == {"ok", "error", "reason"}
    assert (answer["ok"], answer["reason"]) == (False, reason)
    assert error in answer["error"]
    assert len(answer["error"]) <= 250
    assert vigie(*words, "--json").exit_code == vigie(*words).exit_code == 1
    assert vigie(*words).stdout == ""


def test_each_line_has_its_answer_in_order_empty_ones_too() -> None:
    typed = "2027-03-15\n\nbientôt\r\n2027-02-30\n15/03/2027"
    result = vigie("fr.rep.deliberation", "-", "--json", typed=typed)
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert result.exit_code == 0
    assert [one["ok"] for one in answers] == [True, False, False, False, True]
    assert answers[0] == answers[4]
    assert told("fr.rep.deliberation", "-", typed="") == []
    assert [one["ok"] for one in told("fr.rep.deliberation", "-", typed="\n")] == [False]


def test_each_line_has_its_answer_even_where_the_rule_is_wrong() -> None:
    answers = told("fr.cada.saisin", "-", typed="2027-03-15\n\n")
    assert [one["ok"] for one in answers] == [False, False]
    result = vigie("fr.cada.saisin", "-", typed="2027-03-15\n\n")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)


def test_the_settings_that_are_given_choose_the_language(tmp_path: Path) -> None:
    path = tmp_path / "english.toml"
    path.write_text('[collective]\nlocale = "en"', "utf-8")
    [answer] = told("fr.cada.saisine", "2027-04-10", "--config", str(path))
    assert answer["title"] == "Applying to the CADA"
    assert answer["reasoning"][-1].endswith("Thursday 10 June 2027.")
    assert vigie("fr.cada.saisine", "2027-04-10", "--config", "config.toml").exit_code == 2


def test_a_program_reads_french_whatever_the_terminal_speaks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kit, "says", texts("en"))
    [answer] = told("fr.cada.saisine", "2027-04-10")
    assert answer["title"] == "Saisir la CADA"
    assert answer["reasoning"][-1] == "Dernier jour, par prudence sans report : jeudi 10 juin 2027."
    [declined] = told("fr.cada.saisine", "bientôt")
    assert declined["error"].startswith("Je n'ai pas compris")
    assert vigie("fr.cada.saisine", "2027-04-10").output.startswith("Applying to the CADA")


def test_a_caution_that_is_taken_already_is_not_taken_twice() -> None:
    [answer] = told("fr.cada.saisine", "2026-11-26")
    assert (answer["due"], answer["act_by"]) == ("2027-01-26", "2027-01-25")
    said = vigie("fr.cada.saisine", "2026-11-26").output
    assert "2027" in said.splitlines()[0]
    assert "25" in said.splitlines()[0]


def test_broken_data_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text("reviewed = 2026-11-23\n", "utf-8")
    monkeypatch.setattr(reference, "data_folder", lambda: tmp_path)
    result = vigie("fr.cada.saisine", "2027-04-10")
    assert result.exit_code == 1
    assert "rules.toml, always: Field required" in result.output


def test_its_help_names_every_rule() -> None:
    result = vigie("--help")
    assert result.exit_code == 0
    assert "fr.cada.saisine" in result.output
    assert "Saisir la CADA" in result.output
    assert vigie().exit_code == vigie("fr.cada.saisine").exit_code == 2
