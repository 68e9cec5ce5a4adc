"""The buttons below deadlines; they work for ever."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

import discord
from discord import Interaction

from bot.domain.document_requests import DATED, Event
from bot.domain.ids import DeadlineId, PersonId, RequestId
from bot.ports.chat import Message
from bot.render import deadline_answers as words
from bot.render import deadline_cards as cards
from bot.render import document_requests as requests
from bot.render.document_requests import RequestCard
from bot.services import deadlines, document_requests, known_deadlines
from bot.services.asking import Asker
from cogs import buttons, forms, kit, rooms


async def take(interaction: Interaction, said: str | DeadlineId) -> Message:
    """Whoever asks takes care of it, and is reminded in private."""
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    channel = await kit.private_channel(interaction)
    card = await deadlines.take(
        deps, kit.asker_of(interaction), said, channel, rooms.seen_by(interaction)
    )
    return await kit.unless_silent(interaction, words.taken(card, says, deps.clock.now()))


async def finish(interaction: Interaction, said: str | DeadlineId) -> Message:
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    asker, organiser = await _asker(interaction, said), kit.is_organiser(interaction)
    sees = rooms.seen_by(interaction)
    if (request := await document_requests.behind(deps, asker, said, sees)) is not None:
        return requests.what_came(request, says)
    card = await deadlines.finish(deps, asker, said, organiser=organiser, sees=sees)
    return words.finished(card, says)


async def _asker(interaction: Interaction, said: str | DeadlineId) -> Asker:
    """Who took a deadline is reminded of it in private, and answers there."""
    if isinstance(said, str) or interaction.guild_id is not None:
        return kit.asker_of(interaction)
    person = PersonId(str(interaction.user.id))
    home = await known_deadlines.home_of(kit.deps_of(interaction), said, person)
    return await kit.asker_in(interaction, home)


async def _teller(interaction: Interaction, request: RequestId) -> Asker:
    """The same of a stage of a request."""
    if interaction.guild_id is not None:
        return kit.asker_of(interaction)
    person = PersonId(str(interaction.user.id))
    home = await document_requests.home_of(kit.deps_of(interaction), request, person)
    return await kit.asker_in(interaction, home)


async def _take(interaction: Interaction, id_: str) -> Message:
    return await take(interaction, DeadlineId(int(id_)))


async def _finish(interaction: Interaction, id_: str) -> Message:
    return await finish(interaction, DeadlineId(int(id_)))


async def _which_day(interaction: Interaction, event: str, id_: str) -> Message:
    """What came of a request for documents, from whose day the next clock runs: which day?"""
    card, deps = await _request(interaction, id_), kit.deps_of(interaction)
    today = deps.clock.now().astimezone(card.request.zone).date()
    days = (today - timedelta(days=1), today)
    first = await document_requests.first_possible(deps, card.request, Event(event), days)
    says = await kit.texts_of(interaction)
    return requests.which_day(card, Event(event), today, says, first=first)


async def _other_day(interaction: Interaction, event: str, id_: str) -> discord.ui.Modal:
    """Another day than those of the buttons, in a form."""
    card, says = await _request(interaction, id_), await kit.texts_of(interaction)
    action = f"{requests.FORM}{event}:{id_}:{card.request.version}"
    return forms.day(action, requests.other_day(Event(event), says), says)


async def filled(interaction: Interaction) -> None:
    """That form comes back."""
    action, typed = forms.handed_in(interaction)
    if (found := _FORM.fullmatch(action)) is not None:
        day = typed.get(forms.DAY, "")
        work = _happened(interaction, **found.groupdict(), day=day)
        await kit.answer(interaction, work, private=False)


async def _request(interaction: Interaction, id_: str) -> RequestCard:
    deps, asker = kit.deps_of(interaction), await _teller(interaction, RequestId(int(id_)))
    organiser = kit.is_organiser(interaction)
    return await document_requests.of(deps, asker, RequestId(int(id_)), organiser=organiser)


async def _happened(
    interaction: Interaction, event: str, id_: str, seen: str, day: str = ""
) -> Message:
    """What came of a request for documents, on a day; else today."""
    card = await document_requests.happened(
        kit.deps_of(interaction),
        await _teller(interaction, RequestId(int(id_))),
        RequestId(int(id_)),
        Event(event),
        day,
        seen=int(seen),
        organiser=kit.is_organiser(interaction),
    )
    return requests.came(card, Event(event), await kit.texts_of(interaction))


_ID: Final = r"(?P<id_>\d{1,18})"
_SEEN: Final = r"(?P<seen>\d{1,9})"
_DATED: Final = rf"(?P<event>{'|'.join(sorted(DATED - {Event.RECEIVED}))})"
_FORM: Final = re.compile(re.escape(requests.FORM) + rf"{_DATED}:{_ID}:{_SEEN}")
FORMS: Final = (forms.Known(re.escape(requests.FORM) + rf"{_DATED}:{_ID}:\d{{1,9}}", _other_day),)
BUTTONS: Final = (
    buttons.of(re.escape(cards.TAKE_ACTION) + _ID, _take),
    buttons.of(re.escape(cards.DONE_ACTION) + _ID, _finish),
    buttons.of(re.escape(requests.ACTION) + rf"{_DATED}:{_ID}:\d{{1,9}}", _which_day),
    buttons.opening(re.escape(requests.OTHER_DAY_ACTION) + rf"{_DATED}:{_ID}", _other_day),
    buttons.of(
        re.escape(requests.ON_ACTION) + rf"{_DATED}:{_ID}:{_SEEN}:(?P<day>\d{{4}}-\d\d-\d\d)",
        _happened,
        private=False,
    ),
    buttons.of(
        re.escape(requests.ACTION) + rf"(?P<event>documents|opinion|judged):{_ID}:{_SEEN}",
        _happened,
        private=False,
    ),
)
