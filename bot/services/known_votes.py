"""Which vote somebody means, and what is known of a city's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.folding import fold
from bot.domain.ids import CityId, CollectiveId, VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import COMING, UNCONFIRMED, CouncilVote, Step, VoteStatus
from bot.render.escaping import neutral
from bot.services import cities
from bot.services.deps import Deps
from bot.store import vote_offers, votes
from bot.store.base import Tx

_CHOSEN: Final = "vote:"
_NEWEST: Final = 20  # of those whose sitting is over
_ENDED: Final = {VoteStatus.DROPPED}


@dataclass(frozen=True, slots=True)
class History:
    vote: CouncilVote
    steps: Sequence[Step]


def value_of(vote: CouncilVote) -> str:
    """What the commands understand for sure: the vote, as whoever chose it saw it."""
    return f"{_CHOSEN}{vote.id}:{vote.version}"


def meant(tx: Tx, deps: Deps, collective: CollectiveId, said: str) -> CouncilVote:
    """The vote of a value from the suggestions, or the only one whose city or words are said.

    Raises Refused (unknown, several, changed since it was chosen).
    """
    if said.startswith(_CHOSEN):
        return _chosen(tx, collective, said)
    known = [one for one in votes.of_owner(tx, collective) if one.status not in _ENDED]
    wanted = fold(said)
    found = [one for one in known if wanted and wanted in fold(label(deps, one))]
    if not found:
        raise Refused(Reason.NO_VOTE)
    if len(found) > 1:
        choices = "\n".join(label(deps, one) for one in found[:5])
        raise Refused(Reason.SEVERAL_VOTES, name=said[:100], choices=choices)
    return found[0]


def _chosen(tx: Tx, collective: CollectiveId, said: str) -> CouncilVote:
    id_, _, version = said.removeprefix(_CHOSEN).partition(":")
    vote = votes.get(tx, VoteId(int(id_))) if id_.isdecimal() else None
    if vote is None or vote.owner != collective:
        raise Refused(Reason.NO_VOTE)
    if version != str(vote.version):
        raise Refused(Reason.VOTE_CHANGED)
    return vote


def label(deps: Deps, vote: CouncilVote) -> str:
    """`2026-12-14 · Forcalquier · caméras fixes et mobiles`"""
    commune = deps.registry.get(vote.city)
    name = cities.told(deps, commune) if commune else vote.city
    return f"{vote.sitting.day.isoformat()} · {name} · {neutral(vote.item.words)}"


async def suggested(
    deps: Deps, collective: CollectiveId, typed: str, *, among: frozenset[VoteStatus] | None = None
) -> list[CouncilVote]:
    """The votes that somebody may mean who typed this so far: those to come first."""
    now = deps.clock.now()
    found = await deps.store.read(lambda tx: votes.of_owner(tx, collective))
    kept = [
        one
        for one in found
        if one.status not in _ENDED and (among is None or one.status in among)
        if fold(typed) in fold(label(deps, one))
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


@dataclass(frozen=True, slots=True)
class Listed:
    """`ahead`: confirmed, to come; `waiting`: for a confirmation; `past`: the latest first;
    `offered`: by other collectives, each with its offer's number, the oldest first."""

    ahead: Sequence[CouncilVote]
    waiting: Sequence[CouncilVote]
    past: Sequence[CouncilVote]
    offered: Sequence[tuple[int, CouncilVote]] = ()


async def listed(deps: Deps, collective: CollectiveId, cities: frozenset[CityId] | None) -> Listed:
    """The votes that a collective holds, of these cities or of all."""
    now = deps.clock.now()
    found, offers = await deps.store.read(
        lambda tx: (votes.of_owner(tx, collective), _offered(tx, collective))
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
    shown = {one.id for one in (*waiting, *ahead, *postponed)}
    past = [one for one in kept if one.id not in shown and one.status not in UNCONFIRMED | _ENDED]
    past.sort(key=lambda one: one.sitting.begins, reverse=True)
    return Listed([*ahead, *postponed], waiting, past[:_NEWEST], offered)


def _offered(tx: Tx, collective: CollectiveId) -> list[tuple[int, CouncilVote]]:
    """What other collectives told, and nobody answered yet."""
    found = [(one.id, votes.get(tx, one.vote)) for one in vote_offers.open_to(tx, collective)]
    return [(id_, vote) for id_, vote in found if vote is not None]


async def history(deps: Deps, collective: CollectiveId, said: str) -> History:
    """Raises Refused where no such vote is known."""

    def work(tx: Tx) -> History:
        vote = meant(tx, deps, collective, said)
        return History(vote, votes.steps(tx, vote.id))

    return await deps.store.read(work)
