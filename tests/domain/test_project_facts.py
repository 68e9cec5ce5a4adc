"""What is known of a project, and what of it asks for a source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.project_facts import Challenge, Facts, claims, joined, same_title
from bot.domain.vague import VagueDate

KNOWN = Facts("vsa", "Caméras", "Acme", 12, 90_000, "Une phrase.", Challenge("TA de Nice"))
BARE = Facts("vsa", "Caméras")

facts = st.builds(
    Facts,
    theme=st.sampled_from(["vsa", "drones"]),
    title=st.text(min_size=1),
    supplier=st.text(),
    cameras=st.none() | st.integers(0),
    cost=st.none() | st.integers(0),
    fact=st.text(),
    challenge=st.none() | st.builds(Challenge, st.text(min_size=1)),
)


@pytest.mark.parametrize(
    "changed",
    [
        {"supplier": "Autre"},
        {"cameras": 0},
        {"cost": 1},
        {"challenge": Challenge("TA de Nice", VagueDate(2026))},
        {"challenge": Challenge("TA de Nice", None, "rejeté")},
    ],
)
def test_what_is_said_to_be_known_asks_for_a_source(changed: dict[str, object]) -> None:
    assert claims(KNOWN, replace(KNOWN, **changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"title": "Parc de caméras"},
        {"theme": "drones"},
        {"supplier": "", "cameras": None, "cost": None, "challenge": None},
    ],
)
def test_a_name_and_what_is_emptied_ask_for_none(changed: dict[str, object]) -> None:
    assert not claims(KNOWN, replace(KNOWN, **changed))  # type: ignore[arg-type]


def test_what_another_does_not_know_stays_as_it_was_known() -> None:
    assert joined(KNOWN, BARE) == KNOWN
    assert joined(BARE, KNOWN) == KNOWN
    assert joined(KNOWN, replace(BARE, cameras=0)) == replace(KNOWN, cameras=0)


@given(facts, facts)
def test_joining_forgets_nothing_and_is_done_once(own: Facts, told: Facts) -> None:
    both = joined(own, told)
    assert joined(both, told) == both
    lost = [name for name, value in own.told().items() if value and not both.told()[name]]
    assert lost == []


def test_what_is_known_of_a_challenge_before_the_same_court_is_put_together() -> None:
    own = replace(KNOWN, challenge=Challenge("TA de Nice", None, "rejeté"))
    told = replace(KNOWN, challenge=Challenge("TA de Nice", VagueDate(2026)))
    assert joined(own, told).challenge == Challenge("TA de Nice", VagueDate(2026), "rejeté")
    elsewhere = replace(KNOWN, challenge=Challenge("CAA de Marseille"))
    assert joined(own, elsewhere).challenge == Challenge("CAA de Marseille")


def test_titles_are_the_same_in_spite_of_case_and_accents_and_in_any_script() -> None:
    assert same_title("Caméras du port", "CAMERAS DU PORT")
    assert not same_title("🎥", "🚁")
    assert not same_title("كاميرات", "طائرات")
