"""Why something was sent or was not: every step that the base remembers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

from bot.domain.explaining import Said, Step
from bot.domain.ids import ChannelId, CollectiveId, MessageId, PostId, TopicId
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Mode, Rule, route
from bot.ports.forum import Forum, PlaceKind, Topic
from bot.services import bridge
from bot.services.deps import Deps
from bot.store import follows, forums, ledger, topics
from bot.store.base import Tx

_CHAT_LINK: Final = re.compile(r"/channels/(\d+)/(\d+)/(\d+)/?$", re.ASCII)
_POST_LINK: Final = re.compile(r"/post/(\d{1,15})/?$", re.ASCII)
# What browsers show: NodeBB counts a thread's posts from 1, Discourse numbers them.
_PLACE_LINK: Final = re.compile(r"/topic/(\d{1,15})/[^/]+/(\d{1,9})/?$", re.ASCII)
_NUMBER_LINK: Final = re.compile(r"/t/(?:[^/]+/)?(\d{1,15})/(\d{1,9})/?$", re.ASCII)


async def explain(deps: Deps, link: str, collective: CollectiveId) -> list[Said]:
    """Every step of what a link names, a forum's or the chat's, in this collective alone.

    Raises Refused where the link names nothing that Vigie knows.
    """
    link = link.strip().strip("<>")
    return await deps.store.read(lambda tx: list(_explained(tx, deps, link, collective)))


def _explained(tx: Tx, deps: Deps, link: str, collective: CollectiveId) -> Iterator[Said]:
    if (found := _CHAT_LINK.search(_path(link))) is not None:
        guild, place, message = found.groups()
        entries = ledger.of_message(tx, ChannelId(place), MessageId(message))
        if guild != collective or not entries:
            raise Refused(Reason.NOT_MINE)
        yield from (Said(Step.ENTRY, one.place or one.channel, entry=one) for one in entries)
        return
    forum, link = _forum(deps, link)
    yield _reading(tx, forum)
    post = _post(tx, forum, link)
    topic = _topic(tx, forum, link, post)
    if topic is None:
        yield Said(Step.NOT_SEEN)
        return
    rules = [one.rule for one in follows.of_forum(tx, forum.name) if one.collective == collective]
    about = bridge.about(deps, topic, forums.categories(tx, forum.name), rules)
    decided = route(rules, about)
    if post is not None:  # a rule that came later leaves it to those that were there
        decided |= route(rules, about, post.number)
    yield from _decided(tx, decided, post) or [Said(Step.NO_RULE, facts={"title": topic.title})]
    if post is not None:
        entries = ledger.of_cause(tx, bridge.cause_of(post), collective)
        yield from (Said(Step.ENTRY, one.place or one.channel, entry=one) for one in entries)
        if not entries:
            yield Said(Step.NOTHING)


def _forum(deps: Deps, link: str) -> tuple[Forum, str]:
    """Whose a link is, and the link as that forum writes it. Raises Refused."""
    found = [(one, own) for one in deps.forums.values() if (own := _own(link, one.url))]
    if not found:
        raise Refused(Reason.NOT_MINE)
    return max(found, key=lambda pair: len(pair[0].url))  # one may live in a folder of another


def _own(link: str, home: str) -> str | None:
    """By either protocol, with or without `www.`; None for what is elsewhere."""
    try:
        asked, at = urlsplit(link if "://" in link else f"https://{link}"), urlsplit(home)
    except ValueError:
        return None
    folder = at.path.rstrip("/")
    is_there = asked.scheme in ("http", "https") and _host(asked) == _host(at)
    if not is_there or not f"{asked.path}/".startswith(f"{folder}/"):
        return None
    return urlunsplit((at.scheme, at.netloc, asked.path, "", ""))


def _host(address: SplitResult) -> str:
    host = address.netloc.lower().removeprefix("www.")
    return host.removesuffix(":443" if address.scheme == "https" else ":80")


def _path(link: str) -> str:
    try:
        return urlsplit(link).path
    except ValueError:
        return ""


def _reading(tx: Tx, forum: Forum) -> Said:
    health = next(one for one in forums.health(tx) if one.name == forum.name)
    facts = {"title": health.title or health.name}
    if health.trouble is not None:
        return Said(Step.UNREAD, facts=facts, at=health.trouble_since)
    step = Step.READ if health.last_success else Step.NEVER_READ
    return Said(step, facts=facts, at=health.last_success)


def _post(tx: Tx, forum: Forum, link: str) -> PostId | None:
    if (found := _POST_LINK.search(_path(link))) is not None:
        return PostId(forum.name, int(found[1]))
    if (found := _PLACE_LINK.search(_path(link))) is not None:
        return topics.post_in(tx, TopicId(forum.name, int(found[1])), int(found[2]) - 1)
    if (found := _NUMBER_LINK.search(_path(link))) is not None:
        return topics.post_numbered(tx, TopicId(forum.name, int(found[1])), int(found[2]))
    return None


def _topic(tx: Tx, forum: Forum, link: str, post: PostId | None) -> Topic | None:
    if post is not None and (known := topics.post(tx, post)) is not None:
        return known.topic
    place = forum.place_of(link)
    if place is None or place.kind is not PlaceKind.TOPIC:
        return None
    return topics.get(tx, TopicId(forum.name, int(place.key)))


def _decided(tx: Tx, decided: dict[ChannelId, Rule], post: PostId | None) -> list[Said]:
    said = []
    for channel, rule in decided.items():
        facts = {"title": follows.title(tx, rule.id), "mode": rule.mode}
        step = Step.MUTED if rule.mode is Mode.MUTE else Step.RULE
        said.append(Said(step, channel, facts))
        if post is not None and post.number <= rule.after_post:
            said.append(Said(Step.BEFORE, channel))
    return said
