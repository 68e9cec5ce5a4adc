"""What members propose, and what organisers make of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.ids import PersonId
from bot.domain.projects import Project
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Amend, Say
from bot.services import projects, questions, suggesting
from tests.services.project_world import CAMERAS, OTHERS, add, held, in_nice, refused, suggest
from tests.world import GIROUETTE, World, world


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


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


async def test_a_suggestion_that_nobody_could_be_asked_about_waits_in_the_list(w: World) -> None:
    done = await projects.add(w.deps, GIROUETTE, CAMERAS, organiser=False, asked_here=False)
    project = done.project
    await w.settle()
    assert w.chat.attempts == []
    found = await questions.first(w.deps, GIROUETTE.collective)
    assert found is not None
    assert (found.project, found.offer, found.left) == (project, None, 0)
    await suggesting.decide(w.deps, GIROUETTE, project.id, accept=True)
    assert "Caméras du port: voted" in await held(w)
    assert await questions.first(w.deps, GIROUETTE.collective) is None


async def test_the_oldest_suggestion_comes_first_and_before_what_others_tell(w: World) -> None:
    await in_nice(w, OTHERS)
    await add(w, title="D'ailleurs")
    first = await suggest(w, OTHERS)
    await suggest(w, OTHERS, title="Autre")
    found = await questions.first(w.deps, OTHERS.collective)
    assert found is not None
    assert (found.project.id, found.left) == (first.id, 2)
    assert await questions.first(w.deps, GIROUETTE.collective) is None


async def test_the_same_is_not_proposed_twice(w: World) -> None:
    await suggest(w)
    met = await refused(suggest(w, title="CAMERAS DU PORT"))
    assert met.reason is Reason.PROJECT_WAITING
    await suggest(w, city="fr:13055")


async def test_what_is_held_meanwhile_is_not_confirmed_beside_it(w: World) -> None:
    project = await suggest(w)
    await add(w)
    met = await refused(suggesting.decide(w.deps, GIROUETTE, project.id, accept=True))
    assert met.reason is Reason.PROJECT_EXISTS
    assert await held(w) == ["Caméras du port: voted"]
    await suggesting.decide(w.deps, GIROUETTE, project.id, accept=False)
    assert await questions.first(w.deps, GIROUETTE.collective) is None


async def test_an_interaction_that_comes_twice_proposes_once(w: World) -> None:
    asker = replace(GIROUETTE, act="555")
    both = (projects.add(w.deps, asker, CAMERAS, organiser=False) for _ in range(2))
    first, second = await asyncio.gather(*both)
    assert first == second
    await w.settle()
    assert len(w.chat.attempts) == 1


async def test_a_person_proposes_a_few_at_a_time(w: World) -> None:
    made = [await suggest(w, title=f"Projet {n}") for n in range(suggesting.MOST_OF_ONE)]
    met = await refused(suggest(w, title="De trop"))
    assert (met.reason, met.facts["most"]) == (Reason.TOO_MANY_OF_YOURS, "3")
    await suggest(w, replace(GIROUETTE, person=PersonId("2")), title="D'une autre")
    await suggesting.decide(w.deps, GIROUETTE, made[0].id, accept=False)
    await suggest(w, title="De nouveau")


async def test_a_crowd_cannot_bury_the_organisers(w: World) -> None:
    for number in range(suggesting.MOST):
        person = replace(GIROUETTE, person=PersonId(str(100 + number)))
        await suggest(w, person, title=f"Projet {number}")
    met = await refused(suggest(w, title="De trop"))
    assert met.reason is Reason.TOO_MANY_WAITING
    await suggest(w, OTHERS)
