"""Texts packed into one: what stands where."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.packed import Lines, Order

words = st.lists(st.sampled_from(["a", "b", "ab", "ba", "c"]), min_size=1, max_size=4).map(" ".join)


@given(st.lists(words, max_size=12), words)
def test_the_longest_line_of_whole_words_is_found(lines: list[str], text: str) -> None:
    beginnings = [line for line in lines if f"{text} ".startswith(f"{line} ")]
    assert Order(Lines(lines)).longest(text) == max(beginnings, key=len, default="")


def test_among_no_lines_none_is_found() -> None:
    assert Order(Lines([])).longest("a b") == ""
