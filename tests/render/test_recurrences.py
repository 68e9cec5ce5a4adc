"""How what comes back is echoed, and how a refusal is told."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.recurrence import read
from bot.domain.refusals import Refused
from bot.render import recurrences, refusals
from bot.render.texts import texts

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def told(phrase: str, locale: str = "fr") -> str:
    words = texts(locale)
    try:
        said = recurrences.echo(read(phrase, NOW, PARIS), PARIS, NOW, words)
    except Refused as refused:
        said = refusals.plain_refusal(refused, words)
    return said.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


@pytest.mark.parametrize(
    ("phrase", "french", "english"),
    [
        (
            "tous les premiers jeudis à 19h sauf août",
            "le premier jeudi du mois à 19h, sauf août",
            "the first Thursday of the month at 19:00, except August",
        ),
        (
            "lundis et jeudis 18 h 30",
            "tous les lundis et jeudis à 18h30",
            "every Monday and Thursday at 18:30",
        ),
        ("en semaine", "du lundi au vendredi à 9h", "Monday to Friday at 09:00"),
        (
            "chaque jour sauf dimanche",
            "chaque jour sauf le dimanche à 9h",
            "every day except Sunday at 09:00",
        ),
        (
            "toutes les deux semaines le mardi",
            "un mardi sur deux à 9h, à partir du mardi 24 novembre 2026",
            "every other Tuesday at 09:00, from Tuesday 24 November 2026",
        ),
        (
            "une semaine sur trois le lundi et le jeudi jusqu'au 1er mars",
            "toutes les 3 semaines, le lundi et le jeudi à 9h, à partir du jeudi 26 novembre 2026, "
            "jusqu'au lundi 1er mars 2027",
            "every 3 weeks on Monday and Thursday at 09:00, from Thursday 26 November 2026, "
            "until Monday 1 March 2027",
        ),
        (
            "le 15 et le dernier jour du mois, 10 fois",
            "le 15 et le dernier jour de chaque mois à 9h, 10 fois",
            "the 15th and the last day of each month at 09:00, 10 times",
        ),
        (
            "chaque année le premier lundi d'avril",
            "tous les ans le premier lundi d'avril à 9h",
            "every year on the first Monday of April at 09:00",
        ),
        (
            "chaque jour en janvier et juillet",
            "chaque jour à 9h, en janvier et juillet",
            "every day at 09:00, in January and July",
        ),
        (
            "tous les jeudis sauf le 3 décembre",
            "tous les jeudis à 9h, sauf le jeudi 3 décembre 2026",
            "every Thursday at 09:00, except Thursday 3 December 2026",
        ),
    ],
)
def test_it_is_echoed(phrase: str, french: str, english: str) -> None:
    assert told(phrase) == french
    assert told(phrase, "en") == english


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        (
            "tous les lundis sauf le 25 décembre",
            "Le vendredi 25 décembre 2026 n'est pas un de ces jours : rien à excepter. "
            "Vérifie la date.",
        ),
        (
            "chaque jour sauf les vacances",
            "Je n'ai pas compris « sauf les vacances ». Essaie « tous les lundis à 19h » ou "
            "« le premier jeudi du mois à 19h, sauf août ».",
        ),
        (
            "tous les mois le 31",
            "« tous les mois le 31 » : ce jour n'existe pas dans chaque mois, ou chaque année. "
            "Essaie « le dernier jour du mois », « le dernier jeudi du mois » ou un autre jour.",
        ),
    ],
)
def test_a_refusal_says_why_and_what_to_do(phrase: str, sentence: str) -> None:
    assert told(phrase) == sentence
