"""10,000 unread posts of 100 threads, carried after a stop; and some with Discord's limits on.

The rate counts from the first message that the chat took to the last. Without limits, it is
compared with a bare client that only sends. With them, it is compared with the least time that the
sandbox's limits allow, which is Discord's way of counting: a message a thread costs its own bucket
(5 in 5 seconds), and everything a bot asks costs the bucket of all (50 a second). With many
threads the bucket of all binds: so many messages, starters and threads, over 50 a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from bot.sandbox.discord.ratelimits import EVERYTHING, SENDS
from tests.bench.arena import READY, Arena, arena
from tests.bench.children import Child
from tests.bench.report import Goal, NotMeasured, Result
from tests.bench.sandbox import CHANNELS

_CATEGORY = "/category/10"
_TOPICS, _POSTS = 100, 100
_FULL_TOPICS, _FULL_POSTS = 50, 120
_BARE_EACH, _BARE_ROUNDS = 40, 3
_PATIENCE_S = 600.0
_TEXT = "💬 camille, « Fil rempli », mardi 24 novembre à 9h00\nMessage du fil, assez long."


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """Messages that came, the seconds from the first to the last, and how late the loop was."""

    messages: int
    seconds: float
    late_p99_ms: float
    late_worst_ms: float


async def measure() -> list[Result]:
    """Raises NotMeasured, also when a message is lost or doubled."""
    async with arena() as place:
        bare = place.bare()
        await bare.start()
        await bare.read()
        before = await _bare(place, bare)
        ours = await _caught_up(place, _TOPICS, _POSTS)
        after = await _bare(place, bare)
    rate = ours.messages / ours.seconds
    return [
        Result("catch-up", rate, "messages/s", median([*before, *after]), Goal("ratio", "≥", 0.7)),
        Result("loop lag p99", ours.late_p99_ms, "ms", goal=Goal("value", "≤", 50)),
        Result("loop lag, worst", ours.late_worst_ms, "ms"),
    ]


async def measure_limited() -> list[Result]:
    """Raises NotMeasured, also when a message is lost or doubled."""
    async with arena() as place:
        ours = await _caught_up(place, _FULL_TOPICS, _FULL_POSTS, limited=True)
    asked = ours.messages + _FULL_TOPICS  # each thread is opened, too
    least = max(asked / EVERYTHING.most, _FULL_POSTS / SENDS.most * SENDS.per_s)
    goal = Goal("ratio", "≤", 1.1)
    return [
        Result("catch-up with limits", ours.seconds, "s", least, goal, "the least that they allow")
    ]


async def _caught_up(place: Arena, topics: int, posts: int, *, limited: bool = False) -> CaughtUp:
    await _follow(place)
    await place.sandbox.ask("fill", topics=topics, posts=posts)
    await place.sandbox.ask("forget")
    await place.sandbox.ask("limit", on=limited)
    vigie = place.sampled()
    await vigie.start()
    wanted = topics * posts + topics  # with the message that each thread hangs on
    told = await place.sandbox.ask("arrived", wanted=wanted, patience_s=_PATIENCE_S)
    late = await vigie.end()
    again = await place.sandbox.ask("arrived", wanted=wanted)
    if again["count"] != wanted:
        raise NotMeasured(f"{wanted} messages should have come, not {again['count']}")
    return CaughtUp(wanted, told["seconds"], late["p99_ms"], late["worst_ms"])


async def _follow(place: Arena) -> None:
    """Vigie follows the category that is filled, whole, and stops."""
    vigie = place.vigie()
    await vigie.start()
    await vigie.until_logged(READY)
    await place.sandbox.ask("follow", addresses=[_CATEGORY], mode="fil")
    await vigie.stop()


async def _bare(place: Arena, bare: Child) -> list[float]:
    rates = []
    for _ in range(_BARE_ROUNDS):
        told = await bare.ask("send", channels=place.channels["bare"], each=_BARE_EACH, text=_TEXT)
        rates.append(CHANNELS * _BARE_EACH / told["seconds"])
    return rates
