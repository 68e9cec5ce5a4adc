"""The pictures' words: what the font has, and what fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reference import load_communes
from bot.render.pictures.faces import Face, drawable, files
from bot.render.pictures.fitting import cut, lines

NAMES = [one.name for one in load_communes().search("", 40_000)]
TEXT = Face(30)


def test_every_commune_fits_in_the_head_of_its_picture() -> None:
    large, two = Face(72, bold=True), Face(58, bold=True)

    broken = [lines(drawable(name), two, 850, 2) for name in NAMES if large.width(name) > 850]

    assert len(NAMES) == 35_008
    assert all(two.width(line) <= 850 for one in broken for line in one)
    assert [one for one in broken if one[-1].endswith("…")] == []


def test_the_font_has_every_letter_of_every_commune() -> None:
    assert [name for name in NAMES if drawable(name) != name] == []


def test_both_weights_have_the_same_characters() -> None:
    hb = pytest.importorskip("uharfbuzz")
    regular, bold = (hb.Face(path.read_bytes()).unicodes for path in files())

    assert set(regular) == set(bold)


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("4\u202f000 caméras", "4\u00a0000 caméras"),
        ("🗳️ Vote du 14 ✓", "Vote du 14"),
        ("avant → après", "avant › après"),
        ("Проект Cityvision для всех", "… Cityvision …"),
        ("مشروع كاميرات", "…"),
        ("un\ndeux\x00\x1b[31m", "un deux[31m"),
        ("\u202eretourné\u202c", "retourné"),
        ("e\u0301lu·es", "élu·es"),
        ("Z\u0336a\u0336l\u0336g\u0336o\u0336", "Zalgo"),
        ("ﬁchier № ①", "fichier No 1"),
        ("\ud800seul", "seul"),
        ("\u00adcou\u200bpé", "coupé"),
    ],
)
def test_what_the_font_lacks_draws_no_empty_box(written: str, drawn: str) -> None:
    assert drawable(written) == drawn


def test_words_are_measured_with_their_kerning() -> None:
    assert Face(100).width("AV") < Face(100).width("A") + Face(100).width("V")


@given(st.text(max_size=300))
def test_what_is_drawable_stays_so(text: str) -> None:
    assert drawable(drawable(text)) == drawable(text)


@given(st.text("aéW -·'\u00a0,…", max_size=120), st.floats(0, 900), st.integers(1, 4))
def test_lines_fit_their_room(text: str, room: float, most: int) -> None:
    broken = lines(drawable(text), TEXT, room, most)

    assert len(broken) <= most
    assert all(TEXT.width(line) <= room for line in broken)


def test_a_line_is_cut_at_a_word_when_that_loses_little() -> None:
    assert cut("Vidéosurveillance algorithmique", TEXT, 330) == "Vidéosurveillance…"
    assert cut("a" * 50, TEXT, 100).startswith("aaa")
    assert cut("anything", TEXT, 1) == ""
