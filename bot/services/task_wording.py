"""From the facts of a task's delivery to its message, at the moment of sending."""

from __future__ import annotations

from datetime import datetime

from bot.domain.delivery import Cause, Delivery, Kind
from bot.domain.ids import KitId, TaskId
from bot.ports.chat import Message
from bot.render import kits as kit_words
from bot.render import task_cards as words
from bot.render.texts import Texts
from bot.services import kits, known_tasks
from bot.services.deps import Deps
from bot.store.base import Tx, instant


def message(
    tx: Tx, deps: Deps, delivery: Delivery, kind: Kind, says: Texts, now: datetime
) -> Message | Cause:
    """What to say, or why nothing should be said any more. `kind`: of the message, which a
    correction words again. Raises LookupError."""
    if kind is Kind.KIT:
        return kit_words.told(kits.known(tx, deps, KitId(int(delivery.facts["kit"]))), says)
    task = known_tasks.existing(tx, TaskId(int(delivery.facts["task"])))
    card = known_tasks.card(tx, deps, task)
    if kind is Kind.TASK:
        return words.told(card, says)
    if not task.is_open or instant(delivery.facts["occurs"]) != task.occurs:
        return Cause.STALE
    mine = any(one.channel == delivery.channel for one in task.takers)
    return words.reminded(card, says, now, mine=mine)
