"""What posts tell is put to the organisers who hear them: a theme and a date to come may be a vote,
a theme and a town may make the thread the town's. A post asks one thing.

A vote is never announced by itself: an organiser confirms, corrects or drops it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.domain import alike
from bot.domain.announcing import Announced, announced, names_another_day
from bot.domain.communes import Commune
from bot.domain.dates.spotting import may_name_a_date
from bot.domain.folding import fold
from bot.domain.ids import ChannelId, CityId, CollectiveId, opaque
from bot.domain.mentions import mentions
from bot.domain.routing import Rule, Scope
from bot.domain.sittings import ITEM_MAX, Item, Sitting, sitting_at
from bot.domain.votes import CouncilVote, VoteStatus
from bot.domain.zones import zone_of
from bot.ports.forum import Post
from bot.render.plain import paragraphs
from bot.render.texts import texts
from bot.render.themes import theme_name
from bot.services import bridge, finds, lexicon, linking, returning, vote_reminders, vote_sends
from bot.services.bridge import Routes
from bot.services.deps import Deps
from bot.services.sourcing import in_one_line
from bot.store import collectives, follows, vote_threads, votes
from bot.store.base import Tx
from bot.store.votes import Draft

log = logging.getLogger(__name__)

_RECENT: Final = timedelta(days=3)  # an older post is caught up with, not news


def propose(tx: Tx, deps: Deps, posts: Sequence[Post], now: datetime) -> None:
    """Ask those who hear of these new posts about the votes that they tell of."""
    recent = [one for one in posts if _is_news(one, now)]
    if not recent:
        return
    routes = bridge.routes(tx, deps, recent[0].id.forum)
    for post in recent:
        if routes.is_restricted(post.topic):
            continue  # what comes of a vote is told to everybody
        heard = routes.of(post.topic).values()
        if rules := {one.collective: one for one in heard if one.collective is not None}:
            _propose(tx, routes, _Reading(deps, post), rules, now)


def _is_news(post: Post, now: datetime) -> bool:
    return not post.own and not post.deleted and now - post.posted_at < _RECENT


class _Reading:
    """What a post tells, found once for all who hear of it: names take time to find."""

    def __init__(self, deps: Deps, post: Post) -> None:
        self.deps, self.post = deps, post
        self._said = [post.topic.title, *paragraphs(post.html)]
        self._own = _own(post, self._said)
        self._announced = cache(self._look_for_a_vote)

    def vote(self, rule: Rule) -> tuple[Announced, Commune] | None:
        """The vote that it tells of to who follows by this rule, and where."""
        commune = self._city(rule) if self._is_dated else None
        if commune is None:
            return None
        found = self._announced(zone_of(commune))
        return (found, commune) if found is not None else None

    @cached_property
    def town(self) -> CityId | None:
        """The town that it makes the thread's, maybe."""
        return linking.named(self.deps, self._own)

    @cached_property
    def _is_dated(self) -> bool:
        """Looked for first: most posts tell of no date."""
        return any(map(may_name_a_date, self._own))

    def _look_for_a_vote(self, zone: ZoneInfo) -> Announced | None:
        return announced(self._own, lexicon.lexicon(), self.post.posted_at, zone)

    def _city(self, rule: Rule) -> Commune | None:
        """The one city that it is surely about: that of the follow, else the one that is named."""
        code = CityId(rule.key) if rule.scope is Scope.CITY else self._named
        return self.deps.registry.get(code) if code is not None else None

    @cached_property
    def _named(self) -> CityId | None:
        """The one city that its title or else its words name."""
        for part in (self._said[:1], self._said[1:]):
            named = {
                one.communes[0].code
                for text in part
                for one in mentions(text, self.deps.registry)
                if one.certain and len(one.communes) == 1
            }
            if named:
                return named.pop() if len(named) == 1 else None
        return None


def _propose(
    tx: Tx, routes: Routes, read: _Reading, rules: Mapping[CollectiveId, Rule], now: datetime
) -> None:
    for collective, rule in rules.items():
        channel = follows.told_in(tx, rule)
        if (found := read.vote(rule)) is not None:
            _ask(tx, read.deps, read.post, *found, collective, channel, now)
        elif read.town is not None:
            linking.propose(tx, routes, read.post, read.town, collective, channel, now)


def _own(post: Post, said: Sequence[str]) -> Sequence[str]:
    """What the post itself says: the title is its first post's. Whoever answers in a thread of
    which a date is the title tells of nothing new."""
    return said if post.index == 0 else said[1:]


def _ask(
    tx: Tx,
    deps: Deps,
    post: Post,
    found: Announced,
    commune: Commune,
    collective: CollectiveId,
    channel: ChannelId,
    now: datetime,
) -> None:
    sitting = sitting_at(found.spotted.when, timed=found.spotted.timed)
    item, source = _told(post, found, sitting)
    if sitting.is_over(now) or not item.words:
        return
    day = votes.of_sitting(tx, collective, commune.code, sitting.day)
    about = (collective, commune.code, sitting.day, item)
    if _is_known(tx, post, day, item) or returning.elsewhere(tx, *about):
        return
    earlier = returning.earlier(tx, *about)
    may_ask = finds.may_ask(tx, collective, now)
    collectives.meet(tx, collective, now)
    draft = Draft(
        owner=collective,
        city=commune.code,
        status=VoteStatus.RUMOURED,
        sitting=sitting,
        place="",
        item=item,
        source=source,
        url=post.url,
        reporter=None,
        channel=channel,
        mark=opaque(deps.random),
        earlier=earlier.id if earlier else None,
    )
    vote = votes.add(tx, draft, now, None)
    returning.note(tx, vote, earlier, None, now)
    vote_threads.note(tx, vote.id, post)
    if may_ask:
        vote_sends.ask(tx, vote, now, asked_here=True)
        vote_reminders.ask_again(tx, vote, now)
    else:
        finds.sum_up(tx, collective, channel, now)
    log.info("vote.proposed forum=%s post=%d vote=%d", post.id.forum, post.id.number, vote.id)


def _told(post: Post, found: Announced, sitting: Sitting) -> tuple[Item, str]:
    """What is voted on, and where that is told: by the thread's title, unless that names another
    day, which people would take for the sitting's."""
    title = post.topic.title
    if names_another_day(title, sitting.day, post.posted_at, sitting.zone):
        words, source = theme_name(found.theme, texts("fr")), urlsplit(post.url).netloc
        return Item(found.number, words, found.theme), source
    return Item(found.number, in_one_line(title, ITEM_MAX), found.theme), title


def _is_known(tx: Tx, post: Post, day: Sequence[CouncilVote], item: Item) -> bool:
    """Whether organisers have it before them, or answered about this thread; of what is perhaps the
    same, they are asked."""
    title = fold(post.topic.title)
    asked = {one.vote.id for one in vote_threads.of(tx, post.topic.id) if fold(one.title) == title}
    if any(one.id in asked and one.item.theme == item.theme for one in day):
        return True
    alive = [one for one in day if one.status not in alike.GONE]
    return any(one.item.theme in {"", item.theme} for one in alike.surely(alive, item))
