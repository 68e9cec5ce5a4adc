"""How a date is echoed, and how a refusal is told."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import read
from bot.domain.refusals import Reason, Refused
from bot.render import refusals, whens
from bot.render.texts import texts

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def told(phrase: str, locale: str = "fr", now: datetime = NOW) -> str:
    words = texts(locale)
    try:
        said = whens.echo(read(phrase, now, PARIS), words)
    except Refused as refused:
        said = whens.refusal(refused, words)
    return said.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


@pytest.mark.parametrize(
    ("phrase", "echo"),
    [
        ("14/12 18 h 30", "lundi 14 décembre 2026 à 18h30"),
        ("1er mars", "lundi 1er mars 2027 à 9h"),
        ("lundi minuit", "lundi 30 novembre 2026 à 0h"),
        (
            "31/10/2027 2h30",
            "dimanche 31 octobre 2027 à 2h30 (cette heure a lieu deux fois : la première)",
        ),
        (
            "31/10/2027 2h30 la seconde fois",
            "dimanche 31 octobre 2027 à 2h30 (cette heure a lieu deux fois : la seconde)",
        ),
    ],
)
def test_a_date_is_echoed_in_full(phrase: str, echo: str) -> None:
    assert told(phrase) == echo


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("", "Il manque la date. Essaie « lundi 14 décembre à 18h30 »."),
        ("bientôt", "Je n'ai pas compris « bientôt ». Essaie « lundi 14 décembre à 18h30 »."),
        ("lundi 14 décembre 2020", "« lundi 14 décembre 2020 » est passé. Donne une date à venir."),
        (
            "lundi 15 décembre",
            "Le 15 décembre 2026 est un mardi, pas un lundi. Donne le bon jour.",
        ),
        (
            "mardi 1er mars",
            "Le 1er mars 2027 est un lundi, pas un mardi. Donne le bon jour.",
        ),
        ("hier", "« hier » est passé : dimanche 22 novembre 2026. Donne une date à venir."),
        (
            "hier soir",
            "« hier soir » est passé : dimanche 22 novembre 2026 à 20h. Donne une date à venir.",
        ),
        (
            "28/03/2027 2h30",
            "2h30 n'existe pas le dimanche 28 mars 2027 : les horloges avancent et sautent cette "
            "heure. Donnes-en une autre.",
        ),
        (
            "12/14",
            "« 12/14 » : il n'y a pas de mois 14. Le jour vient avant le mois, comme « 14/12 ».",
        ),
        (
            "lundi ou mardi",
            "« lundi ou mardi » donne deux dates ou deux heures. N'en garde qu'une.",
        ),
        ("32 janvier", "« 32 janvier » : ce jour n'existe pas. Vérifie la date."),
    ],
)
def test_a_refusal_says_why_and_what_to_do(phrase: str, sentence: str) -> None:
    assert told(phrase) == sentence


def test_it_is_told_in_english_too() -> None:
    assert told("14/12 18h30", "en") == "Monday 14 December 2026 at 18:30"
    assert told("hier", "en") == ("“hier” is past: Sunday 22 November 2026. Give a date to come.")
    assert told("lundi 15 décembre", "en") == (
        "15 December 2026 is a Tuesday, not a Monday. Give the right day."
    )
    assert told("31/10/2027 2h30", "en").endswith("(this time occurs twice: the first)")


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_refusal_is_short_and_keeps_what_was_typed(locale: str) -> None:
    facts = {"said": "x" * 60, "part": "du soir", "month": "14", "day": "12", "weekday": "0"}
    facts["at"] = "2026-12-15T18:30:00"
    about = [reason for reason in Reason if reason.value.startswith("date_")]
    assert len(about) > 20
    for reason in about:
        refused = Refused(reason, **facts)
        assert whens.is_about_dates(refused)
        assert len(whens.refusal(refused, texts(locale))) <= 250


def test_in_the_chat_what_was_typed_is_harmless() -> None:
    with pytest.raises(Refused) as caught:
        read("lundi **@everyone**", NOW, PARIS)
    said = refusals.refusal(caught.value, texts("fr"))
    assert "**@everyone**" not in said
    assert "everyone" in said


def test_for_a_program() -> None:
    assert whens.as_json(read("14/12 18h30", NOW, PARIS), texts("fr")) == {
        "ok": True,
        "local": "2026-12-14T18:30",
        "text": "lundi 14 décembre 2026 à 18h30",
    }
    told = whens.as_json(Refused(Reason.DATE_EMPTY), texts("en"))
    assert told == {
        "ok": False,
        "error": "The date is missing. Try “Monday 14 December at 18:30”.",
    }
