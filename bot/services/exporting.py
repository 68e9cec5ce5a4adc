"""What is public of a city: facts that ship or stand on a public forum, and nothing of the chat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.config import Settings
from bot.domain.communes import Commune, Registry
from bot.domain.projects import Project, Step, held_by
from bot.domain.refusals import Reason, Refused
from bot.ports.forum import Health, Topic
from bot.reference import load_projects
from bot.services import cities, city_places, seeds
from bot.store import forums, project_steps, projects
from bot.store.base import Store, Tx

_MOST_THREADS = 500


@dataclass(frozen=True, slots=True)
class CityExport:
    """`threads` and `sources` are those of the forums that anybody may read, those never read
    among them; the `withheld` ones are read with an account, which may see more than everybody."""

    commune: Commune
    made: datetime
    projects: tuple[tuple[Project, tuple[Step, ...]], ...]
    threads: tuple[Topic, ...]
    sources: tuple[Health, ...]
    withheld: tuple[str, ...]


async def city(
    settings: Settings,
    registry: Registry,
    said: str,
    now: datetime,
    *,
    with_account: Iterable[str],
) -> CityExport:
    """Read the base, which is made and given its first facts where there is none yet.

    `said` is a city's key, code or name; `with_account`: the forums that are read with one.
    Raises Unusable, NewerBase, ReferenceDataError, Refused(UNKNOWN_CITY), Refused(SEVERAL_CITIES).
    """
    store = Store(settings.database, alone=False)
    try:
        await store.open()
        facts = load_projects()
        await store.write(lambda tx: seeds.plant(tx, facts, now))
        cities.remember(registry, await store.read(cities.kept))
        commune = _one(registry, said)
        withheld = set(with_account)
        known = [one.name for one in settings.forum if one.name not in withheld]
        return await store.read(
            lambda tx: _gather(tx, registry, commune, now, known=known, withheld=sorted(withheld))
        )
    finally:
        await store.close()


def _one(registry: Registry, said: str) -> Commune:
    found = registry.named(said)
    if not found:
        raise Refused(Reason.UNKNOWN_CITY, name=said)
    if len(found) > 1:
        choices = "\n".join(f"{one.code} {one.label}" for one in found[:10])
        raise Refused(Reason.SEVERAL_CITIES, name=said, choices=choices)
    return found[0]


def _gather(
    tx: Tx,
    registry: Registry,
    commune: Commune,
    now: datetime,
    *,
    known: list[str],
    withheld: list[str],
) -> CityExport:
    public = held_by(projects.of_city(tx, commune.code), None)
    steps = project_steps.of_all(tx, [one.id for one in public])
    there = city_places.ground(tx, registry, known, commune)
    health = {one.name: one for one in forums.health(tx)}
    return CityExport(
        commune=commune,
        made=now,
        projects=tuple((one, tuple(steps[one.id])) for one in public),
        threads=tuple(city_places.known(tx, there, _MOST_THREADS)),
        sources=tuple(health.get(name, _never_read(name)) for name in sorted(known)),
        withheld=tuple(withheld),
    )


def _never_read(name: str) -> Health:
    """Of a forum that is in the settings alone: nobody has looked there yet."""
    return Health(name, "", None, None, None, None)
