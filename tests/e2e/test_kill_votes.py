"""`kill -9` while votes are reported, confirmed, moved and decided: nothing lost or doubled."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.attending import Coming
from bot.domain.communes import Commune
from bot.domain.delivery import Kind, State
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, VoteId
from bot.domain.routing import Mode, Room, Scope
from bot.domain.votes import Tally, VoteStatus
from bot.sandbox.discord.models import Channel, ScheduledEvent, User
from bot.sandbox.server import Sandbox
from bot.store import attendances, collectives, deliveries, follows, votes
from bot.store.base import Store, Tx
from bot.store.follows import ANY_FORUM, Follow
from tests.conftest import START
from tests.e2e.vigie import Vigie
from tests.e2e.vote_story import COMING, PATIENCE_S, Crowd, Story
from tests.e2e.warm import WarmVigie
from tests.world import registry

POINTS = int(os.environ.get("VIGIE_KILL_POINTS", "5"))
SEED = int(os.environ.get("VIGIE_KILL_SEED", "20261124"))
MEMBERS = 1  # beside those whom the sandbox has
MOST_PER_LIFE = 12  # acts and requests: a story has some fifty
LONGEST_S = 0.03  # from one of them to the kill: reading, writing and sending fit in
# What is written in the chat: a message, its correction, an event, an answer.
WRITES = (
    r"(POST|PATCH) /(channels/\d+/messages|guilds/\d+/scheduled-events|interactions/|webhooks/)"
)
TOLD = {
    Kind.VOTE: 1,
    Kind.VOTE_REMINDER: 4,  # seven days before each of two dates, then two, then three hours
    Kind.VOTE_NEWS: 3,  # moved, adopted, with its counts
    Kind.VOTE_RESULT_ASKED: 1,
}
PASSED = [
    VoteStatus.REPORTED,
    VoteStatus.CONFIRMED,
    VoteStatus.POSTPONED,
    VoteStatus.CONFIRMED,
    VoteStatus.HELD,
    VoteStatus.ADOPTED,
    VoteStatus.ADOPTED,
]
DECIDED = "adopté, 21 pour, 6 contre"
CORRECTED = 4  # the announcement, the latest reminder, the question, and the news itself
FINAL = {State.SENT, State.WITHHELD, State.FAILED}
DEADLINE_REMINDERS = 2  # two days before, and on the day


@dataclass
class Reaper:
    """Kills some milliseconds after the n-th thing that happens in a life."""

    vigie: Vigie
    crowd: Crowd
    left: int = 0

    def aim(self) -> None:
        self.left = self.crowd.chance.randint(1, MOST_PER_LIFE)

    def counts(self) -> None:
        if not self.left:
            return
        self.left -= 1
        if self.left == 0:
            delay_s = self.crowd.chance.uniform(0, LONGEST_S)
            asyncio.get_running_loop().call_later(delay_s, self.reap)

    def hears(self, side: str, method: str, path: str) -> None:
        if side == "chat" and re.match(WRITES, f"{method} {path}"):
            self.counts()

    def reap(self) -> None:
        self.vigie.kill()
        self.crowd.is_alive = False
        self.crowd.deaths += 1


def towns() -> list[Commune]:
    """One for each story, whose name stands in no other's, and is no other's: a department beside
    it leaves the first line of an announcement no room for its theme."""
    known = registry()
    found = [one for one in known if one.department == "04"]
    names = " ".join(one.name for one in found)
    return [
        one
        for one in found
        if one.name.isalpha() and names.count(one.name) == 1 and not known.namesakes(one)
    ]


async def prepare(database: Path, guild: str, channels: list[Channel]) -> None:
    """A base in which the channels follow the towns."""
    store = Store(database)
    await store.open()

    def work(tx: Tx) -> None:
        collectives.meet(tx, CollectiveId(guild), START)
        for town in towns():
            for channel in channels:
                follows.start(tx, follow_in(guild, channel, town), by=PersonId("1"), now=START)

    await store.write(work)
    await store.close()


def follow_in(guild: str, channel: Channel, town: Commune) -> Follow:
    where = ChannelId(str(channel.id))
    return Follow(
        CollectiveId(guild),
        where,
        Room.TEXT,
        where,
        ANY_FORUM,
        Scope.CITY,
        town.code,
        town.label,
        "",
        Mode.THREAD,
        0,
    )


@pytest.mark.kill
async def test_killed_while_a_vote_is_lived_nothing_is_lost_or_doubled(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeded, chance = sandbox.seeded, random.Random(SEED)
    assert seeded is not None
    channels = [seeded.announcements, seeded.discussion]
    # Months go by within minutes: the brake would rightly ask.
    async with WarmVigie(tmp_path, sandbox, every_s=3600, most_an_hour=1000) as vigie:
        crowd = Crowd(sandbox, chance, members_of(sandbox), channels, lambda: reaper.counts())
        reaper = Reaper(vigie, crowd)
        await prepare(vigie.database, str(seeded.guild.id), channels)
        stories = await lived(vigie, sandbox, reaper, monkeypatch)
        await settled(vigie.database, crowd)
        assert await vigie.stop() == 0
    held = [(one.location, one.starts) for one in events(sandbox)]
    assert held == [(one.town.name, one.sitting) for one in stories]
    for story in stories:
        for channel in channels:
            told = story.told(channel)
            assert len(told) == story.said[channel.id]
            assert sum(DECIDED in one.content for one in told) == CORRECTED


def members_of(sandbox: Sandbox) -> list[User]:
    seeded = sandbox.seeded
    assert seeded is not None
    added = [sandbox.world.add_user(f"membre-{n}", f"Membre {n}") for n in range(MEMBERS)]
    for one in added:
        sandbox.world.add_member(seeded.guild, one)
    return [*added, seeded.mimosa, seeded.girouette, seeded.boussole]


def events(sandbox: Sandbox) -> list[ScheduledEvent]:
    assert sandbox.seeded is not None
    return sorted(sandbox.seeded.guild.scheduled.values(), key=lambda one: one.id)


def hearing(sandbox: Sandbox, reaper: Reaper, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reaper counts what is written in the chat, too."""
    take = sandbox.faults.take

    def arrived(side: str, method: str, path: str) -> str | None:
        reaper.hears(side, method, path)
        return take(side, method, path)

    monkeypatch.setattr(sandbox.faults, "take", arrived)


async def lived(
    vigie: Vigie, sandbox: Sandbox, reaper: Reaper, monkeypatch: pytest.MonkeyPatch
) -> list[Story]:
    """Vote after vote until Vigie died as often as there are points, the last one to its end."""
    hearing(sandbox, reaper, monkeypatch)
    stories = list[Story]()
    async with asyncio.TaskGroup() as group:
        dying = group.create_task(lives(vigie, reaper))
        while not dying.done():
            stories.append(Story(reaper.crowd, towns()[len(stories)]))
            await stories[-1].tell()
            await exact(vigie.database, stories[-1])
    return stories


async def lives(vigie: Vigie, reaper: Reaper) -> None:
    """As many lives as there are points, and a last one in which Vigie stays."""
    crowd = reaper.crowd
    for _ in range(POINTS):
        reaper.aim()
        await vigie.start()
        crowd.is_alive = True
        async with asyncio.timeout(PATIENCE_S):
            assert await vigie.gone() == -signal.SIGKILL  # and not of something else
        # Discord forgets nonces within minutes: what was sent must be found, not merely refused.
        crowd.seeded.vigie.nonces.clear()
        crowd.seeded.vigie.recent_nonces.clear()
    await vigie.start()
    crowd.is_alive = True


async def exact(database: Path, story: Story) -> None:
    """What the base holds of a vote that came to its end, read beside the running bot."""
    store = Store(database, alone=False)
    await store.open()
    try:
        await quiet(store)
        await store.read(lambda tx: _exact(tx, story))
    finally:
        await store.close()


def _exact(tx: Tx, story: Story) -> None:
    collective = CollectiveId(str(story.crowd.seeded.guild.id))
    [vote] = votes.told_in(tx, collective, CityId(story.town.code))
    assert [one.after for one in votes.steps(tx, vote.id)] == PASSED
    assert vote.tally == Tally(21, 6)
    named = dict(zip(Coming, COMING, strict=True))
    counts = attendances.counts(tx, vote.id)
    assert {named[one]: n for one, n in counts.items()} == dict(story.coming)
    for channel in story.crowd.channels:
        told = _told(tx, vote.id, channel)
        assert {kind: told[kind] for kind in TOLD} == TOLD
        assert told[Kind.DEADLINE_REMINDER] == DEADLINE_REMINDERS


def _told(tx: Tx, vote: VoteId, channel: Channel) -> Counter[str]:
    """How often each kind was sent of a vote, or of the deadlines that it opened."""
    rows = tx.execute(
        "select kind, count(*) from deliveries where channel = ? and state = 'sent' and ("
        " facts ->> 'vote' = ? or facts ->> 'result' = ? or facts ->> 'deadline' in"
        " (select cast(id as text) from deadlines where vote = ?)) group by kind",
        [str(channel.id), str(vote), str(vote), vote],
    )
    return Counter(dict(rows))


async def quiet(store: Store) -> None:
    """Return once nothing is planned or in flight. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE_S):
        while not set(await store.read(deliveries.counts)) <= FINAL:
            await asyncio.sleep(0.05)


async def settled(database: Path, crowd: Crowd) -> None:
    """Each message of Vigie's in the chat is one send of its ledger, and the other way round."""
    store = Store(database, alone=False)
    await store.open()
    try:
        await quiet(store)
        assert await store.read(_unsent) <= {Kind.PIN}  # for which it has no right
        for channel in crowd.channels:
            ids = [one.id for one in crowd.written(channel)]
            assert await store.read(lambda tx: sent(tx, channel)) == ids  # noqa: B023
    finally:
        await store.close()


def _unsent(tx: Tx) -> set[str]:
    rows = tx.execute("select kind from deliveries where state <> 'sent'")
    return {kind for (kind,) in rows}


def sent(tx: Tx, channel: Channel) -> list[int]:
    rows = tx.execute(
        "select cast(message as integer) from deliveries where channel = ? and state = 'sent'"
        " and amends is null and kind <> 'pin' order by 1",
        [str(channel.id)],
    )
    return [number for (number,) in rows]
