"""What Vigie understands when somebody talks to her."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.communes import Commune
from bot.domain.ids import CityId
from bot.domain.intents import (
    AskDeadline,
    CityStatus,
    Help,
    Intent,
    NextVote,
    NotUnderstood,
    OurCity,
    RemindMe,
    SeveralCities,
    UnknownCity,
    WhichCity,
    understand,
)
from bot.reference import load_communes

REGISTRY = load_communes()
NICE, LYON, LE_MANS, GAP = "fr:06088", "fr:69123", "fr:72181", "fr:05061"


def heard(text: str) -> Intent:
    return understand(text, REGISTRY)


@pytest.mark.parametrize(
    "text",
    [
        "c'est quand le conseil à Forcalquier ?",
        "c’est quand le conseil municipal à Forcalquier ?",
        "quand se réunit le conseil de Forcalquier ?",
        "quand est le prochain conseil à Forcalquier",
        "when is the council in Forcalquier?",
    ],
)
def test_who_asks_when_the_council_sits_is_told_its_next_vote(text: str) -> None:
    assert heard(text) == NextVote((CityId("fr:04088"),))


def test_the_council_of_no_town_is_that_of_the_town_that_is_followed() -> None:
    assert heard("c'est quand le conseil municipal ?") == NextVote()


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("où en est Nice ?", NICE),
        ("ou en est nice", NICE),
        ("OÙ EN EST NICE ?!", NICE),
        ("où en est-on à Nîmes", "fr:30189"),
        ("où en sommes-nous à Marseille ?", "fr:13055"),
        ("où en est la ville de Paris aujourd’hui ?", "fr:75056"),
        ("où en sont les caméras à Nice ?", NICE),
        ("où en est la reconnaissance faciale à Pont-à-Mousson ?", "fr:54431"),
        ("où en est Nice côté caméras ?", NICE),
        ("où en est le conseil municipal de Grenoble sur les drones ?", "fr:38185"),
        ("où en est Saint-Jean de Luz", "fr:64483"),
        ("où en est st étienne ?", "fr:42218"),
        ("où en est Paris 13e ?", "fr:75113"),
        ("où en est 06000 ?", NICE),
        ("où en est fr:06088 ?", NICE),
        ("et à Nice ?", NICE),
        ("et Nice ?", NICE),
        ("Nice ?", NICE),
        ("à Nice ?", NICE),
        ("statut de Lyon", LYON),
        ("ville statut Nice", NICE),
        ("/ville statut ville:Nice", NICE),
        ("qu'en est-il du Mans ?", LE_MANS),
        ("qu’en est-il des Lilas", "fr:93045"),
        ("Quoi de neuf au Havre ?", "fr:76351"),
        ("aux Lilas ?", "fr:93045"),
        ("des nouvelles de l’Haÿ-les-Roses ?", "fr:94038"),
        ("que sais-tu de Lyon ?", LYON),
        ("Bonjour, où en est Lyon, s’il te plaît ?", LYON),
        ("salut ! dis-moi où en est Lyon stp merci", LYON),
        ("where does Nice stand?", NICE),
        ("where is Nice at?", NICE),
        ("status of Lyon", LYON),
        ("what about Marseille?", "fr:13055"),
        ("Hello, what's new in Le Mans, please?", LE_MANS),
        ("can you tell me what is the status of the cameras in Nice?", NICE),
    ],
)
def test_a_question_about_a_city(text: str, city: str) -> None:
    assert heard(text) == CityStatus(CityId(city))


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("où en est Saint-Denis (93) ?", "fr:93066"),
        ("où en est Saint-Denis Réunion", "fr:97411"),
        ("où en est Saint-Denis de La Réunion ?", "fr:97411"),
        ("où en est Saint-Denis (Seine-Saint-Denis) ?", "fr:93066"),
        ("et à saint denis dans le 93 ?", "fr:93066"),
    ],
)
def test_a_department_tells_homonyms_apart(text: str, city: str) -> None:
    assert heard(text) == CityStatus(CityId(city))


def test_homonyms_are_asked_about_the_biggest_first() -> None:
    four = ("fr:97411", "fr:93066", "fr:11339", "fr:30247")
    assert heard("où en est saint denis ?") == WhichCity("Saint-Denis", tuple(map(CityId, four)))


@pytest.mark.parametrize(
    "text",
    [
        "à quand le prochain conseil à Nice ?",
        "prochain conseil municipal à Nice",
        "le prochain conseil à Nice, c'est quand ?",
        "Quand est le prochain conseil de Nice ?",
        "c'est quand la prochaine séance du conseil municipal à Nice ?",
        "when is the next council meeting in Nice?",
        "à quand le prochain vote à Nice ?",
    ],
)
def test_the_next_council_is_the_next_vote(text: str) -> None:
    assert heard(text) == NextVote((CityId(NICE),))


@pytest.mark.parametrize(
    "text",
    [
        "quels votes à venir ?",
        "votes à venir",
        "les votes à venir chez nous",
        "y a-t-il des votes à venir ?",
        "date du prochain vote",
        "quelle est la date du prochain conseil municipal ?",
    ],
)
def test_the_votes_to_come_are_the_next_ones(text: str) -> None:
    assert heard(text) == NextVote()


@pytest.mark.parametrize(
    "text",
    [
        "quels votes à venir à Nice ?",
        "votes à venir à Nice",
        "date du prochain vote à Nice",
        "la date du prochain conseil à Nice ?",
    ],
)
def test_the_votes_to_come_of_a_city_are_its_own(text: str) -> None:
    assert heard(text) == NextVote((CityId(NICE),))


def test_the_next_council_without_a_city_is_ours() -> None:
    assert heard("à quand le prochain conseil chez nous ?") == NextVote()
    assert heard("prochain conseil ?") == NextVote()


def test_homonyms_are_asked_about_for_the_vote_that_was_asked_for() -> None:
    which = heard("prochain vote à Saint-Denis ?")
    assert isinstance(which, WhichCity)
    assert which.of_vote
    several = heard("prochain vote à Saint-Denis et Sainte-Colombe ?")
    assert isinstance(several, SeveralCities)
    assert all(isinstance(one, WhichCity) and one.of_vote for one in several.cities)


def test_at_most_five_homonyms_are_offered() -> None:
    which = heard("quoi de neuf à Sainte-Colombe ?")
    assert isinstance(which, WhichCity)
    assert len(which.choices) == 5
    assert which.more == 7


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("où en est Trifouilly-les-Oies ?", "Trifouilly-les-Oies"),
        ("où en est-on à Trifouilly (99) ?", "Trifouilly (99)"),
        ("what about the town of Trifouilly?", "Trifouilly"),
        ("où en est be:21999 ?", "be:21999"),
    ],
)
def test_a_city_that_nobody_knows_is_named_as_it_was_typed(text: str, name: str) -> None:
    assert heard(text) == UnknownCity(name)


@pytest.mark.parametrize("name", ["Tours", "Sens", "Y", "vire", "salon", "La Ville", "la place"])
def test_a_common_word_alone_is_no_city(name: str) -> None:
    assert heard(name) == heard(f"{name} ?") == NotUnderstood()


@pytest.mark.parametrize(
    "text", ["Vire", "Vire ?", "à Vire", "où en est la ville de Vire ?", "et à vire ?"]
)
def test_a_town_called_by_the_beginning_of_its_name_is_asked_about(text: str) -> None:
    which = heard(text)
    assert isinstance(which, WhichCity)
    assert which.name.casefold() == "vire"
    assert which.choices == ("fr:14762", "fr:71584")


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("quoi de neuf à Nogent ?", ["fr:94052", "fr:60463", "fr:28280", "fr:52353"]),
        ("où en est Livry ?", ["fr:93046", "fr:77255", "fr:58144"]),
        ("où en est Vitry ?", ["fr:94081", "fr:51649"]),
        ("où en est Woluwe ?", ["be:21018", "be:21019"]),
    ],
)
def test_a_short_name_of_several_towns_is_asked_about(text: str, choices: list[str]) -> None:
    which = heard(text)
    assert isinstance(which, WhichCity)
    assert which.choices == tuple(choices)


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("où en est Levallois ?", "fr:92044"),
        ("et à Ivry ?", "fr:94041"),
        ("quelles caméras à Issy ?", "fr:92040"),
        ("où en est Molenbeek ?", "be:21012"),
        ("où en sont les Sables ?", "fr:85194"),
        ("où en est Vitry (94) ?", "fr:94081"),
        ("où en est Nogent, Aube ?", "fr:10268"),
        ("où en est Villeneuve (30) ?", "fr:30351"),
    ],
)
def test_a_town_is_known_by_its_short_name(text: str, city: str) -> None:
    assert heard(text) == CityStatus(CityId(city))


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("où en est Viré ?", "fr:71584"),
        ("où en est Vire (14) ?", "fr:14762"),
        ("où en est Vire Normandie ?", "fr:14762"),
        ("où en est Lyon 3e ?", "fr:69383"),
        ("où en est Bruges (Gironde) ?", "fr:33075"),
        ("où en est Brugge ?", "be:31005"),
    ],
)
def test_who_says_which_of_them_is_not_asked(text: str, city: str) -> None:
    assert heard(text) == CityStatus(CityId(city))


def test_a_great_city_abroad_is_not_passed_over_for_a_french_town() -> None:
    both = (CityId("fr:33075"), CityId("be:31005"))
    assert heard("où en est Bruges ?") == WhichCity("Bruges", both)


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("quelles caméras à Nîmes et à Nice ?", ["fr:30189", NICE]),
        ("où en sont Nice et Marseille ?", [NICE, "fr:13055"]),
        ("où en sont nice, marseille, et lyon ?", [NICE, "fr:13055", LYON]),
        ("Nice et Marseille ?", [NICE, "fr:13055"]),
        ("et à Nice ou au Mans ?", [NICE, LE_MANS]),
        ("where do Nice and Le Mans stand?", [NICE, LE_MANS]),
        ("où en sont Bruyères et Montbérault et Nice ?", ["fr:02128", NICE]),
        ("où en sont Saint-Denis, Réunion, et Nice ?", ["fr:97411", NICE]),
        ("où en sont Nice, Lyon, Nice et Le Mans ?", [NICE, LYON, LE_MANS]),
    ],
)
def test_a_question_about_several_cities(text: str, cities: list[str]) -> None:
    assert heard(text) == SeveralCities(tuple(CityStatus(CityId(city)) for city in cities))


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("où en est Bruyères-et-Montbérault ?", "fr:02128"),
        ("où en sont les caméras et les drones à Nice ?", NICE),
        ("où en est Nice, côté caméras et drones ?", NICE),
        ("où en est le conseil de Nice et son maire ?", NICE),
        ("où en sont les drones de Nice et les caméras de la place ?", NICE),
        ("où en est Saint-Denis, Réunion ?", "fr:97411"),
        ("où en sont Nice et Nice ?", NICE),
    ],
)
def test_one_city_among_other_things_is_one_city(text: str, city: str) -> None:
    assert heard(text) == CityStatus(CityId(city))


def test_among_several_cities_homonyms_and_unknown_ones_are_said() -> None:
    said = heard("où en sont Nice, Vire et Trifouilly ?")
    assert isinstance(said, SeveralCities)
    nice, vire, unknown = said.cities
    assert nice == CityStatus(CityId(NICE))
    assert isinstance(vire, WhichCity)
    assert unknown == UnknownCity("Trifouilly")


towns = st.sampled_from(
    [
        one
        for one in REGISTRY
        if one.population >= 20_000 and REGISTRY.named(one.name) == [one] and one.country == "fr"
    ]
)


@given(st.lists(towns, min_size=2, max_size=5, unique=True), st.sampled_from([", ", " et ", " / "]))
def test_any_towns_that_are_named_together_are_all_understood(
    named: list[Commune], between: str
) -> None:
    # « Paris 3e, Paris » is the third arrondissement of Paris, told with its department.
    assume(not any(one.department_name == after.name for one, after in pairwise(named)))
    text = between.join(one.name for one in named)
    wanted = SeveralCities(tuple(CityStatus(one.code) for one in named))
    assert heard(f"où en sont {text} ?") == wanted
    assert heard(f"quelles caméras à {text} ?") == wanted


@pytest.mark.parametrize(("name", "city"), [("Tours", "fr:37261"), ("Y", "fr:80829")])
def test_a_common_word_is_a_city_in_a_question(name: str, city: str) -> None:
    assert heard(f"où en est {name} ?") == heard(f"et {name} ?") == CityStatus(CityId(city))


@pytest.mark.parametrize(
    "text",
    [
        "aide",
        "Aide !",
        "help",
        "que sais-tu faire ?",
        "Bonjour, qu’est-ce que tu sais faire ?",
        "comment ça marche ?",
        "what can you do?",
    ],
)
def test_a_call_for_help(text: str) -> None:
    assert heard(text) == Help()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "où en est-on ?",
        "quoi de neuf ?",
        "et si on dînait ?",
        "il fait beau",
        "nice work",
        "😀",
        "où en est " + "le texte que personne ne lira " * 20,
    ],
)
def test_anything_else_is_not_understood(text: str) -> None:
    assert heard(text) == NotUnderstood()


def test_what_comes_after_500_characters_is_not_read() -> None:
    assert heard("où en est Nice ?" + " " * 484 + "ou Lyon ?") == CityStatus(CityId(NICE))


words = st.sampled_from(
    "où en est on et , ; / Vire Bruges à au aux du des de la le les saint st denis nice (93) "
    "réunion côté statut ville caméras pour status of where does l' fr:06088 œ ½ e\u0301 ?".split()
)


@given(st.text() | st.lists(words, max_size=130).map(" ".join))
@settings(max_examples=200)
def test_any_text_is_answered(text: str) -> None:
    intent = heard(text)
    assert isinstance(intent, Intent)
    assert intent == heard(text)
    cities = intent.cities if isinstance(intent, SeveralCities) else (intent,)
    assert len(set(cities)) == len(cities) > isinstance(intent, SeveralCities)
    for one in cities:
        if isinstance(one, UnknownCity):
            assert 0 < len(one.name) <= 500
        if isinstance(one, WhichCity):
            assert 2 <= len(one.choices) <= 5


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("quelles caméras à Nîmes ?", "fr:30189"),
        ("Combien de caméras à Nice ?", NICE),
        ("y a-t-il des caméras au Mans ?", LE_MANS),
        ("quels projets à Lyon ?", LYON),
        ("bonjour, il y a des caméras aux Lilas ?", "fr:93045"),
        ("which cameras in Nice?", NICE),
    ],
)
def test_a_question_about_cameras_somewhere(text: str, city: str) -> None:
    assert heard(text) == CityStatus(CityId(city))


@pytest.mark.parametrize("text", ["quelles caméras choisir ?", "combien de caméras ?"])
def test_cameras_nowhere_are_no_question_about_a_city(text: str) -> None:
    assert heard(text) == NotUnderstood()


@pytest.mark.parametrize(
    "text",
    [
        "qu'est-ce qui se passe chez nous ?",
        "où en est-on chez nous ?",
        "quoi de neuf dans notre ville ?",
        "et chez nous ?",
        "chez nous ?",
        "quelles caméras chez nous ?",
        "Vigie, quoi de neuf ici ?",
        "what's going on here?",
        "what's new in our town?",
    ],
)
def test_a_question_about_where_we_live(text: str) -> None:
    assert heard(text) == OurCity()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rappelle-moi jeudi à 18h : imprimer", "jeudi à 18h : imprimer"),
        ("Rappelle moi demain soir : tracts", "demain soir : tracts"),
        ("salut Vigie, rappelle-moi demain : dire merci", "demain : dire merci"),
        ("tu peux me rappeler demain d'appeler Nice ?", "demain d'appeler Nice ?"),
        ("rappelle-moi", ""),
    ],
)
def test_a_wish_to_be_reminded_is_taken_to_its_very_end(text: str, said: str) -> None:
    assert heard(text) == RemindMe(said)


@pytest.mark.parametrize(
    "text", ["je te rappelle demain", "rappel : réunion demain", "où en est Nice"]
)
def test_what_only_speaks_of_reminders_is_no_wish(text: str) -> None:
    assert not isinstance(heard(text), RemindMe)


@pytest.mark.parametrize(
    "text",
    [
        "quel délai pour contester la délibération du 3 mars ?",
        "Vigie, jusqu'à quand pour contester la délibération du 3 mars",
        "what is the deadline to challenge the deliberation of 3 March?",
    ],
)
def test_a_time_limit_is_asked_for(text: str) -> None:
    asked = heard(text)
    assert isinstance(asked, AskDeadline)
    assert "3 mar" in asked.said.lower()


@pytest.mark.parametrize(
    ("text", "cities", "day"),
    [
        ("quel vote lundi ?", (), "lundi"),
        ("quel vote à Nice lundi 30 novembre ?", (NICE,), "lundi 30 novembre"),
        ("y a un vote demain à Nice ?", (NICE,), "demain"),
        ("is there a vote in Nice on Monday?", (NICE,), "on Monday"),
        ("prochain vote à Nice ?", (NICE,), ""),
    ],
)
def test_the_vote_of_a_day_is_asked_for(text: str, cities: tuple[CityId, ...], day: str) -> None:
    assert heard(text) == NextVote(cities, day)


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("un vote est prévu à Gap en mars", (GAP,)),
        ("un vote est prévu à Gap au mois d'octobre ?", (GAP,)),
        ("prochain vote à Gap en mars 2027", (GAP,)),
        ("is there a vote in Gap in March?", (GAP,)),
        ("quels votes en décembre ?", ()),
        ("prochain vote en Avignon", ("fr:84007",)),
    ],
)
def test_a_month_is_no_part_of_a_citys_name(text: str, cities: tuple[CityId, ...]) -> None:
    assert heard(text) == NextVote(cities)


@pytest.mark.parametrize(
    "text",
    [
        "prochain conseil de classe",
        "c'est quand le conseil de classe ?",
        "prochain conseil d'administration à Nice",
        "prochain conseil départemental",
        "prochaine séance de cinéma à Nice",
        "quand a lieu la prochaine séance de yoga ?",
    ],
)
def test_what_is_no_town_council_is_not_taken_for_one(text: str) -> None:
    assert heard(text) == NotUnderstood()


@pytest.mark.parametrize(
    "text",
    [
        "je ne pense pas qu'il y a un vote à Gap le 10 décembre",
        "je crois pas qu'il y aura un vote à Gap le 10 décembre",
        "il y a un vote à Gap le 10 décembre, c'est faux",
        "c'est faux, il y a un vote à Gap le 10 décembre",
        "vote à Gap le 10 décembre annulé",
        "I don't think there is a vote in Gap on 10 December",
    ],
)
def test_a_vote_that_is_denied_is_not_told(text: str) -> None:
    assert heard(text) == NotUnderstood()
