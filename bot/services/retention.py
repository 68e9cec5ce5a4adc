"""Forgetting what has served: the least is kept, and not for long."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.domain.publishing import PublicationState
from bot.services.deps import Deps
from bot.store import (
    acts,
    deliveries,
    forum_writes,
    publications,
    reminders,
    topics,
    unread,
)
from bot.store.base import Tx

log = logging.getLogger(__name__)

_EVERY = timedelta(days=1)
_POSTS_FOR = timedelta(days=7)
_REMINDERS_FOR = timedelta(days=30)  # once they are over
_UNANSWERED_FOR = timedelta(days=400)  # a button works a year later
_DRAFTS_FOR = timedelta(days=7)  # nobody touched
_WRITES_FOR = timedelta(days=7)  # their words, once they are settled


async def forget(deps: Deps) -> None:
    """Once a day, drop the texts of posts long carried, and what people asked."""
    now = deps.clock.now()

    def work(tx: Tx) -> tuple[int, int]:
        before = now - _POSTS_FOR
        unread.forget_old(tx, now - _EVERY)
        acts.forget_old(tx, now - _EVERY)
        reminders.forget_words(tx, now - _REMINDERS_FOR, now - _UNANSWERED_FOR)
        forum_writes.forget_old(tx, now - _WRITES_FOR)
        publications.forget_people(tx, now - _UNANSWERED_FOR)
        _drop_drafts(tx, now)
        return topics.forget_texts(tx, before), deliveries.forget_questions(tx)

    posts, questions = await deps.store.write(work)
    log.info("retention.forgot posts=%d questions=%d", posts, questions)
    deps.alarms.wake_at("retention", now + _EVERY, lambda: forget(deps))


def _drop_drafts(tx: Tx, now: datetime) -> None:
    """What nobody decided to publish, with what it was made of."""
    for draft in publications.untouched(tx, now - _DRAFTS_FOR):
        publications.save(tx, draft, draft.become(PublicationState.DROPPED), now, None)
        publications.forget_texts(tx, draft.id)
