"""Two collectives that follow a town, and what they do with its votes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.delivery import State
from bot.domain.ids import ChannelId, CollectiveId, PersonId, VoteId
from bot.domain.routing import Room
from bot.domain.votes import CouncilVote
from bot.ports.chat import Say
from bot.services import confirming, known_votes, reporting, threads
from bot.services.asking import Asker
from bot.services.reminders import Waker
from bot.services.reporting import Reported, Said
from bot.services.threads import Listener
from bot.store import votes
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World

FORCALQUIER = "fr:04088"
DISCUSSIONS = ChannelId("250")  # where people talk; the town is heard of in ANNOUNCEMENTS
MIMOSA = Asker(PersonId("2"), DISCUSSIONS, COLLECTIVE)
LINOTTE = Asker(PersonId("3"), DISCUSSIONS, COLLECTIVE)
OTHERS = Asker(PersonId("7"), ChannelId("700"), CollectiveId("70"))
SAID = Said(
    FORCALQUIER,
    "lundi 14 décembre à 18h30",
    "caméras fixes et mobiles",
    number="12",
    place="salle du conseil, en mairie",
    source="Ordre du jour https://mairie.example/odj.pdf",
)


async def follow(w: World, asker: Asker = GIROUETTE) -> None:
    """The collective hears of the town in the channel of who asks."""
    w.forum.write(1)
    await threads.follow(w.deps, FORCALQUIER, asker, listener=Listener(asker.channel, Room.TEXT))


async def report(w: World, asker: Asker = MIMOSA, **said: Any) -> Reported:
    return await reporting.report(w.deps, asker, replace(SAID, **said))


async def confirm(w: World, id_: VoteId, asker: Asker = LINOTTE) -> CouncilVote:
    vote, _ = await confirming.decide(w.deps, asker, id_, accept=True, organiser=False)
    return vote


async def announced(w: World, asker: Asker = MIMOSA, **said: Any) -> CouncilVote:
    """A vote that two people of a collective vouch for, and that went out."""
    done = await report(w, asker, **said)
    vote = await confirm(w, done.vote.id, replace(asker, person=PersonId("99")))
    await w.settle()
    return vote


async def after(w: World, waker: Waker, **span: float) -> None:
    """Time goes by at once, then what came due in it is told."""
    w.clock.advance(timedelta(**span).total_seconds())
    await waker.fire_due()
    await w.settle()


async def get(w: World, id_: VoteId) -> CouncilVote:
    vote = await w.deps.store.read(lambda tx: votes.get(tx, id_))
    assert vote is not None
    return vote


async def value(w: World, id_: VoteId) -> str:
    """The vote as the list of suggestions gives it now."""
    return known_votes.value_of(await get(w, id_))


def said_in(w: World, channel: ChannelId = ANNOUNCEMENTS) -> list[str]:
    """What stands in a channel, as it is worded now."""
    return [
        content.replace("\u202f", " ").replace("\u00a0", " ")
        for place, *_, content in w.chat.kept
        if place == channel
    ]


async def calm(w: World) -> None:
    """Send until all that waits does for another try."""
    async with w.sending():
        await w.until(lambda states: states.get(State.SENDING, 0) == 0)
        for _ in range(200):
            await w.until(lambda states: states.get(State.SENDING, 0) == 0)


def sends(w: World, start: str) -> list[Say]:
    return [
        one
        for one in w.chat.attempts
        if isinstance(one, Say) and one.message.content.startswith(start)
    ]
