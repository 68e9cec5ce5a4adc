"""What follows from a stage of a request for documents: its deadline, and its end by silence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.deadlines import Deadline
from bot.domain.delivery import Kind
from bot.domain.document_requests import Event, Request, Stage, Told, replayed
from bot.domain.ids import ChannelId, RequestId
from bot.domain.kept_deadlines import Basis, Kept
from bot.domain.reminders import About, Audience, Noun
from bot.services import deadline_sends, hearing, legal, reminders
from bot.services.asking import Asker
from bot.store import deadlines, deliveries, document_requests, messages
from bot.store.base import Tx
from bot.store.deadlines import Draft

_THEN: Final = (timedelta(0),)


def over(tx: Tx, key: str, now: datetime) -> None:
    """The last day of a stage went by, in the transaction that tells it."""
    request = document_requests.get(tx, of_key(key))
    if request is not None and _key(request) == key:
        silence(tx, request, now)


def of_key(key: str) -> RequestId:
    """The request of which a stage is told."""
    return RequestId(int(key.partition(":")[0]))


def silence(tx: Tx, before: Request, now: datetime) -> Request:
    """Go on with what is over already, stage after stage."""
    after = replayed(before, document_requests.told(tx, before.id), last_day, now)
    if _key(after) == _key(before):
        return before
    cause = Told(Event.SILENCE, after.began)
    document_requests.save(tx, before, after, cause, now, None)
    # The reminder of the stage before is what is being told: it is not cancelled.
    _keep(tx, after, now, None, is_done=False)
    return after


def take(tx: Tx, before: Request, told: Told, now: datetime, asker: Asker) -> Request:
    """Write what somebody told of a request, and what is due now; who was told that it stood
    elsewhere hears of it. Raises Refused."""
    document_requests.note(tx, before.id, told)
    after = replayed(before, document_requests.told(tx, before.id), last_day, now)
    document_requests.save(tx, before, after, told, now, asker.person)
    hearing_it = set[ChannelId]()
    if _key(after) != _key(before):
        reminders.cancel(tx, About(Noun.REQUEST, _key(before)), now)
        was_wrong = told.day < before.began or before.stage is Stage.FORECLOSED
        corrects = was_wrong or told.event is Event.RECEIVED
        hearing_it = _tell(tx, after, asker.channel, now, corrects=corrects)
    is_done = told.event not in {Event.RECEIVED, Event.ABANDONED}
    _keep(tx, after, now, asker, is_done=is_done, known_in={asker.channel, *hearing_it})
    return after


def _tell(
    tx: Tx, after: Request, here: ChannelId, now: datetime, *, corrects: bool
) -> set[ChannelId]:
    """The end of a stage that turns out to be another is put right wherever it was told. What is
    answered `here`, to one person alone, is told to the others. The channels that hear of it."""
    channels = set[ChannelId]()
    if corrects:
        stages = messages.carrying_any(tx, f"reminder:{Noun.REQUEST}:{after.id}:")
        channels |= {one.channel for one in stages}
    if here in {one.taker_channel for one in deadlines.of_request(tx, after.id)}:
        channels |= set(hearing.channels(tx, after.owner, after.city, after.channel, after.heard))
    for channel in sorted(channels - {here}):
        deliveries.plan(
            tx,
            Kind.REQUEST_STAGE,
            channel,
            f"request:{after.id}:{after.version}",
            now,
            facts={"request": _key(after), "told": "again" if corrects else "on"},
            collective=after.owner,
        )
    return channels


def rearm(tx: Tx, id_: RequestId, now: datetime) -> None:
    """Its stage is counted in another way: it is over on another day, or already."""
    request = document_requests.get(tx, id_)
    if request is not None and silence(tx, request, now) == request:
        _tell_end(tx, request, now)


def begin(tx: Tx, request: Request, now: datetime) -> None:
    """Keep the deadline of the stage that it is in, and tell its end."""
    _keep(tx, request, now, None, is_done=False)


def _keep(
    tx: Tx,
    request: Request,
    now: datetime,
    asker: Asker | None,
    *,
    is_done: bool,
    known_in: Collection[ChannelId] = (),
) -> None:
    """Of its deadlines only that of its stage is open; that of a stage that a person ended is
    done, where it did come to its end. `known_in`: where people hear of all that anyway."""
    is_kept = False
    for kept in deadlines.of_request(tx, request.id):
        if not kept.is_alive:
            continue
        if kept.basis.rule == request.rule:
            is_kept = True
            _count_again(tx, kept, request, now, asker, known_in)
        else:
            _close(tx, kept, now, asker, is_done=is_done)
    if not is_kept:
        _open(tx, request, now)
    _tell_end(tx, request, now)


def _close(tx: Tx, kept: Kept, now: datetime, asker: Asker | None, *, is_done: bool) -> None:
    by = asker.person if asker else None
    closed = kept.finish(by, organiser=True) if is_done and by else kept.cancel()
    deadlines.save(tx, kept, closed, now, by)
    deadline_sends.follow(tx, closed, now)


def _count_again(
    tx: Tx,
    kept: Kept,
    request: Request,
    now: datetime,
    asker: Asker | None,
    known_in: Collection[ChannelId],
) -> None:
    deadline = counted(request)
    assert deadline is not None
    after = kept.recount(request.began, deadline.act_by)
    if after == kept:
        return
    deadlines.save(tx, kept, after, now, asker.person if asker else None)
    if after.due != kept.due:
        deadline_sends.tell(tx, kept, after, now, known_in=known_in)
    deadline_sends.follow(tx, after, now)


def _open(tx: Tx, request: Request, now: datetime) -> None:
    if (deadline := counted(request)) is None:
        return
    draft = Draft(
        owner=request.owner,
        city=request.city,
        basis=Basis(request.rule, request.began),
        due=deadline.act_by,
        zone=request.zone,
        by=None,
        channel=request.channel,
        request=request.id,
        heard=request.heard,
    )
    deadline_sends.follow(tx, deadlines.add(tx, draft, now), now)


def _tell_end(tx: Tx, request: Request, now: datetime) -> None:
    if (ends := last_day(request)) is not None:
        about = About(Noun.REQUEST, _key(request))
        reminders.set_for(tx, about, _audience(tx, request), request.over_at(ends), _THEN, now)


def counted(request: Request) -> Deadline | None:
    """The deadline of its stage; None where no rule counts it."""
    if not request.rule:
        return None
    return legal.count(request.rule, request.began, legal.of_city(request.city))


def last_day(request: Request) -> date | None:
    deadline = counted(request)
    return deadline.due if deadline else None


def _key(request: Request) -> str:
    return f"{request.id}:{request.stage}:{request.began.isoformat()}"


def _audience(tx: Tx, request: Request) -> Audience:
    return hearing.audience(tx, request.owner, request.city, request.channel, request.heard)
