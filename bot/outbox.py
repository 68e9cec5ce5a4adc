"""The one sender: what is due, its words, the chat, its fate."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain
from typing import assert_never

from bot.domain.delivery import Cause, Delivery, Fate, State, digest, pause
from bot.domain.ids import ChannelId
from bot.ports.chat import Chat, Message, Refusal, Rejected, Sent, Sought, Target, Unknown
from bot.services.deps import Deps
from bot.services.wording import Wording
from bot.store import deliveries
from bot.store.base import Tx

log = logging.getLogger(__name__)

_PER_CHANNEL = 10  # sends taken at once: few enough that an urgent one soon passes
_RIGHT_MAY_COME_FOR = timedelta(days=1)
_LASTING = {
    Refusal.NO_RIGHT: Cause.NO_RIGHT,
    Refusal.NO_CHANNEL: Cause.NO_CHANNEL,
    Refusal.CLOSED: Cause.CLOSED,
    Refusal.INVALID: Cause.INVALID,
}


@dataclass(frozen=True, slots=True)
class _Worded:
    delivery: Delivery
    message: Message


def _is_sought(delivery: Delivery) -> bool:
    """Whether it may already be in the channel, and can be told by its words."""
    return delivery.doubtful and delivery.digest is not None


def _word(wording: Wording, delivery: Delivery) -> Message | Fate:
    try:
        message = wording.of(delivery)
    except Exception:  # one send that cannot be worded must not hold the others
        log.exception("outbox.unworded delivery=%d kind=%s", delivery.id, delivery.kind)
        return Fate(delivery.id, State.FAILED, Cause.UNWORDED)
    if isinstance(message, Cause):
        return Fate(delivery.id, State.WITHHELD, message)
    return message


class Outbox:
    """Sends what is planned, each channel in order, urgent first, until cancelled."""

    def __init__(self, deps: Deps, chat: Chat) -> None:
        self._deps, self._chat = deps, chat
        self._busy: set[ChannelId] = set()
        self._fates: list[Fate] = []
        self._news = asyncio.Event()
        self._prefix = ""

    def wake(self) -> None:
        """Look at the base again, now."""
        self._deps.store.committed.set()

    async def run(self) -> None:
        """Send for ever. What a stopped process left in flight is first looked for in the chat."""
        self._busy.clear()
        self._prefix = await self._deps.store.read(deliveries.nonce_prefix)
        if in_flight := await self._deps.store.write(deliveries.recover):
            log.info("outbox.recovered in_flight=%d", in_flight)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._settle_for_ever())
                while True:
                    self._deps.store.committed.clear()
                    await self._start_due(tasks)
                    await self._deps.store.committed.wait()
        finally:
            await self._settle()

    async def _start_due(self, tasks: asyncio.TaskGroup) -> None:
        now, busy = self._deps.clock.now(), frozenset(self._busy)
        batches, next_due = await self._deps.store.read(
            lambda tx: (deliveries.due(tx, now, busy, _PER_CHANNEL), deliveries.next_due(tx, now))
        )
        self._deps.alarms.wake_at("outbox", next_due, self.wake)
        self._busy |= {batch[0].channel for batch in batches}
        sure = [batch for batch in batches if not any(map(_is_sought, batch))]
        begun = await self._begin(sure)
        for batch in batches:
            tasks.create_task(self._serve(batch, begun.get(batch[0].channel)))

    async def _serve(self, batch: Sequence[Delivery], begun: list[_Worded] | None) -> None:
        channel = batch[0].channel
        try:
            if begun is None:
                missing = await self._look_for_doubtful(batch)
                begun = (await self._begin([missing])).get(channel, []) if missing else []
            await self._send_in_order(begun)
        finally:
            self._busy.discard(channel)
            self.wake()

    async def _look_for_doubtful(self, batch: Sequence[Delivery]) -> list[Delivery]:
        """What of the batch is still to be sent, once the doubtful were looked for."""
        doubtful = list(filter(_is_sought, batch))
        channel = batch[0].channel
        known = await self._deps.store.read(lambda tx: deliveries.sent_in(tx, channel))
        sought = [Sought(self._nonce(one), one.digest or "") for one in doubtful]
        found = await self._chat.find(channel, sought, known=known)
        match found:
            case Rejected():
                await self._put_back([self._rejected(one, found) for one in batch[:1]])
                return []
            case Unknown():
                await self._put_back([self._again(batch[0], doubtful=True)])
                return []
        log.info("outbox.looked doubtful=%d found=%d", len(doubtful), len(found))
        for one in doubtful:
            if message := found.get(self._nonce(one)):
                self._tell(Fate(one.id, State.SENT, message=message))
        return [one for one in batch if self._nonce(one) not in found]

    async def _begin(self, batches: Sequence[Sequence[Delivery]]) -> dict[ChannelId, list[_Worded]]:
        """Find the words and mark as in flight, all channels in one transaction."""
        now = self._deps.clock.now()

        def work(tx: Tx) -> dict[ChannelId, list[_Worded]]:
            wording, worded = Wording(tx, self._deps, now), list[_Worded]()
            for delivery in chain.from_iterable(batches):
                message = _word(wording, delivery)
                if isinstance(message, Message):
                    worded.append(_Worded(delivery, message))
                else:
                    deliveries.settle(tx, [message], now)
            begun = deliveries.begin(
                tx, {one.delivery.id: digest(one.message.content) for one in worded}
            )
            sorted_out: dict[ChannelId, list[_Worded]] = {one[0].channel: [] for one in batches}
            for one in worded:
                if one.delivery.id in begun:
                    sorted_out[one.delivery.channel].append(one)
            return sorted_out

        return await self._deps.store.write(work) if batches else {}

    async def _send_in_order(self, batch: Sequence[_Worded]) -> None:
        for index, one in enumerate(batch):
            to = Target(one.delivery.channel, one.delivery.reply_to)
            outcome = await self._chat.send(to, one.message, nonce=self._nonce(one.delivery))
            fate = self._fate(one.delivery, outcome)
            if fate.state is not State.PLANNED:
                self._tell(fate)
                continue
            untried = [Fate(later.delivery.id, State.PLANNED) for later in batch[index + 1 :]]
            await self._put_back([fate, *untried])
            return

    def _fate(self, delivery: Delivery, outcome: Sent | Rejected | Unknown) -> Fate:
        match outcome:
            case Sent(message):
                return Fate(delivery.id, State.SENT, message=message)
            case Rejected():
                return self._rejected(delivery, outcome)
            case Unknown(why):
                log.warning("outbox.unknown delivery=%d why=%s", delivery.id, why)
                return self._again(delivery, doubtful=True)
            case _:
                assert_never(outcome)

    def _rejected(self, delivery: Delivery, outcome: Rejected) -> Fate:
        log.warning("outbox.rejected delivery=%d why=%s", delivery.id, outcome.refusal)
        cause = _LASTING.get(outcome.refusal)
        hopeful = outcome.refusal is Refusal.NO_RIGHT and (
            self._deps.clock.now() - delivery.due < _RIGHT_MAY_COME_FOR
        )
        if cause is not None and not hopeful:
            return Fate(delivery.id, State.FAILED, cause)
        fate = self._again(delivery, doubtful=delivery.doubtful)
        if outcome.retry_after_s is None:
            return fate
        told = self._deps.clock.now() + timedelta(seconds=outcome.retry_after_s)
        return replace(fate, retry_at=told)

    def _again(self, delivery: Delivery, *, doubtful: bool) -> Fate:
        wait = pause(delivery.attempts, self._deps.random.random())
        retry_at = self._deps.clock.now() + wait
        return Fate(delivery.id, State.PLANNED, retry_at=retry_at, doubtful=doubtful)

    def _nonce(self, delivery: Delivery) -> str:
        return f"{self._prefix}-{delivery.id}"

    def _tell(self, fate: Fate) -> None:
        """Have a fate written soon, with others: a stop before that makes it doubtful, not lost."""
        self._fates.append(fate)
        self._news.set()

    async def _put_back(self, fates: list[Fate]) -> None:
        """Plan again at once: the channel may not go on before, or it would lose its order."""
        now = self._deps.clock.now()
        await self._deps.store.write(lambda tx: deliveries.settle(tx, fates, now))

    async def _settle_for_ever(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await self._settle()

    async def _settle(self) -> None:
        if fates := self._fates:
            self._fates = []
            now = self._deps.clock.now()
            await self._deps.store.write(lambda tx: deliveries.settle(tx, fates, now))
