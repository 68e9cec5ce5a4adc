"""Legal deadlines: the rules that ship, and where a day is counted."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import deadlines, rule_names, said_days
from bot.domain.calendars import Place, read_place
from bot.domain.communes import Commune
from bot.domain.deadlines import Deadline
from bot.domain.ids import CityId
from bot.domain.kept_deadlines import Kept
from bot.domain.refusals import Refused
from bot.domain.rule_names import Pick
from bot.domain.rules import Choice, Note, Pack, Rule
from bot.domain.zones import zone_of
from bot.reference.holidays import listed
from bot.reference.rules import load_rules
from bot.services import cities
from bot.services.deps import Deps

LIST: Final = "fr.deliberation.liste"
# What a deliberation that is published makes due, by country.
WINDOWS: Final = {
    "fr": ("fr.rep.deliberation", "fr.gracieux.depot"),
    "be": ("be.ce.annulation",),
}
# What the town hall is asked to reconsider: its silence, then the court.
APPEAL_SILENCE: Final = "fr.gracieux.refus_implicite"
AFTER_APPEAL: Final = "fr.gracieux.tribunal"
FROM_PUBLICATION: Final = frozenset(rule for rules in WINDOWS.values() for rule in rules)
_PARIS: Final = ZoneInfo("Europe/Paris")


@cache
def rules() -> Pack:
    """Loaded when first needed: never on the event loop. Raises ReferenceDataError."""
    return load_rules()


async def pack() -> Pack:
    return await asyncio.to_thread(rules)


async def compute(deps: Deps, rule: str, day: str, city: str, pick: Pick) -> Deadline:
    """The deadline of the rule that was said, from a day as people write it; `city` may be empty.

    Raises Refused (rule, day, city, or what the law of the place is not known for).
    """
    known = await pack()
    commune = cities.one(deps, city) if city else None
    place, zone = place_of(commune) if commune else Place(), _zone(commune)
    id_ = rule_names.meant(known, rule, pick)
    return await asyncio.to_thread(count, id_, began(id_, day, deps.clock.now(), zone), place)


def today(deps: Deps, commune: Commune | None) -> date:
    """There, or in Paris where no place is said."""
    return deps.clock.now().astimezone(_zone(commune)).date()


def _zone(commune: Commune | None) -> ZoneInfo:
    return zone_of(commune) if commune else _PARIS


def began(rule: str, said: str, now: datetime, zone: ZoneInfo) -> date:
    """The day that sets a rule off: the last one of its name, for what it counts from happened; the
    next one where it counts back from what is to come. Raises Refused."""
    found = rules().find(rule)
    known = rules().rules[found.enough] if isinstance(found, Choice) else found
    if known.count.is_backwards:
        return said_days.to_come(said, now, zone)
    return said_days.past(said, now.astimezone(zone).date())


def count(rule: str, began: date, place: Place) -> Deadline:
    """Loads the rules and the holidays' library, the first time. Raises Refused."""
    return deadlines.compute(rules(), listed, rule, began, place)


def prudent_day(kept: Kept) -> date | None:
    """The day before its own by which a deadline is safe; None where there is none, or where its
    own is not the one that its rule counts."""
    if not kept.basis.rule or kept.basis.began is None:
        return None
    try:
        counted = count(kept.basis.rule, kept.basis.began, of_city(kept.city))
    except Refused:  # another law holds there, or how many live there is to be known
        return None
    return counted.prudent if counted.due == kept.due != counted.prudent else None


async def suggested(typed: str) -> list[Rule | Choice | Note]:
    """The rules that somebody may mean who typed this so far."""
    return rule_names.suggested(await pack(), typed)


def place_of(commune: Commune) -> Place:
    """Raises Refused(DEPARTMENT_OWN_LAW)."""
    if commune.country != "fr":
        return Place(is_belgian=True)
    people = commune.known_population
    return read_place(commune.department, "" if people is None else str(people))


def of_city(city: CityId) -> Place:
    """The place of a French commune, by its key alone; how many live there is not told.

    Raises Refused(DEPARTMENT_OWN_LAW).
    """
    country, _, code = city.partition(":")
    if country != "fr":
        return Place(is_belgian=True)
    return read_place(code[:3] if code.startswith(("97", "98")) else code[:2], "")
