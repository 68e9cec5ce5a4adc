"""What an account of Vigie's reads on a forum and not everybody does.

It is carried only where an organiser asked for that very thread or category. What is followed may
become so later: then nothing of it comes any more, until it is asked for again.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.delivery import Kind
from bot.domain.ids import TopicId
from bot.domain.routing import Mode, Scope
from bot.services.deps import Deps
from bot.store import deliveries, follows, forums, topics
from bot.store.base import Tx, stamp
from bot.store.follows import Follow


def is_of(tx: Tx, follow: Follow) -> bool:
    """Whether not everybody may read the very thread or category of a follow."""
    category = _category(tx, follow)
    return category is not None and not forums.guests_read(tx, follow.forum)(category)


def tell(tx: Tx, deps: Deps, forum: str, now: datetime) -> None:
    """Tell who follows a thread or a category that not everybody may read any more, once while it
    is so."""
    if not forums.has_account(tx, forum):
        return
    known, served = forums.categories(tx, forum), deps.settings.discord.guilds
    for one in follows.of_forum(tx, forum):
        category = known.get(_category(tx, one) or 0)
        if category is None or (served and one.collective not in served):
            continue
        if category.public:
            follows.is_public(tx, one)
        elif one.restricted or one.mode is Mode.MUTE:
            continue
        elif follows.is_closed(tx, one, now):
            _tell(tx, one, now)


def _category(tx: Tx, follow: Follow) -> int | None:
    """The category that decides who may read it; None for a follow that is of several, or of what
    is not known."""
    match follow.scope:
        case Scope.CATEGORY:
            return int(follow.key)
        case Scope.TOPIC:
            topic = topics.get(tx, TopicId(follow.forum, int(follow.key)))
            return topic.category if topic else None
        case _:
            return None


def _tell(tx: Tx, follow: Follow, now: datetime) -> None:
    deliveries.plan(
        tx,
        Kind.RESTRICTED,
        follow.told_in,
        f"{Kind.RESTRICTED}:{follow.id}:{stamp(now)}",
        now,
        facts={
            "forum": follow.forum,
            "title": follows.title(tx, follow.id),
            "where": follow.channel,
        },
        collective=follow.collective,
    )
