"""How titles and tags name a commune."""

from __future__ import annotations

import pytest

from bot.domain.folding import fold
from bot.domain.naming import words_of


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Nice", "Caméras à NICE"),
        ("Le Havre", "Des caméras au Havre"),
        ("Les Lilas", "aux lilas"),
        ("L'Haÿ-les-Roses", "L’Haÿ les Roses vote"),
        ("Saint-Étienne", "saint etienne"),
        ("Œting", "Oeting"),
        ("Saint-Denis", "St Denis (93)"),
        ("Eu", "À Eu, la ville vote"),
        ("Paris 13e Arrondissement", "Paris 13e : des caméras"),
    ],
)
def test_a_title_holds_the_words_of_a_name_however_it_is_written(name: str, title: str) -> None:
    assert f" {words_of(name)} " in f" {fold(title)} "
    assert f" {words_of(name)} " not in f" {fold('Autre ville, deuxième lieu')} "
