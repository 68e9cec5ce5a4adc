"""Figures have their language's own thousands."""

from __future__ import annotations

from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from bot.render.projects import number
from bot.render.texts import texts


@given(st.integers(0, 10**9))
def test_they_are_written_as_babel_writes_them(value: int) -> None:
    for locale, known_as in (("fr", "fr"), ("en", "en_GB")):
        assert number(value, texts(locale)) == format_decimal(value, locale=known_as)
