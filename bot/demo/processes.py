"""The two processes of the demo, and their end."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bot.config import CollectiveSettings
from bot.demo.desk import Desk

START = "2026-11-24T09:00:00+01:00"  # the day after the recorded threads
_LEAVE_S = 10.0
_START_S = 30.0


class NotStarted(Exception):
    """A process ended or stayed silent; the text is what it last wrote."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the sandbox listens, all on loopback."""

    chat: str
    forum: str
    discourse: str
    clock: str
    page: str
    token: str
    forum_token: str
    discourse_key: str
    discourse_user: str


@dataclass(frozen=True, slots=True)
class Webhooks:
    """How the forums tell the bot that they have news: on which port, and signed with what."""

    port: int
    secret: str

    def address(self, forum: str) -> str:
        return f"http://127.0.0.1:{self.port}/webhooks/{forum}"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Process:
    """A child that ends with us, and whose errors go to a file."""

    def __init__(self, folder: Path, name: str, *words: str, env: dict[str, str] | None = None):
        self._words, self._env = words, {**os.environ, **(env or {})}
        self.log = folder / f"{name}.log"
        self._written: IO[bytes] | None = None
        self._child: asyncio.subprocess.Process | None = None

    async def start(self) -> asyncio.StreamReader:
        """Start and hand over what it prints."""
        self._written = self.log.open("ab")
        self._child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *self._words,
            stdin=asyncio.subprocess.PIPE,  # closes when we die: the child then ends, too
            stdout=asyncio.subprocess.PIPE,
            stderr=self._written,
            env=self._env,
            start_new_session=True,  # Ctrl-C is ours alone: we end the children in order
        )
        assert self._child.stdout is not None
        return self._child.stdout

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """As a power cut would."""
        await self._end(signal.SIGKILL)

    async def _end(self, number: signal.Signals) -> None:
        if self._child is None:
            return
        with suppress(ProcessLookupError):
            self._child.send_signal(number)
        try:
            await asyncio.wait_for(self._child.wait(), _LEAVE_S)
        except TimeoutError:
            self._child.kill()
            await self._child.wait()
        self._child = None
        if self._written:
            self._written.close()

    def last_words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:]


class Demo:
    """A sandbox, and a bot that can be stopped, killed and started again."""

    def __init__(self, folder: Path, collective: CollectiveSettings) -> None:
        self._collective = collective
        self._sandbox = Process(folder, "sandbox", *_SANDBOX)
        self._folder = folder
        self._bot: Process | None = None
        self._webhooks = Webhooks(_free_port(), secrets.token_hex(16))
        self.addresses = Addresses(*[""] * 9)

    async def start_sandbox(self) -> Addresses:
        """Raises NotStarted, DeskError."""
        output = await self._sandbox.start()
        try:
            line = await asyncio.wait_for(output.readline(), _START_S)
            told = json.loads(line)
        except (TimeoutError, ValueError) as error:
            raise NotStarted(self._sandbox.last_words()) from error
        self.addresses = Addresses(
            told["chat_api"],
            told["forum_url"],
            told["discourse_url"],
            told["clock_url"],
            told["page_url"],
            told["token"],
            told["forum_token"],
            told["discourse_key"],
            told["discourse_user"],
        )
        async with Desk(self.addresses.page) as desk:
            for forum, name in _FORUMS.items():
                await desk.webhook(forum, self._webhooks.address(name), self._webhooks.secret)
        return self.addresses

    async def start_bot(self) -> None:
        config = self._folder / "config.toml"
        text = _config(self.addresses, self._collective, self._webhooks.port)
        config.write_text(text, encoding="utf-8")
        env = {
            "VIGIE_DISCORD_TOKEN": self.addresses.token,
            "VIGIE_FORUM_TOKEN": self.addresses.forum_token,
            "VIGIE_DISCOURSE_KEY": self.addresses.discourse_key,
            "VIGIE_WEBHOOK_SECRET": self._webhooks.secret,
        }
        words = ("bot", "run", "--config", str(config), "--until-stdin-closes")
        self._bot = Process(self._folder, "vigie", *words, env=env)
        await self._bot.start()

    async def kill_bot(self) -> None:
        if self._bot is not None:
            await self._bot.kill()

    async def stop_bot(self) -> None:
        if self._bot is not None:
            await self._bot.stop()

    async def stop(self) -> None:
        await self.stop_bot()
        await self._sandbox.stop()

    def last_words(self) -> str:
        """What the bot wrote last."""
        return self._bot.last_words() if self._bot else ""


_FORUMS = {"forum": "demo", "discourse": "discourse"}  # the desk's name of each, and ours
_SANDBOX = ("bot.sandbox", "--start", START, "--watch-stdin")


@asynccontextmanager
async def demo(collective: CollectiveSettings) -> AsyncIterator[Demo]:
    """A folder of its own, gone at the end with everything in it."""
    with tempfile.TemporaryDirectory(prefix="vigie-demo-") as folder:
        running = Demo(Path(folder), collective)
        try:
            yield running
        finally:
            await asyncio.shield(running.stop())


def _config(addresses: Addresses, collective: CollectiveSettings, port: int) -> str:
    values = {
        "discord": {"api_base": addresses.chat},
        "storage": {"path": "vigie.db"},
        "clock": {"follow": addresses.clock},
        "collective": collective.model_dump(),
        "web": {"port": port},
    }
    sections = [
        f"[{section}]\n" + "\n".join(f"{key} = {json.dumps(one)}" for key, one in keys.items())
        for section, keys in values.items()
    ]
    accounts = (
        ("demo", addresses.forum, "VIGIE_FORUM_TOKEN", ""),
        ("discourse", addresses.discourse, "VIGIE_DISCOURSE_KEY", addresses.discourse_user),
    )
    forums = [
        f"[[forum]]\nname = {json.dumps(name)}\nurl = {json.dumps(url)}\nevery_s = 5"
        f"\ntoken_env = {json.dumps(token_env)}\nuser = {json.dumps(user)}"
        for name, url, token_env, user in accounts
    ]
    return "\n\n".join([*sections, *forums]) + "\n"
