"""Somebody reports a vote; whether it is new, the same as another, or its confirmation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.domain import alike
from bot.domain.communes import Commune
from bot.domain.ids import opaque
from bot.domain.refusals import Reason, Refused
from bot.domain.sittings import ITEM_MAX, NUMBER_MAX, PLACE_MAX, Item
from bot.domain.votes import UNCONFIRMED, CouncilVote, VoteStatus
from bot.services import (
    cities,
    confirming,
    evidence,
    hearing,
    joining,
    lexicon,
    returning,
    sitting_dates,
    sourcing,
    vote_reminders,
    vote_sends,
)
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.joining import Came, Report, Reported, Room
from bot.services.photos import Photo
from bot.services.sourcing import in_one_line
from bot.store import acts, collectives, vote_statements, votes
from bot.store.base import Tx
from bot.store.votes import Draft

__all__ = ["Came", "Report", "Reported", "Room", "Said", "report"]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody typed of a vote; empty where they left it out."""

    city: str
    when: str
    item: str
    number: str = ""
    place: str = ""
    source: str = ""


_ANYWHERE: Final = Room()


async def report(
    deps: Deps, asker: Asker, said: Said, room: Room = _ANYWHERE, photo: Photo | None = None
) -> Reported:
    """Note a vote, and ask the organisers to confirm it. Raises Refused.

    What a second person reports of the same sitting and item is the confirmation, unless it
    contradicts what is noted. The photo is kept with the vote, whichever it turns out to be.
    """
    commune = cities.one(deps, said.city)
    now = deps.clock.now()
    # What came of a sitting that is over organisers alone can say; a member's date is an error.
    read = sitting_dates.read_near if room.organiser else sitting_dates.read
    sitting = read(said.when, commune, now)
    item = _item(said)

    def work(tx: Tx) -> Reported:
        if (made := acts.done(tx, asker.act)) is not None:
            return _shown(_again(tx, made, commune, kept=photo is not None), room)
        collectives.meet(tx, asker.collective, now)
        source = sourcing.source(tx, deps, said.source, sitting.day)
        one = Report(
            asker,
            room,
            commune,
            sitting,
            item,
            in_one_line(said.place, PLACE_MAX),
            source.label if source else (evidence.SOURCE if photo else ""),
            source.url if source else "",
        )
        known, twin = _known(tx, one)
        if known is not None:
            done = joining.join(tx, known, one, now)
        elif (moved := returning.elsewhere(tx, *one.about)) is not None:
            done = Reported(moved, commune, Came.ELSEWHERE)
        else:
            done = _new(tx, deps, one, twin, now)
        kept = photo is not None and evidence.keep(tx, done.vote, photo, asker, now)
        if known and kept and done.vote.status in UNCONFIRMED:
            vote_sends.word_again(tx, done.vote, now)  # the question shows where the photo is
        acts.record(tx, asker.act, _made(done), now)
        return _shown(replace(done, kept=kept), room)

    return await deps.store.write(work)


def _shown(done: Reported, room: Room) -> Reported:
    """Without what others reported, and nobody confirmed, where the person does not read."""

    def is_seen(vote: CouncilVote) -> bool:
        return vote.status not in UNCONFIRMED or room.sees(vote.channel)

    twin = done.twin if done.twin and is_seen(done.twin) else None
    return replace(done, twin=twin, statement=done.statement if is_seen(done.vote) else None)


def _item(said: Said) -> Item:
    words = in_one_line(said.item, ITEM_MAX)
    if not words:
        raise Refused(Reason.VOTE_BLANK)
    return Item(in_one_line(said.number, NUMBER_MAX), words, lexicon.theme_of(words))


def _made(done: Reported) -> str:
    """What an act came to, for when the chat hands it over again."""
    statement = done.statement.id if done.statement else ""
    return f"{done.vote.id}:{done.came}:{statement}:{int(done.from_forum)}"


def _again(tx: Tx, made: str, commune: Commune, *, kept: bool) -> Reported:
    """The answer that was given then, about the vote as it is now."""
    id_, came, statement, from_forum = (*made.split(":"), "", "", "")[:4]
    vote = votes.get(tx, confirming.id_of(id_))
    assert vote is not None
    return Reported(
        vote,
        commune,
        Came(came or Came.NEW),
        asked=vote_sends.asked_in(tx, vote),
        told=vote_sends.announced_in(tx, vote),
        statement=vote_statements.get(tx, int(statement)) if statement else None,
        from_forum=from_forum == "1",
        kept=kept,
    )


def _known(tx: Tx, one: Report) -> tuple[CouncilVote | None, CouncilVote | None]:
    """The vote that this surely is, and one that it may be."""
    day = votes.of_sitting(tx, one.asker.collective, one.commune.code, one.sitting.day)
    alive = [each for each in day if each.status not in alike.GONE]
    sure, maybe = alike.surely(alive, one.item), alike.perhaps(alive, one.item)
    sure = sure or returning.by_twin(tx, alive, one.item)
    sure.sort(key=lambda each: each.sitting.hour not in {None, one.sitting.hour})
    return next(iter(sure), None), next(iter(maybe), None)


def _new(tx: Tx, deps: Deps, one: Report, twin: CouncilVote | None, now: datetime) -> Reported:
    joining.need_room(tx, one.asker, now, sat=one.sitting.is_over(now))
    earlier = returning.earlier(tx, *one.about)
    room, source = one.room, one.source
    owner, channel = one.asker.collective, one.asker.channel
    draft = Draft(
        owner=owner,
        city=one.commune.code,
        status=VoteStatus.REPORTED if source else VoteStatus.RUMOURED,
        sitting=one.sitting,
        place=one.place,
        item=one.item,
        source=source,
        url=one.url,
        reporter=one.asker.person,
        channel=channel,
        mark=opaque(deps.random),
        heard=hearing.announced(tx, owner, one.commune.code, channel, room.is_open),
        earlier=earlier.id if earlier else None,
    )
    vote = votes.add(tx, draft, now, one.asker.person)
    returning.note(tx, vote, earlier, one.asker.person, now)
    asked = vote_sends.ask(tx, vote, now, asked_here=room.is_writable, may_hear=room.may_hear)
    vote_reminders.ask_again(tx, vote, now)
    return Reported(vote, one.commune, Came.NEW, asked=asked, twin=earlier or twin)
