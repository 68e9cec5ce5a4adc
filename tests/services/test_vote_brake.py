"""A source that changes everything at once is held and asked about, never announced."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.attending import Coming
from bot.domain.delivery import State
from bot.domain.ids import PersonId, VoteId
from bot.ports.chat import Amend, Schedule
from bot.services import attending, holding, kits, tasks, vote_changes
from bot.services.asking import Asker
from bot.services.vote_brake import MOST_CHANGES
from tests.services.task_world import PRIVATE, acting
from tests.services.vote_world import (
    confirm,
    report,
    said_in,
    value,
)
from tests.world import GIROUETTE, World

MANY = 30
RESTS = {State.SENT, State.WITHHELD, State.FAILED, State.HELD}


async def rest(w: World) -> dict[State, int]:
    """Send until nothing waits but for people, and for the question to be asked."""
    async with w.sending():
        return await w.until(lambda states: set(states) <= RESTS)


def one_waits(states: dict[State, int]) -> bool:
    return states.get(State.PLANNED) == 1


async def asked(w: World) -> str:
    """The question, once it comes."""
    async with w.sending():
        await w.until(lambda states: set(states) <= {*RESTS, State.PLANNED} and one_waits(states))
    w.clock.advance(61)
    await rest(w)
    return said_in(w)[-1]


async def announce(w: World, how_many: int, asker: Asker = GIROUETTE) -> list[VoteId]:
    """Votes on as many days, each announced in an hour of its own."""
    found = []
    for number in range(how_many):
        day = datetime(2026, 12, 15, tzinfo=UTC) + timedelta(days=number)
        made = await report(
            w, asker, when=f"{day:%d/%m/%Y} à 18h", item=f"caméras lot {number}", number=str(number)
        )
        await confirm(w, made.vote.id, replace(asker, person=PersonId("99")))
        found.append(made.vote.id)
        await rest(w)
        w.clock.advance(3601)
    return found


async def withdraw(w: World, ids: list[VoteId], asker: Asker = GIROUETTE) -> None:
    for id_ in ids:
        await vote_changes.withdraw(w.deps, asker, await value(w, id_))


def news(w: World) -> list[str]:
    return [one for one in said_in(w) if one.startswith("✏️ Vote retiré")]


async def test_thirty_sittings_withdrawn_at_once_are_asked_about(w: World) -> None:
    ids = await announce(w, MANY)
    before = len(w.chat.attempts)
    await withdraw(w, ids)
    question = await asked(w)
    acts = w.chat.attempts[before:]
    assert question.splitlines() == [
        "⚠️ Trop de votes changent d’un coup : 20 annonces sont retenues, vérifiez.",
        "Plus de 10 en une heure : cela ressemble à une erreur. Aux référent·es de dire si le "
        "reste part.",
    ]
    assert len(news(w)) == MOST_CHANGES
    assert sum(isinstance(one, Schedule) for one in acts) == MOST_CHANGES
    assert sum(isinstance(one, Amend) for one in acts) == MOST_CHANGES


async def test_organisers_have_the_changes_sent(w: World) -> None:
    await withdraw(w, await announce(w, MOST_CHANGES + 2))
    await asked(w)
    answered = await holding.answer(w.deps, GIROUETTE, 1, send=True)
    assert answered.count == 2
    states = await rest(w)
    assert State.HELD not in states
    assert len(news(w)) == MOST_CHANGES + 2


async def test_organisers_have_the_changes_ignored(w: World) -> None:
    await withdraw(w, await announce(w, MOST_CHANGES + 2))
    await asked(w)
    assert (await holding.answer(w.deps, GIROUETTE, 1, send=False)).count == 2
    await rest(w)
    assert len(news(w)) == MOST_CHANGES


async def test_who_says_that_they_come_gives_nothing_of_a_held_change_away(w: World) -> None:
    ids = await announce(w, MOST_CHANGES + 1)
    await withdraw(w, ids[:-1])
    await vote_changes.move(w.deps, GIROUETTE, await value(w, ids[-1]), "20/01/2027 à 18h")
    await attending.answer(w.deps, GIROUETTE, ids[-1], Coming.YES)
    await asked(w)
    assert not any("20 janvier" in one for one in said_in(w))


async def test_a_change_of_what_is_held_waits_with_it(w: World) -> None:
    ids = await announce(w, MOST_CHANGES + 1)
    await withdraw(w, ids[:-1])
    await vote_changes.move(w.deps, GIROUETTE, await value(w, ids[-1]), "")
    await asked(w)
    w.clock.advance(3 * 3600)
    await vote_changes.move(w.deps, GIROUETTE, await value(w, ids[-1]), "20/01/2027 à 18h")
    await rest(w)
    assert not any("20 janvier" in one for one in said_in(w))


async def test_slow_enough_changes_are_never_held(w: World) -> None:
    ids = await announce(w, MOST_CHANGES + 2)
    for some in (ids[:6], ids[6:]):
        await withdraw(w, some)
        assert State.HELD not in await rest(w)
        w.clock.advance(3601)


async def test_what_there_is_to_do_for_a_held_sitting_waits_for_the_same_answer(w: World) -> None:
    *others, last = await announce(w, MOST_CHANGES + 1)
    wanted = kits.Wanted("conseil-municipal", vote=await value(w, last))
    card = await kits.draft(w.deps, acting(), wanted)
    made = await kits.create(w.deps, acting(), card.draft.id, seen=0)
    await tasks.take(w.deps, acting(person="2"), made.tasks[0].task.id, PRIVATE)
    await rest(w)
    for number, id_ in enumerate([*others, last]):
        when = f"{number + 1}/02/2027 à 18h"
        await vote_changes.move(w.deps, GIROUETTE, await value(w, id_), when)
    await asked(w)
    assert said_in(w, PRIVATE) == []
    await holding.answer(w.deps, GIROUETTE, 1, send=True)
    await rest(w)
    assert len(said_in(w, PRIVATE)) == 1
