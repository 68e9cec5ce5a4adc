"""A channel where messages of a forum come says so, in a message that is pinned where it may be."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId, CollectiveId
from bot.domain.routing import Room
from bot.services import corrections
from bot.services.deps import Deps
from bot.store import deliveries, follows, forums, messages, notices
from bot.store.base import Tx
from bot.store.follows import ANY_FORUM, Follow
from bot.store.notices import Notice, NoticeState

log = logging.getLogger(__name__)

_Wanted = dict[ChannelId, tuple[CollectiveId, tuple[str, ...]]]


class Notices:
    """Keeps what channels say in step with what they follow."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._one_at_a_time = asyncio.Lock()
        deps.store.watch(follows.heard, lambda _: self.wake())

    def wake(self) -> None:
        """Look at what is followed, now."""
        now = self._deps.clock.now()
        self._deps.alarms.wake_at("notices", now, self.settle)

    async def settle(self) -> None:
        """Say what is new; what was said already is not said again."""
        deps, now = self._deps, self._deps.clock.now()
        async with self._one_at_a_time:
            planned = await deps.store.write(lambda tx: settle(tx, deps, now))
        if planned:
            log.info("notices.planned channels=%d", planned)


def settle(tx: Tx, deps: Deps, now: datetime) -> int:
    """Plan what channels are to say from now on; of how many that changed."""
    wanted, known = _wanted(tx, deps), notices.every(tx)
    served = deps.settings.discord.guilds
    changed = 0
    for channel, (collective, sources) in wanted.items():
        changed += _open(tx, known.get(channel), channel, collective, sources, now)
    for channel, one in known.items():
        is_ours = not served or one.collective in served
        if channel not in wanted and is_ours and one.state is NoticeState.OPEN:
            _word_again(tx, replace(one, state=NoticeState.OVER), now)
            changed += 1
    return changed


def _wanted(tx: Tx, deps: Deps) -> _Wanted:
    """From which forums messages come to each channel that takes messages of its own."""
    served, wanted = deps.settings.discord.guilds, _Wanted()
    for follow in follows.everyone(tx):
        if follow.room is Room.FORUM or (served and follow.collective not in served):
            continue
        _, before = wanted.get(follow.channel, (None, ()))
        names = dict.fromkeys([*before, *_sources(tx, deps, follow)])
        if names:
            wanted[follow.channel] = follow.collective, tuple(sorted(names))
    return wanted


def _sources(tx: Tx, deps: Deps, follow: Follow) -> Iterable[str]:
    """A city listens to all the forums."""
    names = deps.forums if follow.forum == ANY_FORUM else [follow.forum]
    return [forums.title(tx, name) or name for name in names]


def _open(
    tx: Tx,
    known: Notice | None,
    channel: ChannelId,
    collective: CollectiveId,
    sources: tuple[str, ...],
    now: datetime,
) -> bool:
    if known and (known.state, known.sources) == (NoticeState.OPEN, sources):
        return False
    turn = known.turn if known else 0
    one = Notice(channel, collective, sources, NoticeState.OPEN, turn)
    if known and _stands(tx, known):
        _word_again(tx, one, now)
    else:
        _say(tx, replace(one, turn=turn + 1), now)
    return True


def _stands(tx: Tx, known: Notice) -> bool:
    """Whether the message is in the channel, or will be, as far as is known."""
    carried = messages.carrying(tx, known.cause)
    return bool(carried) and not any(messages.is_gone(tx, one.id) for one in carried)


def _word_again(tx: Tx, one: Notice, now: datetime) -> None:
    notices.save(tx, one)
    corrections.correct(tx, one.cause, {"channel": one.channel}, now, merged=True)


def _say(tx: Tx, one: Notice, now: datetime) -> None:
    """In the channel, then within reach of who reads there."""
    notices.save(tx, one)
    said = (Kind.NOTICE, one.cause, {"channel": one.channel})
    pinned = (Kind.PIN, f"{one.cause}:pin", {"notice": one.cause})
    for kind, cause, facts in (said, pinned):
        deliveries.plan(tx, kind, one.channel, cause, now, facts=facts, collective=one.collective)
