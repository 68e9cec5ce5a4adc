from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys

import aiohttp
import pytest

from bot.sandbox.server import Sandbox
from bot.sandbox.sites import loopback_socket


@pytest.mark.parametrize("host", ["192.0.2.1", "::", "exemple.org", ""])
async def test_no_other_address_than_loopback_is_served(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        await Sandbox.start(host=host)


def test_ports_are_free_ones() -> None:
    with loopback_socket() as one, loopback_socket() as other:
        assert one.getsockname()[1] != other.getsockname()[1]
        assert one.family is socket.AF_INET


async def _start(*words: str) -> tuple[asyncio.subprocess.Process, dict[str, str]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.sandbox", "--start", "2026-11-24T09:00:00+01:00", *words),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 30)
    told: dict[str, str] = json.loads(line)
    return process, told


async def test_it_tells_its_addresses_and_ends_when_asked() -> None:
    process, told = await _start()
    async with aiohttp.ClientSession() as session, session.get(told["clock_url"]) as answer:
        assert (await answer.json())["now"].startswith("2026-11-24T08:00")
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 15) == 0


async def test_it_ends_with_whoever_started_it() -> None:
    process, _ = await _start("--watch-stdin")
    assert process.stdin is not None
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), 15) == 0
