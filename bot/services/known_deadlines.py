"""Which deadline somebody means, and what is told of it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from bot.domain.deadlines import Deadline
from bot.domain.folding import fold
from bot.domain.hearing import Sees, everything
from bot.domain.ids import CollectiveId, DeadlineId, PersonId
from bot.domain.kept_deadlines import Kept
from bot.domain.projects import Project, ProjectStatus
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import OUTCOMES, CouncilVote, VoteStatus
from bot.domain.wordings import Wording
from bot.render import dates
from bot.render.deadline_cards import Card
from bot.render.texts import SOURCE, Texts, texts
from bot.services import cities, legal
from bot.services.deps import Deps
from bot.store import deadlines, document_requests, projects, votes
from bot.store.base import Tx

_OPENED_BY: Final = {
    **dict.fromkeys(OUTCOMES, frozenset({legal.LIST})),
    VoteStatus.PUBLISHED: legal.FROM_PUBLICATION,
    VoteStatus.CHALLENGEABLE: {*legal.FROM_PUBLICATION, legal.AFTER_APPEAL},
    VoteStatus.GRACIEUX: {legal.APPEAL_SILENCE},
}
_A_MOMENT: Final = timedelta(minutes=2)  # to type a command
_CHOSEN: Final = re.compile(r"deadline:(\d{1,18}):(\d{1,9})")


def value_of(kept: Kept) -> str:
    """What the commands understand for sure: the deadline, as whoever chose it saw it."""
    return f"deadline:{kept.id}:{kept.version}"


def own(tx: Tx, collective: CollectiveId, id_: DeadlineId) -> Kept:
    """Raises Refused(NO_DEADLINE) where it is not this collective's."""
    kept = deadlines.get(tx, id_)
    if kept is None or kept.owner != collective:
        raise Refused(Reason.NO_DEADLINE)
    return kept


async def home_of(deps: Deps, id_: DeadlineId, person: PersonId) -> CollectiveId:
    """In private, the collective of a deadline that this person took. Raises Refused(NO_DEADLINE)
    of another's."""
    kept = await deps.store.read(lambda tx: deadlines.get(tx, id_))
    if kept is None or kept.taker != person:
        raise Refused(Reason.NO_DEADLINE)
    return kept.owner


def need_unmoved(tx: Tx, kept: Kept, said: str | DeadlineId, by: PersonId, now: datetime) -> None:
    """Who names a deadline in their own words looked at it a moment ago: somebody else must not
    have moved it meanwhile, as Vigie may. Raises Refused(DEADLINE_CHANGED)."""
    if not isinstance(said, str) or _CHOSEN.fullmatch(said):
        return
    for last in deadlines.moves(tx, kept.id)[-1:]:
        if last.by not in {None, by} and now - last.at < _A_MOMENT:
            raise Refused(Reason.DEADLINE_CHANGED)


def said_or_own(
    tx: Tx,
    deps: Deps,
    collective: CollectiveId,
    said: str | DeadlineId,
    sees: Sees = everything,
) -> Kept:
    """The deadline of a button, or the one that is meant. Raises Refused."""
    if isinstance(said, str):
        return meant(tx, deps, collective, said, sees)
    return own(tx, collective, said)


def meant(tx: Tx, deps: Deps, collective: CollectiveId, said: str, sees: Sees = everything) -> Kept:
    """The deadline of a value from the suggestions, or the only open one with these words; of those
    that the person `sees`.

    Raises Refused: NO_DEADLINE, SEVERAL_DEADLINES, DEADLINE_CHANGED since it was chosen.
    """
    if chosen := _CHOSEN.fullmatch(said):
        kept = own(tx, collective, DeadlineId(int(chosen[1])))
        if not kept.heard.shows(kept.channel, sees):
            raise Refused(Reason.NO_DEADLINE)
        if kept.version != int(chosen[2]):
            raise Refused(Reason.DEADLINE_CHANGED)
        return kept
    wanted, french = fold(said), texts(SOURCE)
    cards = [card(tx, deps, one) for one in shown(tx, collective, sees)]
    found = [one for one in cards if wanted and _is_named(one, wanted, french)]
    if not found:
        raise Refused(Reason.NO_DEADLINE)
    if len(found) > 1:
        choices = "\n".join(one.named(one.kept.due.isoformat(), french) for one in found[:5])
        raise Refused(Reason.SEVERAL_DEADLINES, choices=choices)
    return found[0].kept


async def suggested(
    deps: Deps, collective: CollectiveId, typed: str, says: Texts, sees: Sees = everything
) -> list[Card]:
    """The open deadlines that somebody may mean who typed this so far, the first due first."""
    cards = await listed(deps, collective, sees=sees)
    return [one for one in cards if _is_named(one, fold(typed), says)]


def _is_named(card: Card, wanted: str, says: Texts) -> bool:
    """Whether its label, with its day in any of its forms, holds these folded words."""
    return any(wanted in fold(card.named(day, says)) for day in dates.ways(card.kept.due))


async def listed(
    deps: Deps, collective: CollectiveId, city: str | None = None, sees: Sees = everything
) -> list[Card]:
    """What is open that the person `sees`, of one city or of all, the first due first."""

    def work(tx: Tx) -> list[Card]:
        found = shown(tx, collective, sees)
        return [card(tx, deps, one) for one in found if city in {None, one.city}]

    return await deps.store.read(work)


def shown(tx: Tx, collective: CollectiveId, sees: Sees) -> list[Kept]:
    """What is open, the first due first, but for what was typed where who asks does not read."""
    found = deadlines.alive_of(tx, collective)
    return [one for one in found if one.heard.shows(one.channel, sees)]


async def opened_by(deps: Deps, vote: CouncilVote) -> list[Card]:
    """What the newest state of a vote makes due."""
    await legal.pack()
    return await deps.store.read(lambda tx: opened(tx, deps, vote))


def opened(tx: Tx, deps: Deps, vote: CouncilVote) -> list[Card]:
    """Its list, or the window of a challenge, in an open transaction."""
    rules = _OPENED_BY.get(vote.status, frozenset())
    found = [one for one in deadlines.of_vote(tx, vote.id) if one.basis.rule in rules]
    return [card(tx, deps, one) for one in found if one.is_alive]


async def explained(
    deps: Deps, collective: CollectiveId, said: str, sees: Sees = everything
) -> Card:
    """With how its day was counted and what changed of it. Raises Refused."""
    return await deps.store.read(lambda tx: card(tx, deps, meant(tx, deps, collective, said, sees)))


def card(tx: Tx, deps: Deps, kept: Kept) -> Card:
    """What is told of a deadline. Raises LookupError where the registry lost its city."""
    commune = cities.existing(deps, kept.city)
    vote = votes.get(tx, kept.vote) if kept.vote else None
    project = projects.get(tx, kept.project) if kept.project else None
    return Card(
        kept=kept,
        town=cities.told(deps, commune),
        title=_title(kept),
        short=_short(kept),
        counted=_counted(deps, kept),
        always=legal.rules().always,
        item=_item(tx, kept, vote, project),
        from_publication=kept.basis.rule in legal.FROM_PUBLICATION,
        is_supposed=vote is not None and _is_supposed(kept, vote.published is None),
        is_rough=project is not None and _is_rough(project, kept),
        moves=deadlines.moves(tx, kept.id),
        awaits_answer=kept.basis.rule == legal.APPEAL_SILENCE,
    )


def twins(tx: Tx, kept: Kept) -> list[Kept]:
    """The ways to challenge one vote that end on one day, the first kept first, this one among
    them: people hear of them together."""
    if kept.vote is None or kept.basis.rule not in legal.FROM_PUBLICATION:
        return [kept]
    return [
        one
        for one in deadlines.of_vote(tx, kept.vote)
        if one.basis.rule in legal.FROM_PUBLICATION
        and (one.due, one.state) == (kept.due, kept.state)
    ]


def _item(tx: Tx, kept: Kept, vote: CouncilVote | None, project: Project | None) -> str:
    """What it was opened for, in people's words."""
    if vote is not None:
        return vote.item.words
    if project is not None:
        return project.facts.title
    request = document_requests.get(tx, kept.request) if kept.request else None
    return request.what if request else ""


def _is_rough(project: Project, kept: Kept) -> bool:
    """Whether the day of the order is known to its month or its year only."""
    dates = [project.since] if project.status is ProjectStatus.AUTHORISED else []
    return any(one and one.first == kept.basis.began and not one.day for one in dates)


def _is_supposed(kept: Kept, is_unknown: bool) -> bool:
    """Whether it runs from a publication of which nobody told the day."""
    return is_unknown and kept.basis.rule in legal.FROM_PUBLICATION


def _title(kept: Kept) -> Wording:
    if not kept.basis.rule:
        return Wording(kept.basis.title, kept.basis.title)
    rules = legal.rules()
    known = rules.rules.get(kept.basis.rule) or rules.choices.get(kept.basis.rule)
    return known.title if known else Wording(kept.basis.rule, kept.basis.rule)


def _short(kept: Kept) -> Wording | None:
    known = legal.rules().rules.get(kept.basis.rule)
    return known.short if known else None


def _counted(deps: Deps, kept: Kept) -> Deadline | None:
    """None for a date of people's own, and where the law of the place is no longer known for it."""
    commune = deps.registry.get(kept.city)
    if not kept.basis.rule or kept.basis.began is None or commune is None:
        return None
    try:
        return legal.count(kept.basis.rule, kept.basis.began, legal.place_of(commune))
    except Refused:
        return None
