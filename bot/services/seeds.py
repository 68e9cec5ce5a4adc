"""The facts that ship with Vigie, put in the base and kept as the file tells them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.projects import Project, SeedProject, Standing, Step
from bot.services import noting
from bot.store import project_sources, projects
from bot.store.base import Tx
from bot.store.projects import Draft

log = logging.getLogger(__name__)


def plant(tx: Tx, seeds: Sequence[SeedProject], now: datetime) -> None:
    """Add what is new; what the file tells otherwise than before is mended.

    A fact that left the file stays: collectives may have built on it.
    """
    known = projects.seeded(tx)
    for seed in seeds:
        if (id_ := known.get(seed.key)) is None:
            projects.add(tx, _draft(seed), now, None, seed=seed.key)
            continue
        before = projects.get(tx, id_)
        assert before is not None
        _mend(tx, before, seed, now)
    new = len({seed.key for seed in seeds} - known.keys())
    if new:
        log.info("seeds.planted projects=%d", new)


def _mend(tx: Tx, before: Project, seed: SeedProject, now: datetime) -> None:
    moves = (seed.status, seed.since) != (before.status, before.since)
    is_new = seed.source != before.source
    seen = seed.source.as_of if moves or is_new else before.seen
    after = replace(before, facts=seed.facts, status=seed.status, since=seed.since, seen=seen)
    noting.save(tx, before, after, None, now)
    if moves:
        source = seed.source if is_new else None
        step = Step(now, None, before.status, seed.status, seed.since, source)
        projects.take(tx, after, step)
    elif is_new:
        project_sources.add(tx, before.id, seed.source, now, None)


def _draft(seed: SeedProject) -> Draft:
    return Draft(
        seed.city,
        None,
        Standing.KNOWN,
        seed.facts,
        seed.status,
        seed.since,
        seed.source,
        seed.source.as_of,
    )
