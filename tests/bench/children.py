"""The processes of a bench, and their end."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections import deque
from contextlib import suppress
from typing import Any

from tests.bench.lines import Json
from tests.bench.report import NotMeasured

_PATIENCE_S = 60.0
_LEAVE_S = 10.0


class Child:
    """A Python module at work in a process of its own, which ends when its input closes."""

    def __init__(self, *words: str, env: dict[str, str] | None = None) -> None:
        self._words, self._env = words, {**os.environ, **(env or {})}
        self._last: deque[str] = deque(maxlen=30)
        self._said = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None
        self._child: asyncio.subprocess.Process | None = None
        self.started_s = 0.0

    async def start(self) -> None:
        self.started_s = time.monotonic()
        self._child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *self._words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._env,
            limit=2**24,
            start_new_session=True,  # Ctrl-C is ours alone: closing their input ends them
        )
        self._listening = asyncio.create_task(self._listen())

    @property
    def pid(self) -> int:
        return self._running.pid

    async def read(self, patience_s: float = _PATIENCE_S) -> Json:
        """The next line of its output. Raises NotMeasured."""
        output = self._running.stdout
        assert output is not None
        try:
            line = await asyncio.wait_for(output.readline(), patience_s)
            told: Json = json.loads(line)
        except (TimeoutError, ValueError) as error:
            raise self._failed(f"no answer ({type(error).__name__})") from error
        if "error" in told:
            raise self._failed(told["error"])
        return told

    async def ask(self, act: str, *, patience_s: float = _PATIENCE_S, **facts: Any) -> Json:
        """Raises NotMeasured."""
        pipe = self._running.stdin
        assert pipe is not None
        pipe.write(json.dumps({"act": act, **facts}).encode() + b"\n")
        with suppress(ConnectionError):  # it ended: reading says so, with its last words
            await pipe.drain()
        return await self.read(patience_s)

    async def until_logged(self, words: str) -> float:
        """The seconds from its start to a line of its log with these words. Raises NotMeasured."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                while not any(words in line for line in self._last):
                    if self._running.returncode is not None:
                        raise self._failed("ended early")
                    self._said.clear()
                    await self._said.wait()
        except TimeoutError as error:
            raise self._failed(f"never said {words!r}") from error
        return time.monotonic() - self.started_s

    async def end(self) -> Json:
        """Close its input, and read what it says at its end. Raises NotMeasured."""
        pipe = self._running.stdin
        assert pipe is not None
        pipe.close()
        told = await self.read()
        await self.stop()
        return told

    async def stop(self) -> None:
        child, self._child = self._child, None
        if child is None or child.stdin is None or self._listening is None:
            return
        child.stdin.close()
        try:
            await asyncio.wait_for(child.wait(), _LEAVE_S)
        except TimeoutError:
            child.kill()
            await child.wait()
        await self._listening

    async def _listen(self) -> None:
        log = self._running.stderr
        assert log is not None
        while line := await log.readline():
            self._last.append(line.decode(errors="replace").rstrip())
            self._said.set()
        await asyncio.sleep(0)
        self._said.set()

    @property
    def _running(self) -> asyncio.subprocess.Process:
        assert self._child is not None
        return self._child

    def _failed(self, why: str) -> NotMeasured:
        return NotMeasured("\n".join([f"{self._words[0]}: {why}", *self._last]))
