"""The one that writes on forums: what is planned, one act at a time per forum, and its fate.

Nothing else calls a forum's writes. What may have been written is looked for before it is tried
again, so that nothing stands there twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import assert_never

from bot.domain.forum_writes import (
    PASSING,
    PATIENCE,
    QUEUE_PATIENCE,
    Denial,
    Write,
    WriteAct,
    WriteFate,
    WriteNoun,
    WriteState,
    again_at,
    is_same,
    look_again_at,
    look_at,
    mark,
)
from bot.ports.forum import (
    Changed,
    Denied,
    Doubtful,
    Forum,
    Queued,
    Trouble,
    Unreadable,
    Written,
)
from bot.services import forum_looking, forum_tallies, publishing_ends
from bot.services.deps import Deps
from bot.services.forum_looking import Found, Sought
from bot.store import forum_writes, holds
from bot.store.base import Tx

log = logging.getLogger(__name__)

Outcome = Written | Queued | Changed | Denied | Doubtful


class Scribe:
    """Writes what is planned, until cancelled."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._news = asyncio.Event()
        self._set_back_by = timedelta(0)
        deps.store.watch(
            lambda tx: (forum_writes.pending(tx), holds.silent(tx)), lambda _: self.wake()
        )
        deps.clock.on_move(self._moved)

    def wake(self) -> None:
        """Look at the base again, now."""
        self._news.set()

    def _moved(self, by: timedelta) -> None:
        self._set_back_by += min(by, timedelta(0))
        self.wake()

    async def run(self) -> None:
        """Write for ever. What a stopped process was writing is first looked for."""
        now = self._deps.clock.now()
        if in_flight := await self._deps.store.write(lambda tx: forum_writes.recover(tx, now)):
            log.info("forum_writes.recovered in_flight=%d", in_flight)
        while True:
            self._news.clear()
            await self.write_due()
            await self._news.wait()

    async def write_due(self) -> None:
        """Write all that is due, on all forums at once, and set the alarm for what comes next."""
        if by := self._set_back_by:
            self._set_back_by = timedelta(0)
            await self._deps.store.write(lambda tx: forum_writes.clock_went_back(tx, by))
        waiting = await self._deps.store.read(forum_writes.forums_waited_for)
        async with asyncio.TaskGroup() as tasks:
            for name in waiting:
                tasks.create_task(self._serve(name))
        now = self._deps.clock.now()
        later = await self._deps.store.read(lambda tx: forum_writes.next_at(tx, now))
        self._deps.alarms.wake_at("forum_writes", later, self.wake)

    async def _serve(self, name: str) -> None:
        forum = self._deps.forums.get(name)
        while (write := await self._next(name)) is not None:
            try:
                if forum is None:  # no longer in the configuration; perhaps by mistake
                    fate = self._later(write, doubtful=write.doubtful)
                else:
                    fate = await self._attempt(forum, write)
            except Exception:  # a defect met in one write must not hold the others
                log.exception("forum_writes.defect write=%d", write.id)
                fate = self._later(write, doubtful=True)
            await self._settle(write, fate)

    async def _next(self, forum: str) -> Write | None:
        """What is to be tried, marked as begun before anything is sent."""
        now = self._deps.clock.now()

        def work(tx: Tx) -> Write | None:
            write = forum_writes.next_of(tx, forum, now, holds.silent(tx))
            if write is None or write.state is WriteState.QUEUED:
                return write
            forum_writes.begin(tx, write.id, now)
            return write

        return await self._deps.store.write(work, quietly=True)

    async def _settle(self, write: Write, fate: WriteFate) -> None:
        now = self._deps.clock.now()

        def work(tx: Tx) -> None:
            if (settled := forum_writes.settle(tx, write.id, fate, now)) is not None:
                _follow(tx, settled, fate, now)

        try:
            await self._deps.store.write(work)
        except Exception:  # a defect in what follows from it must not hold them, either
            log.exception("forum_writes.unsettled write=%d", write.id)
            later = self._later(write, doubtful=True)
            await self._deps.store.write(lambda tx: forum_writes.settle(tx, write.id, later, now))

    async def _attempt(self, forum: Forum, write: Write) -> WriteFate:
        if write.wish.act in (WriteAct.EDIT, WriteAct.WITHDRAW):
            known = await self._looked_at(forum, write)
            return known or self._judged(write, await _changed(forum, write))
        if write.unwanted:
            return await self._looked_for_unwanted(forum, write)
        if write.state is WriteState.QUEUED or write.doubtful:
            known = await self._looked_for(forum, write)
            if known is not None:
                return known
        return self._judged(write, await _made(forum, write))

    async def _looked_at(self, forum: Forum, write: Write) -> WriteFate | None:
        """Before one's post is changed: whether it is so already, or is no longer what it was."""
        source = await forum.source(write.wish.place)
        if isinstance(source, Unreadable):
            if source.trouble in (Trouble.MISSING, Trouble.FORBIDDEN):
                return _gone(write, Denial.MISSING)
            return self._later(write, doubtful=write.doubtful)
        if source.deleted:
            return _gone(write, Denial.DELETED)
        if not source.own:
            return _failed(Denial.NO_RIGHT)
        is_edit = write.wish.act is WriteAct.EDIT
        if is_edit and is_same(source.markdown, write.wish.markdown):
            return WriteFate(WriteState.DONE)
        stands = mark(source.markdown)
        if not is_edit or write.wish.expects in (None, stands):
            return None
        ours = await self._deps.store.read(lambda tx: _written(tx, write))
        return None if stands in ours else _failed(Denial.CHANGED)

    async def _looked_for(
        self, forum: Forum, write: Write, rivals: Sequence[Write] = ()
    ) -> WriteFate | None:
        """The post that it came to; None where it certainly did not come to one."""
        known, is_moderated, doubted = await self._deps.store.read(
            lambda tx: (
                forum_writes.posts_of(tx, forum.name),
                forum_writes.is_moderated(tx, forum.name),
                _doubted(tx, write),
            )
        )
        found = await forum_looking.find(forum, Sought(write, known, doubted, rivals))
        if isinstance(found, Found):
            return _done(found.written, found.mark)
        if write.state is WriteState.QUEUED:
            return self._still_queued(write)
        if isinstance(found, Unreadable):
            return self._later(write, doubtful=True)
        # What people want tried again, they have looked for themselves.
        return _failed(Denial.UNCERTAIN) if is_moderated and write.attempts else None

    async def _looked_for_unwanted(self, forum: Forum, write: Write) -> WriteFate:
        """Whether what nobody wants any more stands there: it is not sent again. While the same,
        which is wanted, may have arrived, a post may be that one's."""
        if write.state is not WriteState.QUEUED and not write.doubtful:
            return WriteFate(WriteState.FAILED)
        rivals = await self._deps.store.read(lambda tx: forum_writes.rivals(tx, write))
        known = await self._looked_for(forum, write, rivals)
        if known is not None:
            return known
        return self._later(write, doubtful=True) if rivals else WriteFate(WriteState.FAILED)

    def _still_queued(self, write: Write) -> WriteFate:
        now = self._deps.clock.now()
        if now - write.planned > QUEUE_PATIENCE:
            return _failed(Denial.UNCERTAIN)
        return WriteFate(WriteState.QUEUED, retry_at=look_again_at(now))

    def _judged(self, write: Write, outcome: Outcome) -> WriteFate:
        match outcome:
            case Written():
                return _done(outcome)
            case Changed():
                return WriteFate(WriteState.DONE)
            case Queued():
                now = self._deps.clock.now()
                return WriteFate(WriteState.QUEUED, retry_at=look_again_at(now))
            case Doubtful(trouble):
                log.warning("forum_writes.doubtful write=%d trouble=%s", write.id, trouble)
                return self._later(write, doubtful=True)
            case Denied():
                return self._denied(write, outcome)
            case _:
                assert_never(outcome)

    def _denied(self, write: Write, denied: Denied) -> WriteFate:
        log.warning("forum_writes.denied write=%d why=%s", write.id, denied.why)
        if denied.why in PASSING:
            return self._later(write, doubtful=False, why=denied)
        if denied.why is Denial.MISSING and write.wish.answers is not None:
            return WriteFate(WriteState.PLANNED, alone=True)
        if denied.why is Denial.DELETED and write.wish.act is WriteAct.WITHDRAW:
            return WriteFate(WriteState.DONE)
        return _failed(denied.why, denied.limit)

    def _later(self, write: Write, *, doubtful: bool, why: Denied | None = None) -> WriteFate:
        """Tried again, for a day; longer where nobody knows, since people may look. What waited
        for Vigie itself, who was stopped, has another try; what waits for a moderator, its own
        time."""
        if write.state is WriteState.QUEUED:
            return self._still_queued(write)
        now, spread = self._deps.clock.now(), self._deps.random.random()
        reason = why.why if why else Denial.UNREACHABLE
        if write.attempts and now - write.planned > PATIENCE:
            return _failed(Denial.UNCERTAIN if doubtful else reason)
        retry_at = (look_at if doubtful else again_at)(write.attempts, spread, now)
        if why is not None and why.wait_s is not None:
            retry_at = max(retry_at, now + timedelta(seconds=why.wait_s + 1))
        told = why.why if why else None
        return WriteFate(WriteState.PLANNED, told, retry_at=retry_at, doubtful=doubtful)


def _follow(tx: Tx, settled: Write, fate: WriteFate, now: datetime) -> None:
    """What a fate comes to for what was written, in the transaction that settles it."""
    match settled.noun:
        case WriteNoun.PUBLICATION:
            publishing_ends.settled(tx, settled, fate, now)
        case WriteNoun.TALLY:
            forum_tallies.settled(tx, settled, fate, now)
        case _:
            assert_never(settled.noun)


def _doubted(tx: Tx, write: Write) -> frozenset[str]:
    """What may stand there of what a tally said before: it puts that right by itself, once it is
    found. What a person wrote is theirs to change."""
    if write.noun is not WriteNoun.TALLY:
        return frozenset()
    return forum_writes.doubted(tx, write.noun, write.key)


def _written(tx: Tx, write: Write) -> frozenset[str]:
    """What Vigie itself wrote there last, be it while this waited: nobody else changed it."""
    if write.noun is WriteNoun.PUBLICATION:
        return publishing_ends.written(tx, write)
    return _doubted(tx, write)


async def _made(forum: Forum, write: Write) -> Outcome:
    wish = write.wish
    if wish.act is WriteAct.OPEN:
        return await forum.post_topic(wish.place, wish.title, wish.markdown)
    return await forum.post_reply(wish.place, wish.markdown, to=wish.answers)


async def _changed(forum: Forum, write: Write) -> Outcome:
    if write.wish.act is WriteAct.EDIT:
        return await forum.change_post(write.wish.place, write.wish.markdown)
    return await forum.withdraw_post(write.wish.place)


def _done(at: Written, stands: str | None = None) -> WriteFate:
    return WriteFate(WriteState.DONE, post=at.post, topic=at.topic, url=at.url, stands=stands)


def _failed(why: Denial, limit: int | None = None) -> WriteFate:
    return WriteFate(WriteState.FAILED, why, limit)


def _gone(write: Write, why: Denial) -> WriteFate:
    """What is gone is withdrawn, and cannot be edited."""
    is_withdrawn = write.wish.act is WriteAct.WITHDRAW
    return WriteFate(WriteState.DONE) if is_withdrawn else _failed(why)
