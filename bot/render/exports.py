"""A city's public data as JSON, in the shape of `data/export-city.schema.json`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, Protocol

from bot.domain.communes import Commune
from bot.domain.project_facts import Challenge, Source
from bot.domain.projects import Project, Step, unknowns
from bot.ports.forum import Health, Topic

SCHEMA: Final = "vigie/export-city/1"
_ATTRIBUTION: Final = (
    "Communes : INSEE (COG, populations de référence), DGCL, La Poste, IGN, DILA – "
    "Licence Ouverte 2.0, mise en forme Etalab ; GeoNames (CC BY 4.0) pour les collectivités "
    "d'outre-mer. Projets : la source de chacun. Fils : le forum de chacun."
)


class Export(Protocol):
    """What is public of a city."""

    @property
    def commune(self) -> Commune: ...
    @property
    def made(self) -> datetime: ...
    @property
    def projects(self) -> tuple[tuple[Project, tuple[Step, ...]], ...]: ...
    @property
    def threads(self) -> tuple[Topic, ...]: ...
    @property
    def sources(self) -> tuple[Health, ...]: ...
    @property
    def withheld(self) -> tuple[str, ...]: ...


def city(export: Export) -> dict[str, Any]:
    """Times are UTC, ISO 8601; dates as far as they are known; money in euros."""
    return {
        "schema": SCHEMA,
        "made": export.made.isoformat(timespec="seconds"),
        "city": _commune(export.commune),
        "projects": [_project(project, steps) for project, steps in export.projects],
        "unknown": [*_unknown(export)],
        "threads": [_thread(one) for one in export.threads],
        "sources": [_source(one) for one in export.sources],
        "withheld_sources": list(export.withheld),
        "attribution": _ATTRIBUTION,
    }


def _commune(one: Commune) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "department": one.department,
        "department_name": one.department_name,
        "region": one.region,
        "population": one.known_population,
        "kind": one.kind,
        "postcodes": list(one.postcodes),
    }


def _project(one: Project, steps: tuple[Step, ...]) -> dict[str, Any]:
    facts = one.facts
    return {
        "theme": facts.theme,
        "title": facts.title,
        "status": one.status,
        "challenged": _challenged(facts.challenge),
        "since": str(one.since) if one.since else None,
        "seen": str(one.seen) if one.seen else None,
        "supplier": facts.supplier or None,
        "cameras": facts.cameras,
        "cost_eur": facts.cost,
        "fact": facts.fact or None,
        "source": _told(one.source),
        "history": [
            {
                "status": step.after,
                "happened": str(step.happened) if step.happened else None,
                "source": _told(step.source),
            }
            for step in steps
        ],
    }


def _challenged(one: Challenge | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "court": one.court,
        "since": str(one.since) if one.since else None,
        "outcome": one.outcome or None,
    }


def _told(source: Source | None) -> dict[str, Any] | None:
    if source is None:
        return None
    return {
        "label": source.label,
        "detail": source.detail or None,
        "url": source.url or None,
        "as_of": str(source.as_of),
    }


def _unknown(export: Export) -> list[str]:
    today: date = export.made.date()
    return [str(one) for one in unknowns([project for project, _ in export.projects], today)]


def _thread(one: Topic) -> dict[str, Any]:
    return {
        "forum": one.id.forum,
        "title": one.title,
        "url": one.url,
        "category": one.category_name or None,
        "tags": list(one.tags),
        "last_post": one.newest.isoformat(timespec="seconds") if one.newest else None,
    }


def _source(one: Health) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title or None,
        "last_read": one.last_success.isoformat(timespec="seconds") if one.last_success else None,
        "readable": one.trouble is None and one.last_success is not None,
    }
