"""Finding a commune among all those that ship."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.communes import TOWN, Commune, Kind, Registry, parse_code
from bot.domain.folding import fold
from bot.domain.ids import CityId
from bot.reference import load_communes

REGISTRY = load_communes()
COMMUNES = list(REGISTRY)
communes = st.sampled_from([one for one in COMMUNES if one.country == "fr"])


def labels(query: str, limit: int = 25) -> list[str]:
    return [commune.label for commune in REGISTRY.search(query, limit)]


def first(query: str) -> str:
    return labels(query, 1)[0]


def commune(name: str, insee: str = "99001", population: int = 1) -> Commune:
    code = CityId(f"fr:{insee}")
    return Commune(
        code, insee, name, "99", "Loin", "Ailleurs", population, Kind.COMMUNE, ("99000",)
    )


def test_the_whole_country_is_there() -> None:
    assert len(REGISTRY) == 35_008 + 565
    assert sum(c.kind is Kind.ARRONDISSEMENT for c in COMMUNES) == 45


def test_a_commune_is_told_from_its_homonyms_by_its_department() -> None:
    nice = REGISTRY.get(CityId("fr:06088"))
    assert nice is not None
    assert nice.label == "Nice (Alpes-Maritimes)"
    assert len({c.label for c in COMMUNES}) == len(COMMUNES)
    assert max(len(c.label) for c in COMMUNES) <= 100


def test_a_label_is_cut_where_a_chat_would_refuse_it() -> None:
    label = commune("Llan" + "fair" * 40).label
    assert len(label) == 100
    assert label.endswith(" (Loin)")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("06088", "fr:06088"),
        ("fr:06088", "fr:06088"),
        (" FR:2a004 ", "fr:2A004"),
        ("be:21004", "be:21004"),
    ],
)
def test_a_bare_code_is_french(typed: str, code: str) -> None:
    assert parse_code(typed) == code


@pytest.mark.parametrize("typed", ["", "Nice", "6088", "fr:", "be:2A004", "de:06088", "0608٨"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no code of a city"):
        parse_code(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nice", "Nice (Alpes-Maritimes)"),
        ("NÎMES", "Nîmes (Gard)"),
        ("nimes", "Nîmes (Gard)"),
        ("st etienne", "Saint-Étienne (Loire)"),
        ("saint étienne", "Saint-Étienne (Loire)"),
        ("St-Étienne", "Saint-Étienne (Loire)"),
        ("ste genevieve des bois", "Sainte-Geneviève-des-Bois (Essonne)"),
        ("stes maries de la mer", "Saintes-Maries-de-la-Mer (Bouches-du-Rhône)"),
        ("l’hay les roses", "L’Haÿ-les-Roses (Val-de-Marne)"),
        ("l'haÿ-les-roses", "L’Haÿ-les-Roses (Val-de-Marne)"),
        ("oeuilly", "Œuilly (Marne)"),
        ("ŒUILLY", "Œuilly (Marne)"),
        ("mans", "Le Mans (Sarthe)"),
        ("havre", "Le Havre (Seine-Maritime)"),
        ("lilas", "Les Lilas (Seine-Saint-Denis)"),
        ("la nice", "Nice (Alpes-Maritimes)"),
        ("marseil", "Marseille (Bouches-du-Rhône)"),
        ("str", "Strasbourg (Bas-Rhin)"),
        ("roche yon", "La Roche-sur-Yon (Vendée)"),
        ("saintes maries mer", "Saintes-Maries-de-la-Mer (Bouches-du-Rhône)"),
        ("paris 13", "Paris 13e (Paris)"),
        ("Paris 13ème", "Paris 13e (Paris)"),
        ("lyon 1er", "Lyon 1er (Rhône)"),
    ],
)
def test_spelling_is_free(typed: str, meant: str) -> None:
    assert first(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("saint denis 93", "Saint-Denis (Seine-Saint-Denis)"),
        ("Saint-Denis (Seine-Saint-Denis)", "Saint-Denis (Seine-Saint-Denis)"),
        ("saint-denis (sei", "Saint-Denis (Seine-Saint-Denis)"),
        ("saint-denis réunion", "Saint-Denis (La Réunion)"),
        ("saint-denis de la réunion", "Saint-Denis (La Réunion)"),
        ("saint-denis occitanie", "Saint-Denis (Aude)"),
        ("saint-denis 93200", "Saint-Denis (Seine-Saint-Denis)"),
        ("93200 saint-denis", "Saint-Denis (Seine-Saint-Denis)"),
        ("93200 saint-d", "Saint-Denis (Seine-Saint-Denis)"),
        ("sainte-colombe 17", "Sainte-Colombe (Charente-Maritime)"),
        ("porto 2a", "Porto-Vecchio (Corse-du-Sud)"),
        ("06000", "Nice (Alpes-Maritimes)"),
        ("06088", "Nice (Alpes-Maritimes)"),
        ("fr:06088", "Nice (Alpes-Maritimes)"),
        ("2a004", "Ajaccio (Corse-du-Sud)"),
        ("93", "Saint-Denis (Seine-Saint-Denis)"),
        ("neuilly sur marne", "Neuilly-sur-Marne (Seine-Saint-Denis)"),
    ],
)
def test_a_place_narrows(typed: str, meant: str) -> None:
    assert first(typed) == meant


def test_a_code_of_another_country_finds_no_french_commune() -> None:
    assert REGISTRY.search("be:06088") == []


def test_a_postcode_that_is_also_an_insee_code_is_a_postcode() -> None:
    assert [c.name for c in REGISTRY.named("13001")] == [
        "Marseille",
        "Marseille 1er Arrondissement",
    ]
    assert [c.name for c in REGISTRY.named("fr:13001")] == ["Aix-en-Provence"]
    assert "Aix-en-Provence" in [c.name for c in REGISTRY.search("13001")]


def test_a_whole_name_comes_before_its_beginning_before_a_word_inside() -> None:
    found = labels("sens")
    assert found[0] == "Sens (Yonne)"
    assert found.index("Sens-de-Bretagne (Ille-et-Vilaine)") < found.index(
        "Saint-Denis-lès-Sens (Yonne)"
    )


def test_the_bigger_commune_comes_before_the_smaller() -> None:
    populations = [c.population for c in REGISTRY.search("sainte-colombe", 12)]
    assert len(populations) == 12
    assert populations == sorted(populations, reverse=True)


def test_arrondissements_come_after_their_city() -> None:
    found = labels("paris")
    assert found[0] == "Paris (Paris)"
    parts = [label for label in found if label.startswith("Paris ") and label != found[0]]
    assert parts[:20] == [f"Paris {n}{'er' if n == 1 else 'e'} (Paris)" for n in range(1, 21)]


def test_st_may_still_become_strasbourg() -> None:
    found = labels("st", 10)
    assert "Strasbourg (Bas-Rhin)" in found
    assert "Saint-Étienne (Loire)" in found


def test_nothing_typed_offers_the_biggest_communes() -> None:
    expected = ["Paris", "Marseille", "Lyon", "Toulouse", "Nice"]
    assert [c.name for c in REGISTRY.search("", 5)] == expected
    assert REGISTRY.search(" -’! ", 5) == REGISTRY.search("", 5)


def test_homonyms_are_all_there_the_biggest_first() -> None:
    assert [c.department for c in REGISTRY.homonyms("saint denis")] == ["974", "93", "11", "30"]
    assert len(REGISTRY.homonyms("Sainte-Colombe")) == 12
    assert REGISTRY.homonyms("Trifouilly") == []


def test_a_name_without_its_article_is_the_one_with_it_unless_it_is_a_name_itself() -> None:
    assert [c.name for c in REGISTRY.named("mans")] == ["Le Mans"]
    assert {c.name for c in REGISTRY.named("pin")} == {"Pin"}


def test_a_beginning_names_nobody() -> None:
    assert REGISTRY.named("marseil") == []


def test_communes_of_another_country_can_join() -> None:
    ixelles = Commune(
        *(CityId("be:21009"), "21009", "Ixelles", "be", "Bruxelles", "Bruxelles-Capitale"),
        *(88_000, Kind.COMMUNE, ("1050",)),
    )
    both = Registry([commune("Loin-la-Ville"), ixelles])
    assert both.named("ixelles") == both.search("be:21009") == [ixelles]


def test_an_empty_registry_answers() -> None:
    nobody = Registry([])
    assert nobody.search("nice") == nobody.search("") == nobody.named("06000") == []


def test_a_name_in_another_script_does_no_harm() -> None:
    strange = Registry([commune("東京"), commune("Nice", "06088", 5)])
    assert [c.name for c in strange.search("")] == ["Nice", "東京"]
    assert [c.name for c in strange.search("nice")] == ["Nice"]


@given(st.text() | st.text(alphabet="st e-'’œ0123456789()aà:\n", max_size=140))
@settings(max_examples=300)
def test_any_text_gets_distinct_communes_always_the_same(text: str) -> None:
    found = REGISTRY.search(text)
    assert len(found) <= 25
    assert len({c.code for c in found}) == len(found)
    assert found == REGISTRY.search(text)
    assert found[:7] == REGISTRY.search(text, 7)
    assert all(isinstance(c, Commune) for c in REGISTRY.named(text))


def test_a_very_long_text_is_cut() -> None:
    assert REGISTRY.search("saint " * 100_000) == REGISTRY.search(("saint " * 100_000)[:100])


@given(communes)
def test_every_commune_is_found_by_its_label(wanted: Commune) -> None:
    assert REGISTRY.search(wanted.label, 1) == REGISTRY.named(wanted.label) == [wanted]


def _both(name: str) -> str:
    """A folded name, and as it is written without its apostrophes."""
    return name + " | " + re.sub(r"\b([dl]) ", r"\1", name)


@given(communes)
@example(REGISTRY.get(CityId("fr:41116")))  # Lisle: who writes so may mean L'Isle-Adam
@example(REGISTRY.named("fr:65176")[0])  # Ferrières, in Belgium as well, and longer names
def test_every_commune_is_found_by_its_name_among_its_homonyms(wanted: Commune) -> None:
    homonyms = REGISTRY.homonyms(wanted.name)
    assert wanted in homonyms
    assert REGISTRY.search(wanted.name, len(homonyms)) == homonyms
    named = REGISTRY.named(wanted.name)
    others = [one for one in named if one not in homonyms]
    assert all(f"{fold(wanted.name)} " in _both(fold(one.name)) for one in others)
    assert all(one.population > homonyms[0].population for one in others)
    named = named[len(others) :]
    is_town = homonyms[0].population >= TOWN
    assert named == homonyms or (is_town and named == homonyms[:1])


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("Vire", ["Vire Normandie (Calvados)", "Viré (Saône-et-Loire)"]),
        ("vire", ["Vire Normandie (Calvados)", "Viré (Saône-et-Loire)"]),
        ("Viré", ["Viré (Saône-et-Loire)"]),
        ("Vire Normandie", ["Vire Normandie (Calvados)"]),
        *((typed, ["Vire Normandie (Calvados)"]) for typed in ("Vire 14", "Vire (Calvados)")),
        *((typed, ["Vire Normandie (Calvados)"]) for typed in ("14500 Vire", "vire 14500")),
        ("vire 71", ["Viré (Saône-et-Loire)"]),
        ("clermont 60", ["Clermont (Oise)"]),
        *((typed, ["Lyon 3e (Rhône)"]) for typed in ("Lyon 3e", "lyon 3", "Lyon 3ème")),
        ("Paris 18e", ["Paris 18e (Paris)"]),
        ("Nice", ["Nice (Alpes-Maritimes)"]),
        ("Tours", ["Tours (Indre-et-Loire)"]),
    ],
)
def test_a_town_may_be_called_by_the_beginning_of_its_name(typed: str, labels: list[str]) -> None:
    assert [one.label for one in REGISTRY.named(typed)] == labels


def _begun() -> list[tuple[str, Commune]]:
    """The names of communes that begin those of bigger ones, and these."""
    people: dict[str, int] = {}
    for one in COMMUNES:
        if one.country == "fr" and one.kind is Kind.COMMUNE:
            people.setdefault(fold(one.name), one.population)
    return [
        (name, one)
        for one in COMMUNES
        for name in beginnings(fold(one.name).split())
        if people.get(name, one.population) < one.population >= 2_000
    ]


def beginnings(words: list[str]) -> list[str]:
    return [" ".join(words[:end]) for end in range(1, len(words))]


@given(st.sampled_from(_begun()))
def test_no_town_is_passed_over_for_a_smaller_one_that_its_name_begins_with(
    begun: tuple[str, Commune],
) -> None:
    typed, town = begun
    found = REGISTRY.named(typed)
    bigger = [one for one in found if one.population > town.population]
    assert town in found or len(bigger) >= 3
    assert town in REGISTRY.search(typed, 100)


@given(communes)
def test_a_name_typed_without_its_accents_means_at_least_who_bears_it(wanted: Commune) -> None:
    plain = REGISTRY.named(fold(wanted.name))
    assert wanted in plain or plain[0].population >= TOWN
    assert {one.code for one in REGISTRY.named(wanted.name)} <= {one.code for one in plain}


def test_a_typed_name_offers_those_that_only_begin_so() -> None:
    assert set(labels("Vire", 2)) == {"Vire Normandie (Calvados)", "Viré (Saône-et-Loire)"}


@given(communes)
def test_every_commune_is_found_by_its_codes(wanted: Commune) -> None:
    assert REGISTRY.search(wanted.code) == REGISTRY.named(wanted.code) == [wanted]
    for code in wanted.postcodes:
        assert wanted in REGISTRY.named(code)
    assert wanted in REGISTRY.search(wanted.insee, 100)


@given(communes, st.integers(1, 40))
def test_what_is_found_has_every_word_typed(wanted: Commune, typed: int) -> None:
    query = wanted.name[:typed]
    for found in REGISTRY.search(query, 5):
        if found.country == "be":
            continue  # by its Dutch name, perhaps
        forms = f"{fold(found.label)} {fold(found.region)} {found.insee} {found.postcodes}"
        # « Saint-Barthélemy d'A… » is also the one of Auvergne.
        links = {"l", "la", "le", "les", "d", "de", "du", "en", "dans"}
        joined = forms.replace(" ", "")  # « Larb… » is also L'Arbresle
        words = [word for word in fold(query).split() if word not in links]
        assert all(word in forms or word in joined for word in words)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lisle adam", "L'Isle-Adam"),
        ("lhay les roses", "L'Haÿ-les-Roses"),
        ("cap dail", "Cap-d'Ail"),
        ("lisle ad", "L'Isle-Adam"),
    ],
)
def test_the_apostrophe_may_be_forgotten(typed: str, meant: str) -> None:
    assert meant in [commune.name for commune in REGISTRY.search(typed, 5)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Marseile", "Marseille"),
        ("saint etiene", "Saint-Étienne"),
        ("Grenobel", "Grenoble"),
        ("Touloise", "Toulouse"),
        ("Lyyon", "Lyon"),
    ],
)
def test_a_typing_error_finds_the_city_it_missed(typed: str, meant: str) -> None:
    assert REGISTRY.resembling(typed)[0].name == meant


@pytest.mark.parametrize("typed", ["", "ni", "zzzzz", "Trifouilly", "x" * 10_000])
def test_what_resembles_nothing_finds_nothing(typed: str) -> None:
    assert REGISTRY.resembling(typed) == []
