"""A collective with a task, and what people do with it."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from bot.domain.ids import ChannelId, PersonId, TaskId
from bot.domain.refusals import Reason, Refused
from bot.render.task_cards import TaskCard
from bot.services import tallying, tasks
from bot.services.asking import Asker
from bot.services.tallying import Counted
from bot.services.tasks import Wanted
from bot.store.base import Tx
from tests.services.vote_world import FORCALQUIER, said_in
from tests.world import GIROUETTE, World

PRIVATE = ChannelId("900")
LETTERS = Wanted("écrire aux élu·es", FORCALQUIER, "lettres", 29, "vendredi 11 décembre 2026")
_acts = count(1_000)


def acting(asker: Asker = GIROUETTE, person: str = "") -> Asker:
    """Somebody, in an interaction of its own."""
    return replace(asker, person=PersonId(person or asker.person), act=str(next(_acts)))


async def made(w: World, wanted: Wanted = LETTERS, **more: Any) -> TaskCard:
    return await tasks.create(w.deps, acting(), replace(wanted, **more))


async def add(w: World, task: TaskId, amount: int = 1, person: str = "2") -> Counted:
    return await tallying.count(w.deps, acting(person=person), task, amount)


async def refused(work: Any) -> Reason:
    with pytest.raises(Refused) as met:
        await work
    return met.value.reason


async def rows(w: World, query: str) -> list[tuple[Any, ...]]:
    def work(tx: Tx) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in tx.execute(query)]

    return await w.deps.store.read(work)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


def shown(w: World, channel: ChannelId = GIROUETTE.channel, start: str = "📌") -> list[str]:
    """The messages of a channel that begin so, as they stand now."""
    return [one for text in said_in(w, channel) if (one := plain(text)).startswith(start)]
