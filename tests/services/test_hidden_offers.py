"""What is typed where not everybody reads is offered to no other collective."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.hearing import Heard
from bot.domain.ids import ChannelId, CollectiveId, PersonId
from bot.domain.projects import Project
from bot.domain.refusals import Reason
from bot.services import changing, known_projects, offering, projects, reporting, watching
from bot.services.asking import Asker
from bot.services.changing import Change
from bot.services.joining import Room as Place
from tests.services.project_world import CAMERAS, S, add, in_nice, refused
from tests.services.vote_world import (
    FORCALQUIER,
    MIMOSA,
    OTHERS,
    SAID,
    announced,
    confirm,
    follow,
    said_in,
)
from tests.world import GIROUETTE, World, world

PRIVATE = ChannelId("900")
THIRD = Asker(PersonId("8"), ChannelId("800"), CollectiveId("80"))


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


def nobody(_: ChannelId) -> bool:
    return False


async def hidden_vote(w: World) -> None:
    """Reported and confirmed where some of a collective read alone."""
    place = Place(is_open=nobody)
    done = await reporting.report(w.deps, MIMOSA, SAID, place)
    vote = await confirm(w, done.vote.id)
    await w.settle()
    assert vote.heard is not Heard.ALL


async def hidden_project(w: World) -> Project:
    done = await projects.add(w.deps, GIROUETTE, CAMERAS, organiser=True, is_open=nobody)
    await w.settle()
    assert not done.offered
    return done.project


async def change(w: World, project: Project, *, is_open: bool, **wanted: object) -> None:
    await changing.change(
        w.deps,
        GIROUETTE,
        known_projects.value_of(project),
        Change(**wanted),  # type: ignore[arg-type]
        lambda _: is_open,
    )
    await w.settle()


async def test_a_vote_of_a_hidden_channel_is_put_to_no_other_collective(w: World) -> None:
    await follow(w, OTHERS)
    await hidden_vote(w)
    assert said_in(w, OTHERS.channel) == []


async def test_nor_to_one_that_begins_to_follow_the_town_later(w: World) -> None:
    await hidden_vote(w)
    await follow(w, OTHERS)
    await w.settle()
    assert said_in(w, OTHERS.channel) == []


async def test_what_everybody_of_a_collective_reads_is_put_to_the_others(w: World) -> None:
    await announced(w)
    await follow(w, OTHERS)
    await w.settle()
    assert len(said_in(w, OTHERS.channel)) == 1


async def test_who_follows_the_town_in_private_hears_nothing_of_it(w: World) -> None:
    await follow(w)
    await watching.watch(w.deps, FORCALQUIER, PersonId("5"), PRIVATE)
    await hidden_vote(w)
    assert len(said_in(w)) == 1
    assert said_in(w, PRIVATE) == []


async def test_a_project_of_a_hidden_channel_is_offered_to_nobody(w: World) -> None:
    await in_nice(w)
    project = await hidden_project(w)
    await projects.move(
        w.deps,
        GIROUETTE,
        known_projects.value_of(project),
        S.INSTALLED,
        source="conseil",
        is_open=nobody,
    )
    await w.settle()
    await in_nice(w, THIRD)
    await w.settle()
    assert said_in(w, OTHERS.channel) == []
    assert said_in(w, THIRD.channel) == []


async def test_once_it_is_told_where_everybody_reads_the_others_are_asked(w: World) -> None:
    await in_nice(w)
    await change(w, await hidden_project(w), is_open=True, cameras=12, source="conseil")
    [asked] = said_in(w, OTHERS.channel)
    assert asked.startswith("📌 Un autre collectif a noté un projet à Nice")


async def test_an_offer_does_not_tell_what_is_typed_in_a_hidden_channel_later(w: World) -> None:
    await in_nice(w)
    project = await add(w)
    await w.settle()
    await change(w, project, is_open=False, title="Caméras chez Alix", source="conseil")
    [asked] = said_in(w, OTHERS.channel)
    assert "Alix" not in asked
    met = await refused(offering.answer(w.deps, OTHERS, 1, take=True))
    assert met.reason is Reason.PROJECT_DECIDED
