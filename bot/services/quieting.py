"""The hours in which a collective, or a person, is told nothing that can wait."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain import spoken
from bot.domain.ids import CollectiveId, PersonId
from bot.domain.quiet import Quiet
from bot.domain.refusals import Reason, Refused
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import changes, collectives, quiet_hours
from bot.store.base import Tx

_NONE = "-"


async def of_person(deps: Deps, person: PersonId) -> Quiet | None:
    return await deps.store.read(lambda tx: quiet_hours.of_person(tx, person))


async def of_collective(deps: Deps, collective: CollectiveId) -> Quiet | None:
    return await deps.store.read(lambda tx: quiet_hours.of_collective(tx, collective))


async def choose_for_person(deps: Deps, person: PersonId, quiet: Quiet | None) -> None:
    """From now on; None for no quiet hours."""
    await deps.store.write(lambda tx: quiet_hours.set_of_person(tx, person, quiet))


async def choose_for_collective(deps: Deps, asker: Asker, quiet: Quiet | None) -> None:
    """From now on; None for no quiet hours."""
    now = deps.clock.now()

    def work(tx: Tx) -> None:
        collectives.meet(tx, asker.collective, now)
        before = quiet_hours.of_collective(tx, asker.collective)
        quiet_hours.set_of_collective(tx, asker.collective, quiet)
        changes.record(
            tx,
            "collective:quiet",
            asker.collective,
            now,
            asker.person,
            before=_written(before),
            after=_written(quiet),
        )

    await deps.store.write(work)


def _written(quiet: Quiet | None) -> str:
    return f"{quiet.begins:%H:%M}-{quiet.ends:%H:%M}" if quiet else _NONE


def understood(begins: str, ends: str, now: datetime, zone: ZoneInfo) -> Quiet:
    """« 22h » and « 7h30 ». Raises Refused."""
    first, last = _hour(begins, now, zone), _hour(ends, now, zone)
    if first == last:
        raise Refused(Reason.SAME_HOURS)
    return Quiet(first, last)


def _hour(said: str, now: datetime, zone: ZoneInfo) -> time:
    """An hour as the grammar of dates has it, on a day of which no clock skips any."""
    try:
        if not spoken.is_an_hour(said):  # « jeudi 22h » may well be that day's
            raise Refused(Reason.DATE_UNKNOWN)
        return spoken.date(f"14/01/{now.year + 1} {said}", now, zone).local.time()
    except Refused as refused:
        raise Refused(Reason.NOT_AN_HOUR, said=said) from refused
