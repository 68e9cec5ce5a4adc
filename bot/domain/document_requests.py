"""A request for documents: one clock, of which each stage opens the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

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
    RECEIVED = "received"  # the day on which the request was, known only now
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
    (_S.REQUESTED, _E.RECEIVED): _S.REQUESTED,
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
    (_S.CONFIRMED, _E.DOCUMENTS): _S.OBTAINED,
    (_S.CONFIRMED, _E.REFUSAL): _S.CONFIRMED,
    (_S.CONFIRMED, _E.FILED): _S.COURT,
    (_S.CONFIRMED, _E.SILENCE): _S.FORECLOSED,
    (_S.COURT, _E.DOCUMENTS): _S.CLOSED,
    (_S.COURT, _E.JUDGED): _S.CLOSED,
}
OPEN: Final = frozenset({*RULES, _S.COURT})


@dataclass(frozen=True, slots=True)
class Request:
    """`began` is the day from which the clock of its stage runs, `is_supposed` where only that of
    sending is known; `by_silence` where nobody wrote the refusal."""

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
            raise Refused(Reason.REQUEST_STAGE)
        if event is _E.SILENCE:
            assert ends is not None
            return replace(self._to(after, ends), by_silence=True)
        self._need_sound(event, day, now)
        if event is _E.OPINION:
            return replace(self, version=self.version + 1)
        if event is _E.REFUSAL and after is self.stage:
            self._need_window(day, ends)
        return replace(self._to(after, day), by_silence=False)

    def _to(self, stage: Stage, began: date) -> Request:
        return replace(self, stage=stage, began=began, is_supposed=False, version=self.version + 1)

    def _need_sound(self, event: Event, day: date, now: datetime) -> None:
        """Only the day of receipt may be before the one that was supposed."""
        is_early = day < self.began and event is not _E.RECEIVED
        if is_early or day > now.astimezone(self.zone).date():
            raise Refused(Reason.REQUEST_DAY)

    def _need_window(self, day: date, ends: date | None) -> None:
        """A refusal in writing starts the clock again only after silence, and inside the window."""
        if not self.by_silence or (ends is not None and day > ends):
            raise Refused(Reason.REQUEST_UNMOVED)
