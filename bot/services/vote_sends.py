"""What is said of votes, and where: to the organisers, to the channels, to all who were told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from bot.domain.delivery import WATCHER, Kind
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, VoteId
from bot.domain.reminders import AT, Noun
from bot.domain.sittings import Sitting
from bot.domain.votes import CouncilVote, VoteStatus
from bot.services import corrections
from bot.store import deliveries, follows, messages, votes
from bot.store.base import Tx
from bot.store.messages import Carried

_ASKING: Final = (Noun.UNCONFIRMED, Noun.RESULT, Noun.WINDOW, Noun.APPEAL)


def places(tx: Tx, owner: CollectiveId, city: CityId) -> list[ChannelId]:
    """The channels of a collective that hear of a city."""
    found = follows.cities_of(tx, owner)
    return list(dict.fromkeys(one.told_in for one in found if one.key == city))


def ask(
    tx: Tx,
    vote: CouncilVote,
    now: datetime,
    *,
    asked_here: bool,
    may_hear: Callable[[ChannelId], bool] = lambda _: True,
) -> list[ChannelId]:
    """Ask the organisers to confirm: where it was reported, where Vigie may write there, and where
    the city is heard of first, of the channels that `may_hear` what nobody confirmed. The channels
    in which they are asked."""
    heard = [one for one in places(tx, vote.owner, vote.city) if may_hear(one)][:1]
    asked = list(dict.fromkeys([*([vote.channel] if asked_here else []), *heard]))
    for channel in asked:
        plan(tx, Kind.VOTE_REPORTED, vote, channel, question_of(vote), now)
    return asked


def asked_in(tx: Tx, vote: CouncilVote) -> list[ChannelId]:
    """The channels in which the organisers are asked to confirm it."""
    return [one.channel for one in messages.carrying(tx, question_of(vote))]


def announced_in(tx: Tx, vote: CouncilVote) -> list[ChannelId]:
    """The collective's channels that were told, of it or of a twin; nobody's private one."""
    found = messages.carrying(tx, cause_of(vote))
    here = [one.channel for one in found if one.person is None]
    there = (one for twin in votes.merged_into(tx, vote.id) for one in announced_in(tx, twin))
    return list(dict.fromkeys([*here, *there]))


def question_of(vote: CouncilVote) -> str:
    return f"vote:{vote.id}:reported"


def cause_of(vote: CouncilVote) -> str:
    """Of the announcement."""
    return f"vote:{vote.id}"


def announce(tx: Tx, vote: CouncilVote, now: datetime) -> list[ChannelId]:
    """Tell of a confirmed vote in the channels that follow its city; where it was reported, in a
    collective where none does."""
    channels = places(tx, vote.owner, vote.city) or [vote.channel]
    for channel in channels:
        plan(tx, Kind.VOTE, vote, channel, cause_of(vote), now)
    corrections.correct(tx, question_of(vote), _facts(vote), now)
    _ask_otherwise(tx, vote, now)
    return channels


def word_again(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """The announcements show the vote as it is now, and so do the questions, and the latest
    reminder of each channel."""
    for cause in (cause_of(vote), question_of(vote)):
        corrections.correct(tx, cause, _facts(vote), now, merged=True)
    latest = {one.channel: one for one in _reminders(tx, vote)}
    for one in latest.values():
        corrections.correct_one(tx, one, f"{cause_of(vote)}:reminder", _facts(vote), now)
    _ask_otherwise(tx, vote, now)
    for twin in votes.merged_into(tx, vote.id):
        word_again(tx, twin, now)


def _ask_otherwise(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """What was asked of a vote once more, or after its sitting, is asked as it is now, or is not
    asked any more."""
    for noun in _ASKING:
        for one in messages.carrying_any(tx, f"reminder:{noun}:{vote.id}:"):
            corrections.correct_one(tx, one, f"{cause_of(vote)}:{noun}", _facts(vote), now)


def ask_anew(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """What was taken for true is to be confirmed after all, where that was asked before."""
    step, _ = votes.last_step(tx, vote.id)
    facts = {Noun.UNCONFIRMED: str(vote.id), AT: now.isoformat()}
    for channel in asked_in(tx, vote) or [vote.channel]:
        cause = f"reminder:{Noun.UNCONFIRMED}:{vote.id}:step:{step}"
        plan(tx, Kind.VOTE_UNCONFIRMED, vote, channel, cause, now, facts)


def news_again(tx: Tx, vote: CouncilVote, now: datetime, what: str = "state") -> None:
    """The latest news of its state in each channel, or of its result, with what that makes due."""
    sent = {
        one: messages.told(tx, one.id) for one in messages.carrying_any(tx, f"{cause_of(vote)}:")
    }
    states = {
        one.channel: (one, told.facts)
        for one, told in sent.items()
        if told.kind is Kind.VOTE_NEWS and told.facts["what"] == what
    }
    for one, facts in states.values():
        anew = {name: said for name, said in facts.items() if name != WATCHER}
        corrections.correct_one(tx, one, f"{cause_of(vote)}:news", anew, now)


def tell(
    tx: Tx,
    vote: CouncilVote,
    what: str,
    now: datetime,
    *,
    before: Sitting | None = None,
    was: VoteStatus | None = None,
    said: Mapping[str, str] | None = None,
) -> None:
    """A change reaches everyone who was told of the vote before; its announcements, too.

    `before`: the sitting that was announced; `was`: the state that turned out to be an error;
    `said`: what else is put right.
    """
    word_again(tx, vote, now)
    step, why = votes.last_step(tx, vote.id)
    facts = _facts(vote) | {"what": what, "why": why} | _is(vote.sitting) | _was(before)
    facts |= said or {}
    if was is not None:
        facts["was"] = was
    for channel, person in told(tx, vote).items():
        cause = f"{cause_of(vote)}:{step}:{what}"
        plan(tx, Kind.VOTE_NEWS, vote, channel, cause, now, facts, person=person)


def tell_merged(tx: Tx, twin: CouncilVote, now: datetime) -> None:
    """Who was told of a vote hears that it is another that they may know, too."""
    facts = _facts(twin) | {"what": "merged"}
    for channel, person in told(tx, twin).items():
        cause = f"{cause_of(twin)}:merged"
        plan(tx, Kind.VOTE_NEWS, twin, channel, cause, now, facts, person=person)


def told(tx: Tx, vote: CouncilVote) -> dict[ChannelId, PersonId | None]:
    """Where the vote was announced, and where only its reminders came, to who followed later; with
    the person, where that is in private. Who was told of a twin was told of it."""
    announced = messages.carrying(tx, cause_of(vote))
    here = {one.channel: one.person for one in (*announced, *_reminders(tx, vote))}
    for twin in votes.merged_into(tx, vote.id):
        here = told(tx, twin) | here
    return here


def _reminders(tx: Tx, vote: CouncilVote) -> list[Carried]:
    return messages.carrying_any(tx, f"{cause_of_reminder(vote.id)}:")


def cause_of_reminder(id_: VoteId) -> str:
    """With which those of its reminders begin."""
    return f"reminder:{Noun.VOTE}:{id_}"


def plan(
    tx: Tx,
    kind: Kind,
    vote: CouncilVote,
    channel: ChannelId,
    cause: str,
    now: datetime,
    facts: Mapping[str, str] | None = None,
    *,
    person: PersonId | None = None,
) -> bool:
    """Plan one send, for a `person` alone where there is one; False where it was planned before."""
    for_one = {WATCHER: person} if person is not None else {}
    return deliveries.plan(
        tx,
        kind,
        channel,
        cause,
        now,
        facts={**(facts or _facts(vote)), **for_one},
        collective=vote.owner,
        urgent=True,
        to_many=person is None,
    )


def _facts(vote: CouncilVote) -> dict[str, str]:
    return {"vote": str(vote.id)}


def _is(sitting: Sitting) -> dict[str, str]:
    """As it is when the news is planned: what comes next has news of its own."""
    hour = sitting.hour.isoformat("minutes") if sitting.hour else ""
    return {"to_day": sitting.day.isoformat(), "to_hour": hour}


def _was(sitting: Sitting | None) -> dict[str, str]:
    if sitting is None:
        return {}
    hour = sitting.hour.isoformat("minutes") if sitting.hour else ""
    return {"day": sitting.day.isoformat(), "hour": hour}
