"""Photos as evidence of votes: who may see them, and for how long they are kept.

They are for those who are asked to confirm, and for organisers; Vigie posts none for all to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.ids import VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import UNCONFIRMED, CouncilVote
from bot.services import confirming, known_votes
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.photos import Photo
from bot.store import evidence
from bot.store.base import Tx

SOURCE: Final = "photo"  # the same word in each language; what is told of a vote without another
MOST: Final = 4  # of one vote
KEPT_FOR: Final = timedelta(days=90)  # after the sitting: the window to challenge it is over


def keep(tx: Tx, vote: CouncilVote, photo: Photo, asker: Asker, now: datetime) -> bool:
    """Keep a photo with a vote; False where it has enough of them."""
    if evidence.count(tx, vote.id) >= MOST:
        return False
    evidence.keep(tx, vote.id, photo, asker.person, now)
    return True


async def shown(
    deps: Deps, asker: Asker, id_: VoteId, *, organiser: bool
) -> tuple[CouncilVote, Sequence[bytes]]:
    """The photos of a vote of the asker's collective. Raises Refused (unknown, right, none)."""

    def work(tx: Tx) -> tuple[CouncilVote, Sequence[bytes]]:
        return _shown(tx, confirming.own(tx, asker, id_), organiser=organiser)

    return await deps.store.read(work)


async def of(deps: Deps, asker: Asker, said: str) -> tuple[CouncilVote, Sequence[bytes]]:
    """The same of the vote that an organiser means. Raises Refused."""

    def work(tx: Tx) -> tuple[CouncilVote, Sequence[bytes]]:
        return _shown(tx, known_votes.meant(tx, deps, asker.collective, said), organiser=True)

    return await deps.store.read(work)


def _shown(tx: Tx, vote: CouncilVote, *, organiser: bool) -> tuple[CouncilVote, Sequence[bytes]]:
    if not organiser and vote.status not in UNCONFIRMED:
        raise Refused(Reason.ORGANISERS_ONLY)
    if not (found := evidence.of_vote(tx, vote.id)):
        raise Refused(Reason.NO_PHOTO)
    return vote, found
