"""What people want to be reminded of, in sentences and after a click."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import spoken
from bot.domain.dates import When
from bot.domain.left_over import names_a_date
from bot.domain.own_reminders import LONGEST, in_an_hour, tomorrow, understood
from bot.domain.refusals import Reason, Refused

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday, 13h in Paris


def refused(said: str) -> Reason:
    with pytest.raises(Refused) as met:
        understood(said, NOW, PARIS)
    return met.value.reason


@pytest.mark.parametrize(
    ("said", "local", "words"),
    [
        ("jeudi à 18h : imprimer", "2026-11-26T18:00", "imprimer"),
        ("demain soir : tracts", "2026-11-25T20:00", "tracts"),
        ("demain soir: tracts", "2026-11-25T20:00", "tracts"),
        ("demain à 18:30 : imprimer", "2026-11-25T18:30", "imprimer"),
        ("demain à 18:30: imprimer", "2026-11-25T18:30", "imprimer"),
        (
            "dans trois jours : 12 affiches : format A3",
            "2026-11-27T13:00",
            "12 affiches : format A3",
        ),
        ("demain : 12 affiches", "2026-11-25T09:00", "12 affiches"),
        ("demain soir de coller les affiches", "2026-11-25T20:00", "coller les affiches"),
        ("demain soir d'imprimer", "2026-11-25T20:00", "imprimer"),
        ("d’imprimer les 12 tracts jeudi à 18h", "2026-11-26T18:00", "imprimer les 12 tracts"),
        ("d'ici deux heures d'appeler la mairie", "2026-11-24T15:00", "appeler la mairie"),
        ("demain, appeler la mairie", "2026-11-25T09:00", "appeler la mairie"),
        ("lundi 14 décembre, à 18h, imprimer", "2026-12-14T18:00", "imprimer"),
        ("demain, appeler Anne, puis Marc", "2026-11-25T09:00", "appeler Anne, puis Marc"),
        ("demain soir, relire la lettre de Nice", "2026-11-25T20:00", "relire la lettre de Nice"),
        ("de venir à la salle 3 à 18h", "2026-11-24T18:00", "venir à la salle 3"),
        ("d'appeler Marc lundi 14 à 18h", "2026-12-14T18:00", "appeler Marc"),
        ("d'appeler Marc le 3 à 18h", "2026-12-03T18:00", "appeler Marc"),
        ("demain que le conseil est lundi", "2026-11-25T09:00", "le conseil est lundi"),
        ("LUNDI 9H IMPRIMER LES TRACTS", "2026-11-30T09:00", "IMPRIMER LES TRACTS"),
        ("demain 18h imprimer", "2026-11-25T18:00", "imprimer"),
        ("demain, 18h imprimer", "2026-11-25T18:00", "imprimer"),
        ("imprimer les tracts lundi 9h", "2026-11-30T09:00", "imprimer les tracts"),
        ("imprimer, demain", "2026-11-25T09:00", "imprimer"),
        ("on Thursday at 18:00: print", "2026-11-26T18:00", "print"),
        ("to come to room 3 at 6pm", "2026-11-24T18:00", "come to room 3"),
        ("come to room 3 at 6pm", "2026-11-24T18:00", "come to room 3"),
        ("tomorrow to print", "2026-11-25T09:00", "print"),
        ("to call the mayor tomorrow at noon", "2026-11-25T12:00", "call the mayor"),
        ("tomorrow at 9am call Nice", "2026-11-25T09:00", "call Nice"),
    ],
)
def test_when_and_what_are_told_apart(said: str, local: str, words: str) -> None:
    when, what = understood(said, NOW, PARIS)
    assert when.local.isoformat(timespec="minutes") == local
    assert what == words


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", Reason.REMINDER_UNCLEAR),
        ("la réunion", Reason.REMINDER_UNCLEAR),
        ("demain soir", Reason.REMINDER_UNCLEAR),
        ("demain soir :", Reason.REMINDER_UNCLEAR),
        ("demain, lundi ou mardi imprimer", Reason.DATE_SEVERAL),
        ("lundi 9h 18h imprimer", Reason.DATE_SEVERAL),
        ("de venir salle 3", Reason.REMINDER_UNCLEAR),
        ("hier : imprimer", Reason.DATE_PAST),
        ("bientôt : imprimer", Reason.DATE_UNKNOWN),
        ("lundi 25 novembre 2026 : imprimer", Reason.DATE_WEEKDAY),
        (f"demain : {'a' * (LONGEST + 1)}", Reason.REMINDER_TOO_LONG),
    ],
)
def test_what_is_unclear_is_refused_with_its_reason(said: str, reason: Reason) -> None:
    assert refused(said) is reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("lundi 14 novembre : imprimer", Reason.DATE_WEEKDAY),
        ("lundi 14 novembre imprimer", Reason.DATE_WEEKDAY),
        ("imprimer lundi 14 novembre", Reason.DATE_WEEKDAY),
        ("le 30 février : payer", Reason.DATE_NO_DAY),
        ("de payer le 30 février", Reason.DATE_NO_DAY),
        ("demain à 25h imprimer", Reason.DATE_NO_TIME),
        ("demain vers 18h : appeler", Reason.DATE_UNKNOWN),
        ("demain si possible : imprimer", Reason.DATE_UNKNOWN),
        ("mardi et jeudi : tracts", Reason.DATE_SEVERAL),
        ("mardi et jeudi distribuer les tracts", Reason.DATE_SEVERAL),
        ("demain à 18h ou 19h : imprimer", Reason.DATE_SEVERAL),
        ("le 3 et le 5 : imprimer", Reason.DATE_SEVERAL),
        ("lundi entre 8h et 9h : appeler", Reason.DATE_SEVERAL),
        ("lundi chaque semaine : imprimer", Reason.DATE_REPEATS),
        ("lundi tous les mois imprimer", Reason.DATE_REPEATS),
        ("lundi de 8h à 9h tenir la table", Reason.DATE_SEVERAL),
        ("demain ou jeudi de passer à la mairie", Reason.DATE_SEVERAL),
        ("lundi de Pâques préparer la salle", Reason.DATE_FEAST),
        ("imprimer : lundi 14 novembre", Reason.DATE_WEEKDAY),
    ],
)
def test_a_date_that_cannot_be_is_told_and_no_other_is_guessed(said: str, reason: Reason) -> None:
    assert refused(said) is reason


@pytest.mark.parametrize(
    "said",
    [
        "2 jours avant le vote de Forcalquier",
        "10 minutes avant le conseil",
        "10 minutes avant la réunion de ce soir",
        "10 minutes avant la réunion demain",
        "une heure avant le conseil",
        "3 tracts à distribuer",
        "demain vers 18h appeler",
        "demain avant la réunion imprimer",
        "d'imprimer demain vers 18h",
        "d'envoyer la lettre avant le 14 décembre",
        "d'appeler Sam",
        "d'appeler Sam après 18h",
        "de finir pour vendredi",
        "le vote du 14 décembre",
        "le rdv de jeudi à 18h",
        "que le vote est le 14 décembre",
        "la réunion n'est plus jeudi",
        "demain appeler Anne lundi",
        "demain d'imprimer à 18h",
        "tomorrow call Anne on Monday",
        "ten minutes before the council tomorrow",
    ],
)
def test_what_leaves_a_doubt_about_the_date_is_unclear(said: str) -> None:
    assert refused(said) is Reason.REMINDER_UNCLEAR


@pytest.mark.parametrize(
    ("said", "local", "words"),
    [
        ("3 banderoles à imprimer demain", "2026-11-25T09:00", "3 banderoles à imprimer"),
        ("demain relire la lettre du 3 mars", "2026-11-25T09:00", "relire la lettre du 3 mars"),
        ("demain de porter 3 affiches à Sam", "2026-11-25T09:00", "porter 3 affiches à Sam"),
        ("demain d'aller à la mairie", "2026-11-25T09:00", "aller à la mairie"),
        ("lundi de la semaine prochaine imprimer", "2026-11-30T09:00", "imprimer"),
        ("imprimer les tracts : demain 9h", "2026-11-25T09:00", "imprimer les tracts"),
        ("demain relire https://exemple.fr", "2026-11-25T09:00", "relire https://exemple.fr"),
        ("demain appeler Sam au sujet du jeu", "2026-11-25T09:00", "appeler Sam au sujet du jeu"),
    ],
)
def test_what_is_not_the_date_leaves_no_doubt(said: str, local: str, words: str) -> None:
    when, what = understood(said, NOW, PARIS)
    assert when.local.isoformat(timespec="minutes") == local
    assert what == words


@given(st.text(max_size=600))
def test_whatever_is_said_is_understood_or_refused(said: str) -> None:
    try:
        when, words = understood(said, NOW, PARIS)
    except Refused:
        return
    assert when.instant >= NOW
    assert 0 < len(words) <= LONGEST


DAYS = ["demain", "lundi", "lundi 14", "14 décembre", "le 3", "le 30 février", "ce soir", "18h"]
PIECES = st.sampled_from(
    [
        *DAYS,
        *(
            "mardi 15 décembre",
            "dans trois jours",
            "en huit",
            "à 25h",
            "midi",
            "2 jours",
            "novembre",
        ),
        *(
            "vers",
            "et",
            "ou",
            "entre",
            "avant",
            "après",
            "chaque",
            "de",
            "du",
            "d'",
            "que",
            "à",
            ",",
        ),
        *("imprimer", "appeler", "Sam", "3 tracts", "le vote", "la salle 3", "pour", "tous"),
    ]
)
T = TypeVar("T")


def attempted(act: Callable[[], T]) -> T | Reason:
    try:
        return act()
    except Refused as refused_for:
        return refused_for.reason


WILD = st.lists(PIECES, min_size=1, max_size=7).map(" ".join)


@given(WILD, WILD)
def test_before_a_colon_the_date_is_all_that_is_said(before: str, after: str) -> None:
    expected = attempted(lambda: spoken.date(before, NOW, PARIS))
    found = attempted(lambda: understood(f"{before} : {after}", NOW, PARIS))
    if isinstance(expected, When):
        assert found == (expected, after)
    elif isinstance(found, Reason):
        assert found is expected or names_a_date(after)
    else:  # « imprimer : demain »
        assert found == (spoken.date(after, NOW, PARIS), before)
        assert not names_a_date(before)


@given(WILD)
def test_the_words_of_a_date_are_all_that_a_sentence_says_of_when(said: str) -> None:
    try:
        when, words = understood(said, NOW, PARIS)
    except Refused:
        return
    if said.endswith(words):
        first = said.removesuffix(words).rstrip(" ,")
        taken = re.sub(r"[ ,]+(?:de|d'|que)$", "", first)
        words = "" if first.endswith("que") else words  # « demain que le conseil est lundi »
    else:
        taken = said.split(words, 1)[-1].lstrip(" ,")
    assert when == spoken.date(taken, NOW, PARIS)
    assert not names_a_date(words)


def test_in_an_hour_is_a_whole_minute() -> None:
    assert in_an_hour(NOW) == NOW.replace(hour=13)
    assert in_an_hour(NOW.replace(second=1)) == NOW.replace(hour=13, minute=1)


@pytest.mark.parametrize(
    ("now", "local"),
    [
        ("2026-11-24T12:00+01:00", "2026-11-25T14:00"),
        ("2026-11-24T23:59+01:00", "2026-11-25T14:00"),
        ("2026-10-24T15:00+02:00", "2026-10-25T14:00"),  # the clock goes back in between
    ],
)
def test_tomorrow_is_at_the_same_wall_time(now: str, local: str) -> None:
    at = datetime.fromisoformat("2026-10-01T14:00+02:00")
    then = tomorrow(at, datetime.fromisoformat(now), PARIS)
    assert then.astimezone(PARIS).isoformat(timespec="minutes")[:16] == local


def test_a_wall_time_that_tomorrow_skips_comes_as_much_later() -> None:
    at = datetime.fromisoformat("2027-03-01T02:30+01:00")
    then = tomorrow(at, datetime.fromisoformat("2027-03-27T12:00+01:00"), PARIS)
    assert then.astimezone(PARIS).hour == 3
