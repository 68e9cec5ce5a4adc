"""What is said of projects: to the organisers, and to who follows their city.

A person who follows it for themself hears of what their own collectives hold. Nowhere is written
who belongs where: the chat is asked when it is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.delivery import WATCHER, Kind
from bot.domain.ids import ChannelId, PersonId, ProjectId
from bot.domain.projects import Project, ProjectStatus
from bot.services import corrections
from bot.services.asking import Asker
from bot.services.vote_sends import places
from bot.store import deliveries, messages, project_steps, watches
from bot.store.base import Tx


@dataclass(frozen=True, slots=True)
class Reads:
    """Who reads something where it is done: these channels, and who does it."""

    person: PersonId
    channels: Collection[ChannelId]


def ask(
    tx: Tx,
    project: Project,
    asker: Asker,
    now: datetime,
    *,
    asked_here: bool,
    may_hear: Callable[[ChannelId], bool] = lambda _: True,
) -> None:
    """Ask the organisers about a suggestion: where it was proposed, where Vigie may write there,
    and where the city is heard of first, of the channels that `may_hear` what nobody noted yet."""
    heard = [one for one in places(tx, asker.collective, project.city) if may_hear(one)][:1]
    for channel in dict.fromkeys([*([asker.channel] if asked_here else []), *heard]):
        _plan(tx, Kind.PROJECT_SUGGESTED, project, channel, question_of(project.id), now)


def asked_in(tx: Tx, id_: ProjectId) -> list[ChannelId]:
    """The channels in which the organisers are asked about a suggestion."""
    return [one.channel for one in messages.carrying(tx, question_of(id_))]


def question_of(id_: ProjectId) -> str:
    return f"{_cause(id_)}:suggested"


def announce(tx: Tx, project: Project, now: datetime, *, reads: Reads) -> None:
    """Tell who follows the city of a project that is known now, but who `reads` it anyway."""
    _tell(tx, Kind.PROJECT, project, _cause(project.id), now, reads)


def tell_state(
    tx: Tx, project: Project, before: ProjectStatus, now: datetime, *, reads: Reads
) -> None:
    """A new state is news to who follows the city; what was told of the project before shows it,
    too."""
    word_again(tx, project.id, now)
    steps = project_steps.of(tx, project.id)
    facts: dict[str, str] = {"before": before, "after": project.status}
    if steps[-1].corrects:
        facts["corrects"] = "yes"
    cause = _cause_of_step(project.id, len(steps))
    _tell(tx, Kind.PROJECT_NEWS, project, cause, now, reads, facts)


def word_again(tx: Tx, id_: ProjectId, now: datetime) -> None:
    """What was told of a project, and asked, shows it as it is now."""
    for cause in (_cause(id_), question_of(id_)):
        corrections.correct(tx, cause, {"project": str(id_)}, now, merged=True)


def turned(tx: Tx, id_: ProjectId, now: datetime) -> None:
    """A project is withdrawn, or held for true again: so says all that was told of it."""
    word_again(tx, id_, now)
    for number in range(len(project_steps.of(tx, id_))):
        cause = _cause_of_step(id_, number + 1)
        corrections.correct(tx, cause, {"project": str(id_)}, now, merged=True)


def _tell(
    tx: Tx,
    kind: Kind,
    project: Project,
    cause: str,
    now: datetime,
    reads: Reads,
    facts: Mapping[str, str] | None = None,
) -> None:
    assert project.owner is not None
    for channel in places(tx, project.owner, project.city):
        if channel not in reads.channels:
            _plan(tx, kind, project, channel, cause, now, facts)
    for one in watches.of_city(tx, project.city):
        if one.person != reads.person:
            told = {**(facts or {}), WATCHER: one.person}
            _plan(tx, kind, project, one.channel, cause, now, told)


def _cause(id_: ProjectId) -> str:
    return f"project:{id_}"


def _cause_of_step(id_: ProjectId, number: int) -> str:
    return f"{_cause(id_)}:step:{number}"


def _plan(
    tx: Tx,
    kind: Kind,
    project: Project,
    channel: ChannelId,
    cause: str,
    now: datetime,
    facts: Mapping[str, str] | None = None,
) -> None:
    deliveries.plan(
        tx,
        kind,
        channel,
        cause,
        now,
        facts={"project": str(project.id), **(facts or {})},
        collective=project.owner,
        urgent=kind is Kind.PROJECT_SUGGESTED,
    )
