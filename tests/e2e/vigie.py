"""The real `vigie run`, as a process that a test starts, stops and kills."""

from __future__ import annotations

import json
import os
import signal
import sys
from asyncio import subprocess
from pathlib import Path

from bot.sandbox.server import Sandbox

ACCOUNTS = {"demo": "VIGIE_DEMO_TOKEN", "discourse": "VIGIE_DISCOURSE_TOKEN"}


class Vigie:
    """One installation: its configuration and its base survive the process."""

    def __init__(
        self,
        folder: Path,
        sandbox: Sandbox,
        *,
        every_s: int = 5,
        most_an_hour: int = 30,
        writes: bool = False,
    ) -> None:
        """`writes`: with accounts of the sandbox's two forums."""
        self.folder = folder
        self.database = folder / "vigie.db"
        self.log = folder / "vigie.log"
        self._config = folder / "config.toml"
        self.arguments = ["run", "--config", str(self._config)]
        tokens = {"demo": sandbox.forum.bearer, "discourse": sandbox.discourse.api_key}
        accounts = {ACCOUNTS[name]: tokens[name] for name in ACCOUNTS if writes}
        self.secrets = {"VIGIE_DISCORD_TOKEN": sandbox.token, "VIGIE_FORUM_TOKEN": "", **accounts}
        self._config.write_text(_config(sandbox, every_s, most_an_hour), encoding="utf-8")
        self._process: subprocess.Process | None = None

    async def __aenter__(self) -> Vigie:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing is left behind by a test that failed."""
        self.kill()

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = await subprocess.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                *self.arguments,
                env={**os.environ, **self.secrets},
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """As a power cut would, at this very instant."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)

    async def gone(self) -> int:
        """Return once the process has ended, with its exit code."""
        assert self._process is not None
        return await self._process.wait()

    async def stop(self) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        return await self.gone()


def _config(sandbox: Sandbox, every_s: int, most_an_hour: int) -> str:
    def quoted(text: str) -> str:
        return json.dumps(text)

    users = {"discourse": f"\nuser = {quoted(sandbox.discourse.api_username)}"}
    forums = {"demo": sandbox.forum_url, "discourse": sandbox.discourse_url}
    return "\n".join(
        [
            f"[discord]\napi_base = {quoted(sandbox.chat_api)}",
            f"[clock]\nfollow = {quoted(sandbox.clock_url)}",
            '[storage]\npath = "vigie.db"',
            f"[collective]\nmost_an_hour = {most_an_hour}",
            *(
                f'[[forum]]\nname = "{name}"\nurl = {quoted(url)}\nevery_s = {every_s}'
                f'\ntoken_env = "{ACCOUNTS[name]}"{users.get(name, "")}'
                for name, url in forums.items()
            ),
        ]
    )
