"""A vote is withdrawn, or comes back: so does what there is to do for it, and all hear of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.ids import ChannelId
from bot.domain.refusals import Reason
from bot.domain.tasks import TaskStatus
from bot.domain.votes import CouncilVote, VoteStatus
from bot.render.texts import texts
from bot.services import kits, known_tasks, known_votes, tasks, vote_changes
from bot.services.reminders import Waker
from tests.services.task_world import LETTERS, PRIVATE, acting, made, plain, refused, rows, shown
from tests.services.vote_world import (
    LINOTTE,
    MIMOSA,
    announced,
    confirm,
    follow,
    report,
    said_in,
    value,
)
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World, world

WAITING = "select count(*) from reminders where noun = 'task' and state = 'pending'"


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as one:
        await follow(one)
        await Waker(one.deps).fire_due()
        yield one


async def worked_for(w: World) -> CouncilVote:
    """A vote with a kit's six tasks, one of which somebody took."""
    vote = await announced(w)
    wanted = kits.Wanted("conseil-municipal", vote=await value(w, vote.id))
    card = await kits.draft(w.deps, acting(), wanted)
    done = await kits.create(w.deps, acting(), card.draft.id, seen=0)
    letters = next(one.task for one in done.tasks if one.task.plan.unit == "letters")
    await tasks.take(w.deps, acting(MIMOSA), letters.id, PRIVATE)
    await w.settle()
    return vote


async def withdraw(w: World, vote: CouncilVote) -> None:
    await vote_changes.withdraw(w.deps, GIROUETTE, await value(w, vote.id), why="budget")
    await w.settle()


async def back(w: World, vote: CouncilVote) -> None:
    said, status = await value(w, vote.id), VoteStatus.CONFIRMED
    await vote_changes.step(w.deps, GIROUETTE, said, status, why="une erreur", corrects=True)
    await w.settle()


async def open_now(w: World) -> int:
    return len(await known_tasks.listed(w.deps, COLLECTIVE))


async def test_its_tasks_and_their_reminders_stop_and_it_is_said_once(w: World) -> None:
    await withdraw(w, await worked_for(w))
    assert await open_now(w) == 0
    assert await rows(w, WAITING) == [(0,)]
    [told] = shown(w, ANNOUNCEMENTS, "✏️")
    assert (
        "Les 6 tâches prévues pour ce vote s'arrêtent. Pour en rouvrir une : `/tâche terminer`, "
        "état « à faire »." in told.splitlines()
    )
    [kit] = [one for one in shown(w) if "kit" in one]
    assert kit.count("abandonnée") == 6
    assert not [one for one in shown(w) if "le vote est retiré" in one]


async def test_who_took_one_is_told_in_private(w: World) -> None:
    await withdraw(w, await worked_for(w))
    assert [plain(one).splitlines() for one in said_in(w, PRIVATE)] == [
        [
            "📌 Forcalquier : le vote est retiré, cette tâche s'arrête :",
            "- écrire aux élu·es",
        ]
    ]


async def test_where_only_a_task_was_told_it_is_said_too(w: World) -> None:
    vote = await announced(w)
    elsewhere = ChannelId("777")
    wanted = replace(LETTERS, vote=await value(w, vote.id))
    await tasks.create(w.deps, replace(acting(), channel=elsewhere), wanted)
    await w.settle()
    await withdraw(w, vote)
    assert [one for one in shown(w, elsewhere) if "le vote est retiré" in one] == [
        "📌 Forcalquier : le vote est retiré, cette tâche s'arrête :\n- écrire aux élu·es"
    ]


async def test_what_people_reopen_stays_open_whatever_is_corrected_of_the_vote(w: World) -> None:
    vote = await announced(w)
    task = (await made(w, vote=await value(w, vote.id))).task
    await withdraw(w, vote)
    await tasks.become(w.deps, acting(), task.id, TaskStatus.OPEN, organiser=True)
    right = vote_changes.Right(place="salle des fêtes")
    await vote_changes.correct(w.deps, GIROUETTE, await value(w, vote.id), right, why="vu")
    assert await open_now(w) == 1


async def test_where_the_withdrawal_was_an_error_they_come_back_with_their_reminders(
    w: World,
) -> None:
    vote = await worked_for(w)
    before = await rows(w, WAITING)
    listed = await known_tasks.listed(w.deps, COLLECTIVE)
    given_up = listed[0].task.id
    await tasks.become(w.deps, acting(), given_up, TaskStatus.CANCELLED, organiser=True)
    await withdraw(w, vote)
    await back(w, vote)
    assert await open_now(w) == 5
    assert 0 < (await rows(w, WAITING))[0][0] < before[0][0]
    told = shown(w, ANNOUNCEMENTS, "✏️")[-1]
    assert "Les 5 tâches prévues pour ce vote reprennent." in told.splitlines()
    assert plain(said_in(w, PRIVATE)[-1]).startswith(
        "📌 Forcalquier : le vote est de nouveau prévu, cette tâche reprend :"
    )


async def test_what_ended_with_a_vote_goes_on_once_that_is_on_an_agenda_again(w: World) -> None:
    vote = await worked_for(w)
    await withdraw(w, vote)
    done = await report(w, LINOTTE, when="lundi 21 décembre à 18h30")
    assert done.vote.earlier == vote.id
    assert await open_now(w) == 0
    again = await confirm(w, done.vote.id, MIMOSA)
    await w.settle()
    found = [one.task for one in await known_tasks.listed(w.deps, COLLECTIVE)]
    assert {one.vote for one in found} == {again.id}
    [letters] = [one.plan for one in found if one.plan.unit == "letters"]
    assert str(letters.due) == "2026-12-18"
    assert (await rows(w, WAITING))[0][0] > 0
    assert plain(said_in(w, PRIVATE)[-1]).startswith(
        "📌 Forcalquier : le vote est de nouveau prévu, cette tâche reprend :"
    )
    [told] = [one for one in shown(w) if "de nouveau prévu, ces 6 tâches reprennent" in one]
    assert "écrire aux élu·es" in told


async def postpone(w: World, vote: CouncilVote) -> None:
    await vote_changes.move(w.deps, GIROUETTE, await value(w, vote.id), "")
    await w.settle()


async def test_while_nobody_knows_when_the_sitting_is_nobody_is_reminded_of_its_tasks(
    w: World,
) -> None:
    await postpone(w, await worked_for(w))
    assert await open_now(w) == 6
    assert {one.task.plan.due for one in await known_tasks.listed(w.deps, COLLECTIVE)} == {None}
    assert await rows(w, WAITING) == [(0,)]
    [told] = shown(w, ANNOUNCEMENTS, "✏️")
    assert "Les dates des 6 tâches prévues pour ce vote suivront." in told.splitlines()
    assert plain(said_in(w, PRIVATE)[-1]).splitlines()[:2] == [
        "📌 Forcalquier, écrire aux élu·es : le vote est reporté. Le dernier jour suivra la "
        "nouvelle date.",
        "Avant, c'était le vendredi 11 décembre 2026.",
    ]


async def test_what_is_told_of_a_postponed_vote_says_that_its_date_is_not_known(w: World) -> None:
    vote = await worked_for(w)
    await postpone(w, vote)
    [kit] = [one for one in shown(w) if "kit" in one]
    assert "Pour un vote reporté, sans date connue : caméras fixes et mob" in kit
    french = texts("fr")
    [postponed] = await known_votes.suggested(w.deps, COLLECTIVE, "Forcalquier")
    said = plain(known_votes.label(w.deps, postponed, french))
    assert said.startswith("lun. 14 déc. 2026 (reporté) · Forcalquier · ")


async def test_the_new_date_of_the_sitting_brings_the_days_and_reminders_of_its_tasks(
    w: World,
) -> None:
    vote = await worked_for(w)
    before = await rows(w, WAITING)
    await postpone(w, vote)
    said = await value(w, vote.id)
    await vote_changes.move(w.deps, GIROUETTE, said, "lundi 21 décembre à 18h30")
    await w.settle()
    listed = await known_tasks.listed(w.deps, COLLECTIVE)
    [letters] = [one.task.plan for one in listed if one.task.plan.unit == "letters"]
    assert letters.due is not None
    assert letters.due.isoformat() == "2026-12-18"
    assert await rows(w, WAITING) == before
    told = shown(w, ANNOUNCEMENTS, "✏️")[-1]
    assert "Les dates de 6 tâches suivent aussi." in told.splitlines()


async def test_a_task_that_is_reopened_meanwhile_has_no_day_either(w: World) -> None:
    vote = await worked_for(w)
    [letters] = [
        one.task
        for one in await known_tasks.listed(w.deps, COLLECTIVE)
        if one.task.plan.unit == "letters"
    ]
    await tasks.become(w.deps, acting(), letters.id, TaskStatus.DONE, organiser=True)
    await postpone(w, vote)
    opened = await tasks.become(w.deps, acting(), letters.id, TaskStatus.OPEN, organiser=True)
    assert opened.task.plan.due is None


async def test_nothing_is_to_be_done_for_a_vote_that_is_withdrawn(w: World) -> None:
    vote = await announced(w)
    await withdraw(w, vote)
    work = made(w, vote=await value(w, vote.id))
    assert await refused(work) is Reason.TASK_VOTE_GONE
    assert await open_now(w) == 0
