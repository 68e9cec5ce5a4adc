"""From the facts of a task's delivery to its message, at the moment of sending."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.delivery import FOLLOWS, Cause, Delivery, Kind
from bot.domain.ids import KitId, PersonId, TaskId, VoteId
from bot.domain.reminders import lateness
from bot.ports.chat import Message
from bot.render import kits as kit_words
from bot.render import task_answers as answers
from bot.render import task_cards as words
from bot.render import task_changes as changes
from bot.render.task_answers import Said, Where
from bot.render.texts import Texts
from bot.services import cities, kits, known_tasks
from bot.services.deps import Deps
from bot.store import tasks, votes
from bot.store.base import Tx, instant


def message(
    tx: Tx, deps: Deps, delivery: Delivery, kind: Kind, says: Texts, now: datetime
) -> Message | Cause:
    """What to say, or why nothing should be said any more. `kind`: of the message, which a
    correction words again. Raises LookupError."""
    if kind is Kind.KIT:
        return kit_words.told(kits.known(tx, deps, KitId(int(delivery.facts["kit"]))), says)
    if "tasks" in delivery.facts:
        return _with_vote(tx, deps, delivery, says)
    task = known_tasks.existing(tx, TaskId(int(delivery.facts["task"])))
    card = known_tasks.card(tx, deps, task)
    if kind is Kind.TASK:
        return words.told(card, says)
    mine = any(one.channel == delivery.channel for one in task.takers)
    if kind is Kind.TASK_NEWS:
        was, due = (_day(delivery.facts[one]) for one in ("was", "now"))
        if not task.is_open or task.plan.due != due:
            return Cause.STALE  # there is newer news
        return changes.day_changed(card, was, says, mine=mine)
    if not task.is_open or instant(delivery.facts["occurs"]) != task.occurs:
        return Cause.STALE
    return words.reminded(card, says, now, mine=mine, late=lateness(delivery.facts, now))


def _with_vote(tx: Tx, deps: Deps, delivery: Delivery, says: Texts) -> Message | Cause:
    """What ended, or came back, because a vote did; nothing of what people changed since."""
    vote = votes.get(tx, VoteId(int(delivery.facts[FOLLOWS])))
    if vote is None:
        raise LookupError(delivery.facts[FOLLOWS])
    found = known_tasks.told_in(tx, delivery.facts["tasks"], delivery.channel)
    found = [one for one in found if one.ended_with_vote or (one.is_open and not vote.is_gone)]
    cards = known_tasks.cards(tx, deps, found)
    return changes.with_vote(cards, says, end=vote.is_gone) if cards else Cause.STALE


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None


def answered(tx: Tx, deps: Deps, delivery: Delivery, says: Texts, now: datetime) -> Message:
    """To who asked what there is to do, or said what they did; names are told to nobody."""
    facts = delivery.facts
    if delivery.collective is None:
        return answers.of_no_collective(says)
    commune = cities.one(deps, facts["city"]) if facts["city"] else None
    everywhere = [
        one
        for one in tasks.open_of(tx, delivery.collective)
        if one.heard.shows(one.channel, lambda channel: channel == delivery.channel)
    ]
    found = [one for one in everywhere if commune is None or one.city == commune.code]
    city = cities.told(deps, commune) if commune else ""
    if delivery.kind is Kind.TO_DO:
        cards, person = known_tasks.cards(tx, deps, found), PersonId(facts["person"])
        where = Where(city, bool(everywhere))
        return answers.listed(cards, says, now, person=person, names=False, where=where)
    if not facts["amount"]:
        return answers.how_to_count(says)
    counted = [one for one in found if one.plan.unit == facts["unit"]]
    said = Said(int(facts["amount"]), facts["unit"], PersonId(facts["person"]), facts["said"], city)
    return answers.count_proposed(known_tasks.cards(tx, deps, counted), said, says)
