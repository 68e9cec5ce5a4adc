"""Belgian communes, by their name and NIS code, among the French ones."""

from __future__ import annotations

from contextlib import suppress
from copy import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.belgium import belgian
from bot.domain.communes import Registry
from bot.domain.mentions import mentions, names_commune
from bot.domain.refusals import Reason, Refused
from bot.reference import load_communes

FRENCH = load_communes()


@pytest.fixture
def registry() -> Registry:
    known = copy(FRENCH)
    known.add(belgian("Ixelles", "21009"))
    known.add(belgian("Saint-Nicolas", "be:62093"), belgian("Mons", "53053"))
    return known


@pytest.mark.parametrize(
    ("name", "code", "label"),
    [
        ("Ixelles", "21009", "Ixelles (Bruxelles-Capitale)"),
        ("Anvers", "11002", "Anvers (Anvers)"),
        ("Louvain", "24062", "Louvain (Brabant flamand)"),
        ("Hal", "BE:23027", "Hal (Brabant flamand)"),
        ("Wavre", "25112", "Wavre (Brabant wallon)"),
        ("Bruges", "31005", "Bruges (Flandre-Occidentale)"),
        ("Gand", "44021", "Gand (Flandre-Orientale)"),
        (" Braine-le-Comte ", "55004", "Braine-le-Comte (Hainaut)"),
        ("Liège", "62063", "Liège (Liège)"),
        ("Hasselt", "71022", "Hasselt (Limbourg)"),
        ("Arlon", "81001", "Arlon (Province de Luxembourg)"),
        ("Namur", "92094", "Namur (Namur)"),
    ],
)
def test_a_code_tells_the_province(name: str, code: str, label: str) -> None:
    made = belgian(name, code)
    assert made.label == label
    assert (made.country, made.code) == ("be", f"be:{code[-5:]}")


@pytest.mark.parametrize(
    "code",
    ["", "2100", "210090", "06088", "fr:21004", "2A004", "21000", "22001", "20001", "2100٩", "Y"],
)
def test_what_is_no_nis_code_is_refused(code: str) -> None:
    with pytest.raises(Refused) as caught:
        belgian("Ixelles", code)
    assert caught.value.reason is Reason.BAD_NIS_CODE


@pytest.mark.parametrize(
    "name", ["", "x", "ixelles", "Ixelles 2", "@everyone", "**Gras**", "Ix\tel<x>", "A" * 61, "Y-"]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(Refused) as caught:
        belgian(name, "21009")
    assert caught.value.reason is Reason.BAD_CITY_NAME


@given(st.text(max_size=70), st.text(max_size=12))
def test_anything_is_a_commune_or_refused(name: str, code: str) -> None:
    with suppress(Refused):
        assert len(belgian(name, code).label) <= 100


@pytest.mark.parametrize("typed", ["ixelles", "Ixelles", "be:21009", "ixelles belgique", "IXEL"])
def test_an_added_commune_is_found(registry: Registry, typed: str) -> None:
    assert [one.label for one in registry.search(typed)] == ["Ixelles (Bruxelles-Capitale)"]


def test_a_bare_code_stays_french(registry: Registry) -> None:
    assert {one.country for one in registry.named("21009")} == {"fr"}


def test_homonyms_are_told_apart_across_the_border(registry: Registry) -> None:
    labels = [one.label for one in registry.named("Saint-Nicolas")]
    assert labels[0] == "Saint-Nicolas (Pas-de-Calais)"
    assert labels[-1] == "Saint-Nicolas (Liège)"
    assert [one.country for one in registry.named("saint-nicolas belgique")] == ["be"]
    assert registry.search("saint nicolas", 25)[: len(labels)] == registry.homonyms("Saint-Nicolas")


def test_there_is_room_for_what_was_added_among_many(registry: Registry) -> None:
    found = registry.search("saint-n")
    assert len(found) == 25
    assert "Saint-Nicolas (Liège)" in [one.label for one in found]
    assert len(registry.search("saint-n", 1)) == 1


def test_what_was_added_is_read_and_counted(registry: Registry) -> None:
    assert len(registry) == len(FRENCH) + 3
    assert sum(one.country == "be" for one in registry) == 3
    assert len(FRENCH) == 35_008


def test_prose_names_an_added_commune(registry: Registry) -> None:
    ixelles = belgian("Ixelles", "21009")
    assert names_commune("Des drones à Ixelles", ixelles, registry)
    assert not names_commune("Des drones à Ixelles", ixelles, FRENCH)
    [mention] = mentions("Mons (Belgique) vote", registry)
    assert [one.country for one in mention.communes] == ["be"]
    [mention] = mentions("la ville de Saint-Nicolas", registry)
    assert not mention.certain
