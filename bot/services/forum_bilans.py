"""A bilan that organisers want on a forum: what it would say, where, and those that are there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.folding import fold
from bot.domain.forum_tallies import ForumTally, sound_interval
from bot.domain.forum_writes import WriteAct
from bot.domain.ids import CollectiveId
from bot.domain.publishing import LONGEST_TITLE, Where
from bot.domain.routing import Scope
from bot.render import to_forum
from bot.render.forum_tallies import TallyCard
from bot.render.shortening import shorten
from bot.render.texts import texts
from bot.services import bilans, collectives, forum_tallies, publishing, threads
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import forum_tallies as stored
from bot.store.base import Tx
from bot.store.follows import Follow


@dataclass(frozen=True, slots=True)
class Wanted:
    """A bilan as somebody typed it, and where it is to be: an address, or a value of `places`."""

    address: str
    city: str
    campaign: str
    every: timedelta


async def preview(deps: Deps, collective: CollectiveId, wanted: Wanted) -> TallyCard:
    """What would be public. Raises Refused (place, city, NO_CAMPAIGN, FORUM_TALLY_OFTEN)."""
    every = sound_interval(wanted.every)
    found = await bilans.said(deps, collective, wanted.city, wanted.campaign)
    address = await _address(deps, collective, wanted.address)
    where, scope = await publishing.place_at(deps, address), found.card.scope

    def work(tx: Tx) -> TallyCard:
        said = bilans.for_forum(tx, deps, collective, scope) or ""
        text = forum_tallies.converted(tx, deps, collective, where.forum, said)
        title = bilans.title(tx, deps, collective, scope)
        return TallyCard(scope, title, _named(tx, deps, collective, scope, where), every, text)

    return await deps.store.read(work)


async def start(deps: Deps, asker: Asker, scope: str, where: Where, every: timedelta) -> ForumTally:
    """Publish it, and keep it up to date. Raises Refused."""
    named = await deps.store.read(lambda tx: _named(tx, deps, asker.collective, scope, where))
    return await forum_tallies.start(deps, asker, scope, named, every=every)


async def listed(deps: Deps, collective: CollectiveId) -> list[tuple[ForumTally, str]]:
    """Those that are kept up to date, and what each is of."""

    def work(tx: Tx) -> list[tuple[ForumTally, str]]:
        found = stored.of(tx, collective)
        return [(one, bilans.title(tx, deps, collective, one.scope)) for one in found]

    return await deps.store.read(work)


async def places(deps: Deps, collective: CollectiveId, typed: str) -> list[tuple[str, str]]:
    """The names of the threads and categories followed that somebody may mean who typed this so
    far, and values that stand for them; each comes once."""
    found = {one.url: one for one in await threads.followed(deps, collective) if _is_place(one)}
    return [
        (one.title or url, threads.value_of(one))
        for url, one in found.items()
        if fold(typed) in fold(one.title) or url.startswith(typed)
    ]


def _is_place(follow: Follow) -> bool:
    return follow.scope in (Scope.TOPIC, Scope.CATEGORY)


async def _address(deps: Deps, collective: CollectiveId, said: str) -> str:
    known = (one for one in await threads.followed(deps, collective) if _is_place(one))
    return next((one.url for one in known if threads.value_of(one) == said), said)


def _named(tx: Tx, deps: Deps, collective: CollectiveId, scope: str, where: Where) -> Where:
    """With the title of the thread, where one is opened."""
    if where.act is not WriteAct.OPEN:
        return where
    says = texts(collectives.known(tx, deps, collective).locale)
    title = says.say("Bilan, {title}", title=bilans.title(tx, deps, collective, scope))
    return replace(where, title=shorten(to_forum.unnamed(title, says), LONGEST_TITLE - 1))
