"""What people call a task, within a sentence."""

from __future__ import annotations

import pytest

from bot.domain.titles import within


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Distribuer les tracts", "distribuer les tracts"),
        ("Écrire aux élu·es", "écrire aux élu·es"),
        ("Lire", "lire"),
        ("Write to the councillors", "write to the councillors"),
        ("Une lettre par personne", "une lettre par personne"),
        ("écrire aux élu·es", "écrire aux élu·es"),
    ],
)
def test_a_capital_that_only_begins_a_line_is_lost(title: str, said: str) -> None:
    assert within(title) == said


@pytest.mark.parametrize(
    "title",
    [
        "CADA : relancer",
        "Olivier appelle",
        "Nice en commun",
        "LIRE l'ordre du jour",
        "A4",
        "",
        "1er",
    ],
)
def test_names_and_acronyms_keep_theirs(title: str) -> None:
    assert within(title) == title
