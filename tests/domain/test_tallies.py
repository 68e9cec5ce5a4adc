"""What people add to a task, as they type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import tallies
from bot.domain.refusals import Reason, Refused


@pytest.mark.parametrize(
    ("said", "amount"), [("20", 20), (" +5 ", 5), ("1\u202f200", 1_200), ("100 000", 100_000)]
)
def test_an_amount_is_read_as_people_type_it(said: str, amount: int) -> None:
    assert tallies.typed(said) == amount


@given(st.text())
def test_what_is_typed_is_an_amount_in_range_or_refused(said: str) -> None:
    try:
        assert 1 <= tallies.typed(said) <= tallies.COUNT_MAX
    except Refused as refused:
        assert refused.reason is Reason.COUNT_RANGE
