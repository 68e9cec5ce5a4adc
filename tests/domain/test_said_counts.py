"""What people did is understood when they say so, and nothing else is."""

from __future__ import annotations

from typing import Final

import pytest

from bot.domain.ids import CityId
from bot.domain.intents import (
    Help,
    IDid,
    NotUnderstood,
    RemindMe,
    SeveralDone,
    WhatToDo,
    understand,
)
from bot.domain.said_counts import begins_with
from bot.domain.units import Unit
from bot.reference import load_communes

REGISTRY: Final = load_communes()
NICE: Final = CityId("fr:06088")


@pytest.mark.parametrize(
    ("text", "amount", "unit", "city"),
    [
        ("j'ai distribué 20 tracts", 20, Unit.LEAFLETS, None),
        ("J’AI DISTRIBUE 20 TRACTS !", 20, Unit.LEAFLETS, None),
        ("Salut Vigie, on a écrit trois lettres à Nice, merci", 3, Unit.LETTERS, NICE),
        ("j'ai recensé douze caméras ce matin", 12, Unit.CAMERAS, None),
        ("12 caméras recensées à Nice", 12, Unit.CAMERAS, NICE),
        ("nous avons récolté 1 200 signatures", 1200, Unit.SIGNATURES, None),
        ("j'ai encore envoyé une lettre", 1, Unit.LETTERS, None),
        ("j'ai collé vingt et une affiches", 21, Unit.POSTERS, None),
        ("je viens de passer 2 appels", 2, Unit.CALLS, None),
        ("I handed out 20 leaflets in Nice", 20, Unit.LEAFLETS, NICE),
        ("we wrote three letters", 3, Unit.LETTERS, None),
        ("we collected 40 signatures today", 40, Unit.SIGNATURES, None),
        ("hier j'ai distribué 20 tracts à Nice", 20, Unit.LEAFLETS, NICE),
        ("Hier soir, on a collé vingt affiches", 20, Unit.POSTERS, None),
        ("aujourd'hui j'ai écrit 5 lettres", 5, Unit.LETTERS, None),
        ("yesterday I handed out 20 leaflets", 20, Unit.LEAFLETS, None),
        ("j'ai distribué 20 tracts et 3 personnes ont signé", 20, Unit.LEAFLETS, None),
    ],
)
def test_what_was_done_is_understood(
    text: str, amount: int, unit: Unit, city: CityId | None
) -> None:
    assert understand(text, REGISTRY) == IDid(amount, unit, city)


@pytest.mark.parametrize(
    "text",
    [
        "je n'ai pas distribué 20 tracts",
        "j'ai reçu 20 tracts",
        "j'ai distribué des tracts",
        "j'ai distribué 20 000 000 tracts",
        "j'ai distribué 0 tract",
        "j'ai mangé 3 pommes",
        "20 tracts",
        "il faut distribuer 20 tracts",
        "j'ai 20 tracts",
        "j'ai distribué entre 10 et 20 tracts",
    ],
)
def test_what_was_not_done_or_counted_is_not(text: str) -> None:
    found = understand(text, REGISTRY)
    assert not isinstance(found, IDid) or found.amount is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("j'ai distribué des tracts", Unit.LEAFLETS),
        ("j'ai distribué -5 tracts", Unit.LEAFLETS),
        ("-5 tracts distribués", Unit.LEAFLETS),
        ("j'ai distribué 0 tract", Unit.LEAFLETS),
        ("j'ai récolté 2,5 signatures", Unit.SIGNATURES),
        ("j'ai distribué 20 000 000 tracts", Unit.LEAFLETS),
        ("on a collé entre 10 et 20 affiches", Unit.POSTERS),
        ("0 tract distribué", Unit.LEAFLETS),
        ("j'ai compté les caméras de la gare", Unit.CAMERAS),
    ],
)
def test_what_was_done_is_understood_where_how_many_is_not(text: str, unit: Unit) -> None:
    assert understand(text, REGISTRY) == IDid(None, unit)


@pytest.mark.parametrize(
    "text",
    [
        "je n'ai pas distribué de tracts",
        "j'ai reçu 20 tracts",
        "il faut distribuer des tracts",
        "j'ai 20 tracts",
        "20 tracts",
        "j'ai mangé 3 pommes",
        "j'ai trouvé la délibération",
    ],
)
def test_what_nobody_did_is_no_count_at_all(text: str) -> None:
    assert not isinstance(understand(text, REGISTRY), IDid)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("j'ai collé 12 autocollants", "autocollants"),
        ("j'ai collé 12 autocollants à Nice", "autocollant"),
        ("j'ai fait 12 tours du marché ce matin", "Tours du marché"),
        ("on a rempli 12 cahiers d'accueil", "cahier d'accueil"),
    ],
)
def test_a_unit_of_their_own_is_kept_in_its_words(text: str, unit: str) -> None:
    found = understand(text, REGISTRY)
    assert isinstance(found, IDid)
    assert (found.amount, found.unit) == (12, None)
    assert begins_with(found.words, unit)
    assert not begins_with(found.words, "affiches")
    assert not begins_with(found.words, "")
    assert (found.city == NICE) is ("Nice" in text)


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("qu'est-ce que je peux faire ?", None),
        ("bonjour, que puis-je faire", None),
        ("Qu'est-ce qu'on peut faire à Nice ?", NICE),
        ("comment aider ?", None),
        ("qu'est-ce que je peux faire pour aider ?", None),
        ("qu'est-ce que je peux faire chez nous ?", None),
        ("quelles tâches à Nice", NICE),
        ("how can I help?", None),
        ("what can I do in Nice?", NICE),
    ],
)
def test_what_there_is_to_do_is_asked(text: str, city: CityId | None) -> None:
    assert understand(text, REGISTRY) == WhatToDo(city)


def test_near_sentences_keep_their_own_meaning() -> None:
    assert understand("qu'est-ce que tu peux faire ?", REGISTRY) == Help()
    assert understand("que faire des caméras volées", REGISTRY) == NotUnderstood()
    reminded = understand("rappelle-moi demain : j'ai distribué 20 tracts", REGISTRY)
    assert isinstance(reminded, RemindMe)


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("j'ai distribué 20 tracts et écrit 5 lettres", [(20, "leaflets"), (5, "letters")]),
        ("j'ai distribué 20 tracts et 5 lettres", [(20, "leaflets"), (5, "letters")]),
        ("20 tracts distribués, 5 lettres écrites", [(20, "leaflets"), (5, "letters")]),
        (
            "hier on a collé vingt et une affiches, écrit 5 lettres et passé 2 appels",
            [(21, "posters"), (5, "letters"), (2, "calls")],
        ),
        (
            "j'ai écrit 5 lettres et j'ai récolté 1 200 signatures",
            [(5, "letters"), (1200, "signatures")],
        ),
        ("I handed out 20 leaflets and wrote 5 letters", [(20, "leaflets"), (5, "letters")]),
    ],
)
def test_of_several_that_were_done_none_is_dropped(text: str, each: list[tuple[int, str]]) -> None:
    found = understand(text, REGISTRY)
    assert isinstance(found, SeveralDone)
    assert [(one.amount, one.unit) for one in found.each] == each


def test_each_of_several_has_its_own_city() -> None:
    found = understand("j'ai distribué 20 tracts à Nice et 5 lettres", REGISTRY)
    assert found == SeveralDone((IDid(20, Unit.LEAFLETS, NICE), IDid(5, Unit.LETTERS)))
