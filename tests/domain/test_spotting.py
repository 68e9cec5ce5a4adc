"""Dates to come in running text, and the votes that posts tell of."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.announcing import announced
from bot.domain.dates.spotting import spot
from bot.services.lexicon import lexicon

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def spotted(text: str) -> list[str]:
    return [
        f"{one.when.local:%Y-%m-%d %H:%M}{'' if one.timed else '?'}"
        for one in spot(text, NOW, PARIS)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le conseil du lundi 14 décembre à 18h30 votera.", ["2026-12-14 18:30"]),
        ("Rendez-vous le 14/12 18h30 en mairie", ["2026-12-14 18:30"]),
        ("Séance du 14 décembre.", ["2026-12-14 09:00?"]),
        ("Conseil – lundi 14 décembre 2026 – 18h30 – caméras", ["2026-12-14 18:30"]),
        ("Conseil - 14 déc. 2026 - 20h00", ["2026-12-14 20:00"]),
        ("Conseil — 14 décembre — 20h00-22h00", ["2026-12-14 20:00"]),
        ("le 14 décembre 2026 (18h30)", ["2026-12-14 18:30"]),
        ("le 14 décembre (18h30-20h)", ["2026-12-14 09:00?"]),
        ("le 1er février 2027, 19 heures", ["2027-02-01 19:00"]),
        ("Le 14 décembre à 18:30, puis le 15/12 20:00", ["2026-12-14 18:30", "2026-12-15 20:00"]),
        ("Le 14 décembre vers 18h", ["2026-12-14 09:00?"]),  # which is no hour to announce
        ("Le 14 décembre dès 18h", ["2026-12-14 09:00?"]),
        ("Le 8 déc. puis le 16 déc. à 9h", ["2026-12-08 09:00?", "2026-12-16 09:00"]),
        ("Le conseil vote le 2026-12-15.", ["2026-12-15 09:00?"]),
        ("Séance 2026-12-15T18:30, ou 2026-12-16 à 19h", ["2026-12-15 18:30", "2026-12-16 19:00"]),
        ("le 17.12.2026 à 20h", ["2026-12-17 20:00"]),
        ("le 18-12-2026, puis le 18-12-26 à 18 h 30", ["2026-12-18 09:00?", "2026-12-18 18:30"]),
        ("le 19/12/2026 à 18h", ["2026-12-19 18:00"]),
        ("le 14-déc-2026, 18h", ["2026-12-14 18:00"]),
        ("le lundi quatorze décembre à dix-huit heures trente", ["2026-12-14 18:30"]),
        ("le premier février 2027", ["2027-02-01 09:00?"]),
        ("le 14 décembre au soir", ["2026-12-14 20:00?"]),
        ("Le conseil vote jeudi prochain à 18h30.", ["2026-11-26 18:30"]),
        ("Le conseil vote lundi en huit", ["2026-12-07 09:00?"]),
        ("mardi de la semaine prochaine à 18h", ["2026-12-01 18:00"]),
        ("Le conseil vote demain soir !", ["2026-11-25 20:00?"]),
        ("après-demain à 18h30, et ce soir 20h", ["2026-11-26 18:30", "2026-11-24 20:00"]),
        ("Aujourd’hui à 18h30", ["2026-11-24 18:30"]),
        ("jeudi 10 à 18h30", ["2026-12-10 18:30"]),
        ("Conseil le jeudi 10.", ["2026-12-10 09:00?"]),
        ("le lundi 14/12, à 18h30", ["2026-12-14 18:30"]),
        ("jeudi prochain, le 26 novembre à 18h", ["2026-11-26 18:00"]),
        ("Demain soir. Dernier point : les caméras", ["2026-11-25 20:00?"]),
        ("jeudi 10 personnes ont parlé", []),
        ("vendredi 10 à 18h30", []),  # the 10th is a Thursday
        ("Le conseil de jeudi à 18h30 a voté, et demain la ville sera filmée", []),
        ("jeudi dernier à 18h30, ou hier soir", []),
        ("ce matin à 8h", []),
        ("le 17.12.2025, le 2025-12-15 et le 18-12-2025", []),
        ("Tél. 04.12.26.33.10, version 3.12.2, 192.168.12.26, fichier 2026-12-15-3", []),
        ("un demain meilleur, le conseil prochain", []),
        ("La délibération du 3 mars 2024 est annulée", []),
        ("La délibération du 3 mars autorise", []),  # without its year, it may be a past one
        ("Le 14 décembre dernier, le maire a dit", []),
        ("Mardi 14 décembre", []),  # which is a Monday
        ("On y va lundi, salle 12, pour 14 caméras", []),
        ("un budget de 12/2026 euros, article 3/12/45/6", []),
    ],
)
def test_only_sure_dates_to_come_are_spotted(text: str, found: list[str]) -> None:
    assert spotted(text) == found


@given(st.text(max_size=400))
def test_whatever_is_written_nothing_is_raised_and_all_is_to_come(text: str) -> None:
    assert all(one.when.instant > NOW for one in spot(text, NOW, PARIS))


@given(st.text(alphabet="0123456789 /.h:àlundiécmbr-", max_size=200))
def test_heaps_of_figures_raise_nothing(text: str) -> None:
    spot(text * 20, NOW, PARIS)


@pytest.mark.parametrize(
    ("paragraphs", "theme"),
    [
        (["Caméras de vidéosurveillance au conseil du 14 décembre."], "videosurveillance"),
        (["La vidéosurveillance avance.", "Le conseil siège le 14 décembre."], "videosurveillance"),
        (["La vidéosurveillance avance.", "On verra."], None),
        (["Repas de quartier le 14 décembre."], None),
    ],
)
def test_a_vote_needs_a_theme_and_a_date(paragraphs: list[str], theme: str | None) -> None:
    found = announced(paragraphs, lexicon(), NOW, PARIS)
    assert (found.theme if found else None) == theme


@pytest.mark.parametrize(
    "told",
    [
        "L'ordre du jour du conseil, publié le 8 décembre, prévoit le vote des caméras à la séance "
        "du 14 décembre à 18h30.",
        "Le conseil sur les caméras est reporté du 7 au 14 décembre à 18h30.",
        "Conseil sur les caméras, reporté du lundi 7 décembre au lundi 14 décembre à 18h30.",
        "Le conseil du 7 décembre à 18h sur les caméras est reporté au 14 décembre à 18h30.",
        "Réunion le 2 décembre à 20h, avant le conseil du 14 décembre à 18h30 sur les caméras.",
        "Le 14 décembre à 18h30, le conseil vote les caméras. Tract à finir le 8 décembre.",
        "Caméras : convocation du 8 décembre pour la séance du 14 décembre à 18h30.",
        "Caméras : conseil le 14 décembre à 18h30, et non le 7 décembre à 18h30.",
        "Conseil initialement prévu le 7 décembre : il aura lieu le 14 décembre à 18h30 (caméras)",
        "Au conseil, les caméras. Dossier en ligne depuis le 8 décembre, vote le 14/12 à 18h30.",
    ],
)
def test_of_several_dates_the_sittings_is_proposed(told: str) -> None:
    found = announced([f"{told} Non à la vidéosurveillance !"], lexicon(), NOW, PARIS)
    assert found is not None
    assert f"{found.spotted.when.local:%d/%m %Hh%M}" == "14/12 18h30"


def test_the_date_beside_the_council_is_the_votes() -> None:
    told = [
        "Réunion le 2 décembre sur les caméras de vidéosurveillance.",
        "Conseil le 14 décembre.",
    ]
    found = announced(told, lexicon(), NOW, PARIS)
    assert found is not None
    assert found.spotted.when.local.day == 14
