"""What posts tell is put to the organisers who hear them: a theme and a date to come may be a vote,
a theme and a town may make the thread the town's. A post asks one thing.

A vote is never announced by itself: an organiser confirms, corrects or drops it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain import alike
from bot.domain.announcing import Announced, announced
from bot.domain.communes import Commune
from bot.domain.dates.spotting import may_name_a_date
from bot.domain.folding import fold
from bot.domain.ids import ChannelId, CityId, CollectiveId, opaque
from bot.domain.mentions import mentions
from bot.domain.routing import Rule, Scope
from bot.domain.sittings import ITEM_MAX, Item, sitting_at
from bot.domain.votes import CouncilVote, VoteStatus
from bot.domain.zones import zone_of
from bot.ports.forum import Post
from bot.render.plain import paragraphs
from bot.services import bridge, finds, lexicon, linking, returning, vote_sends
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
            _propose(tx, deps, routes, post, rules.values(), now)


def _is_news(post: Post, now: datetime) -> bool:
    return not post.own and not post.deleted and now - post.posted_at < _RECENT


def _propose(
    tx: Tx, deps: Deps, routes: Routes, post: Post, rules: Iterable[Rule], now: datetime
) -> None:
    texts = [post.topic.title, *paragraphs(post.html)]
    for rule in rules:
        if rule.collective is None:
            continue
        channel = follows.told_in(tx, rule)
        if (found := _vote(deps, post, texts, rule)) is not None:
            _ask(tx, deps, post, *found, rule.collective, channel, now)
        else:
            told = _own(post, texts)
            linking.propose(tx, deps, routes, post, told, rule.collective, channel, now)


def _vote(
    deps: Deps, post: Post, texts: Sequence[str], rule: Rule
) -> tuple[Announced, Commune] | None:
    """The vote that a post tells of, and where."""
    own = _own(post, texts)
    if not any(map(may_name_a_date, own)):  # looked for first: most posts tell of no date
        return None
    commune = _city(deps, texts, rule)
    if commune is None:
        return None
    found = announced(own, lexicon.lexicon(), post.posted_at, zone_of(commune))
    return (found, commune) if found is not None else None


def _own(post: Post, texts: Sequence[str]) -> Sequence[str]:
    """What the post itself says: the title is its first post's. Whoever answers in a thread of
    which a date is the title tells of nothing new."""
    return texts if post.index == 0 else texts[1:]


def _city(deps: Deps, texts: Sequence[str], rule: Rule) -> Commune | None:
    """The one city that a post is surely about: that of the follow, else the one that its title
    or else its words name."""
    if rule.scope is Scope.CITY:
        return deps.registry.get(CityId(rule.key))
    for part in (texts[:1], texts[1:]):
        named = {
            one.communes[0].code
            for text in part
            for one in mentions(text, deps.registry)
            if one.certain and len(one.communes) == 1
        }
        if named:
            return deps.registry.get(named.pop()) if len(named) == 1 else None
    return None


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
    item = Item("", in_one_line(post.topic.title, ITEM_MAX), found.theme)
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
        source=post.topic.title,
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
    else:
        finds.sum_up(tx, collective, channel, now)
    log.info("vote.proposed forum=%s post=%d vote=%d", post.id.forum, post.id.number, vote.id)


def _is_known(tx: Tx, post: Post, day: Sequence[CouncilVote], item: Item) -> bool:
    """Whether organisers have it before them, or answered about this thread; of what is perhaps the
    same, they are asked."""
    title = fold(post.topic.title)
    asked = {one.vote.id for one in vote_threads.of(tx, post.topic.id) if fold(one.title) == title}
    if any(one.id in asked and one.item.theme == item.theme for one in day):
        return True
    alive = [one for one in day if one.status not in alike.GONE]
    return any(one.item.theme in {"", item.theme} for one in alike.surely(alive, item))
