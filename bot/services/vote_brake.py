"""A source that changes many votes at once is held and asked about: that looks like an error.

What is told of a change waits for the organisers with all that shows it: the announcements that are
worded again, and the event in the chat server's own calendar.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.delivery import WATCHER, Cause
from bot.domain.holding import UNDOING
from bot.domain.votes import CouncilVote
from bot.services import holding
from bot.store import holds
from bot.store.base import Tx

MOST_CHANGES: Final = 10  # an hour, of the votes of one collective


def hold_back(tx: Tx, vote: CouncilVote, what: str | None, now: datetime) -> None:
    """Keep what was just planned of a vote of which `what` is news, where that undoes too much in
    an hour, or where an earlier change of it waits."""
    is_known = holds.waits(tx, vote.owner, vote.id)
    if not is_known and not _is_too_much(tx, vote, what, now):
        return
    waiting = holds.waiting(tx, vote.owner, vote.id)
    told = {one.channel for one in waiting if one.is_change and WATCHER not in one.facts}
    if told or is_known:  # else nobody could be asked
        holds.hold(tx, [one.id for one in waiting], Cause.BRAKE)
    for channel in sorted(told):
        holding.ask(tx, vote.owner, channel, now)


def _is_too_much(tx: Tx, vote: CouncilVote, what: str | None, now: datetime) -> bool:
    return what in UNDOING and holds.changes_lately(tx, vote.owner, now) > MOST_CHANGES
