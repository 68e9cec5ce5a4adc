"""Following forum threads, categories, tags and cities in a channel."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.domain.folding import fold
from bot.domain.ids import ChannelId, CityId, CollectiveId, TopicId
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Mode, Room, Scope
from bot.ports.forum import (
    Category,
    Forum,
    Newest,
    Place,
    PlaceKind,
    Post,
    Topic,
    TopicPage,
    Trouble,
    Unreadable,
)
from bot.services import (
    bridge,
    city_places,
    corrections,
    namesakes,
    offering,
    polling,
    restricted,
    vanished,
    vote_offering,
    wishes,
)
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.namesakes import Namesake
from bot.services.wishes import Wish
from bot.store import collectives, deliveries, follows, forums, mirrors, readings
from bot.store.base import Tx
from bot.store.follows import Follow, Started

_CHOSEN = "follow:"
_AGAIN = 5  # what may be carried of the past
# Nobody says after a stop that the answer was given: then the past comes all the same.
_ANSWERED_WITHIN: Final = timedelta(seconds=30)


__all__ = [
    "Asker",
    "Follow",
    "Following",
    "Listener",
    "answered",
    "follow",
    "followed",
    "stop",
    "suggested",
    "titles",
    "value_of",
]


@dataclass(frozen=True, slots=True)
class Listener:
    """The channel that is to hear."""

    channel: ChannelId
    room: Room


@dataclass(frozen=True, slots=True)
class Following:
    """What came of a wish to follow: `before` is the mode so far where only that is new; `again`
    posts of the past are carried as well.

    `found` is what bears a city's name on the forums, and empty for a tag that no thread carries;
    None where nothing was looked for.
    """

    follow: Follow
    before: Mode | None
    again: int
    found: Sequence[Namesake] | None = None


@dataclass(frozen=True, slots=True)
class _Past:
    """What stands on the forum already: the last post's number of a thread, some topics, the posts
    asked."""

    last: int
    topics: Sequence[Topic]
    posts: Sequence[Post]
    barren: bool = False  # a tag that no thread carries


async def follow(
    deps: Deps,
    said: str,
    asker: Asker,
    *,
    mode: Mode | None = None,
    listener: Listener | None = None,
    again: bool = False,
) -> Following:
    """Make a channel hear what was said: a thread's address, a category, a tag, a city.

    Silent about the past, but for its last five posts where asked `again`: these wait until the
    asker is `answered`. A thread is heard whole and the others announced, unless a mode is given.
    Raises Refused.
    """
    wish = await wishes.meant(deps, said)
    # The position must stand before the thread is read: what is posted in between is then seen.
    await need_position(deps, _listened(deps, wish))
    shown = await _shown(deps, wish)
    past = await _past(deps, wish, again=again)
    categories = await _categories(deps, wish)
    where = listener or Listener(asker.channel, Room.TEXT)
    made = Follow(
        collective=asker.collective,
        channel=where.channel,
        room=where.room,
        asked_in=asker.channel,
        forum=wish.forum,
        scope=wish.scope,
        key=wish.key,
        title=wish.title,
        url=wish.url,
        mode=mode or (Mode.THREAD if wish.scope is Scope.TOPIC else Mode.ANNOUNCE),
        after_post=past.last,
    )
    made = _led(deps, made)  # by now the forum's engine is known
    found = await namesakes.of_city(deps, CityId(wish.key)) if wish.scope is Scope.CITY else None

    def work(tx: Tx) -> Following:
        if categories is not None:
            vanished.categories(tx, deps, made.forum, categories, deps.clock.now())
        return _start(tx, deps, made, shown, past, asker)

    started = await deps.store.write(work)
    return replace(started, found=() if past.barren else found)


def _start(
    tx: Tx, deps: Deps, made: Follow, shown: Mapping[str, int], past: _Past, asker: Asker
) -> Following:
    now = deps.clock.now()
    collectives.meet(tx, made.collective, now)
    corrections.save_topics(tx, past.topics, now)
    vanished.shown(tx, (topic.id for topic in past.topics), now)
    after = {name: max(last, forums.position(tx, name) or 0) for name, last in shown.items()}
    if made.scope is not Scope.TOPIC:
        made = replace(made, after_post=after.get(made.forum, 0))
    made = replace(made, restricted=restricted.is_of(tx, made))
    of_each = after if made.scope is Scope.CITY else {}
    before = follows.mode(tx, made)
    started = follows.start(tx, made, by=asker.person, now=now, after=of_each)
    mirrors.try_again(tx, made.channel)
    planned = deliveries.newest(tx)
    again = bridge.carry_again(tx, deps, made.channel, past.posts, now)
    deliveries.hold(tx, planned, now + _ANSWERED_WITHIN)
    if started is Started.SAME and not again:
        raise Refused(Reason.ALREADY_FOLLOWED, title=made.title)
    if made.scope is Scope.TOPIC:
        newest = max((post.posted_at for post in past.posts), default=None)
        readings.read_at(tx, TopicId(made.forum, int(made.key)), now, active=newest)
    if made.scope is Scope.CITY and made.mode is not Mode.MUTE:
        offering.offer_known(tx, CityId(made.key), asker, now)
        vote_offering.offer_known(tx, CityId(made.key), asker, now)
    return Following(made, before if started is Started.CHANGED else None, again)


async def answered(deps: Deps, channel: ChannelId) -> None:
    """It was said in what a channel follows: what it was to hear of the past may come."""
    now = deps.clock.now()
    await deps.store.write(lambda tx: deliveries.release(tx, channel, now))


async def need_position(deps: Deps, listened: Sequence[Forum]) -> None:
    """Raises Refused where none of the forums can be read."""
    met = [await polling.ensure_position(deps, forum) for forum in listened]
    if all(met):
        trouble = next(one.trouble for one in met if one)
        raise Refused(Reason.TOPIC_UNREADABLE, trouble=trouble)


def _listened(deps: Deps, wish: Wish) -> list[Forum]:
    if wish.scope is Scope.CITY:
        return list(deps.forums.values())
    return [deps.forums[wish.forum]]


async def _shown(deps: Deps, wish: Wish) -> dict[str, int]:
    """The last post that each forum shows: what is not read yet is past as well.

    A thread tells its own. Of a forum that a city only listens to among others, the last read
    will do. Raises Refused where none can be read.
    """
    if wish.scope is Scope.TOPIC:
        return {}
    found: dict[str, int] = {}
    listened = _listened(deps, wish)
    for forum, page in zip(listened, await _first_pages(listened), strict=True):
        if not isinstance(page, Unreadable):
            found[forum.name] = max((post.id.number for post in page.posts), default=0)
        elif wish.scope is not Scope.CITY:
            raise Refused(Reason.TOPIC_UNREADABLE, trouble=page.trouble)
        else:
            found[forum.name] = 0
    return found


async def _categories(deps: Deps, wish: Wish) -> tuple[Category, ...] | None:
    """As the forum shows them now, where an account of Vigie's reads it: whoever asks for what not
    everybody may read is to have it. Raises Refused where that cannot be known."""
    asked = deps.forums.get(wish.forum) if wish.scope in {Scope.TOPIC, Scope.CATEGORY} else None
    if asked is None or not await deps.store.read(lambda tx: forums.has_account(tx, wish.forum)):
        return None
    found = await asked.categories()
    if isinstance(found, Unreadable):
        raise Refused(Reason.TOPIC_UNREADABLE, trouble=found.trouble)
    return found


async def _first_pages(forums_: Sequence[Forum]) -> list[Newest | Unreadable]:
    return await asyncio.gather(*(forum.newest() for forum in forums_))


async def _past(deps: Deps, wish: Wish, *, again: bool) -> _Past:
    """Raises Refused where the forum does not show what is to be followed."""
    if wish.scope is Scope.TOPIC:
        return await _past_of_topic(deps.forums[wish.forum], int(wish.key), again=again)
    if wish.scope is Scope.CITY:
        return await _openings(deps, await _of_city(deps, CityId(wish.key)) if again else [])
    if wish.scope is Scope.ALL:
        return _Past(0, [], [])
    forum = deps.forums[wish.forum]
    found = await forum.latest(Place(PlaceKind(wish.scope.value), wish.key))
    is_tag = wish.scope is Scope.TAG
    if isinstance(found, Unreadable):
        if not (is_tag and found.trouble is Trouble.MISSING):
            raise Refused(Reason.TOPIC_UNREADABLE, trouble=found.trouble)
        found = ()  # nobody has used it yet
    past = await _openings(deps, found[:_AGAIN] if again else [])
    return replace(past, barren=is_tag and not found)


async def _past_of_topic(forum: Forum, number: int, *, again: bool) -> _Past:
    page = await _page(forum, number, 1)
    pages = [page]
    if page.pages > 1:
        pages = [await _page(forum, number, page.pages)]
    if again and len(pages[0].posts) < _AGAIN and page.pages > 1:
        pages.insert(0, await _page(forum, number, page.pages - 1))
    posts = [post for one in pages for post in one.posts]
    last = max((post.id.number for post in posts), default=0)
    shown = [post for post in posts if not post.deleted and not post.own]
    return _Past(last, [page.topic], shown[-_AGAIN:] if again else [])


async def _page(forum: Forum, number: int, page: int) -> TopicPage:
    found = await forum.topic(number, page)
    if isinstance(found, Unreadable):
        raise Refused(Reason.TOPIC_UNREADABLE, trouble=found.trouble)
    if found.topic.deleted:  # shown to Vigie's account alone
        raise Refused(Reason.TOPIC_UNREADABLE, trouble=Trouble.FORBIDDEN)
    return found


async def _of_city(deps: Deps, city: CityId) -> list[Topic]:
    commune = deps.registry.get(city)
    if commune is None:
        return []
    await city_places.look(deps, commune)

    def work(tx: Tx) -> list[Topic]:
        there = city_places.ground(tx, deps.registry, deps.forums, commune)
        return city_places.known(tx, there, _AGAIN)

    return await deps.store.read(work)


async def _openings(deps: Deps, latest: Sequence[Topic]) -> _Past:
    """The first post of each of these threads, the oldest thread first."""
    posts = []
    for topic in sorted(latest, key=lambda one: one.id.number):
        page = await _page(deps.forums[topic.id.forum], topic.id.number, 1)
        posts += [post for post in page.posts[:1] if not post.deleted and not post.own]
    return _Past(0, [post.topic for post in posts], posts)


async def followed(deps: Deps, collective: CollectiveId) -> list[Follow]:
    """What a collective follows, the oldest first."""
    found = await deps.store.read(lambda tx: follows.of_collective(tx, collective))
    return [_led(deps, one) for one in found]


def _led(deps: Deps, follow: Follow) -> Follow:
    """A tag with its own address, which is known once the forum's engine is."""
    forum = deps.forums.get(follow.forum)
    if follow.scope is not Scope.TAG or forum is None:
        return follow
    return replace(follow, url=forum.tag_url(follow.key))


async def titles(deps: Deps) -> dict[str, str]:
    """What each forum calls itself, by its name in the settings."""
    return {name: await wishes.title_of(deps, forum) for name, forum in deps.forums.items()}


def value_of(follow: Follow) -> str:
    """What `stop` understands for sure."""
    return f"{_CHOSEN}{follow.id}"


async def suggested(deps: Deps, typed: str, asker: Asker) -> list[Follow]:
    """What somebody may want to stop who typed this so far; the asker's channel first."""
    found = [
        one for one in await followed(deps, asker.collective) if fold(typed) in fold(one.title)
    ]
    return sorted(found, key=lambda one: one.channel != asker.channel)


async def stop(deps: Deps, said: str, asker: Asker) -> Follow:
    """Stop following at once; what is planned for it is withheld.

    `said` is a value from the suggestions, an address or a name. Raises Refused.
    """
    now = deps.clock.now()
    meant = wishes.addressed(deps, said)

    def work(tx: Tx) -> Follow:
        found = [
            one
            for one in follows.of_collective(tx, asker.collective)
            if _is_meant(one, said, meant)
        ]
        found = [one for one in found if one.channel == asker.channel] or found
        if not found:
            raise Refused(Reason.NOT_FOLLOWED)
        if len(found) > 1:
            choices = "\n".join(one.title for one in found[:5])
            raise Refused(Reason.SEVERAL_PLACES, name=said[:100], choices=choices)
        read = forums.positions(tx, deps.forums)
        follows.stop(tx, found[0], by=asker.person, now=now, read=read)
        return found[0]

    return await deps.store.write(work)


def _is_meant(follow: Follow, said: str, wish: Wish | None) -> bool:
    if said.startswith(_CHOSEN):
        return said == value_of(follow)
    if wish is not None:
        return (follow.forum, follow.scope, follow.key) == (wish.forum, wish.scope, wish.key)
    return bool(fold(said)) and fold(said) in fold(follow.title)
