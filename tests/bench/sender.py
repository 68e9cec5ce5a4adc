"""`python -m tests.bench.sender CONFIG`: Vigie as `vigie run` makes it, its outbox held back.

Sends are planned in the base first; what is measured starts with the outbox, and ends when the
ledger holds the fate of each.
"""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import suppress
from pathlib import Path

from bot import app, log
from bot.chats.discord.client import Client, attend, point_at
from bot.chats.discord.sender import DiscordChat
from bot.config import load, needed_secret
from bot.domain.delivery import Kind, State
from bot.domain.ids import ChannelId, CollectiveId
from bot.outbox import Outbox
from bot.ports.chat import Act, Rejected, Sent, Unknown
from bot.services.deps import Deps
from bot.store import collectives, deliveries
from bot.store.base import Tx
from tests.bench import lines
from tests.bench.lines import Json

_COLLECTIVE = CollectiveId("1")
_LOOK_S = 0.002


class _Counted:
    """A chat that knows when it took as many messages as it should: nobody need ask meanwhile."""

    def __init__(self, chat: DiscordChat, wanted: int) -> None:
        self._chat, self._left = chat, wanted
        self.full = asyncio.Event()
        self.find, self.find_post = chat.find, chat.find_post
        self.logged_in = chat.logged_in

    async def do(self, act: Act, *, nonce: str) -> Sent | Rejected | Unknown:
        outcome = await self._chat.do(act, nonce=nonce)
        if isinstance(outcome, Sent):
            self._left -= 1
            if not self._left:
                self.full.set()
        return outcome


class Sender:
    """Plans rounds of sends, and lets the outbox loose on each."""

    def __init__(self, deps: Deps, chat: DiscordChat) -> None:
        self._deps, self._chat, self._round = deps, chat, 0

    async def send(self, asked: Json) -> Json:
        """`each` helps to every channel: seconds from the outbox's start to the last fate."""
        wanted = len(asked["channels"]) * asked["each"]
        self._round += 1
        await self._deps.store.write(lambda tx: self._plan(tx, asked["channels"], asked["each"]))
        before = await self._sent()
        chat = _Counted(self._chat, wanted)
        begun = time.perf_counter()
        running = asyncio.create_task(Outbox(self._deps, chat).run())
        try:
            await chat.full.wait()
            while await self._sent() - before < wanted:
                await asyncio.sleep(_LOOK_S)
            return {"seconds": time.perf_counter() - begun}
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    async def _sent(self) -> int:
        return (await self._deps.store.read(deliveries.counts)).get(State.SENT, 0)

    def _plan(self, tx: Tx, channels: list[str], each: int) -> None:
        now = self._deps.clock.now()
        collectives.meet(tx, _COLLECTIVE, now)
        for number in range(each):
            for channel in channels:
                deliveries.plan(
                    tx,
                    Kind.HELP,
                    ChannelId(channel),
                    f"bench:{self._round}:{number}",
                    now,
                    facts={},
                    collective=_COLLECTIVE,
                )


async def main(config: Path) -> None:
    settings = load(config)
    log.set_up(settings.log.level)
    token = needed_secret(app.TOKEN)
    async with app.assembled(settings) as (deps, scheduler):
        chat, up = DiscordChat(), asyncio.Event()

        async def on_up() -> None:
            up.set()

        scheduler.start()
        assert settings.discord.api_base is not None
        await point_at(settings.discord.api_base, token)
        client = Client(deps, app.COGS, on_up, on_login=lambda: chat.use(client))
        attending = asyncio.create_task(attend(client, token))
        await up.wait()
        lines.say({"ready": True})
        await lines.serve({"send": Sender(deps, chat).send})
        attending.cancel()
        with suppress(asyncio.CancelledError):
            await attending


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
