"""How titles and tags name a commune."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.domain.naming import pattern_of


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Nice", "Caméras à NICE"),
        ("Le Havre", "Des caméras au Havre"),
        ("Les Lilas", "aux lilas"),
        ("L'Haÿ-les-Roses", "L’Haÿ les Roses vote"),
        ("Saint-Étienne", "saint etienne"),
        ("Œting", "Oeting"),
        ("Saint-Denis", "Saint Denis (93)"),
    ],
)
def test_the_pattern_of_a_name_finds_every_way_of_writing_it(name: str, title: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        assert db.execute("select ? like ?", [title, pattern_of(name)]).fetchone() == (1,)
        assert db.execute("select ? like ?", ["Autre ville", pattern_of(name)]).fetchone() == (0,)
