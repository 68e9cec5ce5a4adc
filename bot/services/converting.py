"""The long posts that sends tell, made ready before the base has to wait for their words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.delivery import Delivery, Kind
from bot.domain.ids import PostId
from bot.ports.forum import Post
from bot.render.markdown import Converter
from bot.render.texts import Texts, texts
from bot.services.collectives import known
from bot.services.deps import Deps
from bot.store import topics
from bot.store.base import Tx

_LONG: Final = 4_000  # characters; shorter ones take a millisecond
_TELLING: Final = frozenset({Kind.POST, Kind.EXCERPT, Kind.CORRECTION})


class LongPost(NamedTuple):
    """What a Converter takes."""

    post: Post
    texts: Texts
    zone: ZoneInfo


def long_posts(tx: Tx, deps: Deps, deliveries: Iterable[Delivery]) -> list[LongPost]:
    """The posts of these sends that take time to convert."""
    found = []
    for one in deliveries:
        tells_a_post = one.kind in _TELLING and "post" in one.facts
        if tells_a_post and topics.length(tx, post_of(one)) > _LONG:
            post, collective = topics.post(tx, post_of(one)), known(tx, deps, one.collective)
            if post is not None:
                says = texts(collective.locale)
                found.append(LongPost(post, says, collective.zone))
    return found


async def ahead(posts: Sequence[LongPost]) -> Converter:
    """A converter that knows these posts."""
    convert = Converter()
    if posts:
        await asyncio.to_thread(lambda: [convert(*one) for one in posts])
    return convert


def post_of(delivery: Delivery) -> PostId:
    """The forum post that a delivery is about."""
    return PostId(delivery.facts["forum"], int(delivery.facts["post"]))
