"""A form that was refused is gone from the screen: what was typed is kept for a while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from bot.domain.ids import PersonId
from bot.domain.refusals import Reason, Refused
from bot.services.deps import Deps
from bot.store import kept_forms
from bot.store.kept_forms import KeptForm

KEPT_FOR: Final = timedelta(minutes=30)
MINUTES: Final = KEPT_FOR // timedelta(minutes=1)


async def keep(deps: Deps, person: PersonId, action: str, typed: Mapping[str, str]) -> str:
    """Keep what somebody typed in a form; by which id it is found again."""
    until = deps.clock.now() + KEPT_FOR
    kept = await deps.store.write(lambda tx: kept_forms.keep(tx, person, action, typed, until))
    await forget(deps)
    return kept


async def of(deps: Deps, person: PersonId, id_: str) -> KeptForm:
    """What a person typed. Raises Refused(FORM_FORGOTTEN)."""
    now = deps.clock.now()
    found = await deps.store.read(lambda tx: kept_forms.get(tx, person, id_, now))
    if found is None:
        raise Refused(Reason.FORM_FORGOTTEN, most=str(MINUTES))
    return found


async def drop(deps: Deps, person: PersonId, action: str) -> None:
    """It was taken: nothing of it is kept."""
    await deps.store.write(lambda tx: kept_forms.drop(tx, person, action), quietly=True)


async def forget(deps: Deps) -> None:
    """Drop those whose time is over, and come back for the next one."""
    now = deps.clock.now()
    latest = now + KEPT_FOR
    following = await deps.store.write(
        lambda tx: kept_forms.forget_old(tx, now, latest), quietly=True
    )
    deps.alarms.wake_at("kept_forms", following, lambda: forget(deps))
