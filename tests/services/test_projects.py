"""Who may say what of a project, and who hears of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId
from bot.domain.projects import Project, ProjectStatus, Standing
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Room
from bot.ports.chat import Amend, Say
from bot.reference import load_projects
from bot.services import (
    changing,
    known_projects,
    offering,
    projects,
    seeds,
    suggesting,
    threads,
)
from bot.services.changing import Change
from bot.services.projects import Told
from bot.services.threads import Asker, Listener
from bot.store import project_steps
from bot.store import projects as stored
from tests.world import GIROUETTE, World, world

S = ProjectStatus
NICE = "fr:06088"
OTHERS = Asker(PersonId("7"), ChannelId("700"), CollectiveId("70"))
CAMERAS = Told(NICE, "videosurveillance", "Caméras du port", S.VOTED, source="Nice-Matin")


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        facts = load_projects()
        await made.deps.store.write(lambda tx: seeds.plant(tx, facts, made.clock.now()))
        yield made


async def add(w: World, asker: Asker = GIROUETTE, **told: Any) -> Project:
    project, _ = await projects.add(w.deps, asker, replace(CAMERAS, **told), organiser=True)
    return project


async def suggest(w: World, **told: Any) -> Project:
    told_whole = replace(CAMERAS, **told)
    project, _ = await projects.add(w.deps, GIROUETTE, told_whole, organiser=False)
    return project


async def held(w: World, asker: Asker = GIROUETTE, city: str = NICE) -> list[str]:
    found, _ = await known_projects.listed(w.deps, asker.collective, CityId(city))
    return [f"{one.facts.title}: {one.status}" for one in found]


async def refused(work: Any) -> Refused:
    with pytest.raises(Refused) as met:
        await work
    return met.value


async def in_nice(w: World, asker: Asker = OTHERS) -> None:
    """The other collective follows the city in a channel of its own."""
    w.forum.write(1)
    await threads.follow(w.deps, NICE, asker, listener=Listener(asker.channel, Room.TEXT))


async def test_the_base_that_ships_is_there_with_its_age(w: World) -> None:
    found, _ = await known_projects.listed(w.deps, None, CityId(NICE))
    assert [one.facts.supplier for one in found] == ["Wintics", "", ""]
    assert {str(one.source.as_of) for one in found if one.source} == {"2022-09"}
    assert {one.source.label for one in found if one.source} == {"La Quadrature du Net"}


async def test_the_base_is_planted_once_and_mended_when_its_file_changes(w: World) -> None:
    facts = load_projects()
    changed = [replace(facts[0], status=S.CANCELLED), *facts[1:]]
    for told in (facts, changed, changed):
        await w.deps.store.write(lambda tx, told=told: seeds.plant(tx, told, w.clock.now()))
    known = await w.deps.store.read(lambda tx: stored.base_and(tx, None))
    assert len(known) == len(facts) == 15
    assert known[0].status is S.CANCELLED


async def test_an_organiser_notes_a_project_and_their_collective_holds_it(w: World) -> None:
    await add(w, cameras=12, cost=90_000, since="mars 2026")
    assert "Caméras du port: voted" in await held(w)
    assert "Caméras du port: voted" not in await held(w, OTHERS)


async def test_a_members_suggestion_waits_for_an_organiser(w: World) -> None:
    project = await suggest(w)
    assert "Caméras du port: voted" not in await held(w)
    await w.settle()
    [asked] = w.chat.attempts
    assert isinstance(asked, Say)
    assert asked.to.channel == GIROUETTE.channel
    assert [button.label for button in asked.message.buttons] == ["Confirmer", "Écarter"]
    await suggesting.decide(w.deps, GIROUETTE, project.id, accept=True)
    await w.settle()
    corrected = w.chat.attempts[-1]
    assert isinstance(corrected, Amend)
    assert "Projet confirmé à Nice" in corrected.message.content
    assert corrected.message.buttons == ()
    assert "Caméras du port: voted" in await held(w)


async def test_a_suggestion_that_is_dismissed_is_not_held(w: World) -> None:
    project = await suggest(w)
    await suggesting.decide(w.deps, GIROUETTE, project.id, accept=False)
    assert "Caméras du port: voted" not in await held(w)
    await w.settle()
    assert "écarté" in w.chat.contents()[0]


async def test_two_organisers_at_once_decide_once(w: World) -> None:
    project = await suggest(w)
    both = (
        suggesting.decide(w.deps, GIROUETTE, project.id, accept=accept) for accept in (True, False)
    )
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert [type(one) for one in answers] == [Project, Refused]


async def test_another_collective_cannot_decide_on_it(w: World) -> None:
    project = await suggest(w)
    met = await refused(suggesting.decide(w.deps, OTHERS, project.id, accept=True))
    assert met.reason is Reason.NO_PROJECT


async def test_a_project_that_is_no_rumour_needs_a_source(w: World) -> None:
    met = await refused(add(w, source=""))
    assert met.reason is Reason.PROJECT_SOURCE
    rumour = await add(w, source="", status=S.RUMOUR)
    assert rumour.source is None


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"title": "  "}, Reason.BLANK),
        ({"since": "bientôt"}, Reason.NOT_A_DATE),
        ({"since": "mars 2031"}, Reason.FUTURE_DATE),
        ({"source": "javascript://x"}, Reason.NOT_A_LINK),
        ({"source": "https://lina:mot@mairie.example/"}, Reason.NOT_A_LINK),
        ({"source": "https://[::"}, Reason.NOT_A_LINK),
        ({"city": "Saint-Denis"}, Reason.SEVERAL_CITIES),
        ({"city": "Trifouilly-les-Oies-du-Nord"}, Reason.UNKNOWN_CITY),
    ],
)
async def test_what_cannot_be_noted_is_refused_with_the_reason(
    w: World, told: dict[str, str], reason: Reason
) -> None:
    assert (await refused(add(w, **told))).reason in {reason, Reason.NEAR_CITY}
    assert len(await held(w)) == 3


async def test_the_same_title_twice_is_one_project(w: World) -> None:
    await add(w)
    assert (await refused(add(w, title="CAMERAS DU PORT"))).reason is Reason.PROJECT_EXISTS


async def test_a_link_is_named_by_its_site_or_by_what_was_written_beside_it(w: World) -> None:
    bare = await add(w, source="https://www.nice.example/odj.pdf")
    named = await add(w, title="Autre", source="Ordre du jour https://nice.example/odj.pdf")
    assert bare.source is not None
    assert (bare.source.label, bare.source.url) == (
        "nice.example",
        "https://www.nice.example/odj.pdf",
    )
    assert named.source is not None
    assert named.source.label == "Ordre du jour"


async def test_a_forum_thread_as_a_source_has_its_title(w: World) -> None:
    w.forum.write(1)
    await w.follow(2)
    noted = await add(w, source=f"{w.forum.url}/topic/2/fil")
    assert noted.source is not None
    assert noted.source.label == "Fil 2"


async def test_a_word_on_the_base_holds_only_where_it_was_said(w: World) -> None:
    await projects.move(
        w.deps, GIROUETTE, "project:1", S.SUSPENDED, source="conseil", why="recours"
    )
    title = "Cityvision : recherche de personnes dans la foule"
    assert f"{title}: suspended" in await held(w)
    assert f"{title}: installed" in await held(w, OTHERS)
    story = await known_projects.history(w.deps, GIROUETTE.collective, "project:1")
    assert [step.after for step in story.steps] == [S.INSTALLED, S.SUSPENDED]
    assert [one.label for one in story.sources] == ["La Quadrature du Net", "conseil"]


async def test_a_step_back_is_a_correction_with_its_reason(w: World) -> None:
    project = await add(w)
    said = known_projects.value_of(project)
    met = await refused(projects.move(w.deps, GIROUETTE, said, S.ANNOUNCED))
    assert met.reason is Reason.PROJECT_STATE
    moved, step = await projects.move(
        w.deps, GIROUETTE, said, S.ANNOUNCED, why="mal lu", corrects=True
    )
    assert (moved.status, step.corrects) == (S.ANNOUNCED, True)


async def test_facts_change_one_by_one_and_may_be_emptied(w: World) -> None:
    said = known_projects.value_of(await add(w, cameras=12, supplier="Acme"))
    changed = await changing.change(
        w.deps, GIROUETTE, said, Change(cameras=-1, cost=5, source="facture")
    )
    assert changed.facts.cameras is None
    assert (changed.facts.cost, changed.facts.supplier) == (5, "Acme")
    met = await refused(changing.change(w.deps, GIROUETTE, said, Change(cost=5)))
    assert met.reason is Reason.PROJECT_UNCHANGED


async def test_what_changed_is_in_the_journal_with_who_did_it(w: World) -> None:
    said = known_projects.value_of(await add(w))
    await changing.change(w.deps, GIROUETTE, said, Change(supplier="Acme", source="marché"))
    rows = await w.deps.store.read(
        lambda tx: tx.execute(
            "select noun, by, before, after from changes where noun like 'project%' and by is not"
            " null order by id"
        ).fetchall()
    )
    assert rows == [("project", "1", None, "voted"), ("project:supplier", "1", "", "Acme")]


async def test_a_project_is_withdrawn_and_comes_back(w: World) -> None:
    said = known_projects.value_of(await add(w))
    await changing.change(w.deps, GIROUETTE, said, Change(withdrawn=True))
    assert "Caméras du port: voted" not in await held(w)
    offered = await known_projects.suggested(
        w.deps, GIROUETTE.collective, "caméras du port", withdrawn=True
    )
    assert [one.standing for one in offered] == [Standing.DISMISSED]
    await changing.change(w.deps, GIROUETTE, said, Change(withdrawn=False))
    assert "Caméras du port: voted" in await held(w)


async def test_a_project_is_meant_by_its_title_or_by_the_list(w: World) -> None:
    project = await add(w)
    for said in ("caméras du port", known_projects.value_of(project)):
        story = await known_projects.history(w.deps, GIROUETTE.collective, said)
        assert story.project.id == project.id
    for said in ("", "Caméras", "project:999", "project:x"):
        met = await refused(known_projects.history(w.deps, GIROUETTE.collective, said))
        assert met.reason is Reason.NO_PROJECT


async def test_another_collectives_project_cannot_be_looked_into(w: World) -> None:
    said = known_projects.value_of(await add(w))
    met = await refused(known_projects.history(w.deps, OTHERS.collective, said))
    assert met.reason is Reason.NO_PROJECT


async def test_others_that_follow_the_city_are_asked_whether_they_note_it_too(w: World) -> None:
    await in_nice(w)
    await add(w)
    await w.settle()
    [asked] = [one for one in w.chat.attempts if isinstance(one, Say)]
    assert asked.to.channel == OTHERS.channel
    assert asked.message.content.startswith("📌 Un autre collectif a noté un projet à Nice")
    assert "Caméras du port: voted" not in await held(w, OTHERS)
    await offering.answer(w.deps, OTHERS, 1, take=True)
    assert "Caméras du port: voted" in await held(w, OTHERS)
    met = await refused(offering.answer(w.deps, OTHERS, 1, take=False))
    assert met.reason is Reason.PROJECT_DECIDED
    await w.settle()
    assert "noté ici aussi" in w.chat.contents()[0]


async def test_an_offer_is_for_those_who_were_asked(w: World) -> None:
    await in_nice(w)
    await add(w)
    met = await refused(offering.answer(w.deps, GIROUETTE, 1, take=True))
    assert met.reason is Reason.NO_PROJECT


async def test_what_changes_before_they_answered_changes_in_their_question(w: World) -> None:
    await in_nice(w)
    said = known_projects.value_of(await add(w))
    await w.settle()
    await projects.move(w.deps, GIROUETTE, said, S.INSTALLED)
    await w.settle()
    assert len(w.chat.contents()) == 1
    assert "en place" in w.chat.contents()[0]


async def test_what_they_took_is_offered_again_when_it_changes_later(w: World) -> None:
    await in_nice(w)
    said = known_projects.value_of(await add(w))
    await offering.answer(w.deps, OTHERS, 1, take=True)
    await projects.move(w.deps, GIROUETTE, said, S.INSTALLED)
    assert "Caméras du port: voted" in await held(w, OTHERS)
    await offering.answer(w.deps, OTHERS, 2, take=True)
    assert "Caméras du port: installed" in await held(w, OTHERS)
    story = await known_projects.history(w.deps, OTHERS.collective, "caméras du port")
    assert [step.after for step in story.steps] == [S.VOTED, S.INSTALLED]


async def test_a_collective_that_writes_a_lot_cannot_flood_the_others(w: World) -> None:
    await in_nice(w)
    for number in range(offering.MOST_A_DAY + 3):
        await add(w, title=f"Caméras {number}")
    await w.settle()
    assert len(w.chat.contents(OTHERS.channel)) == offering.MOST_A_DAY


async def test_a_copy_holds_no_name_of_the_other_collective(w: World) -> None:
    await in_nice(w)
    await add(w)
    taken = await offering.answer(w.deps, OTHERS, 1, take=True)
    steps = await w.deps.store.read(lambda tx: project_steps.of(tx, taken.id))
    assert [step.by for step in steps] == [None]


async def test_without_a_city_the_list_is_of_those_that_the_collective_follows(w: World) -> None:
    mine, waiting = await known_projects.listed(w.deps, OTHERS.collective, None)
    assert (mine, waiting) == ([], [])
    await in_nice(w)
    mine, _ = await known_projects.listed(w.deps, OTHERS.collective, None)
    assert {one.city for one in mine} == {NICE}
