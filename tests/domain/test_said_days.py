"""A day that was, as people say it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import said_days
from bot.domain.refusals import Reason, Refused

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("16 novembre", date(2026, 11, 16)),
        ("le 16 novembre", date(2026, 11, 16)),
        ("lundi 16 novembre", date(2026, 11, 16)),
        ("16/11", date(2026, 11, 16)),
        ("mardi 10", date(2026, 11, 10)),
        ("mar 10", date(2026, 11, 10)),
        ("mar. 3", date(2026, 11, 3)),
        ("25 novembre", date(2025, 11, 25)),
        ("29 février", date(2024, 2, 29)),
        ("le 31", date(2026, 10, 31)),
        ("hier", date(2026, 11, 23)),
        ("avant-hier", date(2026, 11, 22)),
        ("aujourd'hui", TODAY),
        ("mardi", TODAY),
        ("mardi dernier", date(2026, 11, 17)),
        ("vendredi", date(2026, 11, 20)),
        ("il y a trois jours", date(2026, 11, 21)),
        ("il y a un mois", date(2026, 10, 24)),
        ("lundi de cette semaine", date(2026, 11, 23)),
        ("le 14 de ce mois", date(2026, 11, 14)),
        ("le 3 mars de cette année", date(2026, 3, 3)),
        ("14 décembre 2027", date(2027, 12, 14)),
    ],
)
def test_the_last_day_of_this_name(said: str, day: date) -> None:
    assert said_days.past(said, TODAY) == day


@pytest.mark.parametrize("said", ["16", "bientôt", "lundi ou mardi"])
def test_what_is_no_day_that_was_is_refused(said: str) -> None:
    with pytest.raises(Refused) as refused:
        said_days.past(said, TODAY)
    assert refused.value.reason is Reason.DAY_UNREADABLE


@pytest.mark.parametrize(
    "said",
    [
        "demain",
        "demain à 18h",
        "lundi prochain",
        "lundi en huit",
        "dans trois jours",
        "jeudi de cette semaine",
        "le 25 de ce mois",
        "le 5 du mois prochain",
        "le 3 janvier de l'année prochaine",
    ],
)
def test_what_is_still_to_come_is_said_to_be(said: str) -> None:
    with pytest.raises(Refused) as refused:
        said_days.past(said, TODAY)
    assert refused.value.reason is Reason.DAY_TO_COME
    assert refused.value.facts == {"said": said}


@pytest.mark.parametrize("said", ["mardi 16 novembre", "mardi 16", "mar 11 novembre", "mar 16"])
def test_a_weekday_that_is_not_that_of_the_day_is_refused(said: str) -> None:
    with pytest.raises(Refused) as refused:
        said_days.past(said, TODAY)
    assert refused.value.reason is Reason.DATE_WEEKDAY


_WORDS = st.sampled_from(
    "le il y a un trois mardi dernier hier novembre 16 31 ans mois 999".split()
)


@given(st.lists(_WORDS, max_size=6).map(" ".join) | st.text(max_size=40), st.dates())
def test_anything_is_a_day_or_refused(said: str, today: date) -> None:
    with suppress(Refused):
        said_days.past(said, today)
