"""From a forum post to the channels that are to hear it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple

from bot.domain.delivery import Cause, Fate, Kind, State
from bot.domain.ids import ChannelId, CityId, CollectiveId, PostId, TopicId
from bot.domain.mentions import Mention, is_named, mentions
from bot.domain.routing import About, Mode, Room, Rule, Scope, route
from bot.ports.forum import Category, Post, Topic
from bot.services.categories import lineage, stands_in
from bot.services.deps import Deps
from bot.store import (
    deliveries,
    follows,
    forums,
    messages,
    mirrors,
    readings,
    topic_links,
    topics,
    watches,
)
from bot.store.base import Tx, stamp
from bot.store.mirrors import Mirror, MirrorState
from bot.store.watches import Watch

_TOLD: Final = frozenset({Cause.NO_RIGHT, Cause.TOO_MANY})
_NO_POST: Final = _TOLD | {Cause.INVALID}  # why a forum channel may refuse one, for now
_ALWAYS: Final = frozenset({Scope.TOPIC, Scope.ALL})  # no thread comes under such a rule later
_NEVER: Final = 2**63
Linked = Mapping[TopicId, frozenset[tuple[CollectiveId, str]]]
MOST_EXCERPTS: Final = 20  # of one thread in one reading: more are summed up in a line


class Owed(NamedTuple):
    """A post that a rule carries to its channel."""

    rule: Rule
    post: Post


@dataclass(frozen=True, slots=True)
class Routes:
    """Who follows what of a forum, read once for many posts."""

    rules: Sequence[Rule]
    categories: Mapping[int, Category]
    guests_read: Callable[[int], bool]
    deps: Deps
    linked: Linked

    def of(self, topic: Topic) -> dict[ChannelId, Rule]:
        """The rule that decides in each channel that hears of this thread."""
        heard = route(self.rules, self._about(topic))
        return {channel: rule for channel, rule in heard.items() if rule.mode is not Mode.MUTE}

    def hears_on(self, channel: ChannelId, topic: Topic, rule: int) -> bool:
        """Whether what a rule once brought to a channel is to be kept true there, wherever the
        thread stands now: until people stop it, or want to hear no more of the thread."""
        decides = route(self.rules, self._about(topic)).get(channel)
        if decides is not None:
            return decides.mode is not Mode.MUTE
        if self.is_restricted(topic):
            return False
        return any(one.id == rule and one.mode is not Mode.MUTE for one in self.rules)

    def is_restricted(self, topic: Topic) -> bool:
        """Whether not everybody may read a thread on the forum, as far as is known."""
        return not self.guests_read(topic.category)

    def owed(self, topic: Topic, posts: Iterable[Post]) -> list[Owed]:
        """To whom each of a thread's posts is to be carried, and by which rule."""
        said = self._about(topic)
        near = [rule for rule in self.rules if said.distance(rule) is not None]
        return [
            Owed(rule, post)
            for post in posts
            for rule in route(near, said, post.id.number).values()
            if rule.carries(post.id.number)
        ]

    def _about(self, topic: Topic) -> About:
        restricted = self.is_restricted(topic)
        return about(
            self.deps,
            topic,
            self.categories,
            self.rules,
            restricted=restricted,
            linked=self.linked,
        )

    def is_about(self, topic: Topic, city: CityId) -> bool:
        """Whether a thread says itself that it is a city's, by its title, a tag or its place."""
        named = mentions(topic.title, self.deps.registry)
        return _is_of(self.deps, topic, self.categories, named, city)


def routes(tx: Tx, deps: Deps, forum: str, channel: ChannelId | None = None) -> Routes:
    """The rules of a forum, or those of one channel alone, where Vigie is in service."""
    found = (
        follows.of_forum(tx, forum) if channel is None else follows.of_channel(tx, channel, forum)
    )
    served = deps.settings.discord.guilds
    rules = [one.rule for one in found if not served or one.collective in served]
    rules += [_private(one) for one in watches.everyone(tx) if channel in {None, one.channel}]
    ended = [replace(one.rule, ended=True) for one in follows.silences(tx, forum)]
    rules += [rule for rule in ended if channel in {None, rule.channel}]
    guests = forums.guests_read(tx, forum)
    return Routes(rules, forums.categories(tx, forum), guests, deps, linked(tx, forum))


def linked(tx: Tx, forum: str) -> Linked:
    """What collectives linked each thread of a forum to."""
    found: dict[TopicId, set[tuple[CollectiveId, str]]] = defaultdict(set)
    for one in topic_links.linked(tx, forum):
        found[one.topic].add((one.collective, one.city))
    return {topic: frozenset(cities) for topic, cities in found.items()}


def _private(watch: Watch) -> Rule:
    """A person hears in private of a city that they follow."""
    return Rule(-watch.id, None, watch.channel, Scope.CITY, watch.city, Mode.ANNOUNCE, 0)


def about(
    deps: Deps,
    topic: Topic,
    categories: Mapping[int, Category],
    rules: Iterable[Rule],
    *,
    restricted: bool,
    linked: Linked,
) -> About:
    """What the rules may say of a thread."""
    return About(
        topic=str(topic.id.number),
        tags=tuple(tag.casefold() for tag in topic.tags),
        categories=tuple(str(number) for number in lineage(topic.category, categories)),
        cities=tuple(_cities(deps, topic, categories, rules)),
        restricted=restricted,
        linked=linked.get(topic.id, frozenset()),
    )


def _cities(
    deps: Deps, topic: Topic, categories: Mapping[int, Category], rules: Iterable[Rule]
) -> Iterable[str]:
    keys = sorted({rule.key for rule in rules if rule.scope is Scope.CITY})
    named = mentions(topic.title, deps.registry) if keys else []
    for key in keys:
        if _is_of(deps, topic, categories, named, CityId(key)):
            yield key


def _is_of(
    deps: Deps,
    topic: Topic,
    categories: Mapping[int, Category],
    named: Sequence[Mention],
    city: CityId,
) -> bool:
    commune = deps.registry.get(city)
    return commune is not None and (
        is_named(named, commune, topic.tags)
        or stands_in(topic.category, categories, commune, deps.registry)
    )


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
    hidden: bool = False  # by the forum: for now there is nothing to say


def carry(tx: Tx, deps: Deps, posts: Sequence[Post], now: datetime) -> set[TopicId]:
    """Plan what new posts of a forum, oldest first, send to whom; the threads that are heard."""
    return _carry(tx, deps, posts, now, lambda _, owed: owed)


def carry_late(tx: Tx, deps: Deps, posts: Sequence[Post], now: datetime) -> None:
    """Plan posts that were hidden when they were new, where their threads were heard by then.

    A thread that has come under a rule since does not bring its past.
    """

    def heard(topic: Topic, owed: list[Owed]) -> list[Owed]:
        first = messages.first_carried(tx, topic.id)
        return [
            one
            for one in owed
            if one.rule.scope in _ALWAYS or one.post.id.number > first.get(one.rule.channel, _NEVER)
        ]

    _carry(tx, deps, posts, now, heard)


def _carry(
    tx: Tx,
    deps: Deps,
    posts: Sequence[Post],
    now: datetime,
    chosen: Callable[[Topic, list[Owed]], list[Owed]],
) -> set[TopicId]:
    posts = [post for post in posts if not post.own]  # what Vigie says there sets nothing off
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
        owed = chosen(topic, known.owed(topic, written))
        wanted.update((post.id, post) for _, post in owed)
        sends.extend(_sends(topic, owed, stamp(since) if since else ""))
    topics.save_posts(tx, wanted.values(), now)
    for send in sorted(sends, key=lambda one: one.turn):
        _plan(tx, send, now)
    return {post.topic.id for post in wanted.values()}


def carry_again(
    tx: Tx, deps: Deps, channel: ChannelId, posts: Sequence[Post], now: datetime
) -> int:
    """Plan posts of the past for a channel, by the rules that it has now, where they did not
    arrive before; how many there are."""
    topics.save_posts(tx, posts, now)
    planned = 0
    for post in posts:
        planned += _plan_anew(tx, deps, channel, post, now)
        readings.read_at(tx, post.topic.id, now, active=post.posted_at)
    return planned


def restored(tx: Tx, deps: Deps, post: Post, now: datetime) -> None:
    """A post that the forum hid is shown again: it goes where it was withheld for that."""
    for channel in deliveries.withheld_in(tx, cause_of(post.id), Cause.DELETED):
        _plan_anew(tx, deps, channel, post, now)


def _plan_anew(tx: Tx, deps: Deps, channel: ChannelId, post: Post, now: datetime) -> bool:
    rule = routes(tx, deps, post.id.forum, channel).of(post.topic).get(channel)
    if rule is None:
        return False
    deliveries.set_aside(tx, cause_of(post.id), channel)
    if messages.told_for(tx, cause_of(post.id), channel) is not None:
        return False
    return _plan(tx, _send(post.topic, Owed(rule, post)), now)


def _sends(topic: Topic, owed: Iterable[Owed], since: str) -> Iterator[_Send]:
    """Each post in full, or some announced and the others counted."""
    by_channel: dict[tuple[ChannelId, Mode], list[Owed]] = defaultdict(list)
    for one in owed:
        if one.post.deleted:
            yield _send(topic, one)
        else:
            by_channel[one.rule.channel, one.rule.mode].append(one)
    for (_, mode), posts in by_channel.items():
        shown = posts if mode is Mode.THREAD else _announced(posts)
        yield from (_send(topic, one) for one in shown)
        if left := len(posts) - len(shown):
            yield _summed_up(topic, posts[-1], len(shown), left, since)


def _announced(posts: Sequence[Owed]) -> Sequence[Owed]:
    """The latest, and before them the one with which a new thread opens: it says what the others
    are about."""
    if len(posts) > MOST_EXCERPTS and posts[0].post.index == 0:
        return [posts[0], *posts[1 - MOST_EXCERPTS :]]
    return posts[-MOST_EXCERPTS:]


def _send(topic: Topic, owed: Owed) -> _Send:
    rule, post = owed
    kind = Kind.POST if rule.mode is Mode.THREAD else Kind.EXCERPT
    facts, turn = facts_of(post.id) | {"follow": str(rule.id)}, (post.id.number, 0)
    return _Send(turn, kind, cause_of(post.id), facts, rule, topic, hidden=post.deleted)


def _summed_up(topic: Topic, latest: Owed, shown: int, left: int, since: str) -> _Send:
    last = latest.post.id
    cause = f"summed:{last.forum}:{last.number}"
    facts = {
        "forum": last.forum,
        "topic": str(topic.id.number),
        "shown": str(shown),
        "left": str(left),
        "since": since,
        "follow": str(latest.rule.id),
    }
    return _Send((last.number, 1), Kind.SUMMED_UP, cause, facts, latest.rule, topic)


def _plan(tx: Tx, send: _Send, now: datetime) -> bool:
    """False where it was before. What is hidden opens no chat thread."""
    rule = send.rule
    mirror = None if send.hidden else _mirror(tx, rule, send.topic.id, now)
    return deliveries.plan(
        tx,
        send.kind,
        rule.channel,
        send.cause,
        now,
        facts=send.facts,
        collective=rule.collective,
        mirror=mirror.id if mirror else None,
        lane=mirror.lane if mirror else "",
        withheld=Cause.DELETED if send.hidden else None,
    )


def _mirror(tx: Tx, rule: Rule, topic: TopicId, now: datetime) -> Mirror | None:
    """The thread's mirror in the rule's channel, opened when first needed; None for none."""
    if rule.collective is None or (rule.mode is not Mode.THREAD and rule.room is not Room.FORUM):
        return None
    known = mirrors.find(tx, rule.channel, topic)
    if known is not None:
        return known
    lost = mirrors.never_opened(tx, rule.channel, topic)
    mirror = mirrors.make(tx, rule.collective, rule.channel, rule.room, topic, now)
    open_(tx, mirror, now)
    if lost is not None:
        deliveries.resume(
            tx,
            lost.id,
            mirror.id,
            mirror.lane,
            reasons=_NO_POST,
            follows=[one.id for one in follows.of_channel(tx, rule.channel, topic.forum)],
        )
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
    """A mirror's chat thread was opened, or cannot be: then messages follow in the channel.

    A forum channel takes none: they wait for its post.
    """
    assert fate.opens is not None
    if fate.state is State.SENT and fate.message is not None:
        mirrors.become(tx, fate.opens, MirrorState.OPEN, ChannelId(fate.message))
        return
    mirror = mirrors.get(tx, fate.opens)
    if mirror.room is Room.FORUM and fate.reason in _NO_POST:
        _tell_no_post(tx, mirror, fate.reason, now)
    if fate.state is State.PLANNED:
        return
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


def _tell_no_post(tx: Tx, mirror: Mirror, why: Cause, now: datetime) -> None:
    """Once a day, where people asked for it: nothing can be said in the channel itself."""
    asked = follows.of_channel(tx, mirror.channel, mirror.topic.forum)
    for place in dict.fromkeys(one.asked_in for one in asked if one.mode is not Mode.MUTE):
        deliveries.plan(
            tx,
            Kind.NO_THREADS,
            place,
            f"no_post:{mirror.channel}:{why}:{now.date().isoformat()}",
            now,
            facts={"why": str(why), "where": mirror.channel},
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
