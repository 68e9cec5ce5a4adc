"""The list of projects, in pages, with what waits for an organiser."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import CityId, ProjectId
from bot.domain.project_facts import Facts
from bot.domain.projects import Project, ProjectStatus, Standing
from bot.ports.chat import Button, Message
from bot.render import project_lists
from bot.render.texts import texts

NICE, LYON = CityId("fr:06088"), CityId("fr:69123")
NAMES = {NICE: "Nice (Alpes-Maritimes)", LYON: "Lyon (Rhône)"}
QUESTION = Message("À confirmer ?", buttons=(Button("Confirmer", "vigie:project:yes:1"),))


def project(title: str, city: CityId = NICE) -> Project:
    return Project(
        id=ProjectId(1),
        city=city,
        owner=None,
        root=ProjectId(1),
        standing=Standing.KNOWN,
        facts=Facts("videosurveillance", title),
        status=ProjectStatus.VOTED,
        before=None,
        since=None,
        source=None,
    )


def page(held: list[Project], *, start: int = 0, question: Message | None = None) -> Message:
    return project_lists.listed(
        held, [], NAMES.__getitem__, texts("fr"), city=NICE, start=start, question=question
    )


def read_through(held: list[Project]) -> tuple[list[str], int]:
    """The lines of all pages, and how many there are."""
    lines: list[str] = []
    pages, start = 0, 0
    while True:
        message = page(held, start=start)
        assert len(message.content) <= 2000
        lines += [one for one in message.content.splitlines() if one.startswith("- ")]
        pages += 1
        if not message.buttons:
            return lines, pages
        [more] = message.buttons
        start = int(more.action.rpartition(":")[2])


def test_one_city_with_many_projects_goes_on_with_a_button() -> None:
    lines, pages = read_through([project(f"Caméras {number}" * 5) for number in range(30)])
    assert len(lines) == 30
    assert pages > 1


@given(st.lists(st.text(min_size=1, max_size=100), max_size=40))
def test_every_project_is_on_exactly_one_page(titles: list[str]) -> None:
    lines, _ = read_through([project(title) for title in titles])
    assert len(lines) == len(titles)


def test_the_pages_of_all_cities_are_headed_by_their_city() -> None:
    held = [project("Un"), project("Deux", LYON), project("Trois")]
    said = page(held).content.replace("\u00a0", " ")
    assert said.splitlines() == [
        "**Lyon (Rhône)**",
        "- Deux : voté",
        "**Nice (Alpes-Maritimes)**",
        "- Un : voté",
        "- Trois : voté",
    ]
    assert page(held, start=2).content.startswith("**Nice (Alpes-Maritimes)**")


def test_what_waits_for_an_organiser_stands_below_with_its_buttons() -> None:
    held = [project(f"Caméras {number}" * 5) for number in range(30)]
    message = page(held, question=QUESTION)
    assert message.content.endswith("\nÀ confirmer ?")
    assert [one.label for one in message.buttons] == ["Confirmer", "Suite"]
    nothing = page([], question=QUESTION)
    assert nothing.content.startswith("Aucun projet connu")
    assert [one.label for one in nothing.buttons] == ["Confirmer"]


def test_suggestions_are_listed_after_what_is_known() -> None:
    waiting = [replace(project("Proposé"), standing=Standing.SUGGESTED)]
    message = project_lists.listed([project("Su")], waiting, NAMES.__getitem__, texts("fr"))
    told = message.content.splitlines()
    assert told[2] == "**À confirmer par les référent·es**"
    assert told[3].startswith("- Nice (Alpes-Maritimes) · Proposé")


def test_where_nothing_is_known_the_city_is_named() -> None:
    assert page([]).content.startswith("Aucun projet connu à Nice (Alpes-Maritimes). Vous en")
    everywhere = project_lists.listed([], [], NAMES.__getitem__, texts("fr"))
    assert everywhere.content.startswith("Aucun projet connu dans les villes suivies que tu vois.")
