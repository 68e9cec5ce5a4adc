"""The buttons below a kit that is shown before its tasks are made; they work for ever."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from discord import Interaction

from bot.domain.ids import KitId
from bot.domain.kits import DraftState
from bot.ports.chat import Message
from bot.render import kits as words
from bot.services import kits
from cogs import buttons, kit, rooms


async def _toggle(interaction: Interaction, id_: str, place: str) -> Message:
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    card = await kits.toggle(deps, asker, KitId(int(id_)), int(place))
    return words.preview(card, await kit.texts_of(interaction))


async def _make(interaction: Interaction, id_: str, seen: str, *, again: bool = False) -> Message:
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    here = rooms.here_of(interaction)
    card = await kits.create(deps, asker, KitId(int(id_)), seen=int(seen), here=here, again=again)
    says = await kit.texts_of(interaction)
    is_made = card.draft.state is DraftState.CREATED
    return words.made(card, says) if is_made else words.preview(card, says)


async def _drop(interaction: Interaction, id_: str) -> Message:
    kit.need_organiser(interaction)
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    card = await kits.drop(deps, asker, KitId(int(id_)))
    return words.dropped(card, await kit.texts_of(interaction))


_ID: Final = r"(?P<id_>\d{1,18})"
_SEEN: Final = r":(?P<seen>\d{1,9})"
BUTTONS: Final = (
    buttons.of(re.escape(words.TOGGLE_ACTION) + _ID + r":(?P<place>\d)", _toggle),
    buttons.of(re.escape(words.MAKE_ACTION) + _ID + _SEEN, _make),
    buttons.of(re.escape(words.AGAIN_ACTION) + _ID + _SEEN, partial(_make, again=True)),
    buttons.of(re.escape(words.DROP_ACTION) + _ID, _drop),
)
