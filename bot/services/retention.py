"""Forgetting what has served: the least is kept, and not for long."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from bot.domain.publishing import PublicationState
from bot.domain.tallies import SAID_FOR
from bot.services import kept_forms, known_tasks, publishing_sends, task_sends
from bot.services import own_data as own_data_service
from bot.services.deps import Deps
from bot.services.evidence import KEPT_FOR
from bot.services.publishing_sends import News
from bot.store import (
    acts,
    copies,
    deliveries,
    evidence,
    forum_writes,
    own_data,
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
_COPIES_FOR = timedelta(days=30)  # of the base, which hold what people had erased since
_UNANSWERED_FOR = timedelta(days=400)  # a button works a year later
_DRAFTS_FOR = timedelta(days=7)  # nobody touched, or changes that a forum did not take


async def forget(deps: Deps) -> None:
    """Once a day, drop the texts of posts long carried, what people asked, old photos, and who was
    counted in what is over."""
    now = deps.clock.now()

    def work(tx: Tx) -> tuple[int, int, int]:
        before = now - _POSTS_FOR
        unread.forget_old(tx, now - _EVERY)
        acts.forget_old(tx, now - SAID_FOR)
        evidence.forget_old(tx, (now - KEPT_FOR).date())
        reminders.forget_words(tx, now - _REMINDERS_FOR, now - _UNANSWERED_FOR)
        forum_writes.forget_given_back(tx, now - _DRAFTS_FOR)
        publications.forget_people(tx, now - _UNANSWERED_FOR)
        _drop_drafts(tx, now)
        people = _forget_people(tx, now)
        return topics.forget_texts(tx, before), deliveries.forget_questions(tx), people

    posts, questions, people = await deps.store.write(work)
    await kept_forms.forget(deps)
    await own_data_service.scrub(deps)
    await _forget_copies(deps, now - _COPIES_FOR)
    log.info("retention.forgot posts=%d questions=%d people=%d", posts, questions, people)
    deps.alarms.wake_at("retention", now + _EVERY, lambda: forget(deps))


def _forget_people(tx: Tx, now: datetime) -> int:
    """What was told of a task that loses somebody shows it as it is then."""
    changed = own_data.to_forget(tx, now)
    people = own_data.forget_old(tx, now)
    for task in changed:
        task_sends.word_again(tx, known_tasks.existing(tx, task), now)
    return people


def _drop_drafts(tx: Tx, now: datetime) -> None:
    """What nobody decided to publish, with what it was made of."""
    for draft in publications.untouched(tx, now - _DRAFTS_FOR):
        dropped = publications.save(tx, draft, draft.become(PublicationState.DROPPED), now, None)
        publications.forget_texts(tx, draft.id)
        publishing_sends.reword(tx, draft, dropped, now)
        if draft.state is not PublicationState.OPEN or draft.is_refused:
            publishing_sends.tell(tx, dropped, News.FORGOTTEN, str(dropped.version), now)


async def _forget_copies(deps: Deps, before: datetime) -> None:
    try:
        await asyncio.to_thread(copies.forget_old, deps.store.path, before)
    except OSError as error:
        log.warning("retention.copies_kept error=%s", type(error).__name__)
