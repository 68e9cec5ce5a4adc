"""A bilan that organisers want on a forum: what it would say, where, and those that are there."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.bilan_names import MOST_ASKED, Name, digest, told_apart
from bot.domain.folding import fold
from bot.domain.forum_tallies import ForumTally, sound_interval
from bot.domain.forum_writes import WriteAct
from bot.domain.ids import CollectiveId
from bot.domain.publishing import LONGEST_TITLE, Where
from bot.domain.routing import Scope
from bot.render import to_forum
from bot.render.forum_tallies import Standing, TallyCard
from bot.render.shortening import shorten
from bot.render.texts import texts
from bot.services import bilans, collectives, forum_tallies, publishing_places, threads
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.forum_tallies import Told
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


@dataclass(frozen=True, slots=True)
class Shown:
    """What an organiser saw of a `scope`, and where it is to be; `seen` recognises the names there,
    or the text where it is read on."""

    scope: str
    where: Where
    every: timedelta
    seen: str


async def preview(deps: Deps, collective: CollectiveId, wanted: Wanted, name: str) -> TallyCard:
    """What would be public, in the `name` of the collective. Raises Refused (place, city,
    NO_CAMPAIGN, FORUM_TALLY_OFTEN)."""
    every = sound_interval(wanted.every)
    found = await bilans.said(deps, collective, wanted.city, wanted.campaign)
    address = await _address(deps, collective, wanted.address)
    where, scope = await publishing_places.at(deps, address), found.card.scope
    made = TallyCard(scope, "", where, every, "")
    return await deps.store.read(lambda tx: _card(tx, deps, collective, made, name))


def _card(tx: Tx, deps: Deps, collective: CollectiveId, card: TallyCard, name: str) -> TallyCard:
    """The same card, with what would be public now."""
    names, kept = bilans.nameable(tx, collective, card.scope)
    return replace(
        card,
        title=bilans.title(tx, deps, collective, card.scope),
        where=_named(tx, deps, collective, card.scope, card.where),
        text=bilans.for_forum(tx, deps, collective, card.scope, names, name) if names else "",
        seen=digest(names),
        kept=kept,
    )


async def read_on(
    deps: Deps, collective: CollectiveId, shown: Shown, page: int, name: str
) -> TallyCard:
    """A later page of what would be public; the first again, where it changed meanwhile: nobody
    would have seen what went from one page to another."""
    made = TallyCard(shown.scope, "", shown.where, shown.every, "")
    card = await deps.store.read(lambda tx: _card(tx, deps, collective, made, name))
    if told_apart(card.text) != shown.seen:
        return replace(card, is_new=True)
    return replace(card, page=page)


async def start(deps: Deps, asker: Asker, shown: Shown, name: str) -> ForumTally | TallyCard:
    """Publish it, and keep it up to date; what would be public now, where there is more to tell
    than the organiser saw. Raises Refused."""
    here, made = asker.collective, TallyCard(shown.scope, "", shown.where, shown.every, "")

    def work(tx: Tx) -> tuple[TallyCard, Set[Name]]:
        return _card(tx, deps, here, made, name), bilans.nameable(tx, here, shown.scope)[0]

    card, names = await deps.store.read(work)
    if card.seen != shown.seen:
        return replace(card, is_new=True)
    every = shown.every
    return await forum_tallies.start(
        deps, asker, shown.scope, card.where, every=every, shown=names, name=name
    )


async def add(
    deps: Deps, asker: Asker, id_: int, first: int, last: int, seen: str | None
) -> Standing:
    """Let it tell, from its next change on, what was shown of what organisers were asked about in
    these turns: what `seen` recognises; nothing, where that is no longer what would be shown. What
    is left to be asked about. Raises Refused."""

    def work(tx: Tx) -> Standing:
        tally = forum_tallies.live(tx, asker.collective, id_)
        if digest(names := _shown_first(tx, id_, first, last)) == seen:
            stored.show(tx, id_, names)
        return standing(tx, deps, tally, first, last)

    return await deps.store.write(work)


def _shown_first(tx: Tx, id_: int, first: int, last: int) -> Set[Name]:
    return set(sorted(stored.asked(tx, id_, first, last))[:MOST_ASKED])


def told(tx: Tx, deps: Deps, tally: ForumTally, shown: Set[Name]) -> Told:
    """What it is about to tell; nothing before there is a task, nor while one that it counts waits
    for an organiser to let it be called otherwise: what was done would seem undone."""
    names, kept = bilans.nameable(tx, tally.collective, tally.scope)
    if not names and not kept:
        return Told("")
    here, scope, before = tally.collective, tally.scope, stored.counts(tx, tally.id)
    tasks, waiting = bilans.counted(tx, here, scope, shown, before)
    if waiting & before:
        return Told("", names, is_held=True)
    said = bilans.for_forum(tx, deps, here, scope, shown, tally.name, tasks)
    return Told(said, names, tasks)


async def listed(deps: Deps, collective: CollectiveId) -> list[Standing]:
    """Those that are kept up to date."""
    return await deps.store.read(
        lambda tx: [standing(tx, deps, one) for one in stored.of(tx, collective)]
    )


async def asked(deps: Deps, tally: ForumTally) -> Standing:
    """One that waits for an answer."""
    return await deps.store.read(lambda tx: standing(tx, deps, tally))


def standing(
    tx: Tx, deps: Deps, tally: ForumTally, first: int = 1, last: int | None = None
) -> Standing:
    """What it is of, and what organisers were asked about in these turns and did not add."""
    last = stored.last_turn(tx, tally.id) if last is None else last
    title = bilans.title(tx, deps, tally.collective, tally.scope)
    says = texts(collectives.known(tx, deps, tally.collective).locale)
    asked = sorted(stored.asked(tx, tally.id, first, last))
    news = tuple(bilans.called(deps, one, says) for one in asked)
    seen = digest(_shown_first(tx, tally.id, first, last))
    return Standing(tally, title, news, first, last, seen)


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
