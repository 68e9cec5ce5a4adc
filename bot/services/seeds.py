"""The facts that ship with Vigie, put in the base and kept as the file tells them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.projects import SeedProject, Standing
from bot.store import projects
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
        after = replace(before, facts=seed.facts, status=seed.status, since=seed.since)
        if after != before:
            projects.save(tx, after)
        if seed.source != before.source:
            projects.add_source(tx, id_, seed.source, now, None)
    new = len({seed.key for seed in seeds} - known.keys())
    if new:
        log.info("seeds.planted projects=%d", new)


def _draft(seed: SeedProject) -> Draft:
    return Draft(seed.city, None, Standing.KNOWN, seed.facts, seed.status, seed.since, seed.source)
