"""2,000 messages over 50 channels, as fast as a server without limits takes them."""

from __future__ import annotations

import asyncio
from statistics import median

from bot.render import cards
from bot.render.texts import texts
from tests.bench.arena import Arena, arena, in_turns
from tests.bench.children import Child
from tests.bench.report import Goal, NotMeasured, Result
from tests.bench.sandbox import CHANNELS

_ROUNDS, _EACH, _WARM_UP = 7, 40, 4
_ALL = CHANNELS * _EACH


async def measure() -> list[Result]:
    """Raises NotMeasured, also when the sandbox holds another number of messages."""
    text = cards.help_(texts("fr")).content
    async with arena() as place:
        ours, bare = place.sender(), place.bare()
        await asyncio.gather(ours.start(), bare.start())
        await asyncio.gather(ours.read(), bare.read())
        for child, side in ((ours, "vigie"), (bare, "bare")):
            await _send(place, child, side, text, _WARM_UP)
        seconds = await in_turns(
            _ROUNDS,
            lambda: _send(place, ours, "vigie", text, _EACH),
            lambda: _send(place, bare, "bare", text, _EACH),
        )
        await _refuse_losses(place)
    value, baseline = (_ALL / median(side) for side in seconds)
    return [Result("delivery", value, "messages/s", baseline, Goal("ratio", "≥", 0.7))]


async def _send(place: Arena, child: Child, side: str, text: str, each: int) -> float:
    told = await child.ask("send", channels=place.channels[side], each=each, text=text)
    return float(told["seconds"])


async def _refuse_losses(place: Arena) -> None:
    wanted = _WARM_UP + _ROUNDS * _EACH
    for side in ("vigie", "bare"):
        counts = (await place.sandbox.ask("count", side=side))["counts"]
        if counts != [wanted] * CHANNELS:
            raise NotMeasured(f"{side} should have sent {wanted} to each channel: {counts}")
