"""What a vote makes due: its list to be published, then the window in which it is challenged."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.domain.kept_deadlines import NINE, Basis, Kept
from bot.domain.refusals import Reason, Refused
from bot.domain.reminders import About, Noun
from bot.domain.votes import IN_WINDOW, OUTCOMES, PUBLIC, CouncilVote, VoteStatus
from bot.services import deadline_sends, hearing, legal, reminders
from bot.store import deadlines
from bot.store.base import Tx
from bot.store.deadlines import Draft

_SAT: Final = OUTCOMES | PUBLIC | {VoteStatus.HELD}
_OPENS_A_WINDOW: Final = {VoteStatus.PUBLISHED, VoteStatus.CHALLENGEABLE}
_OF_A_WINDOW: Final = legal.FROM_PUBLICATION | {legal.AFTER_APPEAL}
_CHALLENGED: Final = {VoteStatus.GRACIEUX, VoteStatus.CHALLENGED}
_A_DAY: Final = timedelta(days=1)


def follow(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """Open, count again or cancel what is due for a vote as it is now; those concerned are told."""
    known = {one.basis.rule: one for one in deadlines.of_vote(tx, vote.id)}
    if vote.status in PUBLIC - _OPENS_A_WINDOW:  # it is challenged, or that is over: nothing opens
        _close(tx, vote, known, now)
        ask_end(tx, vote, now)
        return
    wanted = _wanted(vote, known.get(legal.AFTER_APPEAL))
    for rule, kept in known.items():
        if rule not in wanted and kept.is_alive:
            deadline_sends.change(tx, kept, kept.cancel(), now)
    for rule, began in wanted.items():
        _keep(tx, vote, rule, began, known.get(rule), now)
    ask_end(tx, vote, now)


def _close(tx: Tx, vote: CouncilVote, known: Mapping[str, Kept], now: datetime) -> None:
    """Nobody has to challenge what is final any more; nor what was challenged, once it is too late
    to."""
    for rule, kept in known.items():
        is_over = vote.status not in _CHALLENGED or kept.days_left(now) < 0
        if rule in _OF_A_WINDOW and kept.is_alive and is_over:
            deadline_sends.change(tx, kept, kept.cancel(), now)


def ask_end(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """In the morning after its last day, or at once where that is known only later, ask whether it
    was challenged; nothing where that is known, or nobody can count that day."""
    about = About(Noun.WINDOW, str(vote.id))
    last = _last_day(tx, vote) if vote.status in IN_WINDOW else None
    if last is None:
        reminders.cancel(tx, about, now)
        return
    morning = datetime.combine(last + _A_DAY, NINE, vote.sitting.zone).astimezone(UTC)
    if morning < now and reminders.is_known(tx, about):
        return
    audience = hearing.audience(tx, vote.owner, vote.city, vote.channel, vote.heard)
    reminders.set_for(tx, about, audience, max(morning, now), [timedelta(0)], now)


def appeal(tx: Tx, vote: CouncilVote, received: date, now: datetime) -> None:
    """The town hall is asked to reconsider: its silence is a refusal, born on its own day."""
    known = {one.basis.rule: one for one in deadlines.of_vote(tx, vote.id)}
    _keep(tx, vote, legal.APPEAL_SILENCE, received, known.get(legal.APPEAL_SILENCE), now)
    ask_end(tx, vote, now)


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
    ask_end(tx, vote, now)


def open_until(tx: Tx, vote: CouncilVote, now: datetime) -> date | None:
    """The last day on which it may still be challenged; None once that is over, or where nobody can
    count it."""
    last = _last_day(tx, vote)
    today = now.astimezone(vote.sitting.zone).date()
    return last if last is not None and last >= today else None


def is_supposed(tx: Tx, vote: CouncilVote) -> bool:
    """Whether the window is counted from the sitting, for want of a day of publication."""
    began = {began for rule, began in _windows(tx, vote) if rule in legal.FROM_PUBLICATION}
    return vote.published is None and bool(began)


def ended(tx: Tx, vote: CouncilVote, now: datetime) -> date | None:
    """The last day on which it might be challenged, once that is over."""
    return _last_day(tx, vote) if open_until(tx, vote, now) is None else None


def _last_day(tx: Tx, vote: CouncilVote) -> date | None:
    """None where nobody can count it."""
    days = list[date]()
    for rule, began in _windows(tx, vote):
        with suppress(Refused):
            days.append(legal.count(rule, began, legal.of_city(vote.city)).due)
    return max(days, default=None)


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
