"""One post of a forum that shows a campaign's tally, and is kept up to date.

At most once per interval, and only where the words changed. What others changed or deleted is
never written over before an organiser says so; nor is what the forum declined from the start tried
again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

from bot.domain.bilan_names import Name
from bot.domain.delivery import Kind
from bot.domain.forum_tallies import (
    ASKED_ABOUT,
    USUAL,
    ForumTally,
    Outcome,
    TallyState,
    counted,
    sound_interval,
)
from bot.domain.forum_writes import (
    Denial,
    Wish,
    Write,
    WriteAct,
    WriteFate,
    WriteNoun,
    WriteState,
    mark,
)
from bot.domain.ids import CollectiveId, PersonId, TaskId
from bot.domain.publishing import Where
from bot.domain.refusals import Reason, Refused
from bot.render import to_forum
from bot.render.texts import texts
from bot.render.to_forum import Dialect
from bot.services import collectives
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import collectives as stored_collectives
from bot.store import deliveries, forum_tallies, forum_writes, forums
from bot.store.base import Tx, apart

log = logging.getLogger(__name__)

# What a tally is about to tell, with what organisers let it tell.
Worded: TypeAlias = Callable[[Tx, Deps, ForumTally, Set[Name]], "Told"]

_SOON: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Told:
    """The Markdown of a tally as it is now, which counts these `tasks`; by which `names` it could
    tell of more. `is_held` where nothing changes before organisers answer about these."""

    text: str
    names: Set[Name] = frozenset()
    tasks: Set[TaskId] = frozenset()
    is_held: bool = False


class TallyAct(StrEnum):
    """What an organiser answers, when asked."""

    REPLACE = "replace"  # what others changed
    AGAIN = "again"  # write another, the one before is gone or was declined
    STOP = "stop"


async def start(
    deps: Deps,
    asker: Asker,
    scope: str,
    where: Where,
    *,
    every: timedelta = USUAL,
    shown: Set[Name] = frozenset(),
    name: str = "",
) -> ForumTally:
    """Keep a tally up to date on a forum, from now on: it tells what organisers were `shown`, in
    the `name` of the collective; one that the forum declined is given up for it. Raises Refused."""
    now = deps.clock.now()
    interval = sound_interval(every)
    if where.forum not in deps.forums:
        raise Refused(Reason.NO_FORUM)

    def work(tx: Tx) -> ForumTally:
        stored_collectives.meet(tx, asker.collective, now)
        for known in forum_tallies.of(tx, asker.collective):
            if known.scope == scope and known.is_declined:
                _stop(tx, known, now, asker.person)
        to = asker.channel
        made = forum_tallies.add(
            *(tx, asker.collective, scope, to, where, interval, now, asker.person),
            shown=shown,
            name=name,
        )
        if made is None:
            raise Refused(Reason.FORUM_TALLY_EXISTS)
        return made

    return await deps.store.write(work)


async def answer(
    deps: Deps, asker: Asker, id_: int, act: TallyAct, *, seen: int | None = None
) -> tuple[ForumTally, Outcome]:
    """Do as an organiser says to the question of the version that they have `seen`, or stop; said
    twice, it is the same. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> tuple[ForumTally, Outcome]:
        tally = _of(tx, asker.collective, id_)
        if act is TallyAct.STOP:
            return tally, _stop(tx, tally, now, asker.person)
        if tally.state is not TallyState.ASKING:
            return tally, Outcome.NOTED
        if tally.version != seen:
            return tally, Outcome.OUTDATED
        after = replace(
            tally.become(TallyState.LIVE), due=now, reason=None, mark=None, counted=None
        )
        if act is TallyAct.AGAIN:
            after = replace(after, post=None, url="")
        return forum_tallies.save(tx, tally, after, now, asker.person), Outcome.NOTED

    return await deps.store.write(work)


def _stop(tx: Tx, tally: ForumTally, now: datetime, by: PersonId) -> Outcome:
    """What has not left for the forum yet never does; what may arrive there is taken back. Stopped
    again, the same."""
    if tally.state is not TallyState.STOPPED:
        forum_tallies.save(tx, tally, tally.become(TallyState.STOPPED), now, by)
    forum_writes.call_back(tx, WriteNoun.TALLY, tally.id, now)
    if not forum_writes.call_off(tx, WriteNoun.TALLY, tally.id, now):
        return Outcome.RECALLED
    match forum_writes.withdrawal(tx, WriteNoun.TALLY, tally.id):
        case WriteState.PLANNED | WriteState.WRITING:
            return Outcome.RECALLED
        case WriteState.DONE:
            return Outcome.NOTHING
    if tally.post is not None and not tally.is_gone:
        return Outcome.STANDS
    return Outcome.UNSURE if tally.reason is Denial.UNCERTAIN else Outcome.NOTHING


def live(tx: Tx, collective: CollectiveId, id_: int) -> ForumTally:
    """One that was not stopped. Raises Refused(NO_FORUM_TALLY)."""
    tally = _of(tx, collective, id_)
    if tally.state is TallyState.STOPPED:
        raise Refused(Reason.NO_FORUM_TALLY)
    return tally


async def listed(deps: Deps, collective: CollectiveId) -> list[ForumTally]:
    return await deps.store.read(lambda tx: forum_tallies.of(tx, collective))


def _of(tx: Tx, collective: CollectiveId, id_: int) -> ForumTally:
    try:
        tally = forum_tallies.get(tx, id_)
    except LookupError:
        raise Refused(Reason.NO_FORUM_TALLY) from None
    if tally.collective != collective:
        raise Refused(Reason.NO_FORUM_TALLY)
    return tally


def converted(tx: Tx, deps: Deps, collective: CollectiveId, forum: str, said: str) -> str:
    """A tally's Markdown as a forum will hold it."""
    says = texts(collectives.known(tx, deps, collective).locale)
    is_discourse = forums.engine(tx, forum) == Dialect.DISCOURSE
    dialect = Dialect.DISCOURSE if is_discourse else Dialect.NODEBB
    return to_forum.from_author(said, dialect, says)


class Keeper:
    """Words again the tallies that are due, and plans what changed."""

    def __init__(self, deps: Deps, worded: Worded) -> None:
        self._deps, self._worded = deps, worded
        self._one_at_a_time = asyncio.Lock()
        deps.store.watch(forum_tallies.earliest, self._told)
        deps.clock.on_move(self._moved)

    def wake(self) -> None:
        self._deps.alarms.wake_at("forum_tallies", self._deps.clock.now(), self.refresh)

    def _moved(self, by: timedelta) -> None:
        if by < timedelta(0):
            self.wake()

    def _told(self, earliest: datetime | None) -> None:
        self._deps.alarms.wake_at("forum_tallies", earliest, self.refresh)

    async def refresh(self) -> None:
        """Plan what is due, and set the alarm for what comes next."""
        async with self._one_at_a_time:
            now = self._deps.clock.now()

            def work(tx: Tx) -> datetime | None:
                forum_tallies.clock_went_back(tx, now)
                for tally in forum_tallies.due(tx, now):
                    self._attempt(tx, tally, now)
                return forum_tallies.earliest(tx)

            self._told(await self._deps.store.write(work))

    def _attempt(self, tx: Tx, tally: ForumTally, now: datetime) -> None:
        try:
            with apart(tx):
                self._refresh(tx, tally, now)
        except Exception:  # one that cannot be worded must not hold the others
            log.exception("forum_tally.failed tally=%d", tally.id)
            forum_tallies.save(tx, tally, replace(tally, due=now + tally.every), now)

    def _refresh(self, tx: Tx, tally: ForumTally, now: datetime) -> None:
        if forum_writes.waits(tx, WriteNoun.TALLY, tally.id):
            forum_tallies.save(tx, tally, replace(tally, due=now + _SOON), now)
            return
        told = self._worded(tx, self._deps, tally, forum_tallies.shown(tx, tally.id))
        wish = self._wish(tx, tally, told.text)
        if wish is not None:
            forum_writes.plan(tx, WriteNoun.TALLY, tally.id, tally.collective, wish, now)
        if not told.is_held:
            forum_tallies.count(tx, tally.id, told.tasks)
        forum_tallies.save(tx, tally, replace(tally, due=now + tally.every), now)
        _ask(tx, tally, told, now)

    def _wish(self, tx: Tx, tally: ForumTally, said: str) -> Wish | None:
        """What is to be written, None where nothing changed."""
        if not said.strip():
            return None
        where = tally.where
        text = converted(tx, self._deps, tally.collective, where.forum, said)
        if tally.post is None:
            return Wish(where.forum, where.act, where.place, text, where.title)
        if counted(text) == tally.counted:
            return None
        return Wish(where.forum, WriteAct.EDIT, tally.post, text, expects=tally.mark)


def settled(tx: Tx, write: Write, fate: WriteFate, now: datetime) -> None:
    """What a write came to, in the transaction that settles it."""
    tally = forum_tallies.get(tx, write.key)
    if write.wish.act is WriteAct.WITHDRAW:
        _withdrawn(tx, tally, write, now)
    elif write.unwanted:
        _called_off(tx, tally, write, now)
    else:
        _written(tx, tally, write, fate, now)


def _written(tx: Tx, tally: ForumTally, write: Write, fate: WriteFate, now: datetime) -> None:
    match write.state:
        case WriteState.DONE:
            done = _stands(tally, write, fate, now)
            forum_tallies.save(tx, tally, done, now)
            if tally.post is None:
                _tell(tx, done, "published", write, now)
        case WriteState.QUEUED:
            _tell(tx, tally, "queued", write, now)
        case WriteState.FAILED:
            _failed(tx, tally, write, now)


def _stands(tally: ForumTally, write: Write, fate: WriteFate, now: datetime) -> ForumTally:
    """With its post; where a text of before was found in that, it is put right at once."""
    post = write.post.number if write.post else tally.post
    tally = replace(tally, post=post, url=write.url or tally.url, reason=None)
    text = write.wish.markdown
    if fate.stands in (None, mark(text)):
        return replace(tally, mark=mark(text), counted=counted(text))
    return replace(tally, mark=fate.stands, counted=None, due=now)


def _called_off(tx: Tx, tally: ForumTally, write: Write, now: datetime) -> None:
    """What was on its way when it was stopped: what arrived is taken back."""
    if write.state is WriteState.DONE and write.post is not None:
        arrived = replace(tally, post=write.post.number, url=write.url)
        forum_tallies.save(tx, tally, arrived, now)
        forum_writes.take_back(tx, write.noun, tally.id, tally.collective, write.post, now)
    elif write.state is WriteState.FAILED and write.reason is Denial.UNCERTAIN:
        _tell(tx, tally, "lost", write, now)


def _withdrawn(tx: Tx, tally: ForumTally, write: Write, now: datetime) -> None:
    if write.state is WriteState.DONE:
        _tell(tx, tally, "taken_back", write, now)
    elif write.state is WriteState.FAILED:
        _tell(tx, tally, "not_taken_back", write, now)


def _failed(tx: Tx, tally: ForumTally, write: Write, now: datetime) -> None:
    why = write.reason or Denial.OTHER
    if tally.state is not TallyState.LIVE:
        return
    if why in ASKED_ABOUT or tally.post is None:
        asking = replace(tally.become(TallyState.ASKING), reason=why)
        forum_tallies.save(tx, tally, asking, now)
        _tell(tx, asking, "asking", write, now)
        return
    is_known = why is not Denial.UNCERTAIN
    after = replace(tally, reason=why, counted=tally.counted if is_known else None)
    forum_tallies.save(tx, tally, after, now)
    if tally.reason is not why:  # told once, and tried again at the next turn
        _tell(tx, tally, "stopped", write, now)


def _ask(tx: Tx, tally: ForumTally, told: Told, now: datetime) -> None:
    """Organisers are asked once about what came since they saw what it would tell."""
    if new := told.names - forum_tallies.known(tx, tally.id):
        turn = str(forum_tallies.ask(tx, tally.id, new))
        held = {"held": "yes"} if told.is_held else {}
        _plan(tx, tally, "news", turn, {"turn": turn, **held}, now)


def _tell(tx: Tx, tally: ForumTally, what: str, write: Write, now: datetime) -> None:
    limit = {} if write.limit is None else {"limit": str(write.limit)}
    why = {"why": write.reason or "", "version": str(tally.version), **limit}
    _plan(tx, tally, what, str(write.id), why, now)


def _plan(
    tx: Tx, tally: ForumTally, what: str, cause: str, facts: dict[str, str], now: datetime
) -> None:
    deliveries.plan(
        tx,
        Kind.FORUM_TALLY,
        tally.channel,
        f"forum_tally:{tally.id}:{what}:{cause}",
        now,
        facts={"tally": str(tally.id), "what": what, **facts},
        collective=tally.collective,
    )
