"""Who thanks, and whoever asks for something in the same breath."""

from __future__ import annotations

import pytest

from bot.domain.intents import (
    Intent,
    Leads,
    NotUnderstood,
    OurCity,
    Polite,
    RemindMe,
    understand,
)
from bot.domain.leading import Place
from bot.reference import load_communes

REGISTRY = load_communes()


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("merci, rappelle-moi demain à 9h : tracts", RemindMe("demain à 9h : tracts")),
        ("merci de me rappeler demain : tracts", RemindMe("demain : tracts")),
        ("Merci beaucoup Vigie ! Rappelle-moi demain : tracts", RemindMe("demain : tracts")),
        ("merci pour tout, rappelle-moi demain : tracts", RemindMe("demain : tracts")),
        ("bonjour, merci d'annuler mon rappel", Leads(Place.REMINDERS)),
        ("merci, annule mon rappel", Leads(Place.REMINDERS)),
        ("merci, et chez nous ?", OurCity()),
        ("thanks, remind me tomorrow: flyers", RemindMe("tomorrow: flyers")),
    ],
)
def test_what_is_asked_after_thanks_is_understood(said: str, intent: Intent) -> None:
    assert understand(said, REGISTRY) == intent


@pytest.mark.parametrize(
    "said",
    [
        "merci d'effacer mes données",
        "merci de retirer le vote de Forcalquier",
        "merci de bien vouloir effacer mes données",
        "merci de ne pas l'annoncer",
        "merci, efface mes données",
        "merci pour tout efface mes données",
        "merci pour l'info, efface mes données",
        "merci d'avance d'effacer mes données",
        "ok merci de supprimer ça",
        "thanks, delete my data",
    ],
)
def test_a_request_is_not_taken_for_thanks(said: str) -> None:
    assert understand(said, REGISTRY) == NotUnderstood()


@pytest.mark.parametrize(
    "said",
    [
        "merci",
        "merci d'avance",
        "merci beaucoup !",
        "merci à toi, Vigie",
        "bonjour, merci",
        "merci pour ton aide",
        "merci pour l'info, c'est super",
        "merci de ton aide",
        "merci du rappel",
        "merci mille fois",
        "merci, c'est noté",
        "merci d'être là",
        "merci d'avoir annulé la réunion",
        "merci, c'est gentil",
        "merci t'es top",
        "super merci",
        "thanks for your help",
        "thank you so much",
    ],
)
def test_who_only_thanks_is_answered_kindly(said: str) -> None:
    assert understand(said, REGISTRY) == Polite(thanks=True)
