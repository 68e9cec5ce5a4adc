"""The kits that ship are whole in both languages; what is wrong in one is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.kits import From, Kit
from bot.domain.wordings import Wording
from bot.reference import ReferenceDataError, data_folder
from bot.reference.kits import load_kits
from bot.render.texts import typeset

SITTING = date(2026, 12, 14)


def wordings(kit: Kit) -> list[Wording]:
    return [kit.title, kit.about, *(one.title for one in kit.tasks)]


def test_three_kits_ship() -> None:
    assert [*load_kits()] == ["conseil-municipal", "demande-documents", "recensement-cameras"]
    assert "conseil-municipal.toml" in {one.name for one in (data_folder() / "kits").iterdir()}


@pytest.mark.parametrize("kit", load_kits().values(), ids=lambda kit: kit.id)
def test_every_text_is_in_both_languages_and_can_be_typeset(kit: Kit) -> None:
    for one in wordings(kit):
        assert one.fr != one.en
        assert typeset(one.fr) == typeset(typeset(one.fr))
    assert kit.about.fr.endswith(".")
    assert not any(one.title.fr.endswith(".") for one in kit.tasks)
    assert len({one.title.fr for one in kit.tasks}) == len(kit.tasks)


def test_the_council_s_days_count_from_the_sitting() -> None:
    kit = load_kits()["conseil-municipal"]
    assert kit.counts_from is From.SITTING
    chosen = [one.id for one in kit.tasks]
    plans = kit.plans(chosen, SITTING, date(2026, 11, 24), lambda one: one.fr)
    assert [(one.due, one.before_sitting) for one in plans] == [
        (date(2026, 12, 9), 5),
        (date(2026, 12, 11), 3),
        (date(2026, 12, 12), 2),
        (date(2026, 12, 14), 0),
        (date(2026, 12, 21), -7),
        (date(2026, 12, 28), -14),
    ]


def test_what_should_have_been_done_is_due_today_and_stays_so() -> None:
    kit = load_kits()["conseil-municipal"]
    [late, soon] = kit.plans(["lettres", "tracts"], SITTING, date(2026, 12, 12), lambda one: one.en)
    assert (late.title, late.due, late.before_sitting) == (
        "write to the councillors",
        date(2026, 12, 12),
        None,
    )
    assert (soon.due, soon.before_sitting) == (date(2026, 12, 12), 2)


GOOD = """
title = { fr = "un kit", en = "a kit" }
about = { fr = "pour voir", en = "to see" }
from = "start"
[[tasks]]
id = "un"
title = { fr = "faire", en = "do" }
days = 3
"""


@pytest.mark.parametrize(
    ("was", "wrong", "told"),
    [
        (', en = "do"', "", "tasks > 0 > title > en"),
        ("days = 3", "days = -3", "before the kit begins"),
        ("days = 3", 'days = 3\nunit = "boulons"', "tasks > 0 > unit"),
        ("days = 3", "days = 3\ncolour = 1", "tasks > 0 > colour"),
        ('fr = "faire"', f'fr = "{"x" * 81}"', "more than 80"),
        ("[[tasks]]", "[[tasks", "no TOML"),
        ('id = "un"', 'id = "Un !"', "tasks > 0 > id"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, was: str, wrong: str, told: str
) -> None:
    (tmp_path / "essai.toml").write_text(GOOD, encoding="utf-8")
    assert load_kits(tmp_path)["essai"].tasks[0].days == 3
    (tmp_path / "essai.toml").write_text(GOOD.replace(was, wrong), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=r"essai\.toml") as met:
        load_kits(tmp_path)
    assert told in str(met.value)


def test_two_tasks_of_one_name_are_told(tmp_path: Path) -> None:
    twice = GOOD + GOOD[GOOD.index("[[tasks]]") :]
    (tmp_path / "essai.toml").write_text(twice, encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="the same id"):
        load_kits(tmp_path)
