"""What people count, in the singular."""

from __future__ import annotations

import pytest

from bot.domain.units import of_one


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ("autocollants", "autocollant"),
        ("autocollant", "autocollant"),
        ("visites chez les élu·es", "visite chez les élu·es"),
        ("heures passées", "heure passée"),
        ("appels d'élues", "appel d'élues"),
        ("panneaux relevés", "panneau relevé"),
        ("avis", "avis"),
        ("mois", "mois"),
        ("kg", "kg"),
        ("m²", "m²"),
        ("", ""),
    ],
)
def test_a_unit_of_people_s_own_has_a_singular(several: str, one: str) -> None:
    assert of_one(several) == one


@pytest.mark.parametrize(
    ("several", "one"),
    [("stickers", "sticker"), ("copies", "copy"), ("boxes of food", "box of food")],
)
def test_so_it_has_in_english(several: str, one: str) -> None:
    assert of_one(several, english=True) == one
