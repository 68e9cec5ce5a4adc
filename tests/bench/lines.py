"""How the bench talks to its processes: a line of JSON asks, a line of JSON answers."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Json = dict[str, Any]
Act = Callable[[Json], Awaitable[Json]]


def say(told: Json) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


async def serve(acts: Mapping[str, Act]) -> None:
    """Do what standard input asks, until it closes: whoever started us is gone then."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        asked = json.loads(line)
        try:
            say(await acts[asked.pop("act")](asked))
        except Exception as error:  # the bench says it, and goes on with its next measure
            say({"error": f"{type(error).__name__}: {error}"})
