"""What somebody means who says what a channel should follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.communes import Commune
from bot.domain.folding import fold
from bot.domain.ids import CityId
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Scope
from bot.ports.forum import Forum, PlaceKind, Unreadable
from bot.services.deps import Deps
from bot.store import forums, topics
from bot.store.base import Tx
from bot.store.follows import ANY_FORUM

_MOST = 25
_SCOPES = {
    PlaceKind.TOPIC: Scope.TOPIC,
    PlaceKind.CATEGORY: Scope.CATEGORY,
    PlaceKind.TAG: Scope.TAG,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be followed."""

    scope: Scope
    forum: str
    key: str
    title: str
    url: str

    @property
    def value(self) -> str:
        """What `meant` understands again, at most 100 characters."""
        return f"{self.scope}:{self.forum}:{self.key}"


async def meant(deps: Deps, said: str) -> Wish:
    """The thread, category, tag or city that was said, by its address, name or `Wish.value`.

    Raises Refused (no forum, nothing of that name, several of it).
    """
    if not deps.forums:
        raise Refused(Reason.NO_FORUM)
    said = said.strip()
    found = _chosen(deps, said) or addressed(deps, said) or await _of_post(deps, said)
    if found is not None:
        return await _described(deps, found)
    named = [of_city(commune) for commune in deps.registry.named(said)] or [
        wish for wish in await _known(deps) if fold(wish.title) == fold(said)
    ]
    if len(named) == 1:
        return named[0]
    if named:
        choices = "\n".join(wish.title for wish in named[:5])
        raise Refused(Reason.SEVERAL_PLACES, name=said[:100], choices=choices)
    known = ", ".join([await _introduced(deps, forum) for forum in deps.forums.values()])
    raise Refused(Reason.NOT_A_PLACE, name=said[:100], forums=known)


async def _introduced(deps: Deps, forum: Forum) -> str:
    title = await title_of(deps, forum)
    return title if title == forum.url else f"{title} ({forum.url})"


async def title_of(deps: Deps, forum: Forum) -> str:
    """What the forum calls itself; its address before it said so."""
    return await deps.store.read(lambda tx: forums.title(tx, forum.name)) or forum.url


async def suggested(deps: Deps, typed: str) -> list[Wish]:
    """What somebody may mean who typed this so far: threads and categories, tags, cities."""
    wanted = fold(typed)
    fitting = [wish for wish in await _known(deps) if _fits(wish, wanted)]
    fitting.sort(key=lambda wish: wish.scope is not Scope.ALL)
    cities = [of_city(commune) for commune in deps.registry.search(typed, _MOST)] if wanted else []
    kept = max(_MOST - len(cities), _MOST // 2)
    return [*fitting[:kept], *cities][:_MOST]


def _fits(wish: Wish, wanted: str) -> bool:
    whole = f" {wish.url}" if wish.scope is Scope.ALL else ""
    return wanted in fold(wish.title + whole)


def _chosen(deps: Deps, said: str) -> Wish | None:
    """What was chosen from the suggestions."""
    scope, _, rest = said.partition(":")
    if scope not in set(Scope) or not rest:
        return None
    forum, _, key = rest.partition(":")
    if scope == Scope.CITY:
        commune = deps.registry.get(CityId(key))
        return of_city(commune) if commune else None
    numbered = scope in {Scope.TOPIC, Scope.CATEGORY}
    known = forum in deps.forums and (key.isdecimal() or not numbered)
    return Wish(Scope(scope), forum, key, "", "") if known else None


def addressed(deps: Deps, said: str) -> Wish | None:
    """What an address names on one of the forums, without its title."""
    for forum in deps.forums.values():
        link = forum.link_of(said)
        if link is not None and link.place is not None:
            place = link.place
            # Forums take a tag in capitals, and call it by its small letters.
            key = place.key.casefold() if place.kind is PlaceKind.TAG else place.key
            return Wish(_SCOPES[place.kind], forum.name, key, "", "")
        if link is not None and link.post is None:
            return Wish(Scope.ALL, forum.name, "", "", "")
    return None


async def _of_post(deps: Deps, said: str) -> Wish | None:
    """The thread of a post that an address leads to. Raises Refused where there is none."""
    for forum in deps.forums.values():
        link = forum.link_of(said)
        if link is not None and link.post is not None:
            return await _thread_of(forum, link.post)
    return None


async def _thread_of(forum: Forum, number: int) -> Wish:
    post = await forum.post(number)
    if isinstance(post, Unreadable):
        raise Refused(Reason.TOPIC_UNREADABLE, trouble=post.trouble)
    return Wish(Scope.TOPIC, forum.name, str(post.topic.id.number), "", "")


async def _described(deps: Deps, wish: Wish) -> Wish:
    """With its title and address. Raises Refused where the forum has no such thing."""
    if wish.scope is Scope.CITY:
        return wish
    forum = deps.forums[wish.forum]
    match wish.scope:
        case Scope.TOPIC:
            page = await forum.topic(int(wish.key))
            if isinstance(page, Unreadable):
                raise Refused(Reason.TOPIC_UNREADABLE, trouble=page.trouble)
            return Wish(wish.scope, wish.forum, wish.key, page.topic.title, page.topic.url)
        case Scope.CATEGORY:
            return await _category(forum, wish)
        case Scope.TAG:
            return Wish(
                wish.scope, wish.forum, wish.key.casefold(), f"#{wish.key}", forum.tag_url(wish.key)
            )
        case _:
            return Wish(Scope.ALL, wish.forum, "", await title_of(deps, forum), forum.url)


async def _category(forum: Forum, wish: Wish) -> Wish:
    found = await forum.categories()
    if isinstance(found, Unreadable):
        raise Refused(Reason.TOPIC_UNREADABLE, trouble=found.trouble)
    for category in found:
        if str(category.number) == wish.key:
            return Wish(wish.scope, wish.forum, wish.key, category.name, category.url)
    raise Refused(Reason.NO_CATEGORY)


async def _known(deps: Deps) -> list[Wish]:
    """What the base knows of the forums and everybody may read, the threads seen last first."""

    def work(tx: Tx) -> list[Wish]:
        return [wish for forum in deps.forums.values() for wish in _of_forum(tx, forum)]

    return await deps.store.read(work)


def _of_forum(tx: Tx, forum: Forum) -> Iterator[Wish]:
    guests_read = forums.guests_read(tx, forum.name)
    known = topics.known_titles(tx, forum.name, 200)
    seen = [topic for topic in known if guests_read(topic.category)]
    for topic in seen:
        yield Wish(Scope.TOPIC, forum.name, str(topic.id.number), topic.title, topic.url)
    public = (one for one in forums.categories(tx, forum.name).values() if guests_read(one.number))
    for one in public:
        yield Wish(Scope.CATEGORY, forum.name, str(one.number), one.name, one.url)
    yield Wish(Scope.ALL, forum.name, "", forums.title(tx, forum.name) or forum.url, forum.url)
    for tag in dict.fromkeys(tag for topic in seen for tag in topic.tags):
        yield Wish(Scope.TAG, forum.name, tag, f"#{tag}", forum.tag_url(tag))


def of_city(commune: Commune) -> Wish:
    """What a city brings: the threads, the category and the tag that bear its name."""
    return Wish(Scope.CITY, ANY_FORUM, commune.code, commune.label, "")
