"""A surveillance project in a city: what is known of it, and how its state may change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.domain.hearing import Heard
from bot.domain.ids import CityId, CollectiveId, PersonId, ProjectId
from bot.domain.project_facts import Facts, Source
from bot.domain.refusals import Reason, Refused
from bot.domain.vague import VagueDate, of_day

_OLD_AFTER_DAYS: Final = 2 * 365  # a state seen before then may no longer hold


class ProjectStatus(StrEnum):
    RUMOUR = "rumour"
    ANNOUNCED = "announced"
    TENDER = "tender"
    AUTHORISED = "authorised"
    VOTED = "voted"
    INSTALLED = "installed"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class Standing(StrEnum):
    """Whether a collective takes a project for a fact."""

    SUGGESTED = "suggested"  # by a member; an organiser is to look
    KNOWN = "known"
    DISMISSED = "dismissed"


_S = ProjectStatus
_ENDS: Final = {_S.SUSPENDED, _S.CANCELLED}
_ONWARDS: Final = {_S.TENDER, _S.VOTED, _S.AUTHORISED, _S.INSTALLED} | _ENDS
NEXT: Final = {
    _S.RUMOUR: set(_S) - {_S.RUMOUR},
    _S.ANNOUNCED: _ONWARDS,
    _S.TENDER: _ONWARDS - {_S.TENDER},
    _S.VOTED: _ONWARDS - {_S.VOTED},
    _S.AUTHORISED: _ONWARDS - {_S.AUTHORISED},
    _S.INSTALLED: {_S.EXTENDED} | _ENDS,
    _S.EXTENDED: {_S.EXTENDED} | _ENDS,
    _S.SUSPENDED: {_S.CANCELLED},  # and the state before, or any that is no end where unknown
    _S.CANCELLED: {_S.ANNOUNCED},
}
STANDING_NEXT: Final = {
    Standing.SUGGESTED: {Standing.KNOWN, Standing.DISMISSED},
    Standing.KNOWN: {Standing.DISMISSED},
    Standing.DISMISSED: {Standing.KNOWN},
}


@dataclass(frozen=True, slots=True)
class Step:
    """A change of state: when it happened (None: not known), and by whom and why it was told.

    `corrects`: the state before was an error, the project was never in it.
    """

    at: datetime
    by: PersonId | None
    before: ProjectStatus | None
    after: ProjectStatus
    happened: VagueDate | None
    source: Source | None
    why: str = ""
    corrects: bool = False


def held(steps: Iterable[Step]) -> list[Step]:
    """The steps of a project, the first first, without those that a later one corrected."""
    kept = list[Step]()
    for step in steps:
        if step.corrects and kept:
            kept.pop()
        kept.append(step)
    return kept


@dataclass(frozen=True, slots=True)
class Project:
    """`owner`: the collective that holds it for true, None for the base that ships with Vigie.

    `root`: what it is a copy of, where another told it first. `before` is the state to which a
    suspended project may come back, None where nobody knows. `source` tells the newest fact;
    `seen` is when the state was last seen to hold, whatever else was learnt since. `heard`: where
    its newest facts were typed, all of its collective read, or not.
    """

    id: ProjectId
    city: CityId
    owner: CollectiveId | None
    root: ProjectId
    standing: Standing
    facts: Facts
    status: ProjectStatus
    before: ProjectStatus | None
    since: VagueDate | None
    source: Source | None
    seen: VagueDate | None = None
    heard: Heard = Heard.ALL

    def may_become(self, status: ProjectStatus) -> bool:
        return status in NEXT[self.status] or self._may_resume(status)

    def _may_resume(self, status: ProjectStatus) -> bool:
        if self.status is not _S.SUSPENDED:
            return False
        return status is self.before if self.before else status not in _ENDS

    def become(
        self,
        status: ProjectStatus,
        by: PersonId | None,
        at: datetime,
        *,
        happened: VagueDate | None = None,
        source: Source | None = None,
        why: str = "",
        corrects: bool = False,
        earlier: ProjectStatus | None = None,
    ) -> tuple[Project, Step]:
        """The project in its new state, and the step there. A correction may go anywhere.

        `at` is on the clock of who says so, whose day counts where no source tells another.
        `earlier`: the state before the one that a correction takes back (see `true_before`).
        Raises Refused(PROJECT_SAME), (PROJECT_STATE), (PROJECT_STATE_SOURCE: a new state needs
        one), (PROJECT_WHY: a correction needs its reason).
        """
        step = Step(at, by, self.status, status, happened, source, why, corrects)
        self._check(step)
        moved = replace(
            self,
            status=status,
            before=self._resumes_to(earlier if corrects else self.status, status),
            since=happened,
            source=source or self.source,
            seen=source.as_of if source else of_day(at.date()),
        )
        return moved, step

    def stays(self, status: ProjectStatus) -> bool:
        """Whether nothing but its own state can be meant."""
        return status is self.status and not self.may_become(status)

    def confirm(self, source: Source, happened: VagueDate | None = None) -> Project:
        """The project, of whose state a source says that it still holds; and since when, as far
        as nobody knew.

        Raises Refused(PROJECT_SINCE) where another date is known.
        """
        since = self.since
        if happened is not None:
            if since is not None and happened != since and not happened.tells_more_than(since):
                raise Refused(Reason.PROJECT_SINCE, since=str(since))
            since = happened
        return replace(self, since=since, source=source, seen=source.as_of)

    def _resumes_to(
        self, earlier: ProjectStatus | None, status: ProjectStatus
    ) -> ProjectStatus | None:
        if status is not _S.SUSPENDED:
            return None
        return self.before if self.status is _S.SUSPENDED else earlier

    def _check(self, step: Step) -> None:
        if step.corrects:
            if not step.why:
                raise Refused(Reason.PROJECT_WHY)
            return
        if self.stays(step.after):
            raise Refused(Reason.PROJECT_SAME, status=step.after)
        if not self.may_become(step.after):
            raise Refused(Reason.PROJECT_STATE, before=self.status, after=step.after)
        if step.source is None:
            raise Refused(
                Reason.PROJECT_STATE_SOURCE,
                title=self.facts.title,
                after=step.after,
                happened=str(step.happened or ""),
                why=step.why,
            )

    def stand(self, standing: Standing) -> Project:
        """Raises Refused(PROJECT_DECIDED) where that was decided already."""
        if standing not in STANDING_NEXT[self.standing]:
            raise Refused(Reason.PROJECT_DECIDED)
        return replace(self, standing=standing)

    def is_old(self, today: date) -> bool:
        """Whether its state was last seen so long ago that it may no longer hold."""
        return self.seen is None or (today - self.seen.first).days > _OLD_AFTER_DAYS


def true_before(steps: Iterable[Step]) -> ProjectStatus | None:
    """The state that a project was in before its last one, should that be an error.

    What was corrected already does not count, nor does an end.
    """
    been: list[ProjectStatus] = []
    for step in steps:
        if step.corrects:
            del been[-1:]
        been.append(step.after)
    return next((state for state in reversed(been[:-1]) if state not in _ENDS), None)


@dataclass(frozen=True, slots=True)
class SeedProject:
    """A project of the base that ships; `key` names it there for ever."""

    key: str
    city: CityId
    facts: Facts
    status: ProjectStatus
    since: VagueDate | None
    source: Source


class Unknown(StrEnum):
    """What nobody knows of a city's projects."""

    COST = "cost"
    SUPPLIER = "supplier"
    CAMERAS = "cameras"
    STILL = "still"  # whether what was installed is still at work


_AT_WORK: Final = {_S.INSTALLED, _S.EXTENDED}
_OVER: Final = {_S.CANCELLED}


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not known of `lacking`, among as many projects that it concerns."""

    what: Unknown
    lacking: tuple[Project, ...]
    among: int


def gaps(projects: Iterable[Project], today: date) -> list[Gap]:
    """What is not known of at least one project that is not abandoned, and of which."""
    going = [one for one in projects if one.status not in _OVER]
    filmed = [one for one in going if one.facts.theme == "videosurveillance"]
    at_work = [one for one in going if one.status in _AT_WORK]
    sought = (
        (Unknown.COST, going, [one for one in going if one.facts.cost is None]),
        (Unknown.SUPPLIER, going, [one for one in going if not one.facts.supplier]),
        (Unknown.CAMERAS, filmed, [one for one in filmed if one.facts.cameras is None]),
        (Unknown.STILL, at_work, [one for one in at_work if one.is_old(today)]),
    )
    return [Gap(what, tuple(lacking), len(every)) for what, every, lacking in sought if lacking]


def unknowns(projects: Iterable[Project], today: date) -> list[Unknown]:
    """What is not known of at least one project that is not abandoned."""
    return [gap.what for gap in gaps(projects, today)]


def held_by(projects: Iterable[Project], collective: CollectiveId | None) -> list[Project]:
    """The projects that a collective takes for facts: its own, and those of the base that it has
    no word of its own about."""
    known = list(projects)
    spoken_of = {one.root for one in known if one.owner is not None and one.owner == collective}
    return [
        one
        for one in known
        if (one.owner is None and one.root not in spoken_of)
        or (one.owner == collective and one.owner is not None)
        if one.standing is Standing.KNOWN
    ]


def latest_source(projects: Sequence[Project]) -> Source | None:
    """Where the last known fact comes from."""
    told = [one.source for one in projects if one.source is not None]
    return max(told, key=lambda source: source.as_of.first, default=None)
