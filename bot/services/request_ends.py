"""What follows from a stage of a request for documents: its deadline, and its end by silence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.deadlines import Deadline
from bot.domain.document_requests import Event, Request
from bot.domain.ids import PersonId, RequestId
from bot.domain.kept_deadlines import Basis
from bot.domain.reminders import About, Audience, Noun, ToChannel, ToFollowers
from bot.services import deadline_sends, legal, reminders, vote_sends
from bot.store import deadlines, document_requests
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


def silence(tx: Tx, request: Request, now: datetime) -> Request:
    """Go on with what is over already, stage after stage."""
    while (ends := last_day(request)) is not None and request.over_at(ends) <= now:
        request = take(tx, request, Event.SILENCE, ends, now, None)
    return request


def take(
    tx: Tx, before: Request, event: Event, day: date, now: datetime, by: PersonId | None
) -> Request:
    """Write what becomes of a request, and what is due next. Raises Refused."""
    after = before.on(event, day, last_day(before), now)
    document_requests.save(tx, before, after, event, day, now, by)
    if event is Event.OPINION:
        return after
    for kept in deadlines.of_request(tx, before.id):
        if kept.is_alive:
            is_over = event in {Event.SILENCE, Event.RECEIVED, Event.ABANDONED}
            closed = kept.cancel() if is_over else kept.finish(by or PersonId(""), organiser=True)
            deadlines.save(tx, kept, closed, now, by)
            deadline_sends.follow(tx, closed, now)
    if event is not Event.SILENCE:  # else it is what is being told
        reminders.cancel(tx, About(Noun.REQUEST, _key(before)), now)
    begin(tx, after, now)
    return after


def begin(tx: Tx, request: Request, now: datetime) -> None:
    """Keep the deadline of a stage, and tell its end."""
    if (ends := last_day(request)) is None:
        return
    draft = Draft(
        owner=request.owner,
        city=request.city,
        basis=Basis(request.rule, request.began),
        due=ends,
        zone=request.zone,
        by=None,
        channel=request.channel,
        request=request.id,
    )
    deadline_sends.follow(tx, deadlines.add(tx, draft, now), now)
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
    if vote_sends.places(tx, request.owner, request.city):
        return ToFollowers(request.owner, request.city)
    return ToChannel(request.owner, request.channel)
