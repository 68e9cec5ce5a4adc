"""What Vigie holds of the person who asks: shown to them whole, and erased."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.domain.forum_writes import WriteNoun
from bot.domain.ids import TaskId, VoteId
from bot.domain.own_data import Found, Subject, Whose
from bot.domain.publishing import PublicationState
from bot.domain.votes import UNCONFIRMED
from bot.services import corrections, known_tasks, publishing_sends, task_sends, vote_sends
from bot.services.deps import Deps
from bot.store import forum_writes, own_data, publications, votes
from bot.store.base import Tx

log = logging.getLogger(__name__)

_SCRUBBED_AFTER: Final = timedelta(minutes=10)


async def held(deps: Deps, whose: Whose) -> Sequence[Found]:
    """All that is held of a person, in every collective."""
    return await deps.store.read(lambda tx: own_data.find(tx, whose))


async def erase(deps: Deps, whose: Whose) -> Sequence[Found]:
    """Forget a person in every collective, at once or not at all; what was held of them.

    What others rely on stays without the person. A report of theirs that waits is put to the
    organisers alone. What they confirmed for a forum and has not left yet never does, and what may
    have arrived is looked for and taken back; who wanted to publish their words with others hears
    that they would rather not, once that is sure, and questions that wait for no answer any more
    say so.
    """
    now = deps.clock.now()

    def work(tx: Tx) -> Sequence[Found]:
        found = own_data.find(tx, whose)
        held_back = publications.of_others_with(tx, whose.person)
        questions = publishing_sends.questions(tx, publications.asked_about(tx, whose.person))
        for id_ in publications.perhaps_there(tx, whose.person):
            forum_writes.call_off(tx, WriteNoun.PUBLICATION, id_, now)
        own_data.erase(tx, whose, now)
        publishing_sends.reword_questions(tx, questions, now)
        for one in [publications.get(tx, id_) for id_ in held_back]:
            if one.state is PublicationState.OPEN:
                publishing_sends.held_back(tx, one, now)
        for id_ in _waiting(found):
            vote = votes.get(tx, id_)
            assert vote is not None
            vote_sends.word_again(tx, vote, now)
        for task in _taken_part_in(found):
            task_sends.word_again(tx, known_tasks.existing(tx, task), now)
        for cause in _named_in(found):
            corrections.correct(tx, cause, {}, now)
        return found

    found = await deps.store.write(work)
    deps.alarms.wake_at("scrub", now + _SCRUBBED_AFTER, lambda: scrub(deps))
    log.info("own_data.erased rows=%d", sum(len(one.rows) for one in found))
    return found


async def scrub(deps: Deps) -> None:
    """Have the file keep no copies of what was erased. It takes a while in a large base: several
    who erase share one."""
    since = await deps.store.read(own_data.to_scrub)
    if since is None:
        return
    done = await deps.store.scrub()
    if done:
        await deps.store.write(lambda tx: own_data.scrubbed(tx, since), quietly=True)
    log.info("own_data.scrubbed done=%s", done)


def _named_in(found: Sequence[Found]) -> list[str]:
    """What Vigie said of them in a channel, by name."""
    return [row["cause"] for one in found if one.subject is Subject.NOTICES for row in one.rows]


def _taken_part_in(found: Sequence[Found]) -> set[TaskId]:
    """Tasks that they took, or to which they added something."""
    return {
        TaskId(row["task"])
        for one in found
        if one.subject in {Subject.TASKS_TAKEN, Subject.CONTRIBUTIONS}
        for row in one.rows
    }


def _waiting(found: Sequence[Found]) -> list[VoteId]:
    """The votes that they reported, which nobody has confirmed."""
    return [
        VoteId(row["id"])
        for one in found
        if one.subject is Subject.VOTES_REPORTED
        for row in one.rows
        if row["status"] in UNCONFIRMED
    ]
