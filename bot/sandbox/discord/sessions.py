"""Gateway sessions: what each may hear, what it heard, and the connection it has, if any."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque

from aiohttp import web

from bot.sandbox.discord import permissions
from bot.sandbox.discord.events import WorldEvent
from bot.sandbox.discord.models import Application, Json

REPLAY_MOST = 20_000  # events kept for a resume
DISPATCH = 0


class Connection:
    """One WebSocket, written to in order by its own task."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self._request = request
        self._waiting: deque[str] = deque()
        self._wake = asyncio.Event()
        self._task = asyncio.create_task(self._write())

    def send(self, payload: str) -> None:
        self._waiting.append(payload)
        self._wake.set()

    def send_op(self, op: int, data: object) -> None:
        self.send(json.dumps({"t": None, "s": None, "op": op, "d": data}))

    async def _write(self) -> None:
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._waiting:
                    await self.socket.send_str(self._waiting.popleft())
        except ConnectionError:
            return  # whoever reads this socket sees its end, too

    def abort(self) -> None:
        """Cuts the connection without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


class Session:
    """One identified client; it outlives its connection until it is resumed or forgotten."""

    def __init__(self, session_id: str, app: Application, intents: int) -> None:
        self.id = session_id
        self.app = app
        self.intents = intents
        self.sequence = 0
        self.connection: Connection | None = None
        self.left_s = 0.0  # real monotonic time of the loss of its connection
        self._heard: deque[tuple[int, str]] = deque(maxlen=REPLAY_MOST)

    def wants(self, event: WorldEvent) -> bool:
        """Whether the intents, the guild and the rights let this session hear the event."""
        if event.intent and not self.intents & event.intent and event.about is not self.app.user:
            return False
        if event.to is not None:
            return event.to is self.app
        channel, message = event.channel, event.message
        if channel is not None and (message or channel.thread or channel.guild is None):
            sees = permissions.in_channel(channel, self.app.id) & permissions.VIEW_CHANNEL
            is_open = message is None or message.ephemeral_for is None
            return is_open and (bool(sees) or event.about is self.app.user)
        return event.guild is not None and self.app.id in event.guild.members

    def dispatch(self, name: str, raw: str) -> None:
        """Tells an event whose data is already JSON; kept until the client is back."""
        self.sequence += 1
        payload = f'{{"t":"{name}","s":{self.sequence},"op":{DISPATCH},"d":{raw}}}'
        self._heard.append((self.sequence, payload))
        if self.connection is not None:
            self.connection.send(payload)

    def can_resume(self, after: int) -> bool:
        first = self._heard[0][0] if self._heard else 1
        return first - 1 <= after <= self.sequence

    def resume(self, connection: Connection, after: int) -> None:
        """Replays what came after the sequence, then says so."""
        self.connection = connection
        for sequence, payload in self._heard:
            if sequence > after:
                connection.send(payload)
        self.dispatch("RESUMED", "{}")

    def leave(self) -> None:
        self.connection, self.left_s = None, time.monotonic()


def compact(data: Json) -> str:
    return json.dumps(data, separators=(",", ":"))
