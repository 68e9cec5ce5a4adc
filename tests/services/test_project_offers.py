"""What one collective tells another of a project, and takes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.ids import ChannelId, CollectiveId, PersonId
from bot.domain.project_facts import Challenge
from bot.domain.projects import Project, Standing
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Mode, Room
from bot.ports.chat import Amend, Say
from bot.reference import load_projects
from bot.services import known_projects, offering, projects, questions, seeds, threads
from bot.services.asking import Asker
from bot.services.threads import Listener
from bot.store import project_sources, project_steps
from tests.services.project_world import (
    NICE,
    OTHERS,
    S,
    add,
    change,
    held,
    in_nice,
    known,
    refused,
    rows,
)
from tests.world import GIROUETTE, World, world

TITLE = "Caméras du port"
THIRD = Asker(PersonId("8"), ChannelId("800"), CollectiveId("80"))


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        facts = load_projects()
        await made.deps.store.write(lambda tx: seeds.plant(tx, facts, made.clock.now()))
        yield made


async def take(w: World, id_: int = 1, asker: Asker = OTHERS) -> Project:
    return await offering.answer(w.deps, asker, id_, take=True)


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
    await projects.move(w.deps, GIROUETTE, said, S.INSTALLED, source="conseil")
    await w.settle()
    assert len(w.chat.contents()) == 1
    assert "en place" in w.chat.contents()[0]


async def test_what_they_took_is_offered_again_when_it_changes_later(w: World) -> None:
    await in_nice(w)
    said = known_projects.value_of(await add(w))
    await offering.answer(w.deps, OTHERS, 1, take=True)
    await projects.move(w.deps, GIROUETTE, said, S.INSTALLED, source="conseil")
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


async def test_what_a_day_has_no_message_for_waits_in_the_list(w: World) -> None:
    await in_nice(w)
    for number in range(offering.MOST_A_DAY + 3):
        await add(w, title=f"Caméras {number}")
    for number in range(offering.MOST_A_DAY + 3):
        found = await questions.first(w.deps, OTHERS.collective)
        assert found is not None
        assert found.offer is not None
        assert found.project.facts.title == f"Caméras {number}"
        assert found.left == offering.MOST_A_DAY + 2 - number
        await take(w, found.offer.id)
    assert await questions.first(w.deps, OTHERS.collective) is None


async def test_who_follows_a_city_later_is_asked_about_what_others_hold_already(w: World) -> None:
    kept = await add(w)
    await change(w, await add(w, title="Faux"), withdrawn=True)
    await projects.add(w.deps, GIROUETTE, replace_title("Proposé"), organiser=False)
    await in_nice(w)
    await w.settle()
    assert len(w.chat.contents(OTHERS.channel)) == 1
    await take(w)
    assert (await known(w, TITLE, OTHERS)).root == kept.id


def replace_title(title: str) -> projects.Told:
    return projects.Told(NICE, "vsa", title, S.VOTED, source="conseil")


async def test_who_begins_to_follow_hears_of_a_few_only(w: World) -> None:
    for number in range(offering.MOST_KNOWN + 3):
        await add(w, title=f"Caméras {number}")
    await in_nice(w)
    await w.settle()
    assert len(w.chat.contents(OTHERS.channel)) == offering.MOST_A_DAY
    found = await questions.first(w.deps, OTHERS.collective)
    assert found is not None
    assert found.left == offering.MOST_KNOWN - 1


async def test_who_follows_again_is_not_asked_again(w: World) -> None:
    await add(w)
    await in_nice(w)
    await offering.answer(w.deps, OTHERS, 1, take=False)
    await threads.stop(w.deps, "Nice", OTHERS)
    await in_nice(w)
    assert await questions.first(w.deps, OTHERS.collective) is None


async def test_a_city_that_is_followed_in_silence_asks_nothing(w: World) -> None:
    await add(w)
    w.forum.write(1)
    listener = Listener(OTHERS.channel, Room.TEXT)
    await threads.follow(w.deps, NICE, OTHERS, mode=Mode.MUTE, listener=listener)
    assert await questions.first(w.deps, OTHERS.collective) is None


async def test_a_withdrawal_ends_what_is_offered_and_its_message_says_so(w: World) -> None:
    await in_nice(w)
    project = await add(w)
    await w.settle()
    await change(w, project, withdrawn=True)
    assert (await refused(take(w))).reason is Reason.PROJECT_DECIDED
    await w.settle()
    [told] = w.chat.contents(OTHERS.channel)
    assert "retiré par ce collectif" in told
    amended = w.chat.attempts[-1]
    assert isinstance(amended, Amend)
    assert amended.message.buttons == ()


async def test_what_was_withdrawn_before_it_was_sent_is_never_said(w: World) -> None:
    await in_nice(w)
    await change(w, await add(w), withdrawn=True)
    await w.settle()
    assert w.chat.contents(OTHERS.channel) == []


async def test_who_took_what_is_withdrawn_is_asked_to_withdraw_it_too(w: World) -> None:
    await in_nice(w)
    project = await add(w)
    await take(w)
    await change(w, project, withdrawn=True)
    await w.settle()
    asked = [one for one in w.chat.attempts if isinstance(one, Say)][-1]
    assert asked.to.channel == OTHERS.channel
    assert [one.label for one in asked.message.buttons] == ["Retirer ici aussi", "Garder"]
    assert f"{TITLE}: voted" in await held(w, OTHERS)
    assert (await take(w, 2)).standing is Standing.DISMISSED
    assert f"{TITLE}: voted" not in await held(w, OTHERS)
    await w.settle()
    assert "retiré ici aussi" in w.chat.contents(OTHERS.channel)[-1]


async def test_who_took_it_may_keep_it(w: World) -> None:
    await in_nice(w)
    project = await add(w)
    await take(w)
    await change(w, project, withdrawn=True)
    await offering.answer(w.deps, OTHERS, 2, take=False)
    assert f"{TITLE}: voted" in await held(w, OTHERS)


async def test_a_withdrawal_goes_on_to_those_who_were_told_by_others(w: World) -> None:
    await in_nice(w)
    project = await add(w)
    taken = await take(w)
    await in_nice(w, THIRD)
    await projects.move(
        w.deps, OTHERS, known_projects.value_of(taken), S.INSTALLED, source="conseil"
    )
    [(from_others,)] = await rows(
        w, "select id from project_offers where project = ? and collective = '80'", taken.id
    )
    await take(w, from_others, THIRD)
    await change(w, project, withdrawn=True)
    open_ = "select collective, id from project_offers where asks = 'withdraw' and state = 'open'"
    [(collective, id_)] = await rows(w, open_)
    assert collective == OTHERS.collective
    await take(w, id_)
    assert [one for one, _ in await rows(w, open_)] == [THIRD.collective]


async def test_a_project_that_comes_back_is_offered_and_nobody_is_to_withdraw_it(w: World) -> None:
    await in_nice(w)
    project = await add(w)
    await take(w)
    await change(w, project, withdrawn=True)
    await change(w, project, withdrawn=False)
    assert await questions.first(w.deps, OTHERS.collective) is None
    await w.settle()
    assert (await refused(take(w, 2))).reason is Reason.PROJECT_DECIDED


async def test_what_is_withdrawn_or_waits_is_not_offered_when_it_moves(w: World) -> None:
    await in_nice(w)
    project = await add(w)
    await change(w, project, withdrawn=True)
    await projects.move(
        w.deps, GIROUETTE, known_projects.value_of(project), S.INSTALLED, source="conseil"
    )
    done = await projects.add(w.deps, GIROUETTE, replace_title("Proposé"), organiser=False)
    suggested = done.project
    met = await refused(
        projects.move(
            w.deps, GIROUETTE, known_projects.value_of(suggested), S.INSTALLED, source="conseil"
        )
    )
    assert met.reason is Reason.PROJECT_WAITING
    assert await questions.first(w.deps, OTHERS.collective) is None


async def test_what_is_held_the_same_already_is_not_offered(w: World) -> None:
    await in_nice(w)
    project = await add(w, cameras=12)
    await take(w)
    await change(w, project, source="délibération")
    assert await questions.first(w.deps, OTHERS.collective) is None


async def test_who_answered_is_written_down(w: World) -> None:
    await in_nice(w)
    await add(w)
    await add(w, title="Autre")
    taken = await take(w)
    await offering.answer(w.deps, OTHERS, 2, take=False)
    found = await rows(w, "select noun, key, by, before, after from changes where by = '7'")
    assert found[1:] == [
        ("offer", "1", "7", "open", "taken"),
        ("project", str(taken.id), "7", None, "voted"),
        ("offer", "2", "7", "open", "ignored"),
    ]


async def test_two_organisers_at_once_answer_once(w: World) -> None:
    await in_nice(w)
    await add(w)
    both = (offering.answer(w.deps, OTHERS, 1, take=yes) for yes in (True, False))
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert [type(one) for one in answers] == [Project, Refused]


async def test_what_the_taker_knew_itself_stays_and_what_changes_is_written_down(
    w: World,
) -> None:
    await in_nice(w)
    project = await add(w)
    taken = await take(w)
    await change(
        w, taken, OTHERS, supplier="Acme", cost=90_000, court="TA de Nice", source="marché"
    )
    await change(w, project, cameras=12, source="conseil")
    again = await questions.first(w.deps, OTHERS.collective)
    assert again is not None
    assert again.offer is not None
    mine = await take(w, again.offer.id)
    assert (mine.facts.supplier, mine.facts.cost, mine.facts.cameras) == ("Acme", 90_000, 12)
    assert mine.facts.challenge == Challenge("TA de Nice")
    noted = await rows(
        w, "select by, before, after from changes where noun = 'project:cameras' and by = '7'"
    )
    assert noted == [("7", "", "12")]
    steps = await w.deps.store.read(lambda tx: project_steps.of(tx, mine.id))
    assert len(steps) == 1


async def test_a_withdrawn_project_that_is_taken_again_is_held_again_with_its_row(
    w: World,
) -> None:
    await in_nice(w)
    project = await add(w)
    taken = await take(w)
    await change(w, taken, OTHERS, withdrawn=True)
    await change(w, project, cameras=12, source="conseil")
    again = await questions.first(w.deps, OTHERS.collective)
    assert again is not None
    assert again.offer is not None
    await take(w, again.offer.id)
    assert f"{TITLE}: voted" in await held(w, OTHERS)
    noted = await rows(w, "select before, after from changes where noun = 'project:standing'")
    assert noted[-1] == ("dismissed", "known")


async def test_what_another_tells_under_a_title_that_is_held_is_the_same_project(
    w: World,
) -> None:
    await in_nice(w)
    await add(w, OTHERS, title="Cameras du PORT")
    await add(w, cameras=12)
    found = await questions.first(w.deps, OTHERS.collective)
    assert found is not None
    assert found.offer is not None
    await take(w, found.offer.id)
    assert (await held(w, OTHERS)).count(f"{TITLE}: voted") == 1
    assert "Cameras du PORT: voted" not in await held(w, OTHERS)


async def test_names_and_reasons_stay_behind_while_every_source_comes_along(w: World) -> None:
    await in_nice(w)
    project = await add(w)
    said = known_projects.value_of(project)
    await change(w, project, supplier="Acme", source="Marché https://nice.example/marche")
    await projects.move(
        w.deps, GIROUETTE, said, S.ANNOUNCED, why="Lina s'était trompée", corrects=True
    )
    taken = await take(w)
    steps = await w.deps.store.read(lambda tx: project_steps.of(tx, taken.id))
    assert [(one.by, one.why) for one in steps] == [(None, ""), (None, "")]
    sources = await w.deps.store.read(lambda tx: project_sources.of(tx, taken.id))
    assert [one.label for one in sources] == ["Nice-Matin", "Marché"]
    assert taken.source == sources[-1]
    story = await known_projects.history(w.deps, OTHERS.collective, TITLE)
    assert "Lina" not in repr(story)
