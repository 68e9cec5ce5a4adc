"""Whether each forum can be read, and telling those who rely on it when it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId, CollectiveId
from bot.domain.routing import Mode
from bot.ports.forum import Trouble
from bot.services.deps import Deps
from bot.store import deliveries, follows, forums, watches
from bot.store.base import Tx, stamp


def failed(tx: Tx, deps: Deps, forum: str, trouble: Trouble, now: datetime) -> None:
    """A forum could not be read. After a while, its followers are told, once."""
    since = forums.failed(tx, forum, now, trouble)
    if forums.told(tx, forum) is not None or now - since < patience(deps, forum):
        return
    forums.tell(tx, forum, since)
    _plan(tx, deps, Kind.SOURCE_DOWN, forum, since, now, {"trouble": trouble})


def succeeded(tx: Tx, deps: Deps, forum: str, now: datetime, *, new: int) -> None:
    """A forum was read, with so many new posts; those who were told that it could not be are
    told so."""
    forums.succeeded(tx, forum, now, new=bool(new))
    since = forums.told(tx, forum)
    if since is not None:
        forums.tell(tx, forum, None)
        _plan(tx, deps, Kind.SOURCE_UP, forum, since, now, {"new": str(new)})


def patience(deps: Deps, forum: str) -> timedelta:
    """How long a forum may be silent before its followers are told."""
    return next(
        timedelta(hours=one.tell_after_h) for one in deps.settings.forum if one.name == forum
    )


def _plan(
    tx: Tx,
    deps: Deps,
    kind: Kind,
    forum: str,
    since: datetime,
    now: datetime,
    facts: Mapping[str, str],
) -> None:
    for channel, collective in _told(tx, deps, forum).items():
        deliveries.plan(
            tx,
            kind,
            channel,
            f"{kind}:{forum}:{stamp(since)}",
            now,
            facts={"forum": forum, "since": stamp(since), **facts},
            collective=collective,
        )


def _told(tx: Tx, deps: Deps, forum: str) -> dict[ChannelId, CollectiveId | None]:
    """Where to say it: in the channels that hear something of it and are served, and to who follows
    for themself."""
    served = deps.settings.discord.guilds
    told: dict[ChannelId, CollectiveId | None] = {
        watch.channel: None for watch in watches.everyone(tx)
    }
    told.update(
        (one.told_in, one.collective)
        for one in follows.of_forum(tx, forum)
        if one.mode is not Mode.MUTE and (not served or one.collective in served)
    )
    return told
