"""`python -m bot.sandbox`: serves the sandbox until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from datetime import UTC, datetime

from bot.sandbox.server import Sandbox


def main() -> None:
    asyncio.run(run(parse(sys.argv[1:])))


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--start", type=instant, help="the clock's first instant, ISO 8601")
    parser.add_argument("--seed", type=int, default=0, help="what chance starts from")
    parser.add_argument("--no-limits", action="store_true", help="without rate limits")
    parser.add_argument(
        "--watch-stdin", action="store_true", help="stop when the standard input closes"
    )
    return parser.parse_args(words)


def instant(text: str) -> datetime:
    """An aware instant; without a zone it is UTC. Raises ValueError."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


async def run(asked: argparse.Namespace) -> None:
    """Prints one line of JSON with the addresses, then serves."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    sandbox = await Sandbox.start(start=asked.start, seed=asked.seed)
    sandbox.world.limits_on = not asked.no_limits
    print(json.dumps(addresses(sandbox)), flush=True)
    watching = asyncio.create_task(until_closed(stop)) if asked.watch_stdin else None
    try:
        await stop.wait()
    finally:
        if watching:
            watching.cancel()
        await sandbox.close()


def addresses(sandbox: Sandbox) -> dict[str, str]:
    return {
        "chat_api": sandbox.chat_api,
        "forum_url": sandbox.forum_url,
        "clock_url": sandbox.clock_url,
        "page_url": sandbox.page_url,
        "token": sandbox.token,
        "forum_token": sandbox.forum.bearer,
        "discourse_url": sandbox.discourse_url,
        "discourse_key": sandbox.discourse.api_key,
        "discourse_user": sandbox.discourse.api_username,
    }


async def until_closed(stop: asyncio.Event) -> None:
    """Sets `stop` when whoever holds the other end of the standard input is gone."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.read(4096):
        pass
    stop.set()


if __name__ == "__main__":
    main()
