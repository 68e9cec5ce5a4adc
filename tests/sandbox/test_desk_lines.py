"""What the desk adds for whoever watches: typed lines, rights, hints of threads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox.discord import permissions
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.sandbox.commands import prepare
from tests.tinybot import TinyBot, running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def vigie(sandbox: Sandbox, seeded: Seeded) -> AsyncIterator[TinyBot]:
    async with running(sandbox.token, prepare) as bot:
        yield bot


async def lines(session: aiohttp.ClientSession, sandbox: Sandbox, seeded: Seeded) -> list[Any]:
    path = f"desk/channels/{seeded.discussion.id}/messages?as=Mimosa"
    async with session.get(sandbox.page_url + path) as answer:
        return [one["interaction"]["line"] for one in await answer.json() if one["interaction"]]


async def test_a_message_tells_the_command_that_was_typed_for_it(
    session: aiohttp.ClientSession, sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    people, where = sandbox.people, seeded.discussion
    await people.command(seeded.girouette, where, "ville statut", ville="Nice")
    about: dict[str, Any] = {"salon": "annonces", "personne": "Mimosa", "combien": 2}
    await people.command(seeded.mimosa, where, "ville suivre", **about)
    assert await lines(session, sandbox, seeded) == [
        "/ville statut Nice",
        "/ville suivre # annonces @Mimosa 2",
    ]


async def test_the_line_stays_when_what_it_names_is_gone(
    session: aiohttp.ClientSession, sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    await sandbox.people.command(seeded.mimosa, seeded.discussion, "ville suivre", salon="annonces")
    sandbox.people.admins.remove(seeded.boussole, seeded.announcements)
    assert await lines(session, sandbox, seeded) == ["/ville suivre # salon supprimé"]


async def test_a_click_has_no_line(
    session: aiohttp.ClientSession, sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    asked = await sandbox.people.command(
        seeded.mimosa, seeded.discussion, "ville statut", ville="Nice"
    )
    assert asked.message is not None
    await sandbox.people.click(seeded.mimosa, asked.message, "follow:Nice")
    assert await lines(session, sandbox, seeded) == ["/ville statut Nice"]


async def test_the_state_tells_what_each_person_may_do_in_a_channel(
    session: aiohttp.ClientSession, sandbox: Sandbox, seeded: Seeded
) -> None:
    async with session.get(sandbox.page_url + "desk/state") as answer:
        channel = (await answer.json())["guilds"][0]["channels"][0]
    rights = {name: int(bits) for name, bits in channel["rights"].items()}
    assert rights.keys() == {str(one.id) for one in (seeded.mimosa, seeded.girouette)} | {
        str(seeded.boussole.id)
    }
    assert not rights[str(seeded.mimosa.id)] & permissions.MANAGE_GUILD
    assert rights[str(seeded.girouette.id)] & permissions.MANAGE_GUILD
    assert rights[str(seeded.boussole.id)] == permissions.ALL


async def test_a_hint_of_a_thread_names_its_channel(
    session: aiohttp.ClientSession, sandbox: Sandbox, seeded: Seeded
) -> None:
    async with session.get(sandbox.page_url + "desk/events") as stream:
        await stream.content.readuntil(b"\n\n")
        thread = sandbox.people.threads.start(seeded.girouette, seeded.discussion, "Un fil")
        line = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 5)
    assert json.loads(line.removeprefix(b"data: ")) == {
        "kind": "thread",
        "what": "thread_create",
        "id": str(thread.id),
        "channel": str(seeded.discussion.id),
    }
