"""Bodies of JSON whose longest texts are cut as they arrive."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forums import arriving
from bot.forums.arriving import CUT, MOST_KEPT, MOST_TEXT, Arriving, shown
from bot.forums.fetch import whole

texts = st.text() | st.text(alphabet='\\"uéd8😀\n', max_size=60)
bodies = st.recursive(
    st.none() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
)


def arrived(body: bytes, cuts: list[int]) -> Arriving:
    taken = Arriving()
    for start, end in pairwise([0, *sorted(one % (len(body) + 1) for one in cuts), len(body)]):
        taken.take(body[start:end])
    return taken


def shortened(value: Any, most: int) -> bool:
    """Whether no text in it is longer than that."""
    if isinstance(value, str):
        return len(value.removesuffix(CUT)) <= most
    if isinstance(value, dict):
        return all(shortened(part, most) for pair in value.items() for part in pair)
    return all(shortened(part, most) for part in value) if isinstance(value, list) else True


@given(bodies, st.booleans(), st.integers(1, 12), st.lists(st.integers(0, 10**6), max_size=6))
def test_however_it_is_cut_a_body_stays_json_and_the_same_json(
    value: Any, plain: bool, most: int, cuts: list[int]
) -> None:
    body = json.dumps(value, ensure_ascii=plain).encode(errors="replace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arriving, "MOST_TEXT", most)
        data = arrived(body, cuts).data
        assert data == arrived(body, []).data
    assert shortened(json.loads(whole(data)), most)


@given(bodies, st.lists(st.integers(0, 10**6), max_size=6))
def test_what_has_no_long_text_arrives_as_it_is(value: Any, cuts: list[int]) -> None:
    body = json.dumps(value).encode()
    assert arrived(body, cuts).data == body


def test_a_long_text_among_others_is_cut_and_the_others_are_whole() -> None:
    said = [{"content": "é" * MOST_TEXT, "pid": 7}, {"content": "court", "pid": 6}]
    data = arrived(json.dumps(said, ensure_ascii=False).encode(), [1000, 300_000]).data
    long, short = json.loads(data)
    assert long["content"].endswith(f"é{CUT}")
    assert (long["pid"], short) == (7, said[1])
    assert len(data) < MOST_TEXT + 200


def test_more_than_can_be_kept_is_too_much() -> None:
    taken = Arriving()
    taken.take(b" " * (MOST_KEPT + 1))
    assert taken.is_too_much


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Bonjour</p>", "<p>Bonjour</p>"),
        (f"<p>Bonj{CUT}", "<p>Bonj<p>…</p>"),
        (f'<p>Vu</p><img src="data:{CUT}', "<p>Vu</p><p>…</p>"),
    ],
)
def test_what_was_cut_says_so_and_ends_with_whole_tags(html: str, expected: str) -> None:
    assert shown(html) == expected
