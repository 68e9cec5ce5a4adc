"""What people add to a task, as they type it."""

from __future__ import annotations

from contextlib import suppress

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
    with suppress(Refused):
        assert 1 <= tallies.typed(said) <= tallies.COUNT_MAX


@pytest.mark.parametrize("said", ["", "plein", "0", "-3", "1,5", "100001", "²", "٣"])
def test_what_is_no_amount_is_refused(said: str) -> None:
    with pytest.raises(Refused) as met:
        tallies.typed(said)
    assert met.value.reason in {Reason.COUNT_RANGE, Reason.COUNT_UNREADABLE}


@pytest.mark.parametrize("said", ["vingt", "2,5", "20 tracts", "-5", "+"])
def test_what_is_no_whole_number_is_told_apart_from_one_that_is_too_big(said: str) -> None:
    with pytest.raises(Refused) as met:
        tallies.typed(f" {said} ")
    assert (met.value.reason, met.value.facts["said"]) == (Reason.COUNT_UNREADABLE, said)
