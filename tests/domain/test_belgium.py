"""Belgian communes, by their name and NIS code, among the French ones."""

from __future__ import annotations

from contextlib import suppress
from copy import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.belgium import RENOWNED, belgian, need_free
from bot.domain.communes import Commune, Registry
from bot.domain.ids import CityId
from bot.domain.mentions import is_named, mentions
from bot.domain.refusals import Reason, Refused
from bot.reference import load_communes

LISTED = load_communes()
NUMBERS = [one.insee for one in LISTED if one.country == "be"]
NEW = belgian("Tubize-Rebecq", "25125")


@pytest.fixture
def registry() -> Registry:
    known = copy(LISTED)
    known.add(NEW)
    known.add(belgian("Lyon", "21020"), belgian("Forcalquier", "be:62123"))
    known.add(belgian("Nice Installe", "21022"))
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


@given(st.integers(0, 99_999))
def test_a_free_code_follows_those_of_its_arrondissement(number: int) -> None:
    code = CityId(f"be:{number:05}")
    same = [one for one in NUMBERS if one[:2] == code[3:5]]
    try:
        need_free(code, lambda one: LISTED.get(one) is not None)
    except Refused:
        assert not same or not max(same) < code[3:] <= str(int(max(same)) + 20)
    else:
        assert max(same) < code[3:] <= str(int(max(same)) + 20)


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


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        *((said, "Ixelles (Bruxelles-Capitale)") for said in ("ixelles", "Elsene", "be:21009")),
        *((said, "Ixelles (Bruxelles-Capitale)") for said in ("ixelles belgique", "IXEL")),
        *((said, "Anvers (Anvers)") for said in ("Antwerpen", "anvers", "antw")),
        *((said, "La Panne (Flandre-Occidentale)") for said in ("la panne", "De Panne")),
        *((said, "Braine-le-Comte (Hainaut)") for said in ("'s Gravenbrakel", "braine le com")),
        ("saint gilles bruxelles", "Saint-Gilles (Bruxelles-Capitale)"),
        ("sankt vith", "Saint-Vith (Liège)"),
        ("saint gilles bruxelles-capitale", "Saint-Gilles (Bruxelles-Capitale)"),
    ],
)
def test_a_commune_is_found_by_its_names_with_nobody_adding_it(typed: str, label: str) -> None:
    assert LISTED.search(typed)[0].label == label


def test_the_list_is_that_of_2025() -> None:
    belgians = [one for one in LISTED if one.country == "be"]
    assert len(belgians) == 565
    assert len({one.label for one in belgians}) == 565
    assert len({one.department for one in belgians}) == 11
    assert len(LISTED) == 35_008 + 565


@given(st.sampled_from([one for one in LISTED if one.country == "be"]))
def test_every_commune_is_found_by_its_key_its_name_and_its_province(wanted: Commune) -> None:
    assert LISTED.search(wanted.code) == LISTED.named(wanted.code) == [wanted]
    assert wanted in LISTED.named(f"{wanted.name} {wanted.department_name}")
    assert wanted in LISTED.named(f"{wanted.name} (Belgique)")
    assert wanted in LISTED.search(wanted.name)
    [mention] = mentions(f"la ville de {wanted.name} (Belgique)", LISTED)
    assert mention.certain
    assert wanted in mention.communes


def test_a_bare_code_stays_french() -> None:
    assert {one.country for one in LISTED.named("21009")} == {"fr"}


@pytest.mark.parametrize("name", ["Lille", "Lens"])
def test_who_names_a_french_town_is_not_asked_about_a_belgian_one(name: str) -> None:
    [french] = [one for one in LISTED.named(name) if one.population >= 10_000]
    assert french.country == "fr"
    assert LISTED.named(name)[0] == LISTED.search(name)[0] == french
    assert "be" not in {one.country for one in LISTED.named(name)}
    assert {one.country for one in LISTED.named(f"{name} belgique")} == {"be"}
    assert "be" in {one.country for one in LISTED.search(name)}


def test_a_great_city_of_belgium_may_be_meant_beside_a_french_town() -> None:
    labels = ["Bruges (Gironde)", "Bruges (Flandre-Occidentale)"]
    for name in ("Bruges", "bruges"):
        assert [one.label for one in LISTED.named(name)] == labels
        assert [one.label for one in LISTED.search(name)][:2] == labels
    for named in ("Bruges (33)", "33520 Bruges", "fr:33075"):
        assert [one.label for one in LISTED.named(named)] == labels[:1]


def test_what_is_renowned_is_in_the_list() -> None:
    assert {one.code for one in LISTED if one.code in RENOWNED} == RENOWNED


def test_homonyms_are_told_apart_across_the_border(registry: Registry) -> None:
    labels = [one.label for one in registry.homonyms("Saint-Nicolas")]
    assert labels[0] == "Saint-Nicolas (Pas-de-Calais)"
    assert [one.label for one in registry.named("Saint-Nicolas")][-len(labels) :] == labels
    assert labels[-1] == "Saint-Nicolas (Liège)"
    assert [one.country for one in registry.named("saint-nicolas belgique")] == ["be"]
    found = registry.search("saint nicolas", len(labels) + 1)
    assert [one.label for one in found if one.name == "Saint-Nicolas"] == labels


def test_there_is_room_for_belgium_among_many() -> None:
    found = LISTED.search("saint-n")
    assert len(found) == 25
    assert "Saint-Nicolas (Liège)" in [one.label for one in found]
    assert len(LISTED.search("saint-n", 1)) == 1


def test_what_was_added_is_found_and_counted(registry: Registry) -> None:
    assert registry.search("tubize-r") == [NEW]
    assert len(registry) == len(LISTED) + 4
    assert registry.is_added(NEW.code)
    assert not registry.is_added(CityId("be:21009"))
    assert LISTED.get(NEW.code) is None


def test_what_was_added_keeps_the_other_names(registry: Registry) -> None:
    assert [one.name for one in registry.named("Elsene")] == ["Ixelles"]


def test_added_again_a_commune_has_its_new_name(registry: Registry) -> None:
    registry.add(belgian("Rebecq-Tubize", "25125"))
    assert registry.named("Tubize-Rebecq") == []
    assert [one.code for one in registry.named("Rebecq-Tubize")] == [NEW.code]
    assert len(registry) == len(LISTED) + 4


@pytest.mark.parametrize("name", ["Lyon", "Forcalquier"])
def test_an_added_homonym_disturbs_no_french_commune(registry: Registry, name: str) -> None:
    assert registry.named(name) == LISTED.named(name)
    assert registry.search(name)[0] == LISTED.search(name)[0]
    assert [one.country for one in registry.named(f"{name} Belgique")] == ["be"]
    text = f"À {name}, trente caméras"
    assert mentions(text, registry) == mentions(text, LISTED)


def test_an_added_name_swallows_no_french_commune(registry: Registry) -> None:
    text = "Nice installe trente caméras"
    assert mentions(text, registry) == mentions(text, LISTED)
    assert [one.label for one in registry.named("Nice Installe")][-1].startswith("Nice Installe")


@pytest.mark.parametrize(
    ("text", "label", "certain"),
    [
        ("Des drones à Ixelles", "Ixelles (Bruxelles-Capitale)", True),
        ("Elsene koopt drones", "Ixelles (Bruxelles-Capitale)", True),
        ("Bruxelles filme", "Bruxelles (Bruxelles-Capitale)", True),
        ("La Louvière équipe ses bus", "La Louvière (Hainaut)", True),
        ("la police de Liège s'équipe", "Liège (Liège)", True),
        ("des caméras à liège", "Liège (Liège)", True),
        ("Mons (Belgique) vote", "Mons (Hainaut)", True),
        ("En Belgique, on filme à Mons", "Mons (Hainaut)", True),
        ("Forest (Bruxelles) : 30 caméras", "Forest (Bruxelles-Capitale)", True),
        ("Saint-Gilles (Bruxelles) vote", "Saint-Gilles (Bruxelles-Capitale)", True),
        ("Bruges : 30 caméras", "Bruges (Gironde)", True),
        ("Bruges, en Belgique : 30 caméras", "Bruges (Flandre-Occidentale)", True),
        ("la ville de Saint-Nicolas", "Saint-Nicolas-de-Port (Meurthe-et-Moselle)", False),
        ("à Molenbeek, des micros", "Molenbeek-Saint-Jean (Bruxelles-Capitale)", False),
        ("à Enghien, des micros", "Enghien-les-Bains (Val-d’Oise)", False),
    ],
)
def test_prose_names_belgian_communes(text: str, label: str, certain: bool) -> None:
    [mention] = mentions(text, LISTED)
    assert (mention.communes[0].label, mention.certain) == (label, certain)


@pytest.mark.parametrize(
    "text",
    [
        "Visé par une enquête, le préfet se tait",
        "Le liège brûle, la tamise aussi, la panne dure",
        "Hervé Dupont, Verlaine et Brecht",
        "Boom des caméras, Forest et Clavier",
        "Essen et Bergen sont ailleurs, le Limbourg aussi",
        "L'ASSE joue à domicile",
        "La bataille de Waterloo",
    ],
)
def test_words_and_people_are_no_belgian_communes(text: str) -> None:
    assert mentions(text, LISTED) == []


def test_a_homonym_across_the_border_may_be_meant_where_no_town_is() -> None:
    [gilles] = [one for one in LISTED.homonyms("Saint-Gilles") if one.country == "be"]
    assert is_named(mentions("À Saint-Gilles, des caméras", LISTED), gilles)
    [lille] = [one for one in LISTED.homonyms("Lille") if one.country == "be"]
    assert not is_named(mentions("À Lille, des caméras", LISTED), lille)
    assert is_named(mentions("À Lille (Belgique), des caméras", LISTED), lille)
