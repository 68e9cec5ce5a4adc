"""Deadlines are added, taken, moved and done; each once, however often the chat says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import rule_names, said_days
from bot.domain.communes import Commune
from bot.domain.hearing import Sees, everything
from bot.domain.ids import ChannelId, DeadlineId
from bot.domain.kept_deadlines import TITLE_MAX, Basis, Kept, need_ahead
from bot.domain.project_facts import WORDS_MAX
from bot.domain.refusals import Reason, Refused
from bot.domain.rule_names import Pick
from bot.domain.zones import zone_of
from bot.render.deadline_cards import Card
from bot.services import cities, deadline_sends, hearing, known_deadlines, legal
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.hearing import ANYWHERE, Here
from bot.services.sourcing import in_one_line
from bot.store import acts, collectives, deadlines
from bot.store.base import Tx
from bot.store.deadlines import Draft

MOST: Final = 100  # to come, of a collective
_Change = Callable[[Tx, Kept, datetime], Kept]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed of a deadline: a rule or a title, empty where they left it out. `day`
    sets the rule off, or is the due date itself under a title."""

    city: str
    day: str
    rule: str = ""
    title: str = ""


async def add(deps: Deps, asker: Asker, wanted: Wanted, pick: Pick, here: Here = ANYWHERE) -> Card:
    """Keep a deadline for a city, and remind of it, `here` alone where others do not read it.

    Raises Refused (city, rule, day, too many).
    """
    now, commune = deps.clock.now(), cities.one(deps, wanted.city)
    zone = zone_of(commune)
    await legal.pack()
    basis, due = _basis(wanted, commune, now, zone, pick)
    _need_ahead(basis, due, now, zone)

    def work(tx: Tx) -> Card:
        if (made := acts.done(tx, asker.act)) is not None:
            return _again(tx, deps, asker, made)
        collectives.meet(tx, asker.collective, now)
        known = deadlines.alive_of(tx, asker.collective)
        if sum(one.days_left(now) >= 0 for one in known) >= MOST:
            raise Refused(Reason.TOO_MANY_DEADLINES, most=str(MOST))
        owner, by = asker.collective, asker.person
        heard = hearing.heard(tx, asker, commune.code, here)
        draft = Draft(owner, commune.code, basis, due, zone, by, asker.channel, heard=heard)
        kept = deadlines.add(tx, draft, now)
        deadline_sends.follow(tx, kept, now)
        acts.record(tx, asker.act, str(kept.id), now)
        return known_deadlines.card(tx, deps, kept)

    return await deps.store.write(work)


def _basis(
    wanted: Wanted, commune: Commune, now: datetime, zone: ZoneInfo, pick: Pick
) -> tuple[Basis, date]:
    title = in_one_line(wanted.title, TITLE_MAX)
    if bool(title) is bool(wanted.rule.strip()):
        raise _unclear(wanted, commune, title, pick)
    if title:
        return Basis(title=title), said_days.to_come(wanted.day, now, zone)
    rule = rule_names.meant(legal.rules(), wanted.rule, pick)
    began = legal.began(rule, wanted.day, now, zone)
    counted = legal.count(rule, began, legal.place_of(commune))
    return Basis(rule, began), counted.act_by


def _need_ahead(basis: Basis, due: date, now: datetime, zone: ZoneInfo) -> None:
    """Raises Refused: DEADLINE_PAST for a day of people's own, DEADLINE_OVER for a counted one."""
    try:
        need_ahead(due, now, zone)
    except Refused as refused:
        if basis.began is None:
            raise
        began = basis.began.isoformat()
        raise Refused(Reason.DEADLINE_OVER, began=began, **refused.facts) from None


def _unclear(wanted: Wanted, commune: Commune, title: str, pick: Pick) -> Refused:
    """With what was typed, so that nobody has to remember it."""
    rule = wanted.rule.strip()
    known = legal.rules().rules.get(rule) or legal.rules().choices.get(rule)
    return Refused(
        Reason.DEADLINE_OF_TWO if title else Reason.DEADLINE_WITHOUT_WHAT,
        city=commune.label,
        day=wanted.day.strip(),
        rule=pick(known.title) if known else rule,
        title=title,
    )


async def take(
    deps: Deps,
    asker: Asker,
    said: str | DeadlineId,
    channel: ChannelId,
    sees: Sees = everything,
) -> Card:
    """Somebody takes care of it, and of what is told with it; they are reminded in `channel`, too.

    Raises Refused.
    """

    def change(tx: Tx, kept: Kept, now: datetime) -> Kept:
        for twin in known_deadlines.twins(tx, kept):
            if twin.id != kept.id and twin.is_alive and twin.taker is None:
                taken = twin.take(asker.person, channel)
                deadlines.save(tx, twin, taken, now, asker.person)
                deadline_sends.follow(tx, taken, now)
        return kept.take(asker.person, channel)

    return await _change(deps, asker, said, change, sees=sees)


async def finish(
    deps: Deps,
    asker: Asker,
    said: str | DeadlineId,
    *,
    organiser: bool,
    sees: Sees = everything,
) -> Card:
    """It is done. Raises Refused."""

    def change(_: Tx, kept: Kept, __: datetime) -> Kept:
        _need_own_day(kept)
        return kept.finish(asker.person, organiser=organiser)

    return await _change(deps, asker, said, change, sees=sees)


async def move(deps: Deps, asker: Asker, said: str, day: str, *, why: str = "") -> Card:
    """Another day: those who were reminded are told. Raises Refused."""
    reason = in_one_line(why, WORDS_MAX)

    def change(tx: Tx, kept: Kept, now: datetime) -> Kept:
        known_deadlines.need_unmoved(tx, kept, said, asker.person, now)
        _need_own_day(kept)
        return kept.move(said_days.to_come(day, now, kept.zone), now)

    return await _change(deps, asker, said, change, why=reason)


def _need_own_day(kept: Kept) -> None:
    """The days of a request for documents follow from what happened: to move or to finish one alone
    would part it from the others. Raises Refused(DEADLINE_OF_REQUEST)."""
    if kept.request is not None:
        raise Refused(Reason.DEADLINE_OF_REQUEST)


async def _change(
    deps: Deps,
    asker: Asker,
    said: str | DeadlineId,
    change: _Change,
    *,
    why: str = "",
    sees: Sees = everything,
) -> Card:
    now = deps.clock.now()
    await legal.pack()

    def work(tx: Tx) -> Card:
        if (made := acts.done(tx, asker.act)) is not None:
            return _again(tx, deps, asker, made)
        before = known_deadlines.said_or_own(tx, deps, asker.collective, said, sees)
        after = change(tx, before, now)
        deadlines.save(tx, before, after, now, asker.person, why=why)
        if after.due != before.due:
            deadline_sends.tell(tx, before, after, now)
        deadline_sends.follow(tx, after, now)
        acts.record(tx, asker.act, str(after.id), now)
        return known_deadlines.card(tx, deps, after)

    return await deps.store.write(work)


def _again(tx: Tx, deps: Deps, asker: Asker, made: str) -> Card:
    kept = known_deadlines.own(tx, asker.collective, DeadlineId(int(made)))
    return known_deadlines.card(tx, deps, kept)
