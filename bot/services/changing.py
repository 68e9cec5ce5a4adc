"""What is known of a project changes, but for its state; and what is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.hearing import Sees, everything
from bot.domain.project_facts import (
    COURT_MAX,
    SUPPLIER_MAX,
    TITLE_MAX,
    WORDS_MAX,
    Challenge,
    Facts,
    Source,
    claims,
    same_title,
)
from bot.domain.projects import Project, ProjectStatus, Standing
from bot.domain.refusals import Reason, Refused
from bot.services import (
    noting,
    offering,
    own_projects,
    project_deadlines,
    project_sends,
    sourcing,
    taking,
)
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.sourcing import in_one_line
from bot.store import acts, project_sources
from bot.store.base import Tx


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change of a project; None where it stays, empty where it is not known any more.

    A number below zero empties its field; an empty court ends the challenge.
    """

    title: str | None = None
    theme: str | None = None
    supplier: str | None = None
    cameras: int | None = None
    cost: int | None = None
    court: str | None = None
    challenged: str | None = None
    outcome: str | None = None
    source: str | None = None
    withdrawn: bool | None = None


async def change(
    deps: Deps, asker: Asker, said: str, wanted: Change, is_open: Sees = everything
) -> Project:
    """Other facts of a project are known now; a source alone says that its state still holds.
    `is_open`: where everybody reads.

    Raises Refused (unknown, nothing to change, no source, a title that is taken).
    """
    now = deps.clock.now()

    def work(tx: Tx) -> Project:
        if (again := own_projects.done(tx, asker)) is not None:
            return again
        changed = _change(tx, deps, asker, said, wanted, now, is_open)
        project_deadlines.follow(tx, deps, changed, asker.channel, now)
        acts.record(tx, asker.act, str(changed.id), now)
        return changed

    return await deps.store.write(work)


def _change(
    tx: Tx,
    deps: Deps,
    asker: Asker,
    said: str,
    wanted: Change,
    now: datetime,
    is_open: Sees,
) -> Project:
    project = own_projects.own(tx, deps, asker, said, now, is_open=is_open, withdrawn=True)
    today = own_projects.today(tx, deps, asker.collective)
    source = sourcing.source(tx, deps, wanted.source or "", today)
    changed = replace(project, facts=_changed(project.facts, wanted, today))
    turned = wanted.withdrawn not in {None, project.standing is Standing.DISMISSED}
    if changed == project and not turned:
        if source is None:
            raise Refused(Reason.PROJECT_UNCHANGED, title=project.facts.title)
        confirmed = noting.confirm(tx, project, source, asker.person, now)
        project_sends.word_again(tx, confirmed.id, now)
        offering.offer(tx, confirmed, now)
        return confirmed
    _check(tx, project, changed, source)
    noting.save(tx, project, changed, asker.person, now)
    if source is not None:
        project_sources.add(tx, project.id, source, now, asker.person)
    if turned:
        project_sends.turned(tx, project.id, now)
        return _turn(tx, changed, asker, now)
    project_sends.word_again(tx, project.id, now)
    offering.offer(tx, changed, now)
    return changed


def _check(tx: Tx, before: Project, after: Project, source: Source | None) -> None:
    """Raises Refused(FACT_SOURCE), Refused(PROJECT_EXISTS)."""
    bare = before.status is ProjectStatus.RUMOUR and before.source is None
    if source is None and not bare and claims(before.facts, after.facts):
        raise Refused(Reason.FACT_SOURCE)
    title = after.facts.title
    if not same_title(title, before.facts.title):
        assert after.owner is not None
        noting.need_new(tx, after.city, after.owner, title, but=after.id)


def _turn(tx: Tx, project: Project, asker: Asker, now: datetime) -> Project:
    """Withdraw a project, or hold it for true again."""
    if project.standing is Standing.KNOWN:
        turned = taking.stand(tx, project, Standing.DISMISSED, asker.person, now)
        offering.withdrawn(tx, turned, asker.person, now)
    else:
        turned = taking.stand(tx, project, Standing.KNOWN, asker.person, now)
        offering.restored(tx, turned, asker.person, now)
    return turned


def _changed(facts: Facts, wanted: Change, today: date) -> Facts:
    title = facts.title if wanted.title is None else in_one_line(wanted.title, TITLE_MAX)
    if not title:
        raise Refused(Reason.BLANK)
    supplier = facts.supplier if wanted.supplier is None else wanted.supplier
    return Facts(
        wanted.theme or facts.theme,
        title,
        in_one_line(supplier, SUPPLIER_MAX),
        _counted(wanted.cameras, facts.cameras),
        _counted(wanted.cost, facts.cost),
        facts.fact,
        _challenge(facts.challenge, wanted, today),
    )


def _challenge(known: Challenge | None, wanted: Change, today: date) -> Challenge | None:
    """Raises Refused(NO_COURT) for the date or the outcome of a challenge that nobody knows."""
    before = known or Challenge("")
    court = before.court if wanted.court is None else in_one_line(wanted.court, COURT_MAX)
    if not court:
        if (wanted.challenged or wanted.outcome) and wanted.court is None:
            raise Refused(Reason.NO_COURT)
        return None
    since, outcome = before.since, before.outcome
    if wanted.challenged is not None:
        since = sourcing.happened(wanted.challenged, today)
    if wanted.outcome is not None:
        outcome = in_one_line(wanted.outcome, WORDS_MAX)
    return Challenge(court, since, outcome)


def _counted(wanted: int | None, known: int | None) -> int | None:
    if wanted is None:
        return known
    return wanted if wanted >= 0 else None
