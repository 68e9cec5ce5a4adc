"""Why Vigie declines, in one sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusals import Reason, Refused
from bot.render.refusals import plain_refusal, refusal
from bot.render.texts import texts

TWO = "Bruges (Gironde)\nBruges (Flandre-Occidentale)"


@pytest.mark.parametrize(
    "reason", [Reason.SEVERAL_CITIES, Reason.SEVERAL_PLACES, Reason.SEVERAL_PROJECTS]
)
def test_what_may_be_chosen_is_one_or_the_other(reason: Reason) -> None:
    refused = Refused(reason, name="Bruges", choices=TWO)
    said = refusal(refused, texts("fr"))
    assert "peut être Bruges (Gironde) ou Bruges (Flandre-Occidentale). Choisis" in said
    said = plain_refusal(refused, texts("en"))
    assert "may be Bruges (Gironde) or Bruges (Flandre-Occidentale). Choose" in said


def test_the_last_of_several_choices_is_told_by_or() -> None:
    said = refusal(Refused(Reason.SEVERAL_PLACES, name="x", choices="un\ndeux\ntrois"), texts("fr"))
    assert "un, deux ou trois" in said


def test_what_is_no_amount_says_why_and_how_it_is_written() -> None:
    said = refusal(Refused(Reason.COUNT_UNREADABLE, said="2,5", last="100000"), texts("fr"))
    assert said == (
        "Je n’ai pas compris «\u202f2,5\u202f». Écris un nombre entier, en chiffres, de 1 à "
        "100\u202f000."
    )
    said = refusal(Refused(Reason.COUNT_RANGE, first="0", last="100000"), texts("en"))
    assert said == "Give a number from 0 to 100,000."


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_choices_of_any_name_ping_nobody(names: list[str]) -> None:
    choices = "\n".join([*names, "@everyone", "<@1>"])
    said = refusal(Refused(Reason.SEVERAL_PLACES, name="x", choices=choices), texts("fr"))
    assert re.findall(r"(?<!\\)@everyone", said) == []
    assert "<@1>" not in said
