"""Forgetting what has served: the least is kept, and not for long."""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.services.deps import Deps
from bot.services.evidence import KEPT_FOR
from bot.store import acts, deliveries, evidence, reminders, topics, unread
from bot.store.base import Tx

log = logging.getLogger(__name__)

_EVERY = timedelta(days=1)
_POSTS_FOR = timedelta(days=7)
_REMINDERS_FOR = timedelta(days=30)  # once they are over
_UNANSWERED_FOR = timedelta(days=400)  # a button works a year later


async def forget(deps: Deps) -> None:
    """Once a day, drop the texts of posts long carried, what people asked, and old photos."""
    now = deps.clock.now()

    def work(tx: Tx) -> tuple[int, int]:
        before = now - _POSTS_FOR
        unread.forget_old(tx, now - _EVERY)
        acts.forget_old(tx, now - _EVERY)
        evidence.forget_old(tx, (now - KEPT_FOR).date())
        reminders.forget_words(tx, now - _REMINDERS_FOR, now - _UNANSWERED_FOR)
        return topics.forget_texts(tx, before), deliveries.forget_questions(tx)

    posts, questions = await deps.store.write(work)
    log.info("retention.forgot posts=%d questions=%d", posts, questions)
    deps.alarms.wake_at("retention", now + _EVERY, lambda: forget(deps))
