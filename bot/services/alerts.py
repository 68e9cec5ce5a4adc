"""Announcements of organisers: drafted, shown, then scheduled; changed by who has seen them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Final, TypeVar

from bot.domain import alerts as rules
from bot.domain.alerts import OPEN, SHOWN, Alert, AlertState, Draft, DraftState, Plan
from bot.domain.ids import ChannelId, PersonId
from bot.domain.recurrence import Occurrence
from bot.domain.refusals import Reason, Refused
from bot.render.escaping import neutral
from bot.services import alert_turns, collectives
from bot.services.alert_choices import drafted, found
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import acts, alerts
from bot.store import collectives as stored_collectives
from bot.store.base import Tx

T = TypeVar("T")

MOST: Final = 50  # scheduled or paused, of a collective


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed; None where they left it out."""

    text: str | None = None
    channel: ChannelId | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft at the moment of showing it, with what would come first."""

    draft: Draft
    ahead: tuple[Occurrence, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    """An alert after somebody's act, and what comes next of it."""

    alert: Alert
    next: Occurrence | None
    now: datetime
    skipped: Occurrence | None = None
    was_new: bool = False


async def draft(deps: Deps, asker: Asker, text: str, channel: ChannelId, when: str) -> Preview:
    """Keep what somebody would announce, to be shown: nothing is scheduled. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> Preview:
        if (again := _drafted_before(tx, asker)) is not None:
            return _preview(again, now)
        stored_collectives.meet(tx, asker.collective, now)
        _need_room(tx, asker)
        zone = collectives.known(tx, deps, asker.collective).zone
        plan = Plan(_sound(text), channel, rules.when(when, now, zone), zone)
        return _preview(_keep(tx, asker, plan, None, now), now)

    return await deps.store.write(work)


async def redraft(deps: Deps, asker: Asker, chosen: str, wanted: Wanted) -> Preview:
    """Keep what would change of an alert, or of a draft, to be shown. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> Preview:
        if (again := _drafted_before(tx, asker)) is not None:
            return _preview(again, now)
        base = drafted(tx, asker.collective, chosen) or found(tx, asker.collective, chosen)
        plan = _changed(base.plan, wanted, now)
        if plan == base.plan:
            raise Refused(Reason.ALERT_UNCHANGED)
        if isinstance(base, Draft):
            alerts.settle_draft(tx, base, DraftState.DROPPED, base.alert)
        return _preview(_keep(tx, asker, plan, base, now), now)

    return await deps.store.write(work)


def _changed(plan: Plan, wanted: Wanted, now: datetime) -> Plan:
    if wanted.text is not None:
        plan = replace(plan, text=_sound(wanted.text))
    if wanted.channel is not None:
        plan = replace(plan, channel=wanted.channel)
    if wanted.when is not None:
        plan = replace(plan, schedule=rules.when(wanted.when, now, plan.zone))
    return plan


def _sound(text: str) -> str:
    """Raises Refused where nothing of it would be seen, or it is too long."""
    return rules.sound(text if neutral(text).strip() else "")


def _keep(tx: Tx, asker: Asker, plan: Plan, base: Alert | Draft | None, now: datetime) -> Draft:
    alert = base.id if isinstance(base, Alert) else base.alert if base else None
    made = alerts.add_draft(
        tx,
        asker.collective,
        asker.person,
        plan,
        alert=alert,
        version=base.version if base else 0,
    )
    acts.record(tx, asker.act, str(made.id), now)
    return made


def _drafted_before(tx: Tx, asker: Asker) -> Draft | None:
    """What the same interaction made, which the chat hands over twice."""
    made = acts.done(tx, asker.act) if asker.act else None
    return alerts.draft(tx, int(made)) if made else None


def _preview(draft: Draft, now: datetime) -> Preview:
    return Preview(draft, tuple(islice(draft.plan.coming(now), SHOWN)), now)


def _need_room(tx: Tx, asker: Asker) -> None:
    if len(alerts.of(tx, asker.collective, OPEN)) >= MOST:
        raise Refused(Reason.TOO_MANY_ALERTS, most=str(MOST))


async def preview(deps: Deps, asker: Asker, id_: int) -> Preview:
    """A draft, as it was shown. Raises Refused where it is decided."""
    now = deps.clock.now()

    def work(tx: Tx) -> Preview:
        one = _draft_of(tx, asker, id_)
        if one.state is not DraftState.OPEN:
            raise Refused(Reason.ALERT_DROPPED)
        return _preview(one, now)

    return await deps.store.read(work)


async def confirm(deps: Deps, asker: Asker, id_: int) -> Changed:
    """Schedule what was shown; said twice, it is the same.

    Raises Refused (ALERT_PAST: nothing of it would come any more; ALERT_CHANGED: somebody else
    changed the alert since it was shown).
    """
    now = deps.clock.now()

    def work(tx: Tx) -> Changed:
        one = _draft_of(tx, asker, id_)
        if one.state is DraftState.DROPPED:
            raise Refused(Reason.ALERT_DROPPED)
        if one.state is DraftState.TAKEN:
            taken = found(tx, asker.collective, f"alert:{one.alert}")
            return Changed(taken, _next(taken, now), now)
        if one.plan.next(now) is None:
            raise Refused(Reason.ALERT_PAST)
        alert = alert_turns.set_next(tx, _taken(tx, asker, one, now), now)
        alerts.settle_draft(tx, one, DraftState.TAKEN, alert.id)
        return Changed(alert, _next(alert, now), now, was_new=one.alert is None)

    return await deps.store.write(work)


def _taken(tx: Tx, asker: Asker, one: Draft, now: datetime) -> Alert:
    """The alert as drafted, written."""
    if one.alert is None:
        _need_room(tx, asker)
        return alerts.add(tx, one, now)
    before = found(tx, asker.collective, f"alert:{one.alert}:{one.version}")
    state = AlertState.SCHEDULED if before.state is AlertState.DONE else before.state
    after = replace(before, plan=one.plan, state=state, version=before.version + 1)
    alerts.save(tx, before, after, now, asker.person)
    return after


async def drop(deps: Deps, asker: Asker, id_: int) -> Draft:
    """Schedule nothing of what was shown. Raises Refused where it is scheduled already."""

    def work(tx: Tx) -> Draft:
        one = _draft_of(tx, asker, id_)
        if one.state is DraftState.TAKEN:
            raise Refused(Reason.ALERT_DROPPED)
        alerts.settle_draft(tx, one, DraftState.DROPPED, one.alert)
        return replace(one, state=DraftState.DROPPED)

    return await deps.store.write(work)


def _draft_of(tx: Tx, asker: Asker, id_: int) -> Draft:
    one = alerts.draft(tx, id_)
    if one is None or one.collective != asker.collective:
        raise Refused(Reason.NO_ALERT)
    return one


async def listed(deps: Deps, asker: Asker) -> list[Changed]:
    """What is scheduled or paused, and what comes next of each."""
    now = deps.clock.now()

    def work(tx: Tx) -> list[Changed]:
        held = alerts.of(tx, asker.collective, OPEN)
        return [Changed(one, _next(one, now), now) for one in held]

    return await deps.store.read(work)


async def skip(deps: Deps, asker: Asker, chosen: str) -> Changed:
    """Leave out the next occurrence. Raises Refused."""

    def work(alert: Alert, now: datetime) -> tuple[Alert, Occurrence | None]:
        return alert.skip(now)

    return await _act(deps, asker, chosen, work)


async def pause(deps: Deps, asker: Asker, chosen: str) -> Changed:
    """Announce nothing of it until it is resumed. Raises Refused."""
    return await _become(deps, asker, chosen, AlertState.PAUSED)


async def resume(deps: Deps, asker: Asker, chosen: str) -> Changed:
    """Announce what comes from now on; it is done where nothing does. Raises Refused."""
    return await _become(deps, asker, chosen, AlertState.SCHEDULED)


async def delete(deps: Deps, asker: Asker, chosen: str) -> Changed:
    """Announce it no more; what it was stays in its history. Raises Refused."""
    return await _become(deps, asker, chosen, AlertState.DELETED)


async def hand_over(
    deps: Deps, asker: Asker, chosen: str, to: PersonId, *, organiser: bool
) -> Changed:
    """Give an alert to somebody else to look after. Raises Refused unless they may."""
    if not organiser:
        raise Refused(Reason.NOT_AN_ORGANISER)

    def work(alert: Alert, _now: datetime) -> tuple[Alert, Occurrence | None]:
        if alert.owner == to:
            raise Refused(Reason.ALERT_UNCHANGED)
        return replace(alert, owner=to, version=alert.version + 1), None

    return await _act(deps, asker, chosen, work)


async def _become(deps: Deps, asker: Asker, chosen: str, state: AlertState) -> Changed:
    def work(alert: Alert, _now: datetime) -> tuple[Alert, Occurrence | None]:
        return alert.become(state), None

    return await _act(deps, asker, chosen, work)


async def _act(
    deps: Deps,
    asker: Asker,
    chosen: str,
    work: Callable[[Alert, datetime], tuple[Alert, Occurrence | None]],
) -> Changed:
    """Change an alert once for an interaction, and plan what comes next of it."""
    now = deps.clock.now()

    def write(tx: Tx) -> Changed:
        if asker.act and (done := acts.done(tx, asker.act)) is not None:
            known = found(tx, asker.collective, f"alert:{done}")
            return Changed(known, _next(known, now), now)
        before = found(tx, asker.collective, chosen)
        after, skipped = work(before, now)
        alerts.save(tx, before, after, now, asker.person)
        after = alert_turns.set_next(tx, after, now)
        acts.record(tx, asker.act, str(after.id), now)
        return Changed(after, _next(after, now), now, skipped)

    return await deps.store.write(write)


def _next(alert: Alert, now: datetime) -> Occurrence | None:
    return alert.plan.next(now) if alert.state is AlertState.SCHEDULED else None
