"""What every forum is told of who reads it."""

from __future__ import annotations

import re

import pytest

from bot.forums.discourse import Discourse
from bot.forums.nodebb import NodeBB
from bot.ports.forum import Place, PlaceKind
from bot.sandbox.forum.face import Noted
from tests.forums.sites import discourse, sandbox

# Forums give a spider's page, or none, to a library's own agent and to names that hold "bot".
OURS = re.compile(r"vigie/\d+\.\d+\S* \(\+https://\S+\)")
SPIDERS = re.compile(r"bot|spider|crawl|python|requests|aiohttp|curl|urllib", re.IGNORECASE)


async def all_that_is_read(forum: NodeBB | Discourse) -> None:
    await forum.identify()
    await forum.newest()
    await forum.topic(2)
    await forum.post(1)
    await forum.categories()
    await forum.latest(Place(PlaceKind.TAG, "vote"))


async def heard(engine: str, token: str | None) -> list[Noted]:
    if engine == "nodebb":
        async with sandbox() as (nodebb, _):
            reader: NodeBB | Discourse = NodeBB("f", nodebb.url, token=token and nodebb.bearer)
            await all_that_is_read(reader)
            await reader.close()
            return list(nodebb.requests)
    async with discourse() as (server, _):
        key = token and server.api_key
        reader = Discourse("f", server.url, token=key, user=server.api_username)
        await all_that_is_read(reader)
        await reader.close()
        return list(server.requests)


@pytest.mark.parametrize("token", [None, "with its token"])
@pytest.mark.parametrize("engine", ["nodebb", "discourse"])
async def test_every_request_bears_our_own_name_and_no_spiders(
    engine: str, token: str | None
) -> None:
    asked = await heard(engine, token)
    assert len(asked) >= 6
    agents = {one.user_agent for one in asked}
    assert [one for one in agents if not OURS.fullmatch(one) or SPIDERS.search(one)] == []
