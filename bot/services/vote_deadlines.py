"""What a vote makes due: its list to be published, then the window in which it is challenged."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.domain.kept_deadlines import NINE, Basis, DeadlineState, Kept
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
    _settle(tx, vote, now)
    ask_end(tx, vote, now)


def _settle(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    known = _known(tx, vote)
    if vote.status in PUBLIC - _OPENS_A_WINDOW:  # it is challenged, or that is over: nothing opens
        _close(tx, vote, known, now)
        return
    wanted = _wanted(vote, known.get(legal.AFTER_APPEAL))
    for rule, kept in known.items():
        if rule not in wanted and kept.is_alive:
            deadline_sends.change(tx, kept, kept.cancel(), now)
    for rule, began in wanted.items():
        _keep(tx, vote, rule, began, known.get(rule), now)


def _close(tx: Tx, vote: CouncilVote, known: Mapping[str, Kept], now: datetime) -> None:
    """Nobody has to challenge what is final any more; nor what was challenged, once it is too late
    to; nor yet what the town hall is asked to reconsider, which prolongs the time for it. Nobody
    waits for its answer who has it."""
    is_asked = vote.status is VoteStatus.GRACIEUX
    prolonged = is_asked and _is_awaited(known.get(legal.APPEAL_SILENCE))
    for rule, kept in known.items():
        is_over = prolonged or vote.status not in _CHALLENGED or kept.days_left(now) < 0
        is_answered = rule == legal.APPEAL_SILENCE and not is_asked
        if kept.is_alive and (is_answered or (rule in _OF_A_WINDOW and is_over)):
            deadline_sends.change(tx, kept, kept.cancel(), now, prolonged=prolonged)


def _is_awaited(silence: Kept | None) -> bool:
    """Whether the town hall has until a known day to answer, or had."""
    return silence is not None and silence.state is not DeadlineState.CANCELLED


def ask_end(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """In the morning after its last day, ask whether it was challenged, and after that of a town
    hall's silence, what comes next; nothing where that is known, or nobody can count the day."""
    last = last_day(tx, vote) if vote.status in IN_WINDOW else None
    _ask_after(tx, vote, Noun.WINDOW, last, now)
    _ask_after(tx, vote, Noun.APPEAL, _silence(tx, vote), now)


def _silence(tx: Tx, vote: CouncilVote) -> date | None:
    """The day on which no answer is a refusal."""
    silence = _known(tx, vote).get(legal.APPEAL_SILENCE)
    is_asked = vote.status is VoteStatus.GRACIEUX
    return silence.due if silence and is_asked and _is_awaited(silence) else None


def _ask_after(tx: Tx, vote: CouncilVote, noun: Noun, last: date | None, now: datetime) -> None:
    """At once where the day is known only once it is over."""
    about = About(noun, str(vote.id))
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
    known = _known(tx, vote)
    _keep(tx, vote, legal.APPEAL_SILENCE, received, known.get(legal.APPEAL_SILENCE), now)
    ask_end(tx, vote, now)


def silent(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """No answer is a refusal: the way to the court is open from that day.

    The reminder of that silence is what is being told: it is not cancelled.
    """
    known = _known(tx, vote)
    silence = known.get(legal.APPEAL_SILENCE)
    if silence is None:
        return
    _keep(tx, vote, legal.AFTER_APPEAL, silence.due, known.get(legal.AFTER_APPEAL), now)
    _settle(tx, vote, now)
    _ask_after(tx, vote, Noun.WINDOW, last_day(tx, vote), now)


def silent_since(tx: Tx, vote: CouncilVote) -> date | None:
    """The day on which no answer was a refusal, where the window that is open runs from it."""
    known = _known(tx, vote)
    after, silence = known.get(legal.AFTER_APPEAL), known.get(legal.APPEAL_SILENCE)
    if vote.status is not VoteStatus.CHALLENGEABLE or after is None or silence is None:
        return None
    return silence.due if after.basis.began == silence.due else None


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
    known = _known(tx, vote)
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
    last = last_day(tx, vote)
    today = now.astimezone(vote.sitting.zone).date()
    return last if last is not None and last >= today else None


def is_supposed(tx: Tx, vote: CouncilVote) -> bool:
    """Whether the window is counted from the sitting, for want of a day of publication."""
    began = {began for rule, began in _windows(tx, vote) if rule in legal.FROM_PUBLICATION}
    return vote.published is None and bool(began)


def ended(tx: Tx, vote: CouncilVote, now: datetime) -> date | None:
    """The last day on which it might be challenged, once that is over."""
    return last_day(tx, vote) if open_until(tx, vote, now) is None else None


def last_day(tx: Tx, vote: CouncilVote) -> date | None:
    """On which it may be challenged; None where nobody can count it."""
    days = list[date]()
    for rule, began in _windows(tx, vote):
        with suppress(Refused):
            days.append(legal.count(rule, began, legal.of_city(vote.city)).due)
    return max(days, default=None)


def _known(tx: Tx, vote: CouncilVote) -> dict[str, Kept]:
    """What was opened for a vote, by its rule."""
    return {one.basis.rule: one for one in deadlines.of_vote(tx, vote.id)}


def _windows(tx: Tx, vote: CouncilVote) -> list[tuple[str, date]]:
    """The rules that count the window of a challenge, each with its first day: once the town hall
    was asked to reconsider, that of its answer, or silence."""
    known = _known(tx, vote)
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
