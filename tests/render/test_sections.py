"""A bilan's picture: sections of tallies that fit, with what does not counted."""

from __future__ import annotations

from itertools import combinations

import pytest

from bot.render.pictures.canvas import Box
from bot.render.pictures.content import Bar, Content, Section
from tests.render.test_pictures import Drawn

TOTALS = Section("", (Bar("", 18, 29, "18 lettres sur 29"), Bar("", 0, 0, "400 tracts")))


def content(*sections: Section) -> Content:
    return Content("Stop VSA", "bilan de la campagne", sections=sections, made="image du 8")


def many(n: int) -> Section:
    return Section(
        "Par tâche", tuple(Bar(f"tâche {one}", one, n, f"{one} sur {n}") for one in range(n))
    )


def inside(one: Box) -> bool:
    return one.left >= 0 and one.right <= 1_080 and one.top >= 0 and one.bottom <= 1_200


def overlap(one: Box, other: Box) -> bool:
    is_beside = one.right <= other.left or other.right <= one.left
    return not (is_beside or one.bottom <= other.top + 2 or other.bottom <= one.top + 2)


def test_only_what_has_a_target_has_a_track() -> None:
    drawn = Drawn(content(TOTALS))
    assert len(drawn.boxes("track")) == 1
    assert "400 tracts" in drawn.said()
    assert "Par tâche" not in drawn.said()


@pytest.mark.parametrize("n", [1, 2, 9, 14, 300])
def test_all_that_is_drawn_has_room_and_the_rest_is_counted(n: int) -> None:
    drawn = Drawn(content(TOTALS, many(n), Section("Par semaine", (Bar("du 3", 0, 0, "2"),))))
    words = drawn.drawing.canvas.words
    assert not [one for one in words if not inside(one)]
    assert not [pair for pair in combinations(words, 2) if overlap(*pair)]
    shown = sum(f"tâche {one}" in drawn.words for one in range(n))
    assert (f"et {n - shown} autres lignes" in drawn.said()) == (shown < n)
    assert "18 lettres sur 29" in drawn.said()
    assert "du 3" in drawn.words


def test_who_does_not_see_it_is_told_the_same() -> None:
    alt = Drawn(content(TOTALS, many(2))).drawing.alt.replace("\u00a0", " ")
    assert alt == (
        "Stop VSA, bilan de la campagne. Au total : 18 lettres sur 29, 400 tracts."
        " Par tâche : tâche 0 (0 sur 2), tâche 1 (1 sur 2). image du 8."
    )
