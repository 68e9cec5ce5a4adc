"""The real `vigie run`, born of a process that has it loaded: a start takes a moment, not seconds.

Each life is a process of its own, forked before any event loop, and dies like any other.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from asyncio import subprocess
from contextlib import suppress
from copy import copy
from pathlib import Path

from bot import app, cli, reference
from tests.e2e.vigie import Vigie
from tests.world import registry

ROOT = Path(__file__).parents[2]


class WarmVigie(Vigie):
    """One installation, whose lives begin quickly."""

    _pid = 0

    async def __aenter__(self) -> WarmVigie:
        self._nursery = await subprocess.create_subprocess_exec(
            sys.executable,
            "-m",
            __name__,
            cwd=ROOT,
            env={**os.environ, **self.secrets},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self.kill()
        assert self._nursery.stdin is not None
        self._nursery.stdin.close()
        await self._nursery.wait()

    async def start(self) -> None:
        assert self._nursery.stdin is not None
        wish = json.dumps({"log": str(self.log), "arguments": self.arguments})
        self._nursery.stdin.write(f"{wish}\n".encode())
        self._pid = await self._told()

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    async def gone(self) -> int:
        code = await self._told()
        self._pid = 0
        return code

    async def stop(self) -> int:
        self._send(signal.SIGTERM)
        return await self.gone()

    async def _told(self) -> int:
        assert self._nursery.stdout is not None
        return int(await self._nursery.stdout.readline())

    def _send(self, number: signal.Signals) -> None:
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, number)


def main() -> None:
    """Load what every life needs; then, for each wish, tell the pid, and the exit code."""
    for name in app.COGS:
        importlib.import_module(name)
    known = registry()
    reference.load_communes = lambda: copy(known)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            live(**json.loads(line))
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def live(log: str, arguments: list[str]) -> None:
    """In the child: never returns."""
    with Path(log).open("ab") as kept, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(kept.fileno(), 1)
        os.dup2(kept.fileno(), 2)
    cli.main(arguments, prog_name="vigie")


if __name__ == "__main__":
    main()
