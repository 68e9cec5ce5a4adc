"""What the forums hold of a city, asked for by its tags when somebody wants to know."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.domain.communes import Commune
from bot.domain.naming import tags_of
from bot.ports.forum import Forum, Place, PlaceKind, Topic, Trouble, Unreadable
from bot.services import corrections
from bot.services.deps import Deps
from bot.store import forums
from bot.store.base import Tx

log = logging.getLogger(__name__)

# New threads come with the newest posts; this is for those from before Vigie came.
_EVERY: Final = timedelta(days=1)
_PATIENCE_S: Final = 2.0  # somebody waits


def is_due(tx: Tx, deps: Deps, commune: Commune) -> bool:
    """Whether some forum was not asked for a city's tags lately."""
    tags, since = tags_of(commune.name), deps.clock.now() - _EVERY
    return any(len(forums.tags_read(tx, name, tags, since)) < len(tags) for name in deps.forums)


async def look(deps: Deps, commune: Commune) -> None:
    """Read the threads that carry a city's tags, where that was not done lately.

    What a forum does not tell in time is left out: its card says what was read when.
    """
    asked = [_look(deps, forum, tags_of(commune.name)) for forum in deps.forums.values()]
    if asked:
        _, late = await asyncio.wait(map(asyncio.ensure_future, asked), timeout=_PATIENCE_S)
        for one in late:
            one.cancel()


async def _look(deps: Deps, forum: Forum, tags: Sequence[str]) -> None:
    now = deps.clock.now()
    known = await deps.store.read(lambda tx: forums.tags_read(tx, forum.name, tags, now - _EVERY))
    for tag in tags:
        if tag in known:
            continue
        found = await forum.latest(Place(PlaceKind.TAG, tag))
        if isinstance(found, Unreadable) and found.trouble is not Trouble.MISSING:
            log.info("tag.unread forum=%s trouble=%s", forum.name, found.trouble)
            return
        await _keep(deps, forum, tag, () if isinstance(found, Unreadable) else found)


async def _keep(deps: Deps, forum: Forum, tag: str, found: Sequence[Topic]) -> None:
    now = deps.clock.now()

    def work(tx: Tx) -> None:
        corrections.save_topics(tx, found, now)
        forums.tag_was_read(tx, forum.name, tag, now)

    await deps.store.write(work)
