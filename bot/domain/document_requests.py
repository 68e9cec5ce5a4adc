"""A request for documents: one clock, of which each stage opens the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.hearing import Heard
from bot.domain.ids import ChannelId, CityId, CollectiveId, RequestId
from bot.domain.refusals import Reason, Refused

_NINE: Final = time(9)
_A_DAY: Final = timedelta(days=1)


class Stage(StrEnum):
    REQUESTED = "requested"
    REFUSED = "refused"  # by silence or in writing
    CADA = "cada"
    CONFIRMED = "confirmed"  # the refusal, after the CADA
    COURT = "court"
    OBTAINED = "obtained"
    FORECLOSED = "foreclosed"  # nobody acted in time
    CLOSED = "closed"
    ABANDONED = "abandoned"


class Event(StrEnum):
    SENT = "sent"  # the request: the day of receipt is not known, and supposed to be the same
    RECEIVED = "received"  # the request
    DOCUMENTS = "documents"  # all of them
    REFUSAL = "refusal"  # in writing, or of a part
    SILENCE = "silence"  # the last day went by
    REGISTERED = "registered"  # by the CADA
    OPINION = "opinion"  # of the CADA: it moves no clock
    FILED = "filed"  # in court
    JUDGED = "judged"
    ABANDONED = "abandoned"


_S, _E = Stage, Event
RULES: Final = {
    _S.REQUESTED: "fr.cada.refus_implicite",
    _S.REFUSED: "fr.cada.saisine",
    _S.CADA: "fr.cada.refus_confirme_implicite",
    _S.CONFIRMED: "fr.cada.tribunal",
}
OPINION_RULE: Final = "fr.cada.avis"
_NEXT: Final = {
    (_S.REQUESTED, _E.DOCUMENTS): _S.OBTAINED,
    (_S.REQUESTED, _E.REFUSAL): _S.REFUSED,
    (_S.REQUESTED, _E.SILENCE): _S.REFUSED,
    (_S.REFUSED, _E.DOCUMENTS): _S.OBTAINED,
    (_S.REFUSED, _E.REFUSAL): _S.REFUSED,
    (_S.REFUSED, _E.REGISTERED): _S.CADA,
    (_S.REFUSED, _E.SILENCE): _S.FORECLOSED,
    (_S.CADA, _E.DOCUMENTS): _S.OBTAINED,
    (_S.CADA, _E.OPINION): _S.CADA,
    (_S.CADA, _E.REFUSAL): _S.CONFIRMED,
    (_S.CADA, _E.SILENCE): _S.CONFIRMED,
    (_S.CONFIRMED, _E.OPINION): _S.CONFIRMED,  # the CADA often answers later
    (_S.CONFIRMED, _E.DOCUMENTS): _S.OBTAINED,
    (_S.CONFIRMED, _E.REFUSAL): _S.CONFIRMED,
    (_S.CONFIRMED, _E.FILED): _S.COURT,
    (_S.CONFIRMED, _E.SILENCE): _S.FORECLOSED,
    (_S.COURT, _E.OPINION): _S.COURT,
    (_S.COURT, _E.DOCUMENTS): _S.CLOSED,
    (_S.COURT, _E.JUDGED): _S.CLOSED,
    # The window is that of sending: the CADA registers some days later.
    (_S.FORECLOSED, _E.REGISTERED): _S.CADA,
}
OPEN: Final = frozenset({*RULES, _S.COURT})
# From its day runs a clock, or it ends one: nobody may take today for it.
DATED: Final = frozenset({_E.RECEIVED, _E.REFUSAL, _E.REGISTERED, _E.FILED})


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said that happened, and on which day."""

    event: Event
    day: date


@dataclass(frozen=True, slots=True)
class Request:
    """`began` is the day from which the clock of its stage runs, `is_supposed` where that goes back
    to a receipt of which only the day of sending is known; `by_silence` where nobody wrote the
    refusal."""

    id: RequestId
    owner: CollectiveId
    city: CityId
    what: str
    stage: Stage
    began: date
    is_supposed: bool
    by_silence: bool
    zone: ZoneInfo
    channel: ChannelId
    version: int = 0
    heard: Heard = Heard.ALL

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def rule(self) -> str:
        """The one that counts its stage; empty where none does."""
        return RULES.get(self.stage, "")

    def over_at(self, ends: date) -> datetime:
        """When its stage is over, in UTC: the morning after the last day."""
        return datetime.combine(ends + _A_DAY, _NINE, self.zone).astimezone(UTC)

    def on(self, event: Event, day: date, ends: date | None, now: datetime) -> Request:
        """What becomes of it; `ends` is the last day of its stage, None where no rule counts it.

        Raises Refused: REQUEST_STAGE, REQUEST_DAY, REQUEST_UNMOVED.
        """
        if event is _E.ABANDONED and self.is_open:
            return self._to(_S.ABANDONED, day)
        after = _NEXT.get((self.stage, event))
        if after is None:
            raise Refused(self._why_not(event))
        if event is _E.SILENCE:
            assert ends is not None
            return replace(self._to(after, ends), is_supposed=self.is_supposed, by_silence=True)
        self._need_sound(day, now)
        if event is _E.OPINION:
            return replace(self, version=self.version + 1)
        if event is _E.REFUSAL and after is self.stage:
            self._need_window(day, ends)
        return replace(self._to(after, day), by_silence=False)

    def _to(self, stage: Stage, began: date) -> Request:
        return replace(self, stage=stage, began=began, is_supposed=False, version=self.version + 1)

    def _why_not(self, event: Event) -> Reason:
        is_late = event is _E.REFUSAL and self.stage is _S.FORECLOSED
        return Reason.REQUEST_UNMOVED if is_late else Reason.REQUEST_STAGE

    def _need_sound(self, day: date, now: datetime) -> None:
        if day < self.began or day > now.astimezone(self.zone).date():
            raise Refused(Reason.REQUEST_DAY)

    def _need_window(self, day: date, ends: date | None) -> None:
        """A refusal in writing starts the clock again only after silence, and inside the window."""
        if not self.by_silence or (ends is not None and day > ends):
            raise Refused(Reason.REQUEST_UNMOVED)


Ends = Callable[[Request], date | None]  # the last day of its stage, None where no rule counts it


def replayed(request: Request, told: Sequence[Told], ends: Ends, now: datetime) -> Request:
    """Where a request stands by all that was told of it, the newest last, whenever it happened;
    silence fills the rest, on its own days.

    Raises Refused: REQUEST_STAGE, REQUEST_DAY, REQUEST_UNMOVED for what cannot have happened.
    """
    known = _as_asked(request, told)
    for one in sorted(_since(told), key=lambda one: one.day):
        known = _silent_before(known, one.day, ends, now)
        try:
            known = known.on(one.event, one.day, ends(known), now)
        except Refused as refused:
            if one is told[-1]:
                raise
            # A refusal of old may change nothing beside what is known now; all else is to hold.
            if refused.reason is not Reason.REQUEST_UNMOVED:
                raise Refused(Reason.REQUEST_DAY) from refused
    while (last := ends(known)) is not None and known.over_at(last) <= now:
        known = known.on(_E.SILENCE, last, last, now)
    return replace(known, version=request.version + 1)


_OPENING: Final = {_E.SENT, _E.RECEIVED}


def _as_asked(request: Request, told: Sequence[Told]) -> Request:
    opening = [one for one in told if one.event in _OPENING][-1]
    return replace(
        request,
        stage=_S.REQUESTED,
        began=opening.day,
        is_supposed=opening.event is _E.SENT,
        by_silence=False,
    )


def _since(told: Sequence[Told]) -> list[Told]:
    """What came of it; of the CADA's registration, the day that was told last; no documents of
    which somebody found afterwards that a part is missing."""
    registered = [one for one in told if one.event is _E.REGISTERED]
    replaced = [id(one) for one in registered[:-1]]
    for place, one in enumerate(told):
        later = (other for other in told[place:] if other.event is _E.REFUSAL)
        if one.event is _E.DOCUMENTS and any(other.day >= one.day for other in later):
            replaced.append(id(one))
    return [one for one in told if one.event not in _OPENING and id(one) not in replaced]


def _silent_before(request: Request, day: date, ends: Ends, now: datetime) -> Request:
    while (last := ends(request)) is not None and last < day:
        request = request.on(_E.SILENCE, last, last, now)
    return request
