"""Which alert somebody means: chosen from a list, as they saw it there, or by its words."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from bot.domain.alerts import OPEN, Alert, AlertState, Draft, DraftState
from bot.domain.folding import fold
from bot.domain.ids import AlertId, CollectiveId
from bot.domain.refusals import Reason, Refused
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import alerts
from bot.store.base import Tx

_MOST_DRAFTS: Final = 5
_ALERT: Final = re.compile(r"alert:(\d{1,18})(?::(\d{1,9}))?")
_DRAFT: Final = re.compile(r"draft:(\d{1,18})")


def value_of(one: Alert | Draft) -> str:
    """What a list hands back: an alert with the version that was seen there."""
    return f"draft:{one.id}" if isinstance(one, Draft) else f"alert:{one.id}:{one.version}"


async def suggested(
    deps: Deps, asker: Asker, typed: str, states: Collection[AlertState], *, drafts: bool = False
) -> list[Alert | Draft]:
    """The alerts that somebody may mean who typed this so far; their open drafts first."""
    wanted = fold(typed)

    def work(tx: Tx) -> list[Alert | Draft]:
        mine = alerts.open_drafts(tx, asker.collective, asker.person, _MOST_DRAFTS)
        held = alerts.of(tx, asker.collective, states)
        among: list[Alert | Draft] = [*(mine if drafts else []), *held]
        return [one for one in among if wanted in fold(one.plan.text)]

    return await deps.store.read(work)


def drafted(tx: Tx, collective: CollectiveId, chosen: str) -> Draft | None:
    """The open draft that was chosen. Raises Refused where it is decided."""
    if (match := _DRAFT.fullmatch(chosen)) is None:
        return None
    one = alerts.draft(tx, int(match[1]))
    if one is None or one.collective != collective:
        raise Refused(Reason.NO_ALERT)
    if one.state is not DraftState.OPEN:
        raise Refused(Reason.ALERT_DROPPED)
    return one


def found(tx: Tx, collective: CollectiveId, chosen: str) -> Alert:
    """The alert that was chosen, or the only one with these words.

    Raises Refused (NO_ALERT, SEVERAL_ALERTS; ALERT_CHANGED where it is no longer what was seen).
    """
    match = _ALERT.fullmatch(chosen)
    if match is None:
        return _named(tx, collective, chosen)
    one = alerts.get(tx, AlertId(int(match[1])))
    if one is None or one.collective != collective:
        raise Refused(Reason.NO_ALERT)
    if match[2] is not None and one.version != int(match[2]):
        raise Refused(Reason.ALERT_CHANGED)
    return one


def _named(tx: Tx, collective: CollectiveId, said: str) -> Alert:
    wanted = fold(said)
    fitting = [one for one in alerts.of(tx, collective, OPEN) if wanted in fold(one.plan.text)]
    if not fitting or not wanted:
        raise Refused(Reason.NO_ALERT)
    if len(fitting) > 1:
        raise Refused(Reason.SEVERAL_ALERTS, most=str(len(fitting)))
    return fitting[0]
