"""The posts that sends tell, made ready before the base is asked to wait for their words."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.delivery import Delivery, Kind
from bot.domain.ids import PostId
from bot.render.markdown import Converter
from bot.render.texts import Texts, texts
from bot.services.collectives import known
from bot.services.deps import Deps
from bot.store import topics
from bot.store.base import Tx

_TELLING: Final = frozenset({Kind.POST, Kind.EXCERPT, Kind.CORRECTION})


class _Told(NamedTuple):
    """What a Converter takes."""

    html: str
    base_url: str
    texts: Texts
    zone: ZoneInfo


async def ahead(deps: Deps, deliveries: Sequence[Delivery]) -> Converter:
    """A converter that knows the posts of these sends: a long one takes time."""
    convert = Converter()
    telling = [one for one in deliveries if one.kind in _TELLING]
    if telling:
        posts = await deps.store.read(lambda tx: _told(tx, deps, telling))
        await asyncio.to_thread(lambda: [convert(*one) for one in posts])
    return convert


def _told(tx: Tx, deps: Deps, telling: Sequence[Delivery]) -> list[_Told]:
    found = []
    for one in telling:
        post = topics.post(tx, post_of(one))
        if post is not None and not post.deleted:
            collective = known(tx, deps, one.collective)
            says = texts(collective.locale)
            found.append(_Told(post.html, post.url, says, collective.zone))
    return found


def post_of(delivery: Delivery) -> PostId:
    """The forum post that a delivery is about."""
    return PostId(delivery.facts["forum"], int(delivery.facts["post"]))
