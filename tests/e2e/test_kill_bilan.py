"""`kill -9` while bilans are kept on a forum: each is one post there, and shows the last totals."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.bilan_names import Name, Noun
from bot.domain.forum_tallies import LEAST
from bot.domain.forum_writes import WriteAct, WriteNoun
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, TaskId
from bot.domain.publishing import Where
from bot.domain.tasks import Plan
from bot.sandbox.forum.server import BOT_UID
from bot.sandbox.server import Sandbox
from bot.store import campaigns, collectives, contributions, forum_tallies, forum_writes, tasks
from bot.store.base import Store, Tx
from tests.e2e.vigie import Vigie
from tests.e2e.warm import WarmVigie
from tests.world import registry

POINTS = int(os.environ.get("VIGIE_KILL_POINTS", "5"))
SEED = int(os.environ.get("VIGIE_KILL_SEED", "20261128"))
PATIENCE_S = 120.0
LONGEST_S = 0.03  # from a request to the kill: its answer and what is remembered of it fit in
CHANGED = 2  # bilans that others of a life are about
CITY, TARGET = CityId("fr:04088"), 100_000
ORGANISER = PersonId("1")
TOPICS, CATEGORIES = {"demo": 2, "discourse": 102}, {"demo": 4, "discourse": 7}
# What writes there, and what is read again of what stands or may stand there.
AIMED = re.compile(
    r"(POST|PUT) |GET /((api/v3/)?posts/\d+|(api/topic|t)/(2|102)\b|api/recent/posts|posts\.json)"
)
MOST = 8  # requests of a life
SHOWN = re.compile(r"numéro (\d+) .*?(\d+) lettres? sur", re.DOTALL)
TOLD = "Le bilan est sur le forum"


class Reaper:
    """Kills Vigie at one of its requests to the forums, or soon after."""

    def __init__(self, vigie: Vigie, sandbox: Sandbox, chance: random.Random) -> None:
        self._vigie, self._chance = vigie, chance
        self._take = sandbox.faults.take
        self.left = 0

    def aim(self, most: int) -> None:
        """At one of its next requests, of which there are `most` at least."""
        self.left = self._chance.randint(1, min(most, MOST))

    def take(self, side: str, method: str, path: str) -> str | None:
        if self.left and side == "forum" and AIMED.match(f"{method} {path}"):
            self.left -= 1
            if not self.left:
                return self._reap()
        return self._take(side, method, path)

    def _reap(self) -> str | None:
        """What was under way is lost, or arrives nevertheless, or is answered before the end."""
        how = self._chance.choice(["lost", "arrives", "answered"])
        if how == "answered":
            delay_s = self._chance.uniform(0, LONGEST_S)
            asyncio.get_running_loop().call_later(delay_s, self._vigie.kill)
        else:
            self._vigie.kill()
        return "forum.drop" if how == "lost" else None


@dataclass
class Campaigns:
    """Campaigns of a collective, each with one task and a bilan on a forum, in a prepared base."""

    sandbox: Sandbox
    store: Store
    forum: str
    chance: random.Random
    tasks: list[TaskId] = field(default_factory=list)
    totals: Counter[int] = field(default_factory=Counter)

    @property
    def _place(self) -> tuple[CollectiveId, ChannelId]:
        seeded = self.sandbox.seeded
        assert seeded is not None
        return CollectiveId(str(seeded.guild.id)), ChannelId(str(seeded.announcements.id))

    async def begin(self) -> None:
        """One more, that is to be published."""
        number = len(self.tasks)
        now, (guild, channel) = self.sandbox.clock.now(), self._place
        is_thread = number % 3 == 2
        places = CATEGORIES if is_thread else TOPICS
        act = WriteAct.OPEN if is_thread else WriteAct.REPLY
        title = f"Bilan, campagne numéro {number}" if is_thread else ""
        where = Where(self.forum, act, places[self.forum], title=title)

        def work(tx: Tx) -> TaskId:
            collectives.meet(tx, guild, now)
            campaign = campaigns.named(tx, guild, f"numéro {number}")
            plan = Plan("écrire", "lettres", TARGET)
            paris = ZoneInfo("Europe/Paris")
            draft = tasks.Draft(guild, CITY, plan, paris, ORGANISER, channel, campaign=campaign)
            scope = f"-:{campaign}"
            names = {Name(Noun.CITY, CITY), Name(Noun.UNIT, plan.unit)}
            shown = {*names, Name(Noun.CAMPAIGN, f"numéro {number}")}
            made = forum_tallies.add(tx, guild, scope, channel, where, LEAST, now, ORGANISER, shown)
            assert made is not None
            return tasks.add(tx, draft, now).id

        self.tasks.append(await self.store.write(work))

    async def count(self) -> int:
        """People add to some of those that stand there already; how many requests are to come at
        least, one for what is on its way, two for what changed."""
        now = self.sandbox.clock.now()
        quiet = await self.store.read(self._quiet)
        added = {one: self.chance.randint(1, 9) for one in self._some(quiet)}
        day = now.date()

        def work(tx: Tx) -> None:
            for number, amount in added.items():
                act = f"{number}:{self.totals[number] + amount}"
                draft = contributions.Draft(self.tasks[number], ORGANISER, amount, day, act)
                contributions.add(tx, [draft], now)

        await self.store.write(work)
        self.totals.update(added)
        return len(self.tasks) - len(quiet) + 2 * len(added)

    def _some(self, numbers: list[int]) -> list[int]:
        return self.chance.sample(numbers, min(CHANGED, len(numbers)))

    def _quiet(self, tx: Tx) -> list[int]:
        """Those of which nothing is on its way."""
        known = forum_tallies.of(tx, self._place[0])
        return [
            number
            for number, one in enumerate(known)
            if one.post is not None and not forum_writes.waits(tx, WriteNoun.TALLY, one.id)
        ]

    def expected(self) -> Counter[tuple[int, int]]:
        return Counter((number, self.totals[number]) for number in range(len(self.tasks)))

    def standing(self) -> Counter[tuple[int, int]]:
        """The bilans that are on the forum: each by its number and its total, how often."""
        found = (SHOWN.search(_clean(text)) for text in self._public())
        return Counter((int(one[1]), int(one[2])) for one in found if one)

    def _public(self) -> list[str]:
        if self.forum == "demo":
            posts = self.sandbox.forum.world.posts.values()
            return [one.markdown for one in posts if one.uid == BOT_UID and not one.deleted]
        world = self.sandbox.discourse.world
        own = world.user("vigie").id
        shown = (one for one in world.posts.values() if not (one.withdrawn or one.deleted_ms))
        return [one.raw for one in shown if one.user_id == own]

    def told(self) -> Counter[str]:
        """The links that organisers were told, and how often."""
        seeded = self.sandbox.seeded
        assert seeded is not None
        said = (_clean(one.content) for one in seeded.announcements.messages.values())
        return Counter(one for one in said if TOLD in one)


def _clean(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


@pytest.mark.kill
@pytest.mark.publishes
@pytest.mark.parametrize("forum", ["demo", "discourse"])
async def test_killed_while_it_keeps_bilans_each_is_one_post_with_its_last_totals(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, forum: str
) -> None:
    registry()  # fails here, not in the bot, when the reference data is missing
    chance = random.Random(SEED)
    async with WarmVigie(tmp_path, sandbox, every_s=3600, most_an_hour=1_000, writes=True) as vigie:
        store = Store(vigie.database, alone=False)
        kept = Campaigns(sandbox, store, forum, chance)
        reaper = Reaper(vigie, sandbox, chance)
        monkeypatch.setattr(sandbox.faults, "take", reaper.take)
        await store.open()
        try:
            for _ in range(POINTS):
                await kept.begin()
                reaper.aim(await kept.count())
                await sandbox.clock.advance(LEAST.total_seconds())
                await vigie.start()
                await _until_gone(vigie, sandbox)
            reaper.left = 0
            await vigie.start()
            await _until_settled(kept, sandbox)
            assert await vigie.stop() == 0
        finally:
            await store.close()
    assert kept.standing() == kept.expected()
    assert list(kept.told().values()) == [1] * POINTS


async def _until_gone(vigie: Vigie, sandbox: Sandbox) -> None:
    """Returns once it was killed, while the clock goes on."""
    gone = asyncio.ensure_future(vigie.gone())
    async with asyncio.timeout(PATIENCE_S):
        while not gone.done():
            await sandbox.clock.advance(30)
            await asyncio.wait([gone], timeout=0.1)
    assert await gone == -signal.SIGKILL


async def _until_settled(kept: Campaigns, sandbox: Sandbox) -> None:
    """Returns once every bilan is there and told, and nothing more happens for a while; what never
    comes is seen by who looks then."""
    with suppress(TimeoutError):
        await _until_there(kept, sandbox)
    for _ in range(30):
        await sandbox.clock.advance(60)
        await asyncio.sleep(0.02)


async def _until_there(kept: Campaigns, sandbox: Sandbox) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while kept.standing() != kept.expected() or len(kept.told()) < POINTS:
            await sandbox.clock.advance(60)
            await asyncio.sleep(0.05)
