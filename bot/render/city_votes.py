"""The votes on a city's card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.votes import OUTCOMES, PUBLIC, CouncilVote, VoteStatus
from bot.render import sittings
from bot.render.escaping import escape
from bot.render.shortening import shorten
from bot.render.texts import Texts
from bot.render.votes import counted, status_name

_MOST_AHEAD, _MOST_DECIDED = 3, 2
_WORDS: Final = 80
_RECENT: Final = timedelta(days=365)
_UNDECIDED: Final = {VoteStatus.CONFIRMED, VoteStatus.ON_AGENDA, VoteStatus.WITHDRAWN}


def headline(city: str, vote: CouncilVote, texts: Texts, zone: ZoneInfo, *, room: int) -> str:
    """`Nice (Alpes-Maritimes) : prochain vote lundi 14 décembre 2026 à 18h30`, in so much room."""
    said = (
        sittings.moment(vote.sitting, texts, zone, year=True),
        sittings.moment(vote.sitting, texts, zone),
        sittings.moment(vote.sitting, texts, zone, short=True),
    )
    fitting = [texts.say("{city} : prochain vote {when}", city=city, when=one) for one in said]
    return next((one for one in fitting if len(one) <= room), fitting[-1])


def lines(
    known: Sequence[CouncilVote],
    ahead: Sequence[CouncilVote],
    texts: Texts,
    now: datetime,
    zone: ZoneInfo,
) -> list[str]:
    """The next ones with their countdown, then what was decided or is postponed, latest first."""
    decided = sorted(
        (one for one in known if one.status not in _UNDECIDED and _is_recent(one, now)),
        key=lambda one: one.sitting.begins,
        reverse=True,
    )
    shown = [_ahead(one, texts, now, zone) for one in ahead[:_MOST_AHEAD]]
    shown += [_decided(one, texts, zone) for one in decided[:_MOST_DECIDED]]
    if not shown:
        return []
    more = len(ahead) + len(decided) - len(shown)
    if more > 0:
        shown.append(
            texts.count("et {n} autre : `/vote liste`", "et {n} autres : `/vote liste`", more)
        )
    return [texts.say("**Votes**"), *shown]


def _is_recent(vote: CouncilVote, now: datetime) -> bool:
    return now - vote.sitting.begins < _RECENT


def _ahead(vote: CouncilVote, texts: Texts, now: datetime, zone: ZoneInfo) -> str:
    sitting = vote.sitting
    countdown = (
        sittings.countdown(sitting)
        if sitting.hour is not None
        else texts.say(
            "{left}, l'heure n'est pas connue", left=sittings.days_left(sitting, texts, now)
        )
    )
    return texts.say(
        "- {when} ({countdown}) : {words}",
        when=sittings.moment(sitting, texts, zone, year=True),
        countdown=countdown,
        words=escape(shorten(vote.item.words, _WORDS)),
    )


def _decided(vote: CouncilVote, texts: Texts, zone: ZoneInfo) -> str:
    state = [status_name(vote.status, texts)]
    if vote.status in PUBLIC:  # only what was adopted comes there
        adopted = status_name(VoteStatus.ADOPTED, texts)
        state = [adopted, *counted(vote.tally, texts), *state]
    elif vote.status in OUTCOMES:
        state += counted(vote.tally, texts)
    when = sittings.moment(vote.sitting, texts, zone, year=True)
    if vote.status is VoteStatus.POSTPONED:
        when = f"~~{when}~~"
    return texts.say(
        "- {when} : {words} ({state})",
        when=when,
        words=escape(shorten(vote.item.words, _WORDS)),
        state=", ".join(state),
    )
