"""Somebody reports a vote; whether it is new, the same as another, or its confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.communes import Commune
from bot.domain.ids import ChannelId
from bot.domain.refusals import Reason, Refused
from bot.domain.sittings import ITEM_MAX, NUMBER_MAX, PLACE_MAX, Item, Sitting, is_same_item
from bot.domain.votes import UNCONFIRMED, CouncilVote, VoteStatus
from bot.services import (
    cities,
    confirming,
    evidence,
    lexicon,
    sitting_dates,
    sourcing,
    vote_sends,
)
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.photos import Photo
from bot.services.sourcing import in_one_line
from bot.store import acts, collectives, votes
from bot.store.base import Tx
from bot.store.votes import Draft

MOST_OF_ONE: Final = 5  # that wait, of one person
MOST: Final = 30  # that wait, in one collective
_OVER: Final = {VoteStatus.DROPPED, VoteStatus.WITHDRAWN, VoteStatus.POSTPONED}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody typed of a vote; empty where they left it out."""

    city: str
    when: str
    item: str
    number: str = ""
    place: str = ""
    source: str = ""


class Came(StrEnum):
    """What a report came to."""

    NEW = "new"
    KNOWN = "known"  # somebody reported it already
    CONFIRMED = "confirmed"  # by this second person


@dataclass(frozen=True, slots=True)
class Reported:
    """`asked`: where the organisers are asked; `told`: where it is announced. `twin`: another vote
    of that day, which may be the same; `kept`: whether the photo that came along is."""

    vote: CouncilVote
    commune: Commune
    came: Came
    asked: Sequence[ChannelId] = ()
    told: Sequence[ChannelId] = ()
    twin: CouncilVote | None = None
    kept: bool = False


async def report(
    deps: Deps,
    asker: Asker,
    said: Said,
    *,
    photo: Photo | None = None,
    asked_here: bool = True,
) -> Reported:
    """Note a vote, and ask the organisers to confirm it. Raises Refused.

    What a second person reports of the same sitting and item is the confirmation. The photo is
    kept with the vote, whichever it turns out to be.
    """
    commune = cities.one(deps, said.city)
    now = deps.clock.now()
    sitting = sitting_dates.read(said.when, commune, now)
    item = _item(said)

    def work(tx: Tx) -> Reported:
        if (made := acts.done(tx, asker.act)) is not None:
            return _again(tx, made, commune, photo)
        collectives.meet(tx, asker.collective, now)
        known, twin = _known(tx, asker, commune, sitting, item)
        done = (
            _same(tx, known, commune, asker, now)
            if known
            else _new(tx, deps, asker, said, commune, sitting, item, now, asked_here, photo)
        )
        kept = photo is not None and evidence.keep(tx, done.vote, photo, asker, now)
        if kept and done.came is Came.KNOWN and done.vote.status in UNCONFIRMED:
            vote_sends.word_again(tx, done.vote, now)  # the question shows where the photo is
        acts.record(tx, asker.act, str(done.vote.id), now)
        return Reported(
            *(done.vote, commune, done.came, done.asked, done.told),
            twin=None if known else twin,
            kept=kept,
        )

    return await deps.store.write(work)


def _item(said: Said) -> Item:
    words = in_one_line(said.item, ITEM_MAX)
    if not words:
        raise Refused(Reason.BLANK)
    return Item(in_one_line(said.number, NUMBER_MAX), words, lexicon.theme_of(words))


def _again(tx: Tx, made: str, commune: Commune, photo: Photo | None) -> Reported:
    vote = votes.get(tx, confirming.id_of(made))
    assert vote is not None
    return Reported(vote, commune, Came.NEW, kept=photo is not None)


def _known(
    tx: Tx, asker: Asker, commune: Commune, sitting: Sitting, item: Item
) -> tuple[CouncilVote | None, CouncilVote | None]:
    """The vote that this surely is, and one that it may be."""
    day = votes.of_sitting(tx, asker.collective, commune.code, sitting.day)
    alive = [one for one in day if one.status not in _OVER]
    sure = [one for one in alive if _is_same(one, sitting, item)]
    maybe = [one for one in alive if is_same_item(one.item, item) is not False]
    return next(iter(sure), None), next(iter(maybe), None)


def _is_same(one: CouncilVote, sitting: Sitting, item: Item) -> bool:
    hours = {one.sitting.hour, sitting.hour} - {None}
    return len(hours) < 2 and is_same_item(one.item, item) is True


def _same(tx: Tx, vote: CouncilVote, commune: Commune, asker: Asker, now: datetime) -> Reported:
    if vote.status not in UNCONFIRMED or vote.reporter == asker.person:
        return Reported(vote, commune, Came.KNOWN)
    confirmed, told = confirming.confirm(tx, vote, asker.person, now, organiser=False)
    return Reported(confirmed, commune, Came.CONFIRMED, told=told)


def _new(
    tx: Tx,
    deps: Deps,
    asker: Asker,
    said: Said,
    commune: Commune,
    sitting: Sitting,
    item: Item,
    now: datetime,
    asked_here: bool,
    photo: Photo | None,
) -> Reported:
    _need_room(tx, asker, now)
    source = sourcing.source(tx, deps, said.source, sitting.day)
    label = source.label if source else evidence.SOURCE if photo else ""
    draft = Draft(
        owner=asker.collective,
        city=commune.code,
        status=VoteStatus.REPORTED if label else VoteStatus.RUMOURED,
        sitting=sitting,
        place=in_one_line(said.place, PLACE_MAX),
        item=item,
        source=label,
        url=source.url if source else "",
        reporter=asker.person,
        channel=asker.channel,
    )
    vote = votes.add(tx, draft, now, asker.person)
    asked = vote_sends.ask(tx, vote, now, asked_here=asked_here)
    return Reported(vote, commune, Came.NEW, asked=asked)


def _need_room(tx: Tx, asker: Asker, now: datetime) -> None:
    """Raises Refused where too many wait already: of people's, whose sitting is to come."""
    waiting = [
        one
        for one in votes.of_owner(tx, asker.collective)
        if one.status in UNCONFIRMED and one.reporter is not None and not one.sitting.is_over(now)
    ]
    if sum(one.reporter == asker.person for one in waiting) >= MOST_OF_ONE:
        raise Refused(Reason.TOO_MANY_OF_YOURS, most=str(MOST_OF_ONE))
    if len(waiting) >= MOST:
        raise Refused(Reason.TOO_MANY_WAITING, most=str(MOST))
