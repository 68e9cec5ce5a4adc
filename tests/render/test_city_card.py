"""The card of a city, in words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.communes import Commune
from bot.domain.ids import CityId, ProjectId, TopicId
from bot.domain.project_facts import Challenge, Facts, Source
from bot.domain.projects import Project, ProjectStatus, Standing
from bot.domain.vague import VagueDate
from bot.ports.forum import Health, Topic, Trouble
from bot.render import city_card
from bot.render.city_card import CityCard
from bot.render.texts import texts
from tests.world import registry

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
SOURCE = Source("La Quadrature du Net", VagueDate(2022, 9))
READ = Health("technopolice", "Technopolice", NOW - timedelta(minutes=6), None, None, None)


def commune(code: str = "fr:06088") -> Commune:
    found = registry().get(CityId(code))
    assert found is not None
    return found


def project(title: str, status: ProjectStatus = ProjectStatus.INSTALLED, **facts: Any) -> Project:
    return Project(
        id=ProjectId(1),
        city=CityId("fr:06088"),
        owner=None,
        root=ProjectId(1),
        standing=Standing.KNOWN,
        facts=Facts("videosurveillance", title, **facts),
        status=status,
        before=None,
        since=None,
        source=SOURCE,
        seen=SOURCE.as_of,
    )


def topic(title: str = "Cityvision, et maintenant ?", **facts: Any) -> Topic:
    known = Topic(TopicId("technopolice", 12), title, "https://forum.example/t/12", 6, ("nice",), 3)
    return replace(known, **facts)


def card(**facts: Any) -> CityCard:
    return CityCard(**{"commune": commune(), "threads": (), "sources": (READ,)} | facts)


def said(one: CityCard, locale: str = "fr") -> str:
    message = city_card.city(one, texts(locale), NOW, PARIS)
    return message.content.replace("\u00a0", " ").replace("\u202f", " ")


NICE = (
    project("Vidéosurveillance algorithmique", supplier="Wintics"),
    project("Parc de vidéosurveillance", cameras=4000),
    project("Reconnaissance faciale au lycée", ProjectStatus.CANCELLED),
)


def test_a_known_city_says_what_is_known_how_old_it_is_and_what_is_not() -> None:
    text = said(card(projects=NICE, threads=(topic(newest=NOW - timedelta(days=2)),)))
    assert text == "\n".join(
        [
            "Nice (Alpes-Maritimes) : 3 projets connus, 1 fil du forum",
            "**Projets**",
            "- Vidéosurveillance algorithmique, Wintics : en place (vu en 2022)",
            "- Parc de vidéosurveillance, 4 000 caméras : en place (vu en 2022)",
            "- Reconnaissance faciale au lycée : abandonné (vu en 2022)",
            "-# La Quadrature du Net, septembre 2022 (il y a 4 ans)",
            "**Sur le forum** (dernier message)",
            "- [Cityvision, et maintenant ?](<https://forum.example/t/12>) · il y a 2 jours",
            "**On ne sait pas** le coût, ni le fournisseur (Parc de vidéosurveillance), ni le "
            "nombre de caméras (Vidéosurveillance algorithmique), ni si c’est encore en place.",
            "-# Forum lu il y a 6 minutes.",
        ]
    )


def test_a_city_of_which_nothing_is_known_says_so_and_how_to_help() -> None:
    text = said(card())
    assert text.startswith("Nice (Alpes-Maritimes) : on ne sait encore rien")
    assert "lire l’ordre du jour du conseil" in text
    assert "`/projet ajouter`" in text
    assert "Forum lu il y a 6 minutes : aucun fil n’en parle." in text


def test_a_forum_that_could_not_be_read_is_not_shown_as_quiet() -> None:
    down = replace(READ, trouble=Trouble.SERVER)
    text = said(card(sources=(down,)))
    assert "⚠️ Forum illisible, dernière lecture il y a 6 minutes" in text
    assert "aucun fil" not in text


def test_threads_that_cannot_be_read_again_are_told_although_the_forum_can() -> None:
    text = said(card(sources=(replace(READ, threads_since=NOW - timedelta(days=1)),)))
    assert "⚠️ Forum lu il y a 6 minutes, mais des fils suivis sont illisibles" in text
    assert "aucun fil" not in text


def test_the_button_follows_this_very_city() -> None:
    message = city_card.city(card(), texts("fr"), NOW, PARIS)
    assert [(one.label, one.action) for one in message.buttons] == [
        ("Suivre Nice", "vigie:watch:fr:06088"),
        ("Signaler un vote", "vigie:vote:new:fr:06088"),
    ]


def test_the_english_card_is_english() -> None:
    text = said(card(projects=NICE), "en")
    assert text.startswith("Nice (Alpes-Maritimes): 3 known projects")
    assert "in place (seen in 2022)" in text
    assert "September 2022 (4 years ago)" in text


def test_a_challenged_project_says_so_beside_its_state() -> None:
    one = replace(
        project("Drone", ProjectStatus.VOTED, challenge=Challenge("TA de Nice")),
        since=VagueDate(2026, 3),
    )
    assert "- Drone : voté, contesté (mars 2026, vu en 2022)" in said(card(projects=(one,)))


def test_a_long_card_says_once_what_all_its_projects_share() -> None:
    text = said(card(projects=(*NICE, project("Drones"))))
    assert "vu en" not in text
    assert "- Drones : en place\n" in text
    assert "septembre 2022 (il y a 4 ans)" in text


def test_a_long_card_keeps_the_years_where_they_differ() -> None:
    newer = replace(SOURCE, as_of=VagueDate(2025, 1))
    text = said(card(projects=(*NICE, replace(project("Drones"), source=newer, seen=newer.as_of))))
    assert text.count("(vu en 2022)") == 3
    assert "- Drones : en place (vu en 2025)" in text


def test_projects_are_counted_in_full_words_once() -> None:
    bare = (project("Premier"), project("Deuxième"), project("Troisième", supplier="A", cost=90))
    text = said(card(projects=bare))
    assert "le coût (2 projets sur 3), ni le fournisseur (2 sur 3)" in text


def test_forums_that_were_read_together_share_a_line() -> None:
    other = replace(READ, name="lqdn", title="Forum de Provence")
    down = replace(READ, name="x", title="Forum d'Oc", trouble=Trouble.SERVER)
    text = said(card(sources=(READ, other, down)))
    assert (
        "-# Lus il y a 6 minutes : Technopolice, Forum de Provence. Aucun fil n’en parle." in text
    )
    assert text.count("il y a 6 minutes") == 2
    assert "⚠️ Forum d'Oc illisible" in text


def test_a_card_speaks_to_one_person_and_to_a_whole_channel_alike() -> None:
    for one in (card(), card(threads=(topic(),)), card(projects=NICE, threads=(topic(),))):
        assert not re.search(r"\b(tu|te|ton|tes|vous|votre|vos)\b", said(one).casefold())


def test_a_province_of_belgium_is_in_the_readers_language() -> None:
    there = card(commune=commune("be:21004"))
    assert said(there).startswith("Bruxelles (Bruxelles-Capitale)")
    assert said(there, "en").startswith("Bruxelles (Brussels-Capital)")


wild = st.text(min_size=1, max_size=120)


@given(st.lists(st.tuples(wild, wild), max_size=30), st.lists(wild, max_size=60))
def test_a_card_fits_a_message_and_pings_nobody_whatever_it_holds(
    known: list[tuple[str, str]], titles: list[str]
) -> None:
    projects = tuple(project(title, supplier=supplier) for title, supplier in known)
    threads = tuple(topic(title) for title in titles)
    message = city_card.city(card(projects=projects, threads=threads), texts("fr"), NOW, PARIS)
    assert 0 < len(message.content) <= 2000
    assert "@everyone" not in message.content
    assert "<@" not in message.content


def test_a_full_card_fits_a_message_and_keeps_its_doubts() -> None:
    long = "Une source au nom bien long, " * 3
    source = Source(long, VagueDate(2026, 11, 20), url="https://mairie.example/" + "a" * 270)
    known = tuple(
        replace(project(f"{number} {'Vidéosurveillance ' * 5}"), source=source)
        for number in range(12)
    )
    threads = tuple(topic(f"{number} {'Conseil municipal ' * 6}") for number in range(9))
    down = tuple(
        replace(READ, name=f"forum{number}", title=f"Forum {number} " * 9, trouble=Trouble.SERVER)
        for number in range(6)
    )
    for locale in ("fr", "en"):
        text = said(card(projects=known, threads=threads, sources=down, ambiguous=True), locale)
        assert len(text) <= 2000
        assert text.count("⚠️") == 3
        assert {"fr": "et 3 autres forums", "en": "3 more forums"}[locale] in text


def test_a_long_list_of_cities_counts_the_rest_and_keeps_ones_own() -> None:
    many = [(str(number), f"Ville {number} (Seine-Saint-Denis)") for number in range(120)]
    message = city_card.followed(many, [(commune(), False)], texts("fr"), all_seen=True)
    assert len(message.content) <= 2000
    assert "autres" in message.content
    assert "- Nice (Alpes-Maritimes) · ⚠️ je n’ai pas pu t’écrire" in message.content


def test_every_citys_first_line_fits_a_locked_screen_with_its_name() -> None:
    long = max(registry(), key=lambda one: len(one.label))
    message = city_card.city(card(commune=long, projects=NICE), texts("fr"), NOW, PARIS)
    first = message.content.splitlines()[0]
    assert first.startswith(long.shown)
    assert len(message.buttons[0].label) <= 80


def test_what_some_projects_lack_is_counted() -> None:
    bare = (project("Premier"), project("Deuxième"), project("Troisième", supplier="Wintics"))
    assert "ni le fournisseur (2 projets sur 3)" in said(card(projects=bare))
