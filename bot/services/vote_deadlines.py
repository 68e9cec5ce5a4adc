"""What a vote makes due: its list to be published, then the window in which it is challenged."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Final

from bot.domain.kept_deadlines import Basis, Kept
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import OUTCOMES, PUBLIC, CouncilVote, VoteStatus
from bot.services import deadline_sends, legal
from bot.store import deadlines
from bot.store.base import Tx
from bot.store.deadlines import Draft

_SAT: Final = OUTCOMES | PUBLIC | {VoteStatus.HELD}
_OPENS_A_WINDOW: Final = {VoteStatus.PUBLISHED, VoteStatus.CHALLENGEABLE}


def follow(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """Open, count again or cancel what is due for a vote as it is now; those concerned are told."""
    known = {one.basis.rule: one for one in deadlines.of_vote(tx, vote.id)}
    if vote.status in PUBLIC - _OPENS_A_WINDOW:  # it is challenged, or that is over: nothing opens
        return
    wanted = _wanted(vote, known.get(legal.AFTER_APPEAL))
    for rule, kept in known.items():
        if rule not in wanted and kept.is_alive:
            deadline_sends.change(tx, kept, kept.cancel(), now)
    for rule, began in wanted.items():
        _keep(tx, vote, rule, began, known.get(rule), now)


def appeal(tx: Tx, vote: CouncilVote, received: date, now: datetime) -> None:
    """The town hall is asked to reconsider: its silence is a refusal, born on its own day."""
    known = {one.basis.rule: one for one in deadlines.of_vote(tx, vote.id)}
    _keep(tx, vote, legal.APPEAL_SILENCE, received, known.get(legal.APPEAL_SILENCE), now)


def is_after_appeal(tx: Tx, vote: CouncilVote) -> bool:
    """Whether the window that is open is the one that a refusal of the town hall opened."""
    return vote.status is VoteStatus.CHALLENGEABLE and any(
        one.basis.rule == legal.AFTER_APPEAL for one in deadlines.of_vote(tx, vote.id)
    )


def refused(tx: Tx, vote: CouncilVote, day: date | None, now: datetime) -> None:
    """The town hall does not reconsider: the way to the court is open from that `day`, which nobody
    has to tell of a silence.

    Raises Refused(VOTE_APPEALED) where it is not known.
    """
    known = {one.basis.rule: one for one in deadlines.of_vote(tx, vote.id)}
    silence = known.get(legal.APPEAL_SILENCE)
    if day is None and silence is not None and silence.days_left(now) <= 0:
        day = silence.due
    if day is None:
        raise Refused(Reason.VOTE_APPEALED)
    _keep(tx, vote, legal.AFTER_APPEAL, day, known.get(legal.AFTER_APPEAL), now)


def open_until(tx: Tx, vote: CouncilVote, now: datetime) -> date | None:
    """The last day on which it may still be challenged; None once that is over, or where nobody can
    count it."""
    days = list[date]()
    for rule, began in _windows(tx, vote):
        with suppress(Refused):
            days.append(legal.count(rule, began, legal.of_city(vote.city)).due)
    today = now.astimezone(vote.sitting.zone).date()
    return max((one for one in days if one >= today), default=None)


def _windows(tx: Tx, vote: CouncilVote) -> list[tuple[str, date]]:
    """The rules that count the window of a challenge, each with its first day: once the town hall
    was asked to reconsider, that of its answer, or silence."""
    known = {one.basis.rule: one for one in deadlines.of_vote(tx, vote.id)}
    after, silence = known.get(legal.AFTER_APPEAL), known.get(legal.APPEAL_SILENCE)
    if vote.status is VoteStatus.GRACIEUX and silence is not None:
        return [(legal.AFTER_APPEAL, silence.due)]
    if after is not None and after.basis.began is not None:
        return [(legal.AFTER_APPEAL, after.basis.began)]
    began = vote.published or vote.sitting.day
    return [(rule, began) for rule in legal.WINDOWS[vote.city.partition(":")[0]]]


def _wanted(vote: CouncilVote, after_appeal: Kept | None) -> Mapping[str, date]:
    """Each rule with the day that sets it off. Until somebody tells the day of publication it is
    that of the sitting, the earliest: it loses no right."""
    country = vote.city.partition(":")[0]
    wanted = dict[str, date]()
    if vote.status in _SAT and country == "fr":  # that of Belgium has no such rule
        wanted[legal.LIST] = vote.sitting.day
    refused = after_appeal.basis.began if after_appeal is not None else None
    if vote.status is VoteStatus.CHALLENGEABLE and refused is not None:
        wanted[legal.AFTER_APPEAL] = refused
    elif vote.status in _OPENS_A_WINDOW:
        wanted |= dict.fromkeys(legal.WINDOWS[country], vote.published or vote.sitting.day)
    return wanted


def _keep(
    tx: Tx, vote: CouncilVote, rule: str, began: date, known: Kept | None, now: datetime
) -> None:
    try:
        due = legal.count(rule, began, legal.of_city(vote.city)).act_by
    except Refused:  # another law holds there
        return
    if known is not None:
        deadline_sends.change(tx, known, known.recount(began, due), now)
        return
    basis = Basis(rule, began)
    zone, heard = vote.sitting.zone, vote.heard
    draft = Draft(vote.owner, vote.city, basis, due, zone, None, vote.channel, vote.id, heard=heard)
    deadline_sends.follow(tx, deadlines.add(tx, draft, now), now)
