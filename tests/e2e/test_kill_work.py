"""`kill -9` while people count, follow a request for documents, and tell another collective."""

from __future__ import annotations

import asyncio
import os
import random
from itertools import groupby
from pathlib import Path

import pytest

from bot.domain.communes import Commune
from bot.domain.ids import CollectiveId, PersonId
from bot.sandbox.discord.models import Channel, User
from bot.sandbox.seed import VIGIE_MAY
from bot.sandbox.server import Sandbox
from bot.store import collectives, follows
from bot.store.base import Store, Tx
from tests.conftest import START
from tests.e2e.test_kill_votes import Reaper, follow_in, hearing, lives, quiet, sent, towns
from tests.e2e.vote_story import Crowd
from tests.e2e.warm import WarmVigie
from tests.e2e.work_story import RIGHT, Work
from tests.world import registry

SEED = int(os.environ.get("VIGIE_KILL_SEED", "20261128"))
STAGES = ["requested", "refused", "cada", "confirmed", "court", "closed"]
RULES = 4  # that count a stage
OFFERS = 2  # of a project that came to another state meanwhile


def unmistakable() -> list[Commune]:
    """Towns that nobody has to be told apart from another."""
    return [one for one in towns() if not registry().namesakes(one)]


async def prepare(store: Store, heard: dict[str, Channel]) -> None:
    """A base in which each collective follows the towns in its channel."""

    def work(tx: Tx) -> None:
        for guild, channel in heard.items():
            collectives.meet(tx, CollectiveId(guild), START)
            for town in unmistakable():
                follows.start(tx, follow_in(guild, channel, town), by=PersonId("1"), now=START)

    await store.write(work)


def neighbours(sandbox: Sandbox) -> tuple[Channel, User]:
    """Another collective with Vigie: its channel, and who decides there."""
    world, seeded = sandbox.world, sandbox.seeded
    assert seeded is not None
    them = world.add_user("vigile", "Vigile", label="référent·e d'ailleurs")
    guild = world.add_guild("Collectif des Calanques", them)
    channel = world.add_channel(guild, "annonces")
    world.install(seeded.vigie, guild, VIGIE_MAY)
    return channel, them


@pytest.mark.kill
async def test_killed_while_people_work_nothing_is_lost_or_doubled(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeded, chance = sandbox.seeded, random.Random(SEED)
    assert seeded is not None
    other, them = neighbours(sandbox)
    assert other.guild is not None
    heard = {str(seeded.guild.id): seeded.announcements, str(other.guild.id): other}
    # Months go by within minutes: the brake would rightly ask.
    async with WarmVigie(tmp_path, sandbox, every_s=3600, most_an_hour=1000) as vigie:
        crowd = Crowd(sandbox, chance, [], [seeded.announcements], lambda: reaper.counts())
        reaper = Reaper(vigie, crowd)
        hearing(sandbox, reaper, monkeypatch)
        store = Store(vigie.database, alone=False)
        await store.open()
        try:
            await prepare(store, heard)
            async with asyncio.TaskGroup() as group:
                dying = group.create_task(lives(vigie, reaper))
                for town in unmistakable():
                    work = Work(crowd, store, town, other, them)
                    await work.live()
                    await quiet(store)
                    await store.read(lambda tx: exact(tx, work))  # noqa: B023
                    if dying.done():
                        break
            for channel in heard.values():
                ids = [one.id for one in crowd.written(channel)]
                assert await store.read(lambda tx: sent(tx, channel)) == ids  # noqa: B023
        finally:
            await store.close()
        assert await vigie.stop() == 0


def exact(tx: Tx, work: Work) -> None:
    """What the base holds, and what was told, of a town."""
    _counted(tx, work)
    _asked(tx, work)
    _shared(tx, work)


def _counted(tx: Tx, work: Work) -> None:
    [(task,)] = tx.execute("select id from tasks where title = ?", [work.title]).fetchall()
    query = "select amount from contributions where task = ? and corrects is"
    added = tx.execute(f"{query} null", [task]).fetchall()
    assert work.counted <= len(added) <= work.clicked
    corrected = tx.execute(f"{query} not null", [task]).fetchall()
    assert corrected == [(RIGHT - 1,)]
    query = "select count(*) from task_takers where task = ? and until is null"
    assert tx.execute(query, [task]).fetchone() == (1,)
    told = [one for one in _said(work, work.crowd.channels[0]) if work.title in one]
    assert len(told) == 1, told
    assert f"\n{len(added) + RIGHT - 1} tracts" in told[0].replace("\u202f", " ")


def _asked(tx: Tx, work: Work) -> None:
    """Each stage came once, one after the other, each deadline was kept once, and nothing is left
    to be reminded of."""
    query = "select id from document_requests where what = ?"
    [(id_,)] = tx.execute(query, [work.documents]).fetchall()
    query = "select after from changes where noun = 'request' and key = ? order by id"
    passed = [after for (after,) in tx.execute(query, [str(id_)])]
    assert [stage for stage, _ in groupby(passed)] == STAGES
    query = "select count(*), count(distinct rule), sum(state = 'open') from deadlines"
    kept = tx.execute(f"{query} where request = ?", [id_]).fetchone()
    assert kept == (RULES, RULES, 0)
    query = (
        "select count(*) from reminders where state in ('pending', 'snoozed')"
        " and (noun = 'request' and key glob ? or noun = 'deadline'"
        " and key in (select cast(id as text) from deadlines where request = ?))"
    )
    assert tx.execute(query, [f"{id_}:*", id_]).fetchone() == (0,)
    silent = [one for one in _said(work, work.crowd.channels[0]) if "pas de réponse" in one]
    assert len(silent) == 1


def _shared(tx: Tx, work: Work) -> None:
    """The other collective was asked once of each, and holds each once."""
    guild = str(work.other.guild.id) if work.other.guild else ""
    query = "select status from projects where owner = ? and title = ?"
    assert tx.execute(query, [guild, work.project]).fetchall() == [("voted",)]
    query = (
        "select state from project_offers where project in"
        " (select id from projects where title = ?) and collective = ?"
    )
    assert tx.execute(query, [work.project, guild]).fetchall() == [("taken",)] * OFFERS
    query = "select status from votes where owner = ? and city = ?"
    assert tx.execute(query, [guild, work.town.code]).fetchall() == [("confirmed",)]
    said = _said(work, work.other)
    assert sum("Projet noté ici aussi" in one and work.project in one for one in said) == OFFERS
    assert sum("repris ici" in one for one in said) == 1
    assert sum("Vote vidéosurveillance" in one for one in said) == 1


def _said(work: Work, channel: Channel) -> list[str]:
    """What was told there of the town, as it stands now."""
    found = (one.content for one in work.crowd.written(channel))
    return [one for one in found if work.town.shown in one]
