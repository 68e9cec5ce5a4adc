"""Where on a forum something is published: what a message answers there, or an address typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.domain.forum_writes import WriteAct
from bot.domain.hearing import Sees
from bot.domain.ids import ChannelId, CollectiveId, MessageId, PersonId, TopicId
from bot.domain.publishing import NOWHERE, Where
from bot.domain.refusals import Reason, Refused
from bot.ports.forum import Forum, PlaceKind, Topic, TopicPage, Trouble, Unreadable
from bot.services.deps import Deps
from bot.store import publications, topics
from bot.store.base import Tx

_MOST_OFFERED: Final = 3  # threads; with the other buttons, a row
_MOST_READ: Final = 200  # of which who asks may not see the channels


@dataclass(frozen=True, slots=True)
class Picked:
    """A message of the chat that somebody picks. `answers`: the message that it replies to."""

    message: MessageId
    channel: ChannelId
    author: PersonId
    text: str
    is_of_a_bot: bool = False
    answers: MessageId | None = None


def of(tx: Tx, picked: Picked) -> Where:
    """Where a message goes of itself: what it answers on the forum, or its mirrored thread."""
    if picked.answers is not None:
        answered = publications.mirrored(tx, picked.channel, picked.answers)
        post = topics.post(tx, answered) if answered else None
        if post is not None:
            topic = post.topic
            number = topic.id.number
            place = Where(topic.id.forum, WriteAct.REPLY, number, post.id.number)
            return replace(place, thread=topic.title)
    mirrored = publications.mirrored_in(tx, picked.channel)
    if mirrored is None:
        return NOWHERE
    known = topics.get(tx, TopicId(*mirrored))
    return Where(mirrored[0], WriteAct.REPLY, mirrored[1], thread=known.title if known else "")


async def offered(deps: Deps, collective: CollectiveId, sees: Sees) -> list[Topic]:
    """The threads that a person `sees` their collective's channels listen to, the latest active
    first: where they may want to publish."""
    found = await deps.store.read(lambda tx: topics.listened_to(tx, collective, _MOST_READ))
    seen = (topic for channel, topic in found if topic.id.forum in deps.forums and sees(channel))
    return list(dict.fromkeys(seen))[:_MOST_OFFERED]


async def address_of(deps: Deps, topic: TopicId) -> str:
    """Where a thread is. Raises Refused(PUBLICATION_ELSEWHERE)."""
    known = await deps.store.read(lambda tx: topics.get(tx, topic))
    if known is None or known.deleted:
        raise _elsewhere(deps, "")
    return known.url


async def at(deps: Deps, address: str) -> Where:
    """The place at an address that somebody typed. Raises Refused."""
    for name, forum in deps.forums.items():
        place = forum.place_of(address.strip())
        if place is None or place.kind is PlaceKind.TAG:
            continue
        number = int(place.key)
        if place.kind is PlaceKind.CATEGORY:
            await _need_open(forum, number)
            return Where(name, WriteAct.OPEN, number)
        return Where(name, WriteAct.REPLY, number, thread=await _thread(forum, number))
    raise _elsewhere(deps, address.strip())


def _elsewhere(deps: Deps, said: str) -> Refused:
    known = ", ".join(forum.url for forum in deps.forums.values())
    return Refused(Reason.PUBLICATION_ELSEWHERE, said=said, forums=known)


async def _thread(forum: Forum, number: int) -> str:
    """The title of a thread, empty where the forum does not tell it now. Raises Refused where there
    is none to answer in."""
    page = await forum.topic(number)
    if isinstance(page, TopicPage):
        return page.topic.title
    if page.trouble is Trouble.MISSING:
        raise Refused(Reason.PUBLICATION_NO_THREAD)
    if page.trouble is Trouble.FORBIDDEN:
        raise Refused(Reason.PUBLICATION_THREAD_HIDDEN)
    return ""


async def _need_open(forum: Forum, category: int) -> None:
    """Raises Refused where the forum says that no thread of Vigie's may be opened there."""
    said = await forum.may_open(category)
    if isinstance(said, Unreadable):
        if said.trouble is Trouble.MISSING:
            raise Refused(Reason.PUBLICATION_NO_CATEGORY)
        if said.trouble is Trouble.FORBIDDEN:
            raise Refused(Reason.PUBLICATION_NO_RIGHT)
    elif said is False:
        raise Refused(Reason.PUBLICATION_NO_RIGHT)


def is_elsewhere(where: Where, known: Where) -> bool:
    """Another place: the same one, typed again, keeps the post that is answered."""
    return (where.forum, where.act, where.place) != (known.forum, known.act, known.place)
