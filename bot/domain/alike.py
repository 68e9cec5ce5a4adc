"""Which votes of one day in a town are about the same item: surely, or perhaps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.domain.sittings import Item, is_same_item
from bot.domain.votes import CALLED_OFF, CouncilVote, VoteStatus

# Who tells of these again tells of something new.
GONE: Final = CALLED_OFF


def surely(votes: Sequence[CouncilVote], item: Item) -> list[CouncilVote]:
    """Those about an item, in their order; none that could be about another one as well.

    « Caméras » may be point 12 or point 13, where both are noted with these words.
    """
    same = [one for one in votes if is_same_item(one.item, item) is True]
    if any(is_same_item(one.item, other.item) is False for one in same for other in same):
        return []
    others = [one for one in votes if is_same_item(one.item, item) is False]
    return [one for one in same if not _is_one_of(one, others)]


def _is_one_of(vote: CouncilVote, others: Collection[CouncilVote]) -> bool:
    return any(is_same_item(vote.item, other.item) is True for other in others)


def perhaps(votes: Sequence[CouncilVote], item: Item) -> list[CouncilVote]:
    """Those of which only people know whether they are about an item, in their order."""
    sure = surely(votes, item)
    return [one for one in votes if one not in sure and is_same_item(one.item, item) is not False]


def earlier(votes: Sequence[CouncilVote], day: date, item: Item) -> CouncilVote | None:
    """Which of those that were called off an item of that day is again: one that waits for a date
    before one that was withdrawn, then the latest."""
    same = [one for one in votes if _is_again(one, day, item)]
    waits = [one for one in same if one.status is VoteStatus.POSTPONED]
    return max(waits or same, key=lambda one: (one.sitting.day, one.id), default=None)


def _is_again(vote: CouncilVote, day: date, item: Item) -> bool:
    """Another agenda gives the same item another number."""
    if vote.sitting.day == day:
        return is_same_item(vote.item, item) is True
    return is_same_item(replace(vote.item, number=""), replace(item, number="")) is True
