"""`vigie run` as a volunteer starts it: a base address in the settings, with or without a token."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox

PATIENCE_S = 60.0
THREADS = {"nodebb": "topic/2", "discourse": "t/102"}


@pytest.mark.parametrize("engine", ["nodebb", "discourse"])
@pytest.mark.parametrize("reads_as", ["guest", "member"])
async def test_a_base_address_is_all_that_a_forum_needs(
    sandbox: Sandbox, tmp_path: Path, engine: str, reads_as: str
) -> None:
    assert sandbox.seeded is not None
    seeded, forum = sandbox.seeded, sandbox.forum if engine == "nodebb" else sandbox.discourse
    url = sandbox.forum_url if engine == "nodebb" else sandbox.discourse_url
    key = sandbox.forum.bearer if engine == "nodebb" else sandbox.discourse.api_key
    config = tmp_path / "config.toml"
    sections = [
        f"[discord]\napi_base = {json.dumps(sandbox.chat_api)}",
        f"[clock]\nfollow = {json.dumps(sandbox.clock_url)}",
        '[storage]\npath = "vigie.db"',
        f'[[forum]]\nname = "f"\nurl = {json.dumps(url)}\nevery_s = 5\nuser = "vigie"',
    ]
    config.write_text("\n".join(sections), encoding="utf-8")
    env = {
        **os.environ,
        "VIGIE_DISCORD_TOKEN": sandbox.token,
        "VIGIE_FORUM_TOKEN": key if reads_as == "member" else "",
    }
    words = ("-m", "bot", "run", "--config", str(config))
    vigie = await asyncio.create_subprocess_exec(sys.executable, *words, env=env)
    try:
        await until(sandbox, lambda: sandbox.gateway.is_online(seeded.vigie))
        address = f"{url}/{THREADS[engine]}"
        await sandbox.people.command(
            seeded.girouette, seeded.announcements, "fil suivre", adresse=address
        )
        await until(sandbox, lambda: says(sandbox, "suit maintenant"))
        topic = int(THREADS[engine].rpartition("/")[2])
        forum.reply(topic, "lina", "Lu par une adresse seule.")
        await until(sandbox, lambda: says(sandbox, "Lu par une adresse seule."))
        vigie.send_signal(signal.SIGTERM)
        assert await vigie.wait() == 0
    finally:
        if vigie.returncode is None:
            vigie.kill()
            await vigie.wait()


def says(sandbox: Sandbox, text: str) -> bool:
    """Whether Vigie said this in the channel or in a thread of it."""
    assert sandbox.seeded is not None
    places = [sandbox.seeded.announcements, *sandbox.seeded.guild.threads.values()]
    return any(text in one.content for place in places for one in place.messages.values())


async def until(sandbox: Sandbox, reached: Callable[[], bool]) -> None:
    """Return once `reached`, while the sandbox's clock goes on. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE_S):
        while not reached():
            await sandbox.clock.advance(10)
            await asyncio.sleep(0.05)
