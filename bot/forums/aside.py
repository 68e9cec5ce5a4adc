"""Calls that block, made one at a time in a thread of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


class _Worker:
    """A thread that runs what it is given, until it is told to end."""

    def __init__(self, name: str) -> None:
        self._calls: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        # The interpreter waits at its end for the threads of an executor; never for a daemon's.
        Thread(target=self._run, name=name, daemon=True).start()

    def do(self, call: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        self._calls.put((future, call))
        return future

    def end(self) -> None:
        """After the call under way; this does not wait for it."""
        self._calls.put(None)

    def _run(self) -> None:
        while (given := self._calls.get()) is not None:
            future, call = given
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as error:  # whoever waits for it hears of it
                future.set_exception(error)


class Aside:
    """A pool of one thread, started at the first call."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._worker: _Worker | None = None
        self._turn = asyncio.Lock()

    async def run(self, call: Callable[[], T], timeout_s: float) -> T:
        """What `call` returns or raises; TimeoutError when that takes too long.

        A call that is not waited for any longer keeps its thread: the next one gets another.
        """
        async with self._turn:
            if self._worker is None:
                self._worker = _Worker(self._name)
            answer = asyncio.wrap_future(self._worker.do(call))
            try:
                async with asyncio.timeout(timeout_s):
                    await asyncio.wait([answer])
            finally:
                if not answer.done():
                    answer.cancel()
                    self.close()
            return answer.result()

    def close(self) -> None:
        """Never waits."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None
