"""What is said of a project, and where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.projects import Standing
from bot.render import project_questions, projects
from bot.render.texts import texts
from tests.render.test_city_card import NICE, NOW, commune


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ("fr:72181", "au Mans (Sarthe)", "in Le Mans (Sarthe)"),
        ("fr:93045", "aux Lilas (Seine-Saint-Denis)", "in Les Lilas (Seine-Saint-Denis)"),
        ("fr:06088", "à Nice (Alpes-Maritimes)", "in Nice (Alpes-Maritimes)"),
    ],
)
def test_a_project_is_at_its_town_as_people_say_it(code: str, french: str, english: str) -> None:
    town = commune(code)
    for locale, at in (("fr", french), ("en", english)):
        says = texts(locale)
        noted = projects.added(NICE[0], town, says, offered=False).content
        proposed = replace(NICE[0], standing=Standing.SUGGESTED)
        asked = project_questions.suggested(proposed, town, says, NOW.date(), shared=False).content
        assert at in noted.splitlines()[0]
        assert at in asked.splitlines()[0]
