"""From a forum post to the channels that are to hear it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.delivery import Cause, Fate, Kind, State
from bot.domain.ids import ChannelId, CityId, PostId, TopicId
from bot.domain.naming import names_city
from bot.domain.routing import About, Mode, Room, Rule, Scope, route
from bot.ports.forum import Category, Post, Topic
from bot.services.categories import lineage, stands_in
from bot.services.deps import Deps
from bot.store import deliveries, follows, forums, mirrors, readings, topics
from bot.store.base import Tx, stamp
from bot.store.mirrors import Mirror, MirrorState

_TOLD: Final = frozenset({Cause.NO_RIGHT, Cause.TOO_MANY})
MOST_EXCERPTS: Final = 20  # of one thread in one reading: more are summed up in a line


@dataclass(frozen=True, slots=True)
class Routes:
    """Who follows what of a forum, read once for many posts."""

    rules: Sequence[Rule]
    categories: Mapping[int, Category]
    deps: Deps

    def of(self, topic: Topic) -> dict[ChannelId, Rule]:
        """The rule that decides in each channel that hears of this thread."""
        heard = route(self.rules, about(self.deps, topic, self.categories, self.rules))
        return {channel: rule for channel, rule in heard.items() if rule.mode is not Mode.MUTE}


def routes(tx: Tx, deps: Deps, forum: str, channel: ChannelId | None = None) -> Routes:
    """The rules of a forum, or those of one channel alone, where Vigie is in service."""
    found = (
        follows.of_forum(tx, forum) if channel is None else follows.of_channel(tx, channel, forum)
    )
    served = deps.settings.discord.guilds
    rules = [one.rule for one in found if not served or one.collective in served]
    return Routes(rules, forums.categories(tx, forum), deps)


def about(
    deps: Deps, topic: Topic, categories: Mapping[int, Category], rules: Iterable[Rule]
) -> About:
    """What the rules may say of a thread."""
    return About(
        topic=str(topic.id.number),
        tags=tuple(tag.casefold() for tag in topic.tags),
        categories=tuple(str(number) for number in lineage(topic.category, categories)),
        cities=tuple(_cities(deps, topic, categories, rules)),
    )


def _cities(
    deps: Deps, topic: Topic, categories: Mapping[int, Category], rules: Iterable[Rule]
) -> Iterable[str]:
    for key in sorted({rule.key for rule in rules if rule.scope is Scope.CITY}):
        commune = deps.registry.get(CityId(key))
        if commune is not None and (
            names_city(topic.title, topic.tags, commune.name)
            or stands_in(topic.category, categories, commune.name)
        ):
            yield key


def cause_of(post: PostId) -> str:
    return f"post:{post.forum}:{post.number}"


def facts_of(post: PostId) -> dict[str, str]:
    return {"forum": post.forum, "post": str(post.number)}


@dataclass(frozen=True, slots=True)
class _Send:
    """Something to say of a thread in a channel, in its turn among the forum's posts."""

    turn: tuple[int, int]
    kind: Kind
    cause: str
    facts: Mapping[str, str]
    rule: Rule
    topic: Topic


def carry(tx: Tx, deps: Deps, posts: Sequence[Post], now: datetime) -> set[TopicId]:
    """Plan what new posts of a forum, oldest first, send to whom; the threads that are heard."""
    if not posts:
        return set()
    since = forums.last_success(tx, posts[0].id.forum)
    known = routes(tx, deps, posts[0].id.forum)
    by_topic: dict[TopicId, list[Post]] = defaultdict(list)
    for post in posts:
        by_topic[post.topic.id].append(post)
    wanted: dict[PostId, Post] = {}
    sends: list[_Send] = []
    for written in by_topic.values():
        topic = written[-1].topic
        for rule in known.of(topic).values():
            new = [post for post in written if post.id.number > rule.after_post]
            wanted.update((post.id, post) for post in new)
            sends.extend(_sends(rule, topic, new, stamp(since) if since else ""))
    topics.save_posts(tx, wanted.values(), now)
    for send in sorted(sends, key=lambda one: one.turn):
        _plan(tx, send, now)
    return {post.topic.id for post in wanted.values()}


def carry_again(
    tx: Tx, deps: Deps, channel: ChannelId, posts: Sequence[Post], now: datetime
) -> None:
    """Plan posts of the past for a channel, by the rules that it has now."""
    topics.save_posts(tx, posts, now)
    known = {forum: routes(tx, deps, forum, channel) for forum in {one.id.forum for one in posts}}
    for post in posts:
        rule = known[post.id.forum].of(post.topic).get(channel)
        if rule is not None:
            for send in _sends(rule, post.topic, [post], ""):
                _plan(tx, send, now)
        readings.read_at(tx, post.topic.id, now, active=post.posted_at)


def _sends(rule: Rule, topic: Topic, posts: Sequence[Post], since: str) -> Iterator[_Send]:
    kind = Kind.POST if rule.mode is Mode.THREAD else Kind.EXCERPT
    shown = posts if kind is Kind.POST else posts[-MOST_EXCERPTS:]
    for post in shown:
        turn = (post.id.number, 0)
        yield _Send(turn, kind, cause_of(post.id), facts_of(post.id), rule, topic)
    if left := len(posts) - len(shown):
        last = posts[-1].id
        cause = f"summed:{last.forum}:{last.number}"
        facts = {
            "forum": last.forum,
            "topic": str(topic.id.number),
            "shown": str(len(shown)),
            "left": str(left),
            "since": since,
        }
        yield _Send((last.number, 1), Kind.SUMMED_UP, cause, facts, rule, topic)


def _plan(tx: Tx, send: _Send, now: datetime) -> None:
    rule = send.rule
    mirror = _mirror(tx, rule, send.topic.id, now)
    deliveries.plan(
        tx,
        send.kind,
        rule.channel,
        send.cause,
        now,
        facts=send.facts,
        collective=rule.collective,
        mirror=mirror.id if mirror else None,
        lane=mirror.lane if mirror else "",
    )


def _mirror(tx: Tx, rule: Rule, topic: TopicId, now: datetime) -> Mirror | None:
    """The thread's mirror in the rule's channel, opened when first needed; None for none."""
    if rule.mode is not Mode.THREAD and rule.room is not Room.FORUM:
        return None
    known = mirrors.find(tx, rule.channel, topic)
    if known is not None:
        return known
    mirror = mirrors.make(tx, rule.collective, rule.channel, rule.room, topic, now)
    open_(tx, mirror, now)
    return mirror


def open_(tx: Tx, mirror: Mirror, now: datetime) -> None:
    """Plan the opening of a mirror's chat thread, before all else in its lane."""
    if mirror.state is not MirrorState.PLANNED:
        return
    steps = [Kind.FORUM_POST] if mirror.room is Room.FORUM else [Kind.STARTER, Kind.THREAD]
    for kind in steps:
        deliveries.plan(
            tx,
            kind,
            mirror.channel,
            opening(mirror, kind),
            now,
            facts={"forum": mirror.topic.forum, "topic": str(mirror.topic.number)},
            collective=mirror.collective,
            mirror=mirror.id,
            lane=mirror.lane,
            urgent=True,
        )


def opening(mirror: Mirror, kind: Kind) -> str:
    """The cause of a step of its opening."""
    return f"{mirror.lane}:{kind}"


def opened(tx: Tx, fate: Fate, now: datetime) -> None:
    """A mirror's chat thread was opened, or cannot be: then messages follow in the channel."""
    assert fate.opens is not None
    if fate.state is State.SENT and fate.message is not None:
        mirrors.become(tx, fate.opens, MirrorState.OPEN, ChannelId(fate.message))
        return
    mirror = mirrors.get(tx, fate.opens)
    if fate.state is State.WITHHELD or mirror.room is Room.FORUM:
        mirrors.become(tx, mirror.id, MirrorState.LOST)  # the next post tries again
        return
    mirrors.become(tx, mirror.id, MirrorState.PLAIN)
    if fate.reason in _TOLD:
        deliveries.plan(
            tx,
            Kind.NO_THREADS,
            mirror.channel,
            f"no_threads:{fate.reason}",
            now,
            facts={"why": str(fate.reason)},
            collective=mirror.collective,
            urgent=True,
        )


def reopen(tx: Tx, mirror: Mirror, now: datetime) -> None:
    """People deleted a mirror's chat thread: what waits for it goes to a new one."""
    if not mirrors.become(tx, mirror.id, MirrorState.LOST):
        return
    new = mirrors.make(tx, mirror.collective, mirror.channel, mirror.room, mirror.topic, now)
    open_(tx, new, now)
    deliveries.move(tx, mirror.id, new.id, new.lane, gone=mirror.thread)
