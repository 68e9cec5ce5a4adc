"""The clock over HTTP: reading it, waiting for it to move, moving it."""

from __future__ import annotations

import math
from datetime import datetime

from aiohttp import web

from bot.sandbox.asking import AskError
from bot.sandbox.clock import NextDue, SandboxClock
from bot.sandbox.desk.answers import read, whole
from bot.sandbox.discord.models import Json

LONGEST_WAIT_S = 60.0


class ClockDesk:
    """Routes under /clock. Instants are ISO 8601 with an offset, durations are seconds."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self.routes = web.RouteTableDef()
        self.routes.get("/clock")(self._read)
        self.routes.post("/clock")(self._move)
        self.routes.put("/clock/next")(self._expect)

    async def _read(self, request: web.Request) -> web.Response:
        after = request.query.get("after")
        if after is not None:
            wait_s = _wait_s(request.query.get("wait", "0"))
            await self._clock.wait_for_change(whole(after, 0, 2**53), wait_s)
        return web.json_response(self._shown())

    async def _move(self, request: web.Request) -> web.Response:
        """Raises AskError 400, 409: what was stamped stays in the past."""
        said = await read(request)
        try:
            if said.get("next_due") is True:
                await self._clock.advance(self._until_due())
            elif "to" in said:
                await self._clock.move_to(_instant(said["to"]))
            else:
                await self._clock.advance(_seconds(said.get("advance_s")))
        except ValueError:
            raise AskError(409, "L’horloge ne recule pas.") from None
        except OverflowError:
            raise AskError(400, "Cette date est trop lointaine.") from None
        return web.json_response(self._shown())

    async def _expect(self, request: web.Request) -> web.Response:
        said = await read(request)
        at = said.get("at")
        self._clock.expect(
            None if at is None else NextDue(_instant(at), str(said.get("what") or ""))
        )
        return web.json_response(self._shown())

    def _until_due(self) -> float:
        if self._clock.next_due is None:
            raise AskError(409, "Rien n’est prévu.")
        return max(0.0, (self._clock.next_due.at - self._clock.now()).total_seconds())

    def _shown(self) -> Json:
        due = self._clock.next_due
        return {
            "now": self._clock.now().isoformat(),
            "offset_s": self._clock.offset_s,
            "version": self._clock.version,
            "next_due": {"at": due.at.isoformat(), "what": due.what} if due else None,
        }


def _wait_s(text: str) -> float:
    """Raises AskError 400: an answer at once would make whoever follows ask without end."""
    try:
        wait_s = float(text)
    except ValueError:
        wait_s = math.nan
    if not wait_s >= 0:
        raise AskError(400, "« wait » doit être un nombre de secondes.")
    return min(wait_s, LONGEST_WAIT_S)


def _instant(value: object) -> datetime:
    """Raises AskError 400 unless it is an aware instant."""
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise AskError(400, "Il faut un instant ISO 8601 avec son fuseau.")
    return instant


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AskError(400, "Il faut « advance_s », « to » ou « next_due ».")
    return float(value)
