"""Requests for documents, opened and brought to their next stage by organisers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import said_days
from bot.domain.document_requests import OPINION_RULE, Event, Request, Stage, Told, replayed
from bot.domain.folding import fold
from bot.domain.hearing import Sees, everything
from bot.domain.ids import CollectiveId, DeadlineId, PersonId, RequestId
from bot.domain.kept_deadlines import TITLE_MAX
from bot.domain.refusals import Reason, Refused
from bot.domain.zones import zone_of
from bot.render.document_requests import RequestCard
from bot.services import cities, hearing, known_deadlines, legal, request_ends
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.hearing import ANYWHERE, Here
from bot.services.sourcing import in_one_line
from bot.store import acts, collectives, deadlines, document_requests
from bot.store.base import Tx

_DIGITS: Final = 18
_NEVER: Final = date.max


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed of a request; the days are empty where they left them out."""

    city: str
    what: str
    received: str = ""
    sent: str = ""


async def ask(deps: Deps, asker: Asker, asked: Asked, here: Here = ANYWHERE) -> RequestCard:
    """Follow a request from the day it was received, else from that of sending, which is supposed;
    told `here` alone where others do not read it.

    Raises Refused.
    """
    now, commune = deps.clock.now(), cities.one(deps, asked.city)
    if commune.country != "fr":
        raise Refused(Reason.RULE_FRENCH, rule="CADA")
    await legal.pack()
    zone, what = zone_of(commune), in_one_line(asked.what, TITLE_MAX)
    if not what:
        raise Refused(Reason.BLANK)
    began = _day(asked.received or asked.sent, now, zone)

    def work(tx: Tx) -> RequestCard:
        if (made := acts.done(tx, asker.act)) is not None:
            return card(tx, deps, _own(tx, asker, RequestId(int(made))))
        collectives.meet(tx, asker.collective, now)
        new = Request(
            id=RequestId(0),
            owner=asker.collective,
            city=commune.code,
            what=what,
            stage=Stage.REQUESTED,
            began=began,
            is_supposed=not asked.received,
            by_silence=False,
            zone=zone,
            channel=asker.channel,
            heard=hearing.heard(tx, asker, commune.code, here),
        )
        opening = Told(Event.RECEIVED if asked.received else Event.SENT, began)
        request = document_requests.add(tx, new, opening, now, asker.person)
        request_ends.begin(tx, request, now)
        request = request_ends.silence(tx, request, now)
        acts.record(tx, asker.act, str(request.id), now)
        return card(tx, deps, request)

    return await deps.store.write(work)


async def happened(
    deps: Deps,
    asker: Asker,
    id_: RequestId,
    event: Event,
    said: str = "",
    *,
    seen: int | None = None,
    organiser: bool = True,
) -> RequestCard:
    """Something came of it, on the day that is said, else today; `seen` is the version that whoever
    says so saw. Raises Refused."""
    now = deps.clock.now()
    await legal.pack()

    def work(tx: Tx) -> RequestCard:
        before = _own(tx, asker, id_)
        if acts.done(tx, asker.act) is not None:
            return card(tx, deps, before)
        _need_right(tx, asker, id_, organiser=organiser)
        if seen not in {None, before.version}:
            raise Refused(Reason.REQUEST_STAGE)
        told = Told(event, _day(said, now, before.zone))
        after = request_ends.take(tx, before, told, now, asker)
        acts.record(tx, asker.act, str(after.id), now)
        return card(tx, deps, after)

    return await deps.store.write(work)


async def of(deps: Deps, asker: Asker, id_: RequestId, *, organiser: bool) -> RequestCard:
    """Where a request stands, for who may tell what came of it. Raises Refused."""

    def work(tx: Tx) -> RequestCard:
        request = _own(tx, asker, id_)
        _need_right(tx, asker, id_, organiser=organiser)
        return card(tx, deps, request)

    return await deps.store.read(work)


async def first_possible(deps: Deps, request: Request, event: Event, days: Sequence[date]) -> date:
    """The first of these days on which that may have happened; the last day there is where none
    is."""
    now = deps.clock.now()
    await legal.pack()

    def work(tx: Tx) -> date:
        told = document_requests.told(tx, request.id)
        return next(
            (one for one in days if _may_be(request, [*told, Told(event, one)], now)), _NEVER
        )

    return await deps.store.read(work)


def _may_be(request: Request, told: Sequence[Told], now: datetime) -> bool:
    try:
        replayed(request, told, request_ends.last_day, now)
    except Refused:
        return False
    return True


async def home_of(deps: Deps, id_: RequestId, person: PersonId) -> CollectiveId:
    """In private, the collective of a request of which this person took a stage.

    Raises Refused(NO_REQUEST) of another's.
    """
    stages = await deps.store.read(lambda tx: deadlines.of_request(tx, id_))
    owner = next((one.owner for one in stages if one.taker == person), None)
    if owner is None:
        raise Refused(Reason.NO_REQUEST)
    return owner


async def behind(
    deps: Deps, asker: Asker, said: str | DeadlineId, sees: Sees = everything
) -> RequestCard | None:
    """The request of which a deadline is a stage; None for any other deadline. Raises Refused."""

    def work(tx: Tx) -> RequestCard | None:
        kept = known_deadlines.said_or_own(tx, deps, asker.collective, said, sees)
        request = document_requests.get(tx, kept.request) if kept.request else None
        return card(tx, deps, request) if request else None

    return await deps.store.read(work)


def _need_right(tx: Tx, asker: Asker, request: RequestId, *, organiser: bool) -> None:
    """Organisers tell what came of a request, and so does who took its stage.

    Raises Refused(ORGANISERS_ONLY).
    """
    stages = [one for one in deadlines.of_request(tx, request) if one.is_alive]
    if not organiser and asker.person not in {one.taker for one in stages}:
        raise Refused(Reason.ORGANISERS_ONLY)


async def suggested(
    deps: Deps, collective: CollectiveId, typed: str, sees: Sees = everything
) -> list[RequestCard]:
    """The requests that somebody may mean who typed this so far, of those that they `see`."""

    def work(tx: Tx) -> list[RequestCard]:
        found = document_requests.unfinished_of(tx, collective)
        return [card(tx, deps, one) for one in found if one.heard.shows(one.channel, sees)]

    cards = await deps.store.read(work)
    return [one for one in cards if fold(typed) in fold(one.label)]


def chosen(said: str) -> RequestId:
    """Raises Refused(NO_REQUEST) for what is none of the suggestions."""
    if not said.isdecimal() or len(said) > _DIGITS:
        raise Refused(Reason.NO_REQUEST)
    return RequestId(int(said))


def _day(said: str, now: datetime, zone: ZoneInfo) -> date:
    today = now.astimezone(zone).date()
    day = said_days.past(said, today) if said.strip() else today
    if day > today:
        raise Refused(Reason.REQUEST_DAY)
    return day


def _own(tx: Tx, asker: Asker, id_: RequestId) -> Request:
    request = document_requests.get(tx, id_)
    if request is None or request.owner != asker.collective:
        raise Refused(Reason.NO_REQUEST)
    return request


def card(tx: Tx, deps: Deps, request: Request) -> RequestCard:
    """Where a request stands. Raises LookupError where the registry lost its city."""
    town = cities.told(deps, cities.existing(deps, request.city))
    opinion = None
    if request.stage is Stage.CADA:
        opinion = legal.count(OPINION_RULE, request.began, legal.of_city(request.city)).due
    counted = request_ends.counted(request)
    told = {one.event: one.day for one in document_requests.told(tx, request.id)}
    return RequestCard(
        request=request,
        town=town,
        counted=counted,
        always=legal.rules().always,
        opinion=opinion,
        was_registered=Event.REGISTERED in told,
        opined=told.get(Event.OPINION),
    )
