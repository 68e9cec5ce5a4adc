"""The buttons below deadlines; they work for ever."""

from __future__ import annotations

import re
from typing import Final

from discord import Interaction

from bot.domain.document_requests import Event
from bot.domain.ids import DeadlineId, RequestId
from bot.ports.chat import Message
from bot.render import deadline_answers as words
from bot.render import deadline_cards as cards
from bot.render import document_requests as requests
from bot.services import deadlines, document_requests
from cogs import buttons, kit


async def take(interaction: Interaction, said: str | DeadlineId) -> Message:
    """Whoever asks takes care of it, and is reminded in private."""
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    channel = await kit.private_channel(interaction)
    card = await deadlines.take(deps, kit.asker_of(interaction), said, channel)
    return words.taken(card, says)


async def finish(interaction: Interaction, said: str | DeadlineId) -> Message:
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    asker, organiser = kit.asker_of(interaction), kit.is_organiser(interaction)
    return words.finished(await deadlines.finish(deps, asker, said, organiser=organiser), says)


async def _take(interaction: Interaction, id_: str) -> Message:
    return await take(interaction, DeadlineId(int(id_)))


async def _finish(interaction: Interaction, id_: str) -> Message:
    return await finish(interaction, DeadlineId(int(id_)))


async def _happened(interaction: Interaction, event: str, id_: str, seen: str) -> Message:
    """What came of a request for documents, today."""
    kit.need_organiser(interaction)
    deps, asker, request = kit.deps_of(interaction), kit.asker_of(interaction), RequestId(int(id_))
    card = await document_requests.happened(deps, asker, request, Event(event), seen=int(seen))
    return requests.told(card, await kit.texts_of(interaction))


_ID: Final = r"(?P<id_>\d{1,18})"
BUTTONS: Final = (
    buttons.of(re.escape(cards.TAKE_ACTION) + _ID, _take),
    buttons.of(re.escape(cards.DONE_ACTION) + _ID, _finish),
    buttons.of(
        re.escape(requests.ACTION)
        + rf"(?P<event>documents|refusal|registered|opinion|filed|judged):{_ID}"
        + r":(?P<seen>\d{1,9})",
        _happened,
        private=False,
    ),
)
