"""The usual tasks of a vote or a campaign: shown, adapted, then made in one go, once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Final

from bot.domain.hearing import Heard
from bot.domain.ids import CityId, KitId, VoteId
from bot.domain.kits import Draft, DraftState, From, Kit
from bot.domain.refusals import Reason, Refused
from bot.domain.tasks import CAMPAIGN_MAX, Plan, Task
from bot.domain.zones import zone_of
from bot.reference.kits import load_kits
from bot.render.kits import KitCard
from bot.render.texts import texts
from bot.services import cities, collectives, hearing, known_tasks, known_votes, task_sends, tasks
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.hearing import ANYWHERE, Here
from bot.services.sourcing import in_one_line
from bot.store import acts, campaigns, votes
from bot.store import collectives as stored_collectives
from bot.store import kits as stored
from bot.store import tasks as stored_tasks
from bot.store.base import Tx

_NEW: Final = KitId(0)
_Change = Callable[[Tx, Draft], Draft]


@cache
def shipped() -> dict[str, Kit]:
    """Loaded when first needed: never on the event loop. Raises ReferenceDataError."""
    return load_kits()


async def all_of_them() -> list[Kit]:
    return [*(await asyncio.to_thread(shipped)).values()]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed of a kit; empty where they left it out. `day`: of the sitting, where no
    vote is chosen, or on which the kit begins."""

    kit: str
    city: str = ""
    vote: str = ""
    day: str = ""
    campaign: str = ""


async def draft(
    deps: Deps,
    asker: Asker,
    wanted: Wanted,
    *,
    asked_here: bool = True,
    here: Here = ANYWHERE,
) -> KitCard:
    """Keep what would be made, to be shown: nothing is. Raises Refused (kit, city, vote, day)."""
    await all_of_them()
    now = deps.clock.now()

    def work(tx: Tx) -> KitCard:
        if (made := acts.done(tx, asker.act)) is not None:
            return _card(tx, deps, _own(tx, asker, KitId(int(made))))
        stored_collectives.meet(tx, asker.collective, now)
        new = _draft(tx, deps, asker, wanted, here, asked_here=asked_here)
        kept = stored.add(tx, new, now)
        acts.record(tx, asker.act, str(kept.id), now)
        return _card(tx, deps, kept)

    return await deps.store.write(work)


def _draft(
    tx: Tx, deps: Deps, asker: Asker, wanted: Wanted, here: Here, *, asked_here: bool
) -> Draft:
    kit = shipped().get(wanted.kit)
    if kit is None:
        raise Refused(Reason.NO_KIT)
    city, vote, begun = _about(tx, deps, asker, kit, wanted)
    campaign = in_one_line(wanted.campaign, CAMPAIGN_MAX)
    new = Draft(
        id=_NEW,
        owner=asker.collective,
        by=asker.person,
        kit=kit.id,
        city=city,
        begun=begun,
        vote=vote,
        campaign=campaigns.named(tx, asker.collective, campaign) if campaign else None,
        channel=tasks.told_in(tx, asker, city, here, asked_here=asked_here),
        chosen=tuple(one.id for one in kit.tasks),
    )
    _need_vote(tx, new)
    return new


def _about(
    tx: Tx, deps: Deps, asker: Asker, kit: Kit, wanted: Wanted
) -> tuple[CityId, VoteId | None, date]:
    """The city, the vote, and the day from which the others count."""
    vote = known_votes.meant(tx, deps, asker.collective, wanted.vote) if wanted.vote else None
    said = cities.one(deps, wanted.city).code if wanted.city else None
    city = vote.city if vote else said
    if city is None:
        raise Refused(Reason.KIT_WITHOUT_CITY)
    if said not in {None, city}:
        raise Refused(Reason.TASK_ELSEWHERE)
    by_sitting = kit.counts_from is From.SITTING
    if vote is not None and by_sitting:
        return city, vote.id, vote.sitting.day
    now, zone = deps.clock.now(), zone_of(cities.existing(deps, city))
    if wanted.day.strip():
        begun = tasks.day(wanted.day, now, zone)
    elif by_sitting:
        raise Refused(Reason.KIT_WITHOUT_SITTING)
    else:
        begun = now.astimezone(zone).date()
    return city, vote.id if vote else None, begun


async def toggle(deps: Deps, asker: Asker, id_: KitId, task: int) -> KitCard:
    """Leave out a task of the kit, by its place, or take it in again. Raises Refused."""

    def change(tx: Tx, before: Draft) -> Draft:
        kit = shipped()[before.kit]
        if not 0 <= task < len(kit.tasks):
            raise Refused(Reason.NO_KIT)
        moved = _where_its_sitting_is(tx, before)
        return replace(moved, version=before.version).toggle(kit.tasks[task].id, kit)

    return await _change(deps, asker, id_, change)


async def drop(deps: Deps, asker: Asker, id_: KitId) -> KitCard:
    """Make nothing of it. Raises Refused."""
    return await _change(deps, asker, id_, lambda _, before: before.become(DraftState.DROPPED))


async def create(
    deps: Deps,
    asker: Asker,
    id_: KitId,
    *,
    seen: int,
    here: Here = ANYWHERE,
    again: bool = False,
) -> KitCard:
    """Make all that is chosen, together, once; `seen` is the version that was shown, `here`.
    `again`: although the same kit was made before. Where the sitting moved since, nothing is made:
    the draft, still open, is to be shown with its days as they are now.

    Raises Refused (changed since, decided already, made before, too many, vote withdrawn).
    """

    def change(tx: Tx, before: Draft) -> Draft:
        made = before.become(DraftState.CREATED)
        if before.version != seen:
            raise Refused(Reason.KIT_CHANGED)
        _need_vote(tx, before)
        moved = _where_its_sitting_is(tx, before)
        if moved != before:
            return moved
        if not again and _open_before(tx, before):
            raise Refused(Reason.KIT_EXISTS)
        tasks.need_room(tx, asker, len(before.chosen))
        return made

    return await _change(deps, asker, id_, change, here)


def _need_vote(tx: Tx, draft: Draft) -> None:
    """Raises Refused: KIT_VOTE_GONE, where nobody votes any more; KIT_VOTE_UNDATED, where what
    counts from a sitting has no day."""
    vote = votes.get(tx, draft.vote) if draft.vote is not None else None
    if vote is None:
        return
    if vote.is_gone:
        raise Refused(Reason.KIT_VOTE_GONE)
    if vote.known_day is None and shipped()[draft.kit].counts_from is From.SITTING:
        raise Refused(Reason.KIT_VOTE_UNDATED)


def _where_its_sitting_is(tx: Tx, draft: Draft) -> Draft:
    """The same draft; another version of it where the days that were shown are not those any
    more."""
    vote = votes.get(tx, draft.vote) if draft.vote is not None else None
    is_followed = shipped()[draft.kit].counts_from is From.SITTING
    if vote is None or not is_followed or vote.sitting.day == draft.begun:
        return draft
    return replace(draft, begun=vote.sitting.day, version=draft.version + 1)


async def _change(
    deps: Deps, asker: Asker, id_: KitId, change: _Change, here: Here = ANYWHERE
) -> KitCard:
    await all_of_them()
    now = deps.clock.now()

    def work(tx: Tx) -> KitCard:
        before = _own(tx, asker, id_)
        if acts.done(tx, asker.act) is not None:
            return _card(tx, deps, before)
        after = change(tx, before)
        stored.save(tx, before, after, now, asker.person)
        if after.state is DraftState.CREATED:
            heard = hearing.heard(tx, asker, after.city, here)
            for plan in _plans(tx, deps, after):
                _make(tx, deps, after, plan, asker, heard)
            task_sends.announce_kit(tx, after, now)
        acts.record(tx, asker.act, str(id_), now)
        return replace(_card(tx, deps, after), has_moved=after.begun != before.begun)

    return await deps.store.write(work)


def _make(tx: Tx, deps: Deps, kit: Draft, plan: Plan, asker: Asker, heard: Heard) -> Task:
    now = deps.clock.now()
    made = stored_tasks.add(
        tx,
        stored_tasks.Draft(
            owner=kit.owner,
            city=kit.city,
            plan=plan,
            zone=zone_of(cities.existing(deps, kit.city)),
            by=asker.person,
            channel=kit.channel,
            vote=kit.vote,
            campaign=kit.campaign,
            kit=kit.id,
            heard=heard,
        ),
        now,
    )
    task_sends.follow(tx, made, now)
    return made


def _plans(tx: Tx, deps: Deps, kit: Draft) -> list[Plan]:
    """In the collective's language, as of today where the city is."""
    today = deps.clock.now().astimezone(zone_of(cities.existing(deps, kit.city))).date()
    says = texts(collectives.known(tx, deps, kit.owner).locale)
    return shipped()[kit.kit].plans(kit.chosen, kit.begun, today, partial(says.pick))


def _open_before(tx: Tx, draft: Draft) -> int:
    """How many tasks of the same kit, made before, are open."""
    kit = shipped()[draft.kit]
    made = stored.created(tx, draft.owner, draft.city)
    same = (one.id for one in made if draft.repeats(one, kit))
    return sum(task.is_open for id_ in same for task in stored_tasks.of_kit(tx, id_))


def _own(tx: Tx, asker: Asker, id_: KitId) -> Draft:
    kept = stored.get(tx, id_)
    if kept is None or kept.owner != asker.collective or kept.kit not in shipped():
        raise Refused(Reason.NO_KIT)
    return kept


def known(tx: Tx, deps: Deps, id_: KitId) -> KitCard:
    """What is told of a kit. Raises LookupError."""
    kept = stored.get(tx, id_)
    if kept is None:
        raise LookupError(id_)
    return _card(tx, deps, kept)


def _card(tx: Tx, deps: Deps, kit: Draft) -> KitCard:
    made = known_tasks.cards(tx, deps, stored_tasks.of_kit(tx, kit.id))
    return KitCard(
        draft=kit,
        kit=shipped()[kit.kit],
        town=cities.told(deps, cities.existing(deps, kit.city)),
        plans=_plans(tx, deps, kit),
        tasks=made,
        before=_open_before(tx, kit) if kit.state is DraftState.OPEN else 0,
    )
