"""What people say of a vote, fact by fact: what one adds to another's words, where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time
from enum import StrEnum
from typing import Final

from bot.domain.folding import fold
from bot.domain.ids import PersonId
from bot.domain.refusals import Reason, Refused
from bot.domain.sittings import Item, Sitting
from bot.domain.votes import UNCONFIRMED, CouncilVote, Step


class Fact(StrEnum):
    HOUR = "hour"  # on the town's clock, `18:30`
    NUMBER = "number"
    ITEM = "item"
    PLACE = "place"
    SOURCE = "source"
    URL = "url"


Facts = Mapping[Fact, str]
_FROM: Final = frozenset({Fact.SOURCE, Fact.URL})
_COMPARED: Final = (Fact.HOUR, Fact.NUMBER, Fact.PLACE)
_WAS_TOLD: Final = frozenset({Fact.NUMBER, Fact.PLACE})
_PUT_RIGHT: Final = frozenset(Fact) - {Fact.HOUR}
_LATER: Final = "+"  # behind an hour that comes twice that night: the second of them


def told(sitting: Sitting, item: Item, place: str, source: str = "", url: str = "") -> Facts:
    """The facts of a vote, empty where nobody knows."""
    return {
        Fact.HOUR: hour_of(sitting),
        Fact.NUMBER: item.number,
        Fact.ITEM: item.words,
        Fact.PLACE: place,
        Fact.SOURCE: source,
        Fact.URL: url,
    }


def of(vote: CouncilVote) -> Facts:
    return told(vote.sitting, vote.item, vote.place, vote.source, vote.url)


def hour_of(sitting: Sitting) -> str:
    """`18:30`; empty while nobody knows it."""
    if sitting.hour is None:
        return ""
    return sitting.hour.isoformat("minutes") + (_LATER if sitting.second else "")


def lacking(vote: CouncilVote, said: Facts) -> Facts:
    """What is said that the vote does not have yet. Where a source is known, it stays."""
    known = of(vote)
    added = {one: said[one] for one in _COMPARED if said[one] and not known[one]}
    if not any(known[one] for one in _FROM):
        added |= {one: said[one] for one in _FROM if said[one]}
    return added


def differing(vote: CouncilVote, said: Facts) -> Facts:
    """What is said that contradicts what is known of the vote."""
    known = of(vote)
    return {
        one: said[one]
        for one in _COMPARED
        if said.get(one) and known[one] and not _agree(one, said[one], known[one])
    }


def _agree(fact: Fact, one: str, other: str) -> bool:
    """Two ways to say a place are no contradiction where one only says more."""
    if fact is not Fact.PLACE:
        return one == other or (fact is Fact.NUMBER and fold(one) == fold(other))
    words, others = set(fold(one).split()), set(fold(other).split())
    return words <= others or others <= words


def unlike(vote: CouncilVote, said: Facts) -> Facts:
    """What of a statement is not what the vote says (any more)."""
    known = of(vote)
    return {
        one: value
        for one, value in said.items()
        if not known[one] or not _agree(one, value, known[one])
    }


def another_source(vote: CouncilVote, said: Facts) -> str:
    """The source of who says the same, where that is another than the one that is noted."""
    known = of(vote)
    if not any(known[one] for one in _FROM) or _said(known) == _said(said):
        return ""
    return _said(said)


def _said(facts: Facts) -> str:
    return " ".join(facts[one] for one in (Fact.SOURCE, Fact.URL) if facts[one])


def put(vote: CouncilVote, facts: Facts) -> CouncilVote:
    """The vote with these facts in place of its own; its version and steps are its caller's."""
    known = {**of(vote), **facts}
    return replace(
        vote,
        sitting=at_hour(vote.sitting, known[Fact.HOUR]),
        item=replace(vote.item, number=known[Fact.NUMBER], words=known[Fact.ITEM]),
        place=known[Fact.PLACE],
        source=known[Fact.SOURCE],
        url=known[Fact.URL],
    )


def at_hour(sitting: Sitting, hour: str) -> Sitting:
    if not hour:
        return replace(sitting, hour=None, second=False)
    at = time.fromisoformat(hour.removesuffix(_LATER))
    return replace(sitting, hour=at, second=hour.endswith(_LATER))


def changed(before: CouncilVote, after: CouncilVote) -> list[tuple[Fact, str, str]]:
    """Each fact that is another now, as it was and as it is."""
    was, is_ = of(before), of(after)
    return [(one, was[one], is_[one]) for one in Fact if was[one] != is_[one]]


def corrected(before: CouncilVote, after: CouncilVote) -> dict[str, str]:
    """What was put right at the same sitting and is to be told: `place` and `was_place`, and so on.

    Of what may come from a forum's thread only how it is now: the forum may withdraw that.
    """
    told = dict[str, str]()
    for fact, was, is_ in changed(before, after):
        if fact in _PUT_RIGHT and is_:
            told[fact] = is_
            if fact in _WAS_TOLD:
                told[f"was_{fact}"] = was
    return told


def correct(
    vote: CouncilVote, facts: Facts, by: PersonId, at: datetime, *, why: str = ""
) -> tuple[CouncilVote, list[Step]]:
    """Put right what was told of a vote: calendars hear of it as of a change.

    Raises Refused(VOTE_UNCHANGED), (VOTE_BLANK: an item without words), and what `move` does.
    """
    if facts.get(Fact.ITEM, "-") == "":
        raise Refused(Reason.VOTE_BLANK)
    right = put(vote, facts)
    if right == vote:
        raise Refused(Reason.VOTE_UNCHANGED)
    if right.sitting != vote.sitting:
        moved, steps = vote.move(right.sitting, by, at, why=why)
        return put(moved, _without(facts, [Fact.HOUR])), steps
    calendars = vote.sequence + (vote.status not in UNCONFIRMED)
    step = Step(at, by, vote.status, vote.status, why, corrects=True)
    return replace(right, sequence=calendars, version=vote.version + 1), [step]


def _without(facts: Facts, those: Iterable[Fact]) -> Facts:
    return {one: value for one, value in facts.items() if one not in those}
