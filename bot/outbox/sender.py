"""Lanes of sends, each served in its order by one attempt at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from bot.domain.delivery import Cause, Delivery, Fate, State, digest
from bot.outbox.fates import DEFECT, declined, fate
from bot.outbox.looking import is_sought, look, place_of, together
from bot.ports.chat import Act, Amend, Chat, OpenPost, Refusal, Rejected, Say, Sent, Unknown
from bot.services import bridge, converting
from bot.services.deps import Deps
from bot.services.wording import Wording
from bot.store import deliveries, mirrors
from bot.store.base import Tx
from bot.store.deliveries import Begun

log = logging.getLogger(__name__)

_PER_LANE = 10  # sends taken at once: few enough that an urgent one soon passes


@dataclass(frozen=True, slots=True)
class _Ready:
    delivery: Delivery
    act: Act

    @property
    def begun(self) -> Begun:
        return Begun(self.delivery.id, digest(_content(self.act)), self.act.place)


def _content(act: Act) -> str:
    """The words that the chat will show."""
    return act.message.content if isinstance(act, Say | Amend | OpenPost) else act.name


def _worded(wording: Wording, delivery: Delivery) -> _Ready | Fate:
    try:
        act = wording.of(delivery)
    except Exception:  # one send that cannot be worded must not hold the others
        log.exception("outbox.unworded delivery=%d kind=%s", delivery.id, delivery.kind)
        return declined(delivery, Cause.UNWORDED)
    return declined(delivery, act) if isinstance(act, Cause) else _Ready(delivery, act)


class Outbox:
    """Sends what is planned, each lane in order, urgent first, until cancelled."""

    def __init__(self, deps: Deps, chat: Chat) -> None:
        self._deps, self._chat = deps, chat
        self._busy: set[str] = set()
        self._fates: list[Fate] = []
        self._news = asyncio.Event()
        self._prefix = ""
        self._clock_went_back = False
        deps.clock.on_move(self._moved)

    def _moved(self, by: timedelta) -> None:
        if by < timedelta(0):
            self._clock_went_back = True
            self.wake()

    def wake(self) -> None:
        """Look at the base again, now."""
        self._deps.store.committed.set()

    async def run(self) -> None:
        """Send for ever. What a stopped process left in flight is first looked for in the chat."""
        self._busy.clear()
        self._prefix = await self._deps.store.read(deliveries.nonce_prefix)
        now = self._deps.clock.now()
        if in_flight := await self._deps.store.write(lambda tx: deliveries.recover(tx, now)):
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
        if self._clock_went_back:
            self._clock_went_back = False
            await self._deps.store.write(lambda tx: deliveries.clock_went_back(tx, now))
        batches, next_due = await self._deps.store.read(
            lambda tx: (deliveries.due(tx, now, busy, _PER_LANE), deliveries.next_due(tx, now))
        )
        self._deps.alarms.wake_at("outbox", next_due, self.wake)
        self._busy |= {batch[0].lane for batch in batches}
        begun = await self._begin([batch for batch in batches if not any(map(is_sought, batch))])
        for batch in batches:
            tasks.create_task(self._serve(batch, begun.get(batch[0].lane)))

    async def _serve(self, batch: Sequence[Delivery], begun: list[_Ready] | None) -> None:
        lane = batch[0].lane
        try:
            if begun is None:
                missing = await self._look_for_doubtful(together(batch))
                begun = (await self._begin([missing])).get(lane, []) if missing else []
            await self._attempt_in_order(begun)
        finally:
            self._busy.discard(lane)
            self.wake()

    async def _look_for_doubtful(self, batch: Sequence[Delivery]) -> list[Delivery]:
        """What of the batch is still to be sent, once the doubtful were looked for."""
        doubtful = [(one, self._nonce(one)) for one in batch if is_sought(one)]
        place = place_of(doubtful[0][0])
        ids = [one.id for one, _ in doubtful]
        known, after = await self._deps.store.read(
            lambda tx: (deliveries.sent_in(tx, place), deliveries.last_before(tx, place, ids))
        )
        found = await look(self._chat, doubtful, known, after)
        if isinstance(found, Rejected | Unknown):
            await self._put_back([self._fate(batch[0], found)])
            return []
        log.info("outbox.looked doubtful=%d found=%d", len(doubtful), len(found))
        fates = [self._fate(one, Sent(found[one.id])) for one, _ in doubtful if one.id in found]
        await self._put_back(fates)
        return [one for one in batch if one.id not in found]

    async def _begin(self, batches: Sequence[Sequence[Delivery]]) -> dict[str, list[_Ready]]:
        """Find what to do and mark it as in flight, all lanes in one transaction.

        What is known of earlier sends is written first: a send may need to know it.
        """
        if not batches:
            return {}
        wanted = list(chain.from_iterable(batches))
        convert = await converting.ahead(self._deps, wanted)
        now, fates = self._deps.clock.now(), self._take_fates()

        def work(tx: Tx) -> dict[str, list[_Ready]]:
            _write(tx, fates, now)
            wording, ready = Wording(tx, self._deps, now, convert), list[_Ready]()
            for delivery in wanted:
                worded = _worded(wording, delivery)
                if isinstance(worded, _Ready):
                    ready.append(worded)
                else:
                    _write(tx, [worded], now)
            begun = deliveries.begin(tx, (one.begun for one in ready), now)
            sorted_out: dict[str, list[_Ready]] = {one[0].lane: [] for one in batches}
            for one in ready:
                if one.delivery.id in begun:
                    sorted_out[one.delivery.lane].append(one)
            return sorted_out

        try:
            return await self._deps.store.write(work)
        except BaseException:
            self._fates = fates + self._fates
            raise

    async def _attempt_in_order(self, batch: Sequence[_Ready]) -> None:
        for index, one in enumerate(batch):
            outcome = await self._attempt(one)
            if _is_thread_gone(one, outcome):
                later = [each.delivery for each in batch[index:]]
                await self._reopen(one.delivery, later)
                return
            result = self._fate(one.delivery, outcome)
            if result.state is not State.PLANNED:
                self._tell(result)
                continue
            untried = [Fate(later.delivery.id, State.PLANNED) for later in batch[index + 1 :]]
            await self._put_back([result, *untried])
            return

    async def _attempt(self, one: _Ready) -> Sent | Rejected | Unknown:
        try:
            return await self._chat.do(one.act, nonce=self._nonce(one.delivery))
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
            _write(tx, back, now)
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

    async def _put_back(self, fates: Sequence[Fate]) -> None:
        """Write at once: the lane may not go on before, or it would lose its order."""
        now = self._deps.clock.now()
        if fates:
            await self._deps.store.write(lambda tx: _write(tx, fates, now))

    async def _settle_for_ever(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await self._settle()

    async def _settle(self) -> None:
        await self._put_back(self._take_fates())


def _write(tx: Tx, fates: Sequence[Fate], now: datetime) -> None:
    deliveries.settle(tx, fates, now)
    for one in fates:
        if one.opens is not None and one.state is not State.PLANNED:
            bridge.opened(tx, one, now)


def _is_thread_gone(one: _Ready, outcome: Sent | Rejected | Unknown) -> bool:
    """Whether a mirror's chat thread was deleted by people."""
    gone = isinstance(outcome, Rejected) and outcome.refusal is Refusal.NO_CHANNEL
    in_thread = isinstance(one.act, Say) and one.act.place != one.delivery.channel
    return gone and in_thread and one.delivery.mirror is not None
