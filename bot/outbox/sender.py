"""Lanes of sends, each served in its order by one attempt at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from bot.domain.delivery import NEVER_HELD, Delivery, Fate, State
from bot.domain.ids import ChannelId, CollectiveId
from bot.outbox.beginning import Ready, Round, begin, begin_due, write
from bot.outbox.fates import DEFECT, fate
from bot.outbox.looking import is_sought, look, place_of, together
from bot.ports.chat import Act, Chat, Refusal, Rejected, Say, Sent, Unknown, drawn
from bot.render.markdown import Converter
from bot.services import bridge, converting
from bot.services.deps import Deps
from bot.store import holds, messages, mirrors, sending
from bot.store.base import Tx

T = TypeVar("T")
log = logging.getLogger(__name__)

_MANY, _MOMENT_S = 8, 0.01  # lanes at work; how long their news wait for each other


class Outbox:
    """Sends what is planned, each lane in order, urgent first, until cancelled."""

    def __init__(self, deps: Deps, chat: Chat) -> None:
        self._deps, self._chat = deps, chat
        self._busy: set[str] = set()
        self._last_lane = ""
        self._fates: list[Fate] = []
        self._news = asyncio.Event()
        self._prefix = ""
        self._clock_went_back = False
        self._silent = frozenset[CollectiveId]()
        deps.clock.on_move(self._moved)
        deps.store.watch(holds.silent, self._hush)

    def _moved(self, by: timedelta) -> None:
        if by < timedelta(0):
            self._clock_went_back = True
            self.wake()

    def _hush(self, silent: frozenset[CollectiveId]) -> None:
        self._silent = silent

    def _is_hushed(self, delivery: Delivery) -> bool:
        """Whether silence fell since it was begun."""
        return delivery.collective in self._silent and delivery.kind not in NEVER_HELD

    def wake(self) -> None:
        """Look at the base again, now."""
        self._deps.store.committed.set()

    async def run(self) -> None:
        """Send for ever. What a stopped process left in flight is first looked for in the chat."""
        self._busy.clear()
        self._prefix = await self._deps.store.read(sending.nonce_prefix)
        now = self._deps.clock.now()
        if in_flight := await self._deps.store.write(lambda tx: sending.recover(tx, now)):
            log.info("outbox.recovered in_flight=%d", in_flight)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._settle_for_ever())
                while True:
                    await self._chat.logged_in()  # else each lane's next send would fail, and wait
                    self._deps.store.committed.clear()
                    if not await self._start_due(tasks):
                        await self._deps.store.committed.wait()
                        await self._gather()
        finally:
            await self._settle()

    async def _gather(self) -> None:
        """While much is under way, what comes within a moment shares a transaction."""
        if len(self._busy) >= _MANY:
            await asyncio.sleep(_MOMENT_S)

    async def _start_due(self, tasks: asyncio.TaskGroup) -> bool:
        """Begin what is due; whether more may be. What is known of earlier sends is written
        first: a send may need to know it."""
        found = await self._round(Converter())
        if found.long:
            found = await self._round(await converting.ahead(found.long))
        self._deps.alarms.wake_at("outbox", found.next_due, self.wake)
        for batch in found.batches:
            self._busy.add(batch[0].lane)
            self._last_lane = batch[0].lane
            tasks.create_task(self._serve(batch, found.begun.get(self._last_lane)))
        return found.is_full

    async def _round(self, convert: Converter) -> Round:
        now, busy, after = self._deps.clock.now(), frozenset(self._busy), self._last_lane
        went_back, self._clock_went_back = self._clock_went_back, False

        def work(tx: Tx) -> Round:
            if went_back:
                sending.clock_went_back(tx, now)
            return begin_due(tx, self._deps, now, busy, after, convert)

        return await self._with_fates(work)

    async def _with_fates(self, work: Callable[[Tx], T]) -> T:
        """`work` after the fates that wait, in one transaction."""
        now, fates = self._deps.clock.now(), self._take_fates()

        def both(tx: Tx) -> T:
            write(tx, fates, now)
            return work(tx)

        try:
            return await self._deps.store.write(both, quietly=not fates)
        except BaseException:
            self._fates = fates + self._fates
            raise

    async def _serve(self, batch: Sequence[Delivery], begun: list[Ready] | None) -> None:
        lane = batch[0].lane
        try:
            if begun is None:
                missing = await self._look_for_doubtful(together(batch))
                begun = await self._begin(missing) if missing else []
            await self._attempt_in_order(begun)
        finally:
            self._busy.discard(lane)
            self.wake()

    async def _begin(self, batch: Sequence[Delivery]) -> list[Ready]:
        now = self._deps.clock.now()
        long = await self._deps.store.read(lambda tx: converting.long_posts(tx, self._deps, batch))
        convert = await converting.ahead(long)
        begun = await self._with_fates(lambda tx: begin(tx, self._deps, now, [batch], convert))
        return begun.get(batch[0].lane, [])

    async def _look_for_doubtful(self, batch: Sequence[Delivery]) -> list[Delivery]:
        """What of the batch is still to be sent, once the doubtful were looked for."""
        doubtful = [(one, self._nonce(one)) for one in batch if is_sought(one)]
        place = place_of(doubtful[0][0])
        ids = [one.id for one, _ in doubtful]
        known, after = await self._deps.store.read(
            lambda tx: (messages.sent_in(tx, place), messages.last_before(tx, place, ids))
        )
        found = await look(self._chat, doubtful, known, after)
        if isinstance(found, Rejected | Unknown):
            if _was_in_thread(doubtful[0][0], place) and _is_no_channel(found):
                await self._reopen(doubtful[0][0], batch)  # what it held is gone with it
            else:
                await self._put_back([self._fate(batch[0], found)])
            return []
        log.info("outbox.looked doubtful=%d found=%d", len(doubtful), len(found))
        fates = [self._fate(one, Sent(found[one.id])) for one, _ in doubtful if one.id in found]
        await self._put_back(fates)
        return [one for one in batch if one.id not in found]

    async def _attempt_in_order(self, batch: Sequence[Ready]) -> None:
        for index, one in enumerate(batch):
            if self._is_hushed(one.delivery):
                await self._put_back(_untried(batch[index:]))
                return
            outcome = await self._attempt(one)
            if _is_thread_gone(one, outcome):
                later = [each.delivery for each in batch[index:]]
                await self._reopen(one.delivery, later)
                return
            result = self._fate(one.delivery, outcome)
            if result.state is not State.PLANNED:
                self._tell(result)
                continue
            await self._put_back([result, *_untried(batch[index + 1 :])])
            return

    async def _attempt(self, one: Ready) -> Sent | Rejected | Unknown:
        try:
            return await self._chat.do(await _drawn(one.act), nonce=self._nonce(one.delivery))
        except Exception:  # a defect met in one send must not hold the others
            log.exception("outbox.defect delivery=%d", one.delivery.id)
            return Unknown(DEFECT)

    async def _reopen(self, delivery: Delivery, untried: Iterable[Delivery]) -> None:
        """The chat thread of a mirror is gone: open another for it and what follows."""
        now, back = self._deps.clock.now(), [Fate(one.id, State.PLANNED) for one in untried]
        assert delivery.mirror is not None
        id_ = delivery.mirror
        log.warning("outbox.thread_gone delivery=%d mirror=%d", delivery.id, id_)

        def work(tx: Tx) -> None:
            write(tx, back, now)
            bridge.reopen(tx, mirrors.get(tx, id_), now)

        await self._deps.store.write(work)

    def _fate(self, delivery: Delivery, outcome: Sent | Rejected | Unknown) -> Fate:
        return fate(delivery, outcome, self._deps.clock.now(), self._deps.random)

    def _nonce(self, delivery: Delivery) -> str:
        return f"{self._prefix}-{delivery.id}"

    def _tell(self, fate: Fate) -> None:
        """Have a fate written soon, with others: a stop before that makes it doubtful, not lost."""
        self._fates.append(fate)
        self._news.set()

    def _take_fates(self) -> list[Fate]:
        fates, self._fates = self._fates, []
        return fates

    async def _put_back(self, fates: Sequence[Fate], *, quietly: bool = False) -> None:
        """Write at once: the lane may not go on before, or it would lose its order."""
        now = self._deps.clock.now()
        if fates:
            await self._deps.store.write(lambda tx: write(tx, fates, now), quietly=quietly)

    async def _settle_for_ever(self) -> None:
        while True:
            await self._news.wait()
            await self._gather()
            self._news.clear()
            await self._settle()

    async def _settle(self) -> None:
        """Wakes nobody: what a fate lets go waits for the end of its lane, which does."""
        await self._put_back(self._take_fates(), quietly=True)


def _untried(batch: Sequence[Ready]) -> list[Fate]:
    return [Fate(one.delivery.id, State.PLANNED) for one in batch]


async def _drawn(act: Act) -> Act:
    """With its picture, where it has one: words come from the base, which may not wait for it."""
    if not isinstance(act, Say) or act.message.drawing is None:
        return act
    return replace(act, message=await drawn(act.message))


def _is_thread_gone(one: Ready, outcome: Sent | Rejected | Unknown) -> bool:
    """Whether a mirror's chat thread was deleted by people."""
    in_thread = isinstance(one.act, Say) and _was_in_thread(one.delivery, one.act.place)
    return in_thread and _is_no_channel(outcome)


def _was_in_thread(delivery: Delivery, place: ChannelId) -> bool:
    return delivery.mirror is not None and place != delivery.channel


def _is_no_channel(outcome: Sent | Rejected | Unknown) -> bool:
    return isinstance(outcome, Rejected) and outcome.refusal is Refusal.NO_CHANNEL
