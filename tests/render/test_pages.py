"""A text in quotes over as many messages as it takes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.render.escaping import escape
from bot.render.pages import ROOM, pages, quoted


def test_a_short_text_is_shown_whole() -> None:
    assert quoted("Un\n\nDeux *trois*") == "> Un\n>\n> Deux \\*trois\\*"


def test_an_address_is_shown_as_the_forum_shows_it() -> None:
    assert quoted("voir <https://a.fr/b_c>, ici") == "> voir https://a.fr/b_c, ici"
    assert quoted("[ici](<https://a.fr/b_c>)") == "> \\[ici\\](https://a.fr/b_c)"


def test_a_long_text_says_that_there_is_more() -> None:
    assert quoted("bla " * 1_000).endswith("bla…")


@given(st.text(alphabet=st.sampled_from("ab \n*_<>@é😀"), max_size=6_000))
def test_pages_fit_and_leave_nothing_out(text: str) -> None:
    made = pages(text)
    assert all(0 < len(page) <= ROOM for page in made)
    assert letters("".join(made)) == letters(escape(text))


def letters(text: str) -> str:
    return re.sub(r"[^abé😀]", "", text)
