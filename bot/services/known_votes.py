"""Which vote somebody means, and what is known of a city's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.communes import Commune
from bot.domain.folding import fold
from bot.domain.hearing import Sees, everything
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import COMING, UNCONFIRMED, CouncilVote, Step, VoteStatus
from bot.render import dates
from bot.render.escaping import neutral
from bot.render.texts import Texts
from bot.render.vote_lists import Next
from bot.services import cities, vote_sends
from bot.services.deps import Deps
from bot.store import changes, vote_offers, vote_statements, votes
from bot.store.base import Tx
from bot.store.changes import Row

_CHOSEN: Final = "vote:"
_LONGEST_ID: Final = 18  # what the base can count to
_A_MOMENT: Final = timedelta(minutes=2)  # to type a command
_NEWEST: Final = 20  # of those whose sitting is over
_ENDED: Final = {VoteStatus.DROPPED}


@dataclass(frozen=True, slots=True)
class History:
    """`rows`: what changed of it but its state."""

    vote: CouncilVote
    steps: Sequence[Step]
    rows: Sequence[Row]


def value_of(vote: CouncilVote) -> str:
    """What the commands understand for sure: the vote, as whoever chose it saw it."""
    return value_at(vote.id, vote.version)


def value_at(id_: VoteId, version: int) -> str:
    """The same of a vote as it was in an older version, maybe."""
    return f"{_CHOSEN}{id_}:{version}"


def is_chosen(said: str) -> bool:
    """Whether a vote is named by a value from the suggestions, which tells what was seen of it."""
    return said.startswith(_CHOSEN)


def need_unchanged(tx: Tx, vote: CouncilVote, by: PersonId, now: datetime) -> None:
    """Who names a vote in their own words looked at it a moment ago: somebody else must not have
    changed it meanwhile, as Vigie may. Raises Refused(VOTE_JUST_CHANGED)."""
    last = votes.steps(tx, vote.id)[-1]
    is_change = last.before is not None and not (
        last.before in UNCONFIRMED and last.after is VoteStatus.CONFIRMED
    )
    if is_change and last.by not in {None, by} and now - last.at < _A_MOMENT:
        raise Refused(Reason.VOTE_JUST_CHANGED)


def meant(
    tx: Tx, deps: Deps, collective: CollectiveId, said: str, sees: Sees = everything
) -> CouncilVote:
    """The vote of a value from the suggestions, or the only one whose city or words are said; of
    those that the person `sees`.

    Raises Refused (unknown, several, changed since it was chosen).
    """
    if is_chosen(said):
        return _chosen(tx, collective, said, sees)
    held = votes.of_owner(tx, collective)
    known = [one for one in held if one.status not in _ENDED and is_shown(tx, one, sees)]
    wanted = fold(said)
    found = [one for one in known if wanted and _is_named(deps, one, wanted)]
    if not found:
        raise Refused(Reason.NO_VOTE)
    if len(found) > 1:
        choices = "\n".join(_named(deps, one, one.sitting.day.isoformat()) for one in found[:5])
        raise Refused(Reason.SEVERAL_VOTES, name=said[:100], choices=choices)
    return found[0]


def is_shown(tx: Tx, vote: CouncilVote, sees: Sees) -> bool:
    """What nobody confirmed is known only where it was reported; what was announced where not
    everybody reads, there too."""
    if vote.status in UNCONFIRMED | _ENDED:
        return sees(vote.channel)
    if vote.heard.shows(vote.channel, sees):
        return True
    return any(sees(one) for one in vote_sends.announced_in(tx, vote))


def _shown(tx: Tx, collective: CollectiveId, sees: Sees) -> list[CouncilVote]:
    return [one for one in votes.of_owner(tx, collective) if is_shown(tx, one, sees)]


def _chosen(tx: Tx, collective: CollectiveId, said: str, sees: Sees) -> CouncilVote:
    id_, _, version = said.removeprefix(_CHOSEN).partition(":")
    is_one = id_.isdecimal() and len(id_) <= _LONGEST_ID
    vote = votes.get(tx, VoteId(int(id_))) if is_one else None
    if vote is None or vote.owner != collective or not is_shown(tx, vote, sees):
        raise Refused(Reason.NO_VOTE)
    if version != str(vote.version):
        raise Refused(Reason.VOTE_CHANGED)
    return vote


def label(deps: Deps, vote: CouncilVote, says: Texts) -> str:
    """`lun. 14 déc. 2026 · Forcalquier · caméras fixes et mobiles`"""
    day = dates.listed(vote.sitting.day, says.locale)
    if vote.known_day is None:
        day = says.say("{day} (reporté)", day=day)
    return _named(deps, vote, day)


def _named(deps: Deps, vote: CouncilVote, day: str) -> str:
    commune = deps.registry.get(vote.city)
    name = cities.told(deps, commune) if commune else vote.city
    return f"{day} · {name} · {neutral(vote.item.words)}"


def _is_named(deps: Deps, vote: CouncilVote, wanted: str) -> bool:
    """Whether its label, with its day in any of its forms, holds these folded words."""
    named = _named(deps, vote, "")
    return any(wanted in fold(f"{day}{named}") for day in dates.ways(vote.sitting.day))


async def suggested(
    deps: Deps,
    collective: CollectiveId,
    typed: str,
    *,
    among: frozenset[VoteStatus] | None = None,
    sees: Sees = everything,
) -> list[CouncilVote]:
    """The votes that somebody may mean who typed this so far: those to come first."""
    now = deps.clock.now()
    found = await deps.store.read(lambda tx: _shown(tx, collective, sees))
    kept = [
        one
        for one in found
        if one.status not in _ENDED and (among is None or one.status in among)
        if _is_named(deps, one, fold(typed))
    ]
    return sorted(kept, key=lambda one: _nearness(one, now))


def _nearness(vote: CouncilVote, now: datetime) -> tuple[bool, float]:
    """Those to come by their day; then the others, the latest first."""
    away = (vote.sitting.begins - now).total_seconds()
    return away < 0, abs(away)


def coming(found: Sequence[CouncilVote], now: datetime) -> list[CouncilVote]:
    """The confirmed ones whose sitting is to come, the next first."""
    ahead = [one for one in found if one.status in COMING and not one.sitting.is_over(now)]
    return sorted(ahead, key=lambda one: one.sitting.begins)


def next_in(
    tx: Tx,
    collective: CollectiveId | None,
    city: Commune,
    now: datetime,
    sees: Sees,
    tells: Callable[[CouncilVote], bool],
) -> Next:
    """What is to come in a city as a collective knows it, of what who asks `sees`; `tells`: of
    those that nobody confirmed, which may be told."""
    held = [one for one in votes.told_in(tx, collective, city.code) if is_shown(tx, one, sees)]
    postponed = [one for one in held if one.status is VoteStatus.POSTPONED]
    found = [one for one in _unconfirmed(tx, collective, now) if one.city == city.code]
    waiting = [one for one in found if tells(one)]
    ahead = coming(held, now)
    return Next(city, next(iter(ahead), None), waiting, postponed, ahead[1:])


async def next_of(
    deps: Deps, collective: CollectiveId, cities: Sequence[Commune], sees: Sees
) -> list[Next]:
    """What is to come in each of these cities, as a collective knows them, of what the person
    `sees`."""
    now = deps.clock.now()
    return await deps.store.read(
        lambda tx: [
            next_in(tx, collective, one, now, sees, lambda vote: sees(vote.channel))
            for one in cities
        ]
    )


async def cities_ahead(
    deps: Deps, collective: CollectiveId | None, here: ChannelId, sees: Sees
) -> list[CityId]:
    """The cities of the votes that a collective holds and that may be told `here`, the next first;
    `sees`: of those that nobody confirmed."""

    def work(tx: Tx) -> list[CouncilVote]:
        told = _told(tx, collective, here)
        postponed = [one for one in told if one.status is VoteStatus.POSTPONED]
        return [*_ahead(tx, deps, collective, here, sees), *postponed]

    return list(dict.fromkeys(one.city for one in await deps.store.read(work)))


async def days_ahead(
    deps: Deps,
    collective: CollectiveId | None,
    cities: Sequence[CityId],
    here: ChannelId,
    sees: Sees,
) -> set[date]:
    """The days of the sittings to come that may be told `here`: of these cities, or of all where
    none is said."""
    found = await deps.store.read(lambda tx: _ahead(tx, deps, collective, here, sees))
    return {one.sitting.day for one in found if not cities or one.city in cities}


def _told(tx: Tx, collective: CollectiveId | None, here: ChannelId) -> list[CouncilVote]:
    held = votes.of_owner(tx, collective) if collective is not None else []
    return [one for one in held if is_shown(tx, one, lambda channel: channel == here)]


def _ahead(
    tx: Tx, deps: Deps, collective: CollectiveId | None, here: ChannelId, sees: Sees
) -> list[CouncilVote]:
    """What is to come, the next first."""
    now = deps.clock.now()
    waiting = [one for one in _unconfirmed(tx, collective, now) if sees(one.channel)]
    found = [*coming(_told(tx, collective, here), now), *waiting]
    return sorted(found, key=lambda one: one.sitting.begins)


async def unconfirmed(
    deps: Deps, collective: CollectiveId | None, cities: Sequence[CityId], sees: Sees
) -> list[CouncilVote]:
    """What is to come in these cities, nobody confirmed yet and the person `sees`."""
    now = deps.clock.now()
    found = await deps.store.read(lambda tx: _unconfirmed(tx, collective, now))
    return [one for one in found if one.city in cities and sees(one.channel)]


def _unconfirmed(tx: Tx, collective: CollectiveId | None, now: datetime) -> list[CouncilVote]:
    held = votes.of_owner(tx, collective) if collective is not None else []
    return [one for one in held if one.status in UNCONFIRMED and not one.sitting.is_over(now)]


@dataclass(frozen=True, slots=True)
class Listed:
    """`ahead`: confirmed, to come; `waiting`: for a confirmation; `postponed`: to a date that
    nobody knows; `past`: the latest first; `offered` by other collectives, each with its offer's
    number, the oldest first. `doubted`: of which somebody says something else than what waits.
    `missed`: nobody confirmed them, and their sitting is over, the latest first; `withdrawn`: from
    one that is to come."""

    ahead: Sequence[CouncilVote]
    waiting: Sequence[CouncilVote]
    past: Sequence[CouncilVote]
    offered: Sequence[tuple[int, CouncilVote]] = ()
    doubted: frozenset[VoteId] = frozenset()
    postponed: Sequence[CouncilVote] = ()
    missed: Sequence[CouncilVote] = ()
    withdrawn: Sequence[CouncilVote] = ()


async def listed(
    deps: Deps,
    collective: CollectiveId,
    cities: frozenset[CityId] | None,
    sees: Sees = everything,
) -> Listed:
    """The votes that a collective holds, of these cities or of all, that the person `sees`."""
    now = deps.clock.now()
    found, offers, doubted = await deps.store.read(
        lambda tx: (
            _shown(tx, collective, sees),
            _offered(tx, collective),
            vote_statements.doubted(tx, collective),
        )
    )
    kept = [one for one in found if cities is None or one.city in cities]
    offered = [
        (id_, one)
        for id_, one in offers
        if (cities is None or one.city in cities) and not one.sitting.is_over(now)
    ]
    waiting = [one for one in kept if one.status in UNCONFIRMED and not one.sitting.is_over(now)]
    ahead = coming(kept, now)
    postponed = [one for one in kept if one.status is VoteStatus.POSTPONED]
    missed = [one for one in kept if one.status in UNCONFIRMED and one.sitting.is_over(now)]
    missed.sort(key=lambda one: one.sitting.begins, reverse=True)
    withdrawn = [one for one in kept if _is_withdrawn(one, now)]
    withdrawn.sort(key=lambda one: one.sitting.begins)
    shown = {one.id for one in (*waiting, *ahead, *postponed, *withdrawn)}
    past = [one for one in kept if one.id not in shown and one.status not in UNCONFIRMED | _ENDED]
    past.sort(key=lambda one: one.sitting.begins, reverse=True)
    missed = missed[:_NEWEST]
    return Listed(ahead, waiting, past[:_NEWEST], offered, doubted, postponed, missed, withdrawn)


def _is_withdrawn(vote: CouncilVote, now: datetime) -> bool:
    return vote.status is VoteStatus.WITHDRAWN and not vote.sitting.is_over(now)


def _offered(tx: Tx, collective: CollectiveId) -> list[tuple[int, CouncilVote]]:
    """What other collectives told, and nobody answered yet."""
    found = [(one.id, votes.get(tx, one.vote)) for one in vote_offers.open_to(tx, collective)]
    return [(id_, vote) for id_, vote in found if vote is not None]


async def history(
    deps: Deps, collective: CollectiveId, said: str, sees: Sees = everything
) -> History:
    """Raises Refused where no such vote is known."""

    def work(tx: Tx) -> History:
        vote = meant(tx, deps, collective, said, sees)
        rows = changes.within(tx, "vote", str(vote.id))
        return History(vote, votes.steps(tx, vote.id), rows)

    return await deps.store.read(work)
