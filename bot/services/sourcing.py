"""Where a fact comes from, and when it happened, as somebody typed it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from bot.domain import vague
from bot.domain.ids import TopicId
from bot.domain.project_facts import WORDS_MAX, Source
from bot.domain.refusals import Reason, Refused
from bot.domain.vague import VagueDate
from bot.ports.forum import PlaceKind
from bot.render.escaping import neutral
from bot.services.deps import Deps
from bot.store import forums, topics
from bot.store.base import Tx

_SCHEMES: Final = {"http", "https"}
_CHAT_MARK: Final = re.compile(r"<(?:(@[!&]?|#)(\d+)|a?:(\w+):\d+)>", re.ASCII)


def source(tx: Tx, deps: Deps, said: str, today: date) -> Source | None:
    """A link, words, or words with a link among them; None for nothing.

    Raises Refused(NOT_A_LINK) for an address that cannot be one, (LINK_WITH_SECRET).
    """
    words = neutral(said).split()
    links = [word for word in words if "://" in word]
    if not words:
        return None
    label = in_one_line(" ".join(word for word in words if word not in links), WORDS_MAX)
    url = _checked(links[0]) if links else ""
    return Source(label or _title(tx, deps, url), vague.of_day(today), url=url)


def _checked(link: str) -> str:
    try:
        parts = urlsplit(link)
        usable = parts.scheme in _SCHEMES and bool(parts.hostname)
        if usable and parts.username is not None:
            _, _, host = parts.netloc.rpartition("@")
            bare = urlunsplit(parts._replace(netloc=host))
            raise Refused(Reason.LINK_WITH_SECRET, link=bare[:WORDS_MAX])
    except ValueError:
        usable = False
    if not usable or len(link) > WORDS_MAX or any(sign in link for sign in '<>"`'):
        raise Refused(Reason.NOT_A_LINK, link=link[:100])
    return link


def _title(tx: Tx, deps: Deps, url: str) -> str:
    """The thread's title where the link is one of a forum's, for everybody; else the site."""
    for forum in deps.forums.values():
        place = forum.place_of(url)
        if place is not None and place.kind is PlaceKind.TOPIC:
            known = topics.get(tx, TopicId(forum.name, int(place.key)))
            if known is None or known.deleted:
                continue
            if forums.guests_read(tx, forum.name)(known.category):
                return known.title
    return (urlsplit(url).hostname or url).removeprefix("www.")


def happened(said: str, today: date) -> VagueDate | None:
    """When something happened, as far as it is known; None for nothing said.

    Raises Refused(NOT_A_DATE), Refused(NO_SUCH_DAY), Refused(FUTURE_DATE).
    """
    if not said.strip():
        return None
    read = vague.read(said)
    if read is None and (month := vague.month_without(said)) is not None:
        facts = {"said": said[:100], "month": str(month), "last": str(month.last_day)}
        raise Refused(Reason.NO_SUCH_DAY, **facts)
    if read is None:
        raise Refused(Reason.NOT_A_DATE, said=said[:100])
    if read.first > today:
        raise Refused(Reason.FUTURE_DATE, said=said[:100])
    return read


def in_one_line(said: str, most: int) -> str:
    """At most so many characters, none of which hides or turns others.

    What the chat made of a mention or an emoji is what people saw of it, as far as that is known:
    `@` and a number, `:name:`.
    """
    return " ".join(_CHAT_MARK.sub(_mark, neutral(said)).split())[:most].rstrip()


def _mark(found: re.Match[str]) -> str:
    sign, number, emoji = found.groups()
    return f":{emoji}:" if emoji else f"{sign[0]}{number}"
