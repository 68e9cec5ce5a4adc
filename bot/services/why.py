"""Why something was sent or was not: every step that the base remembers.

What the base does not hold, as a post from before the follow, the forum is asked for. Its title and
author are told only where a channel that the asker sees hears of it: Vigie's account may read more
of a forum than the asker does. Nothing of what the forum does not show to everybody is told, but
that it does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from bot.domain.delivery import (
    ANSWERS,
    FINDS,
    PROJECT_QUESTIONS,
    PROJECTS,
    PUBLISHINGS,
    REMINDERS,
    TASKS,
    VOTE_QUESTIONS,
    VOTES,
    Cause,
    Kind,
)
from bot.domain.explaining import Entry, Said, Step
from bot.domain.ids import ChannelId, CollectiveId, MessageId, PostId, TopicId
from bot.domain.refusals import Reason, Refused
from bot.domain.routing import Mode, Rule, Scope, route
from bot.ports.forum import Forum, Link, PlaceKind, Post, Topic, Trouble
from bot.services import bridge
from bot.services.deps import Deps
from bot.services.pointing import Subject, asked, checked, dated, known
from bot.store import follows, forums, ledger, topics
from bot.store.base import Tx
from bot.store.messages import Told

Sees = Callable[[ChannelId], bool]

# What keeps the server's own calendar, which every channel shows, from being up to date.
_OF_CALENDARS: Final = frozenset({Cause.NO_RIGHT, Cause.TOO_MANY, Cause.INVALID, Cause.DEFECT})
_CHAT_LINK: Final = re.compile(r"/channels/(\d+)/(\d+)/(\d+)/?$", re.ASCII)
_CHANNEL: Final = re.compile(r"(?:/channels/(?P<guild>\d+)/|^#)(?P<place>\d+)/?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: of which collective, and which of its channels they may read."""

    collective: CollectiveId
    sees: Sees


async def explain(deps: Deps, link: str, viewer: Viewer) -> list[Said]:
    """Every step of what a link names, a forum's or the chat's, as far as the asker may see; of a
    channel, what did not arrive there lately.

    Raises Refused where the link names nothing that Vigie knows.
    """
    link = link.strip().strip("<>")
    if (found := _CHAT_LINK.search(_path(link))) is not None:
        guild, place, message = found.groups()
        if guild != viewer.collective:
            raise Refused(Reason.NOT_MINE)
        where = ChannelId(place), MessageId(message)
        return await deps.store.read(lambda tx: list(_of_message(tx, deps, *where, viewer)))
    if (found := _CHANNEL.search(_path(link) or link)) is not None:
        if found["guild"] not in {None, viewer.collective}:
            raise Refused(Reason.NOT_MINE)
        place = ChannelId(found["place"])
        return await deps.store.read(lambda tx: list(_of_channel(tx, place, viewer)))
    forum, leads = _led(deps, link)
    subject = await deps.store.read(lambda tx: known(tx, forum, leads))
    if subject.found:
        subject = await checked(forum, subject)
    else:
        subject = await asked(forum, leads, subject)
    return await deps.store.read(lambda tx: list(_of_subject(tx, deps, subject, viewer)))


def _path(link: str) -> str:
    try:
        return urlsplit(link).path
    except ValueError:
        return ""


def _led(deps: Deps, link: str) -> tuple[Forum, Link]:
    found = [(one, leads) for one in deps.forums.values() if (leads := one.link_of(link))]
    if not found:
        raise Refused(Reason.NOT_MINE)
    return max(found, key=lambda pair: len(pair[0].url))  # one may live in a folder of another


def _of_message(
    tx: Tx, deps: Deps, place: ChannelId, message: MessageId, viewer: Viewer
) -> Iterator[Said]:
    """From a message of the chat to what it is about."""
    entries = [
        one
        for one in ledger.of_message(tx, place, message, viewer.collective)
        if viewer.sees(one.channel)
    ]
    first = ledger.first_of_message(tx, place, message)
    if first is None or not entries:
        raise Refused(Reason.NOT_MINE)
    subject = _told_of(tx, deps, first)
    if subject is None:
        yield _notice(tx, deps, first, entries[0].channel)
    else:
        yield from _of_subject(tx, deps, subject, viewer)
    if subject is None or subject.post is None:
        yield from _entries(entries)


def _of_channel(tx: Tx, channel: ChannelId, viewer: Viewer) -> Iterator[Said]:
    """What did not arrive in a channel, or waits, and why."""
    if not viewer.sees(channel):
        raise Refused(Reason.NOT_MINE)
    entries = ledger.unsent_in(tx, channel, viewer.collective)
    shown = ledger.unsent_in(tx, ChannelId(viewer.collective), viewer.collective)
    entries += [one for one in shown if one.reason in _OF_CALENDARS]
    if not entries:
        yield Said(Step.ALL_SENT, channel)
    for one in entries:
        if (about := _about(one.kind)) != "forum":
            yield Said(Step.NOTICE, channel, {"about": about})
        yield from _entries([one])


def _told_of(tx: Tx, deps: Deps, told: Told) -> Subject | None:
    """The post or the thread that a send was about."""
    forum = deps.forums.get(told.facts.get("forum", ""))
    if forum is None:
        return None
    if "post" in told.facts:
        post = topics.post(tx, PostId(forum.name, int(told.facts["post"])))
        return dated(tx, Subject(forum, post.topic, post)) if post else None
    if "topic" in told.facts:
        topic = topics.get(tx, TopicId(forum.name, int(told.facts["topic"])))
        return dated(tx, Subject(forum, topic)) if topic else None
    return None


def _notice(tx: Tx, deps: Deps, told: Told, channel: ChannelId) -> Said:
    name = told.facts.get("forum", "")
    facts = {"title": forums.title(tx, name) or name, "about": _about(told.kind)}
    return Said(Step.NOTICE, channel, facts)


def _about(kind: Kind) -> str:
    """Of what nature a send is that carries nothing of the forum."""
    if kind in ANSWERS:
        return "answer"
    if kind in PROJECTS:
        return "question" if kind in PROJECT_QUESTIONS else "project_news"
    if kind is Kind.BRAKE or kind in VOTE_QUESTIONS | FINDS:
        return "question"
    if kind is Kind.ALERT_MESSAGE:
        return "alert"
    if kind in PUBLISHINGS:
        return "publication"
    if kind in REMINDERS:
        return "reminder"
    if kind in VOTES:
        return "vote_news"
    if kind is Kind.UNTOLD:
        return "untold"
    if kind in TASKS:
        return "task"
    return "right" if kind is Kind.NO_THREADS else "forum"


def _of_subject(tx: Tx, deps: Deps, subject: Subject, viewer: Viewer) -> Iterator[Said]:
    forum, post = subject.forum, subject.post
    rules = _rules(tx, deps, subject, viewer)
    if not rules and _is_restricted(tx, subject) and not subject.is_hidden:
        subject = replace(subject, trouble=Trouble.FORBIDDEN)
    yield _reading(tx, forum)
    yield from _withheld(subject)
    if subject.trouble is not None and subject.topic is None:
        return
    sent = ledger.of_cause(tx, bridge.cause_of(post.id), viewer.collective) if post else []
    entries = [one for one in sent if viewer.sees(one.channel)]
    if (rules or entries) and not subject.is_hidden:
        yield from _shown(subject.topic, post)
    yield from _decided(tx, rules, subject, {one.channel for one in entries})
    if not rules and not entries:
        yield Said(Step.NO_RULE, facts={"what": subject.kind})
    yield from _entries(entries)
    if post is not None and rules and not entries and not subject.is_hidden:
        yield from _unsent(tx, rules, post)


def _rules(tx: Tx, deps: Deps, subject: Subject, viewer: Viewer) -> dict[ChannelId, Rule]:
    """The rule that decides in each channel of the collective that the asker sees."""
    found = [
        one.rule
        for one in follows.of_forum(tx, subject.forum.name)
        if one.collective == viewer.collective
    ]
    categories = forums.categories(tx, subject.forum.name)
    about = bridge.about(
        deps,
        subject.like,
        categories,
        found,
        restricted=_is_restricted(tx, subject),
        linked=bridge.linked(tx, subject.forum.name),
    )
    decided = route(found, about)
    if subject.post is not None:  # a rule that came later leaves it to those that were there
        decided |= route(found, about, subject.post.id.number)
    return {channel: rule for channel, rule in decided.items() if viewer.sees(channel)}


def _is_restricted(tx: Tx, subject: Subject) -> bool:
    """Whether it is a thread or a category that not everybody may read."""
    of_category = subject.place is not None and subject.place.kind is PlaceKind.CATEGORY
    if subject.topic is None and not of_category:
        return False
    return not forums.guests_read(tx, subject.forum.name)(subject.like.category)


def _withheld(subject: Subject) -> Iterator[Said]:
    """Why nothing of it can be shown: now, or any more."""
    what = "post" if subject.wants_post else "topic"
    if subject.since is not None:
        yield Said(Step.WITHDRAWN, at=subject.since)
    elif subject.trouble is not None and subject.found:
        yield Said(Step.HIDDEN, facts={"what": what})
    elif subject.trouble is not None:
        yield Said(Step.UNSEEN, facts={"trouble": subject.trouble, "what": what})


def _shown(topic: Topic | None, post: Post | None) -> Iterator[Said]:
    if post is not None and post.deleted:
        yield Said(Step.WITHDRAWN_POST, facts={"title": post.topic.title}, at=post.posted_at)
    elif post is not None:
        facts = {"title": post.topic.title, "author": post.author, "url": post.url}
        yield Said(Step.POST, facts=facts, at=post.posted_at)
    elif topic is not None:
        yield Said(Step.TOPIC, facts={"title": topic.title, "url": topic.url})


def _reading(tx: Tx, forum: Forum) -> Said:
    health = next(one for one in forums.health(tx) if one.name == forum.name)
    facts = {"title": health.title or health.name}
    if health.trouble is not None:
        facts["trouble"] = health.trouble
        return Said(Step.UNREAD, facts=facts, at=health.trouble_since)
    step = Step.READ if health.last_success else Step.NEVER_READ
    return Said(step, facts=facts, at=health.last_success)


def _decided(
    tx: Tx, decided: dict[ChannelId, Rule], subject: Subject, sent: set[ChannelId]
) -> Iterator[Said]:
    post = subject.post
    for channel, rule in decided.items():
        is_its_name = rule.scope is Scope.TOPIC and subject.is_hidden
        title = "" if is_its_name else follows.title(tx, rule.id)
        facts = {"title": title, "mode": rule.mode}
        yield Said(Step.MUTED if rule.mode is Mode.MUTE else Step.RULE, channel, facts)
        if post is not None and _is_before(post, rule) and channel not in sent:
            yield Said(Step.BEFORE, channel)


def _is_before(post: Post, rule: Rule) -> bool:
    return post.id.number <= rule.after_post


def _unsent(tx: Tx, rules: dict[ChannelId, Rule], post: Post) -> Iterator[Said]:
    """Why nothing was sent of a post, where its age and the rules do not say it."""
    heard = [rule for rule in rules.values() if rule.mode is not Mode.MUTE]
    if not any(not _is_before(post, rule) for rule in heard):
        return
    unread = post.id.number > (forums.position(tx, post.id.forum) or 0)
    yield Said(Step.NOT_SEEN if unread else Step.NOTHING)


def _entries(entries: Sequence[Entry]) -> Iterator[Said]:
    return (Said(Step.ENTRY, one.place or one.channel, entry=one) for one in entries)
