"""The gateway: identifying, heartbeats, resuming, and telling what happens."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.discord import guild_shapes, shapes
from bot.sandbox.discord.archiving import archive_silent
from bot.sandbox.discord.events import GUILD_MEMBERS, GUILDS, MESSAGE_CONTENT, WorldEvent
from bot.sandbox.discord.message_shapes import blanked
from bot.sandbox.discord.models import Application, Json
from bot.sandbox.discord.sessions import Connection, Session, compact
from bot.sandbox.discord.world import World
from bot.sandbox.faults import Faults

HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT = 1, 2, 3, 6, 7
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11
OFFICIAL_OPS = frozenset((0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 31))
UNKNOWN_OP, DECODE_ERROR, NOT_AUTHENTICATED, BAD_TOKEN, ALREADY = 4001, 4002, 4003, 4004, 4005
RATE_LIMITED, INVALID_INTENTS, DISALLOWED_INTENTS = 4008, 4013, 4014
ALL_INTENTS = (1 << 26) - 1
PRESENCES = 1 << 8
HEARTBEAT_MS = 41_250
ACK_AFTER_S = 0.05
KEPT_S = 180.0  # real seconds that a session waits for its client
MOST_PER_MINUTE = 120
ENDING_CLOSES = (1000, 1001)


class Gateway:
    """Every session of every bot, told what happens in the world."""

    def __init__(self, world: World, faults: Faults, url: str = "") -> None:
        self.world = world
        self.faults = faults
        self.url = url
        self.heartbeat_ms = HEARTBEAT_MS
        self.sessions: dict[str, Session] = {}
        self.on_dispatch: list[Callable[[str, Json, str], None]] = []
        self.on_presence: list[Callable[[Application, bool], None]] = []
        self.not_served: list[str] = []
        self.connections: set[Connection] = set()
        world.on_event.append(self.hear)
        faults.on_change.append(self._fault_switched)

    def is_online(self, app: Application) -> bool:
        return any(one.app is app and one.connection for one in self.sessions.values())

    # telling

    def hear(self, event: WorldEvent) -> None:
        """Tells an event to the sessions that want it; its data is built and written once."""
        data: Json | None = None
        raw = ""
        for session in list(self.sessions.values()):
            if not session.wants(event):
                continue
            if data is None:
                data = event.build()
                raw = compact(data)
            shown = self._as_seen(event, data, session)
            self._dispatch(session, event.name, shown, raw if shown is data else compact(shown))

    def _as_seen(self, event: WorldEvent, data: Json, session: Session) -> Json:
        if event.message is None or "content" not in data or session.intents & MESSAGE_CONTENT:
            return data
        return blanked(event.message, data, session.app)

    def _dispatch(self, session: Session, name: str, data: Json, raw: str) -> None:
        session.dispatch(name, raw)
        for listener in self.on_dispatch:
            listener(name, data, str(session.app.id))

    # listening

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.faults.is_on("gateway.refuse"):
            return web.Response(status=503, text="the gateway refuses connections")
        socket = web.WebSocketResponse(compress=False, max_msg_size=4_096, timeout=1.0)
        await socket.prepare(request)
        connection = Connection(request, socket)
        self.connections.add(connection)
        connection.send_op(HELLO, {"heartbeat_interval": self.heartbeat_ms, "_trace": []})
        client = _Client(self, connection)
        try:
            await client.listen()
        finally:
            self.connections.discard(connection)
            await connection.stop()
            client.left()
        return socket

    def forget(self, session: Session) -> None:
        self.sessions.pop(session.id, None)

    def forget_old(self) -> None:
        limit = time.monotonic() - KEPT_S
        for session in list(self.sessions.values()):
            if session.connection is None and session.left_s < limit:
                self.forget(session)

    def tell_presence(self, app: Application) -> None:
        for listener in self.on_presence:
            listener(app, self.is_online(app))

    def begin(self, app: Application, intents: int, connection: Connection) -> Session:
        """A new session: READY, then every guild."""
        self.forget_old()
        session = Session(f"{self.world.rng.getrandbits(128):032x}", app, intents)
        self.sessions[session.id] = session
        session.connection = connection
        guilds = self.world.guilds_of(app.user) if intents & GUILDS else []
        ready: Json = {
            "v": 10,
            "user": shapes.own_user(app.user),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "private_channels": [],
            "relationships": [],
            "application": {"id": str(app.id), "flags": shapes.application_flags(app)},
        }
        self._dispatch(session, "READY", ready, compact(ready))
        for guild in guilds:
            shape = guild_shapes.guild_create(guild, app.user) | {"unavailable": False}
            self._dispatch(session, "GUILD_CREATE", shape, compact(shape))
        return session

    # faults and the end

    def _fault_switched(self, name: str, is_on: bool) -> None:
        """Those that happen once are switched off again as they happen."""
        if not is_on or name not in ("gateway.drop", "gateway.reconnect", "gateway.invalid"):
            return
        for session in list(self.sessions.values()):
            if name == "gateway.invalid":
                self.forget(session)
            if session.connection is not None:
                _strike(name, session.connection)
        self.faults.clear(name)

    async def close(self) -> None:
        for connection in list(self.connections):
            connection.abort()
        await asyncio.sleep(0)


def _strike(name: str, connection: Connection) -> None:
    if name == "gateway.drop":
        connection.abort()
    elif name == "gateway.reconnect":
        connection.send_op(RECONNECT, None)
    else:
        connection.send_op(INVALID_SESSION, False)


class _Client:
    """What one connection says, in turn."""

    def __init__(self, gateway: Gateway, connection: Connection) -> None:
        self.gateway = gateway
        self.connection = connection
        self.session: Session | None = None
        self._times: deque[float] = deque(maxlen=MOST_PER_MINUTE)

    async def listen(self) -> None:
        socket = self.connection.socket
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            code = self._too_fast() or self._take(frame.data)
            if code:
                await socket.close(code=code)
                return

    def left(self) -> None:
        session = self.session
        if session is None or session.connection is not self.connection:
            return
        session.leave()
        if self.connection.socket.close_code in ENDING_CLOSES:
            self.gateway.forget(session)
        self.gateway.tell_presence(session.app)

    def _too_fast(self) -> int:
        now = time.monotonic()
        full = len(self._times) == MOST_PER_MINUTE and now - self._times[0] < 60
        self._times.append(now)
        return RATE_LIMITED if full and self.gateway.world.limits_on else 0

    def _take(self, raw: str) -> int:
        """Does what a frame asks; the code to close with, or 0."""
        try:
            frame = json.loads(raw)
            op, data = frame["op"], frame.get("d")
        except (ValueError, KeyError, TypeError, AttributeError):
            return DECODE_ERROR
        if op == HEARTBEAT:
            archive_silent(self.gateway.world)
            # No network is as fast as loopback: an answer that comes before discord.py has noted
            # when it asked is taken for one that comes a whole interval late.
            answer = self.connection.send_op
            asyncio.get_running_loop().call_later(ACK_AFTER_S, answer, HEARTBEAT_ACK, None)
            return 0
        if op in (IDENTIFY, RESUME):
            if self.session is not None:
                return ALREADY
            said = data if isinstance(data, dict) else {}
            return self._identify(said) if op == IDENTIFY else self._resume(said)
        if op not in OFFICIAL_OPS:
            return UNKNOWN_OP
        if self.session is None:
            return NOT_AUTHENTICATED
        if op != PRESENCE:
            self.gateway.not_served.append(f"GATEWAY op {op}")
        return 0

    def _identify(self, said: dict[str, Any]) -> int:
        app = self.gateway.world.by_token.get(str(said.get("token")))
        if app is None:
            return BAD_TOKEN
        intents = said.get("intents")
        if not isinstance(intents, int) or intents & ~ALL_INTENTS:
            return INVALID_INTENTS
        if _disallowed(app, intents):
            return DISALLOWED_INTENTS
        if said.get("shard", [0, 1]) != [0, 1]:
            self.gateway.not_served.append("GATEWAY shards")
        self.session = self.gateway.begin(app, intents, self.connection)
        self.gateway.tell_presence(app)
        return 0

    def _resume(self, said: dict[str, Any]) -> int:
        session = self.gateway.sessions.get(str(said.get("session_id")))
        app = self.gateway.world.by_token.get(str(said.get("token")))
        if app is None:
            return BAD_TOKEN
        after = said.get("seq")
        known = session is not None and session.app is app and isinstance(after, int)
        if session is None or not known or not session.can_resume(int(after or 0)):
            self.connection.send_op(INVALID_SESSION, False)
            return 0
        if session.connection is not None:
            session.connection.abort()
        self.session = session
        session.resume(self.connection, int(after or 0))
        self.gateway.tell_presence(app)
        return 0


def _disallowed(app: Application, intents: int) -> bool:
    asked = intents & (GUILD_MEMBERS | PRESENCES | MESSAGE_CONTENT)
    granted = (GUILD_MEMBERS if app.guild_members else 0) | (
        MESSAGE_CONTENT if app.message_content else 0
    )
    return bool(asked & ~granted)
