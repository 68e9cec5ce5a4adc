"""What becomes of a vote that a thread proposed, once the forum withdraws the thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.ids import TopicId
from bot.domain.sittings import ITEM_MAX
from bot.domain.themes import Theme
from bot.domain.votes import UNCONFIRMED, CouncilVote
from bot.render.texts import texts
from bot.render.themes import theme_name
from bot.services import vote_holding, vote_offering, vote_reminders, vote_sends, vote_tasks
from bot.services.sourcing import in_one_line
from bot.store import vote_offers, vote_threads, votes
from bot.store.base import Tx
from bot.store.vote_threads import Proposed


def gone(tx: Tx, topic: TopicId, now: datetime) -> None:
    """It loses the thread's title and link, wherever it was told; what nobody confirmed is
    dropped."""
    changed = []
    for proposed in vote_threads.of(tx, topic):
        before, after = proposed.vote, _without(proposed)
        if before.status in UNCONFIRMED:
            dropped, steps = after.withdraw(None, now)
            votes.take(tx, dropped, steps)
            vote_reminders.ask_again(tx, dropped, now)
            vote_sends.word_again(tx, dropped, now)
            vote_tasks.follow_and_tell(tx, before, dropped, now)
        elif after != before:
            after = replace(after, version=after.version + 1)
            votes.save(tx, after)
            vote_holding.changed(tx, before, after, now)
            changed.append(after)
    for proposed in vote_threads.of(tx, topic):
        _word_again_beside(tx, proposed.vote, now)
    for one in changed:  # once all copies lost it, for nobody corrects anybody
        vote_offering.offer(tx, one, now)


def _word_again_beside(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """The questions about other votes of that day may name it, as perhaps the same, and so do those
    about a vote that is this one again."""
    day = votes.of_sitting(tx, vote.owner, vote.city, vote.sitting.day)
    for one in {one.id: one for one in (*day, *votes.again(tx, vote.id))}.values():
        if one.status in UNCONFIRMED:
            vote_sends.word_again(tx, one, now)
    for offer in vote_offers.open_to(tx, vote.owner):
        vote_offering.word_again(tx, offer, now)


def _without(proposed: Proposed) -> CouncilVote:
    """The vote without what its thread gave it, as far as nobody put something else there."""
    vote, item = proposed.vote, proposed.vote.item
    if item.words == in_one_line(proposed.title, ITEM_MAX):
        item = replace(item, words=theme_name(item.theme or Theme.VIDEO, texts("fr")))
    return replace(
        vote,
        item=item,
        source="" if vote.source == proposed.title or vote.url == proposed.url else vote.source,
        url="" if vote.url == proposed.url else vote.url,
    )
