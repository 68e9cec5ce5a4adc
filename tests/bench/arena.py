"""A sandbox in its own process, and the two clients that are compared in it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from socket import socket
from typing import Any, TypeVar

from bot.app import TOKEN
from tests.bench import bare
from tests.bench.children import Child
from tests.bench.lines import Json

FOLDER = Path(__file__).resolve().parents[2] / ".bench"
READY = "chat.ready"
SECRET = "secret-of-the-bench"
_NO_POLL_S = 3600  # after the first: a forum is read at the start, as always, then left alone
T = TypeVar("T")


class Arena:
    """Starts clients in one sandbox; all end with it."""

    def __init__(self, sandbox: Child, told: Json, folder: Path, stack: AsyncExitStack) -> None:
        self.sandbox, self.channels = sandbox, told["channels"]
        self._told, self._folder, self._stack = told, folder, stack

    def vigie(self) -> Child:
        """The real thing, not yet started. Its base is the same each time."""
        return self._vigie(self.config())

    def nudged(self) -> tuple[Child, str]:
        """The same, listening to the forum's webhook on the sandbox's clock; where it listens."""
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        config = self.config(clock=True, web={"port": port})
        return self._vigie(config), f"http://127.0.0.1:{port}/webhooks/bench"

    def polling(self, every_s: int) -> Child:
        """The same, which reads the forum that often, on the sandbox's clock."""
        return self._vigie(self.config(clock=True, every_s=every_s))

    def sampled(self) -> Child:
        """The same, told by itself how late its event loop was."""
        return self._child("tests.bench.lagging", str(self.config()), env=self._vigie_env())

    def _vigie(self, config: Path) -> Child:
        words = ("bot", "run", "--config", str(config), "--until-stdin-closes")
        return self._child(*words, env=self._vigie_env())

    def sender(self) -> Child:
        """Vigie with its outbox held back, not yet started."""
        return self._child("tests.bench.sender", str(self.config()), env=self._vigie_env())

    def bare(self) -> Child:
        """A bare client, not yet started."""
        env = {
            bare.TOKEN: self._told["tokens"]["bare"],
            bare.API: self._told["chat_api"],
            bare.GATEWAY: self._told["gateway"],
            bare.FORUM: self._told["forum"],
        }
        return self._child("tests.bench.bare", env=env)

    def config(
        self,
        *,
        clock: bool = False,
        every_s: int = _NO_POLL_S,
        web: Mapping[str, Any] | None = None,
    ) -> Path:
        path = self._folder / "config.toml"
        values: dict[str, Mapping[str, Any]] = {
            "discord": {"api_base": self._told["chat_api"]},
            "storage": {"path": "vigie.db"},
            "log": {"level": "info"},
            "[forum]": {"name": "bench", "url": self._told["forum"], "every_s": every_s},
            "web": web or {},
            "clock": {"follow": self._told["clock"]} if clock else {},
        }
        path.write_text("\n".join(_section(*one) for one in values.items()), encoding="utf-8")
        return path

    def _vigie_env(self) -> dict[str, str]:
        return {
            TOKEN: self._told["tokens"]["vigie"],
            "VIGIE_FORUM_TOKEN": "",
            "VIGIE_WEBHOOK_SECRET": SECRET,
        }

    def _child(self, *words: str, env: dict[str, str]) -> Child:
        child = Child(*words, env=env)
        self._stack.push_async_callback(child.stop)
        return child


def _section(name: str, keys: Mapping[str, Any]) -> str:
    values = "\n".join(f"{key} = {json.dumps(value)}" for key, value in keys.items())
    return f"[{name}]\n{values}\n"


@asynccontextmanager
async def arena(*, guilds: int = 0, channels: int = 10) -> AsyncIterator[Arena]:
    """A sandbox with `guilds` more guilds than the clients' own. Raises NotMeasured.

    Its files lie in the project, not in a memory disk: the base must wait for a real one.
    """
    FOLDER.mkdir(exist_ok=True)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=FOLDER, prefix="run-"))
        size = ("--guilds", str(guilds), "--channels", str(channels))
        sandbox = Child("tests.bench.sandbox", *size)
        stack.push_async_callback(sandbox.stop)
        await sandbox.start()
        told = await sandbox.read()
        yield Arena(sandbox, told, Path(folder), stack)


async def in_turns(
    rounds: int, ours: Callable[[], Awaitable[T]], bare_one: Callable[[], Awaitable[T]]
) -> tuple[list[T], list[T]]:
    """Both, one after the other, `rounds` times: what disturbs the machine disturbs both."""
    found: tuple[list[T], list[T]] = ([], [])
    for _ in range(rounds):
        found[0].append(await ours())
        found[1].append(await bare_one())
    return found
