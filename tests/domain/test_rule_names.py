"""A rule is found by its id, its title, or a part of it; what resembles one is suggested."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import rule_names
from bot.domain.calendars import Place
from bot.domain.refusals import Reason, Refused
from bot.domain.rules import Pack
from bot.domain.wordings import Wording
from bot.reference.rules import load_rules

PACK = load_rules()


def french(one: Wording) -> str:
    return one.fr


def english(one: Wording) -> str:
    return one.en


@pytest.mark.parametrize(
    "said",
    [
        "fr.rep.deliberation",
        " FR.REP.Deliberation ",
        "Recours contre une délibération",
        "recours contre une deliberation",
        "recours délib",
        "Challenge to a deliberation in court",
    ],
)
def test_a_rule_is_said_by_its_id_or_its_title(said: str) -> None:
    assert rule_names.meant(PACK, said, french) == "fr.rep.deliberation"


def test_a_misspelt_title_gets_the_nearest_one_in_its_own_language() -> None:
    assert _refused(PACK, "Recour contre une délibérassion", french).facts["nearest"] == (
        "Recours contre une délibération"
    )
    near = _refused(PACK, "Chalenge to a deliberatoin in court", english)
    assert near.reason is Reason.RULE_NEAR
    assert near.facts["nearest"] == "Challenge to a deliberation in court"


def test_a_misspelt_id_gets_the_nearest_one() -> None:
    assert _refused(PACK, "fr.rep.deliberaton", french).facts["nearest"] == "fr.rep.deliberation"


def test_a_word_of_several_titles_gets_them() -> None:
    met = _refused(PACK, "recours", french)
    assert met.reason is Reason.RULE_SEVERAL
    assert met.facts["choices"].split("\n") == [
        "Recours contre une délibération",
        "Recours contre un arrêté (caméras, drones)",
        "Recours gracieux, dépôt",
        "Silence sur le recours gracieux",
    ]


def test_something_else_altogether_gets_examples() -> None:
    assert _refused(PACK, "zzzz", french).reason is Reason.RULE_UNKNOWN
    assert _refused(PACK, "  ", french).reason is Reason.RULE_UNKNOWN


def test_a_french_rule_does_not_hold_in_belgium() -> None:
    with pytest.raises(Refused) as met:
        PACK.rules["fr.rep.deliberation"].at(Place(is_belgian=True))
    assert met.value.reason is Reason.RULE_FRENCH


def test_the_holidays_of_a_european_rule_are_those_of_the_place() -> None:
    rule = PACK.rules["eu.rgpd.acces"]
    assert PACK.holiday_list(rule, Place(is_belgian=True)) is PACK.belgian
    assert PACK.holiday_list(rule, Place()) is PACK.french


def test_nothing_typed_yet_suggests_them_all() -> None:
    assert len(rule_names.suggested(PACK, "")) == len(PACK.computed) + len(PACK.notes)
    assert [one.id for one in rule_names.suggested(PACK, "cada trib")] == ["fr.cada.tribunal"]


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_rule_or_is_refused(said: str) -> None:
    with suppress(Refused):
        assert rule_names.meant(PACK, said, french) in {*PACK.rules, *PACK.choices, *PACK.notes}


def _refused(pack: Pack, said: str, pick: rule_names.Pick) -> Refused:
    with pytest.raises(Refused) as met:
        rule_names.meant(pack, said, pick)
    return met.value
