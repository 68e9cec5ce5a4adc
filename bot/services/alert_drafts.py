"""What organisers would announce, shown to them before anything is scheduled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Final

from bot.domain import alerts as rules
from bot.domain.alerts import OPEN, SHOWN, Alert, Draft, DraftState, Plan
from bot.domain.ids import ChannelId
from bot.domain.recurrence import Occurrence
from bot.domain.refusals import Reason, Refused
from bot.render.escaping import neutral
from bot.services import collectives
from bot.services.alert_choices import drafted, found
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import acts, alerts
from bot.store import collectives as stored_collectives
from bot.store.base import Tx

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


async def draft(deps: Deps, asker: Asker, text: str, channel: ChannelId, when: str) -> Preview:
    """Keep what somebody would announce, to be shown: nothing is scheduled. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> Preview:
        if (again := _drafted_before(tx, asker)) is not None:
            return _preview(again, now)
        stored_collectives.meet(tx, asker.collective, now)
        need_room(tx, asker)
        zone = collectives.known(tx, deps, asker.collective).zone
        plan = Plan(_sound(text), channel, rules.when(when, now, zone), zone)
        return _preview(_keep(tx, asker, plan, None, now), now)

    return await deps.store.write(work)


async def redraft(deps: Deps, asker: Asker, chosen: str, wanted: Wanted) -> Preview:
    """Keep what would change of an alert, or of a draft, to be shown. Raises Refused."""
    now = deps.clock.now()
    if wanted == Wanted():
        raise Refused(Reason.ALERT_CHANGE_WHAT)

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


def need_room(tx: Tx, asker: Asker) -> None:
    if len(alerts.of(tx, asker.collective, OPEN)) >= MOST:
        raise Refused(Reason.TOO_MANY_ALERTS, most=str(MOST))


async def preview(deps: Deps, asker: Asker, id_: int) -> Preview:
    """A draft, as it was shown. Raises Refused where it is decided."""
    now = deps.clock.now()

    def work(tx: Tx) -> Preview:
        one = draft_of(tx, asker, id_)
        if one.state is not DraftState.OPEN:
            raise Refused(Reason.ALERT_DROPPED)
        return _preview(one, now)

    return await deps.store.read(work)


async def drop(deps: Deps, asker: Asker, id_: int) -> Draft:
    """Schedule nothing of what was shown. Raises Refused where it is scheduled already."""

    def work(tx: Tx) -> Draft:
        one = draft_of(tx, asker, id_)
        if one.state is DraftState.TAKEN:
            raise Refused(Reason.ALERT_DROPPED)
        alerts.settle_draft(tx, one, DraftState.DROPPED, one.alert)
        return replace(one, state=DraftState.DROPPED)

    return await deps.store.write(work)


def draft_of(tx: Tx, asker: Asker, id_: int) -> Draft:
    one = alerts.draft(tx, id_)
    if one is None or one.collective != asker.collective:
        raise Refused(Reason.NO_ALERT)
    return one
