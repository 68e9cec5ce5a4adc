"""`vigie tour` and `vigie demo`, as processes of their own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import psutil
import pytest

PATIENCE_S = 120.0  # on a machine that does much else
STORY = {
    "arrive",
    "follow",
    "post",
    "card",
    "known_city",
    "unknown_city",
    "suggestion",
    "watch_city",
    "homonyms",
    "outage",
    "restart",
    "next_day",
    *("make_kit", "share_out", "add_up", "publish", "keep"),
    "report",
    "move",
    "remind",
    "decide",
    "publication",
    "window",
    "reminders",
    "end",
}
GREETING, INVITATION = "Vigie, démo", "À vous\u00a0: "


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the processes of this test put what they need for a while; none outlives it."""
    yield tmp_path
    for one in living(tmp_path):
        with suppress(psutil.NoSuchProcess):
            one.kill()


def living(folder: Path) -> list[psutil.Process]:
    """The processes that were started for this folder, children of children too."""
    found = []
    for one in psutil.process_iter():
        with suppress(psutil.Error):
            if Path(one.environ().get("TMPDIR", "/")).is_relative_to(folder):
                found.append(one)
    return found


@asynccontextmanager
async def vigie(folder: Path, *words: str) -> AsyncIterator[Process]:
    """`vigie …` without a terminal, in French; as long as PATIENCE_S at most."""
    env = {**os.environ, "TMPDIR": str(folder), "LC_ALL": "fr_FR.UTF-8", "LANGUAGE": "fr"}
    async with asyncio.timeout(PATIENCE_S):
        started = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words),
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=DEVNULL,
            env=env,
        )
        try:
            yield started
        finally:
            if started.returncode is None:
                started.kill()
            await started.communicate()


async def line(process: Process, start: str) -> str:
    """The rest of the line that starts so, waited for."""
    assert process.stdout is not None
    told = []
    async for raw in process.stdout:
        told.append(raw.decode())
        if told[-1].startswith(start):
            return told[-1].removeprefix(start).strip()
    raise AssertionError("".join(told))


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def everything_is_gone(folder: Path) -> None:
    """Return once no process and no file is left. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE_S):
        while living(folder):
            await asyncio.sleep(0.05)
    assert files(folder) == []


async def test_the_tour_plays_the_whole_story_and_leaves_nothing(folder: Path) -> None:
    async with vigie(folder, "tour", "--json") as process:
        told, _ = await process.communicate()
    played = json.loads(told)
    assert [one for one in played["steps"] if not one["ok"]] == []
    assert (process.returncode, played["ok"]) == (0, True)
    assert {one["step"] for one in played["steps"]} >= STORY
    assert all(one["title"] and one["saw"] for one in played["steps"])
    seen = "\n".join(one["saw"] for one in played["steps"])
    assert "<#" not in seen  # a channel has a name
    assert "Ce rappel arrive avec" not in seen  # the clock stops where something is due
    await everything_is_gone(folder)


async def shown_then_ended(folder: Path, number: signal.Signals) -> None:
    async with vigie(folder, "demo") as process:
        address = await line(process, INVITATION)
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
        process.send_signal(number)
        await process.communicate()
    assert process.returncode == 0
    await everything_is_gone(folder)


async def test_the_demo_shows_its_page_until_it_is_asked_to_end_and_leaves_nothing(
    folder: Path,
) -> None:
    demos = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        own = folder / number.name
        own.mkdir()
        demos.append(shown_then_ended(own, number))
    await asyncio.gather(*demos)


async def test_a_demo_ended_while_it_prepares_leaves_nothing(folder: Path) -> None:
    async with vigie(folder, "demo") as process:
        await line(process, GREETING)
        process.send_signal(signal.SIGTERM)
        await process.communicate()
    assert process.returncode == 0
    await everything_is_gone(folder)
