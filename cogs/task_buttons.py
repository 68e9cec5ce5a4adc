"""The buttons below tasks; they work for ever, in a channel and in private."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import discord
from discord import Interaction

from bot.domain import tallies
from bot.domain.hearing import Sees
from bot.domain.ids import (
    CampaignId,
    ChannelId,
    CityId,
    ContributionId,
    MessageId,
    PersonId,
    TaskId,
)
from bot.domain.refusals import Reason, Refused
from bot.domain.tasks import TaskStatus
from bot.ports.chat import Message
from bot.render import bilans as bilan_words
from bot.render import task_answers as words
from bot.render import task_cards as cards
from bot.render import task_changes as change_words
from bot.render.refusals import refusal
from bot.render.texts import texts
from bot.services import bilans, cities, known_tasks, said_counts, tallying, tasks
from bot.services.asking import Asker
from cogs import buttons, forms, kit, rooms, task_forms


async def take(interaction: Interaction, said: str | TaskId) -> Message:
    """Whoever asks takes care of it, and is reminded in private."""
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    asker = await _asker(interaction, said)
    channel = await kit.private_channel(interaction)
    card = await tasks.take(deps, asker, said, channel, rooms.seen_by(interaction))
    return words.taken(card, says)


async def give_back(interaction: Interaction, said: str | TaskId) -> Message:
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    asker = await _asker(interaction, said)
    card = await tasks.give_back(deps, asker, said, rooms.seen_by(interaction))
    return words.given_back(card, says)


async def become(interaction: Interaction, said: str | TaskId, status: TaskStatus) -> Message:
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    asker, organiser = await _asker(interaction, said), kit.is_organiser(interaction)
    sees = rooms.seen_by(interaction)
    card = await tasks.become(deps, asker, said, status, organiser=organiser, sees=sees)
    return words.became(card, says)


async def add(
    interaction: Interaction, said: str | TaskId, amount: int, unit: str | None = None
) -> Message:
    """`unit`: what a form recognises it by."""
    asker = await _asker(interaction, said)
    deps, sees = kit.deps_of(interaction), rooms.seen_by(interaction)
    done = await tallying.count(deps, asker, said, amount, sees, unit=unit)
    return words.added(done.card, done.contribution, done.stands, texts(done.locale))


async def _asker(interaction: Interaction, said: str | TaskId) -> Asker:
    """Who asks; in private, as one of the collective whose task it is. Raises Refused."""
    if interaction.guild_id is not None or isinstance(said, str):
        return kit.asker_of(interaction)
    owner = await known_tasks.owner(kit.deps_of(interaction), said)
    if owner not in {one.collective for one in await kit.homes_of(interaction)}:
        raise Refused(Reason.NO_TASK)
    person, channel = PersonId(str(interaction.user.id)), ChannelId(str(interaction.channel_id))
    return Asker(person, channel, owner, act=str(interaction.id))


async def _take(interaction: Interaction, id_: str) -> Message:
    return await take(interaction, TaskId(int(id_)))


async def _give_back(interaction: Interaction, id_: str) -> Message:
    return await give_back(interaction, TaskId(int(id_)))


async def _done(interaction: Interaction, id_: str) -> Message:
    """Asked about first where others may still count."""
    deps, task = kit.deps_of(interaction), TaskId(int(id_))
    asker, organiser = await _asker(interaction, task), kit.is_organiser(interaction)
    asked = await tasks.unreached(deps, asker, task, organiser=organiser)
    if asked is not None:
        mine = asked.task.is_taken_by(asker.person)
        return words.unreached(asked, await kit.texts_of(interaction), mine=mine)
    return await become(interaction, task, TaskStatus.DONE)


async def _end(interaction: Interaction, id_: str) -> Message:
    return await become(interaction, TaskId(int(id_)), TaskStatus.DONE)


async def _reopen(interaction: Interaction, id_: str) -> Message:
    return await become(interaction, TaskId(int(id_)), TaskStatus.OPEN)


async def _add(interaction: Interaction, id_: str, amount: str) -> Message:
    return await add(interaction, TaskId(int(id_)), int(amount))


async def _more(interaction: Interaction, id_: str, **_: str | None) -> discord.ui.Modal:
    """How many of what the task counts by now, whatever the unit that a form was made of; it may be
    handed in after a restart."""
    deps, task = kit.deps_of(interaction), TaskId(int(id_))
    card = await known_tasks.shown(deps, await _asker(interaction, task), task)
    card.task.need_open()
    title, asked = words.how_many(card, await kit.texts_of(interaction))
    form = forms.blank(title, f"{words.MANY_ACTION}{task}:{card.task.unit_mark}")
    forms.field(form, asked, _AMOUNT, "", _AMOUNT_LENGTH)
    return form


async def handed_in(interaction: Interaction) -> None:
    """A form that says how many more, or changes a task; each once for every time that it is handed
    in."""
    await task_forms.handed_in(interaction)
    action, typed = forms.handed_in(interaction)
    if (found := _MANY.fullmatch(action)) is not None:
        task, amount = TaskId(int(found["id_"])), typed.get(_AMOUNT, "")
        await kit.answer(interaction, _many(interaction, task, amount, found["unit"]))


async def _edit(interaction: Interaction, id_: str, **_: str | None) -> discord.ui.Modal:
    """The task as it is by now, whatever the version that a form was made of."""
    return await task_forms.opened(interaction, TaskId(int(id_)))


async def _many(interaction: Interaction, task: TaskId, typed: str, unit: str | None) -> Message:
    return await add(interaction, task, tallies.typed(typed), unit)


async def _undo(interaction: Interaction, id_: str) -> Message:
    """What was added counts for nothing."""
    deps, one = kit.deps_of(interaction), ContributionId(int(id_))
    task = await tallying.task_of(deps, one)
    asker, organiser = await _asker(interaction, task), kit.is_organiser(interaction)
    done = await tallying.correct(deps, asker, one, 0, organiser=organiser)
    return words.added(done.card, done.contribution, done.stands, texts(done.locale))


async def _show(interaction: Interaction, id_: str) -> Message:
    """A task of a list, with its buttons."""
    deps, task = kit.deps_of(interaction), TaskId(int(id_))
    asker, organiser = await _asker(interaction, task), kit.is_organiser(interaction)
    card = await known_tasks.shown(deps, asker, task)
    mine = card.task.is_taken_by(asker.person)
    return words.shown(card, await kit.texts_of(interaction), mine=mine, names=organiser)


async def listed(interaction: Interaction, city: CityId | None, *, mine: bool = False) -> Message:
    """What there is to do, of one city or of all."""
    deps, asker = kit.deps_of(interaction), kit.asker_of(interaction)
    taken_by = asker.person if mine else None
    sees = rooms.seen_by(interaction)
    everywhere = await known_tasks.listed(deps, asker.collective, None, taken_by, sees)
    found = [one for one in everywhere if city in {None, one.task.city}]
    town = cities.told(deps, cities.one(deps, city)) if city else ""
    return words.listed(
        found,
        await kit.texts_of(interaction),
        deps.clock.now(),
        person=asker.person,
        names=kit.is_organiser(interaction),
        where=words.Where(town, bool(everywhere)),
    )


async def _list(interaction: Interaction, city: str) -> Message:
    return await listed(interaction, None if city == bilan_words.ALL else CityId(city))


async def _said(
    interaction: Interaction,
    id_: str,
    amount: str,
    person: str,
    message: str,
    place: str | None,
    unit: str | None,
) -> Message:
    """What somebody said that they did, once for what they said, at each `place` of a message that
    says several; by nobody else."""
    if str(interaction.user.id) != person:
        raise Refused(Reason.SAID_BY_ANOTHER)
    deps, task = kit.deps_of(interaction), TaskId(int(id_))
    here = ChannelId(str(interaction.channel_id))
    await said_counts.need_recent(deps, MessageId(message), here)
    which = f"{message}:{place}" if place else message
    asker = replace(await _asker(interaction, task), act=f"said:{which}")
    try:
        done = await tallying.count(deps, asker, task, int(amount), unit=unit)
    except Refused as refused:
        if refused.reason is not Reason.COUNT_OTHER_UNIT:
            raise
        said = words.Said(int(amount), "", asker.person, which)
        return await _asked_again(interaction, asker, task, said, refused)
    answer = words.counted_once if done.is_known else words.added
    return answer(done.card, done.contribution, done.stands, texts(done.locale))


async def _asked_again(
    interaction: Interaction, asker: Asker, task: TaskId, said: words.Said, refused: Refused
) -> Message:
    card = await known_tasks.shown(kit.deps_of(interaction), asker, task)
    says = await kit.texts_of(interaction)
    return words.count_proposed_again(card, said, refusal(refused, says), says)


async def _bilan(interaction: Interaction, city: str, campaign: str) -> Message:
    """The same as it is now, for everybody, once."""
    here = str(interaction.channel_id)
    found = await _found(interaction, city, campaign, lambda channel: channel == here)
    if not found.card.bilan.tasks:
        raise Refused(Reason.BILAN_STAYS)
    deps, says = kit.deps_of(interaction), await kit.texts_of(interaction)
    if interaction.message is not None:
        await bilans.show_once(deps, MessageId(str(interaction.message.id)))
    return bilans.worded(deps, found, says, organiser=False, public=True)


async def _export(interaction: Interaction, city: str, campaign: str) -> Message:
    kit.need_organiser(interaction)
    found = await _found(interaction, city, campaign, rooms.seen_by(interaction))
    says = await kit.texts_of(interaction)
    return bilan_words.exported(found.card, found.weeks, says, found.today)


async def _found(interaction: Interaction, city: str, campaign: str, sees: Sees) -> bilans.Found:
    return await bilans.of(
        kit.deps_of(interaction),
        kit.asker_of(interaction).collective,
        None if city == bilan_words.ALL else CityId(city),
        CampaignId(int(campaign)) if int(campaign) else None,
        sees,
    )


_CITY: Final = r"(?P<city>-|[a-z]{2}:\w{5})"
_SCOPE: Final = _CITY + r":(?P<campaign>\d{1,18})"
_ID: Final = r"(?P<id_>\d{1,18})"
_UNIT: Final = r"(?::(?P<unit>[\w-]{4}))?"  # what was shown before does not tell
_MANY: Final = re.compile(re.escape(words.MANY_ACTION) + _ID + _UNIT)
FORMS: Final = (
    forms.Known(_MANY.pattern, _more),
    forms.Known(task_forms.FORM, _edit, task_forms.changed),
)
_AMOUNT: Final = "amount"
_AMOUNT_LENGTH: Final = 12  # characters, spaces between thousands among them
BUTTONS: Final = (
    buttons.of(re.escape(cards.TAKE_ACTION) + _ID, _take),
    buttons.of(re.escape(cards.DONE_ACTION) + _ID, _done),
    buttons.settling(re.escape(cards.END_ACTION) + _ID, _end),
    buttons.of(re.escape(cards.ADD_ACTION) + _ID + r":(?P<amount>\d{1,6})", _add),
    buttons.opening(re.escape(cards.MORE_ACTION) + _ID, _more),
    buttons.opening(re.escape(change_words.EDIT_ACTION) + _ID, _edit),
    buttons.of(re.escape(cards.BACK_ACTION) + _ID, _give_back),
    buttons.of(re.escape(words.REOPEN_ACTION) + _ID, _reopen),
    buttons.of(re.escape(words.UNDO_ACTION) + _ID, _undo),
    buttons.of(re.escape(words.SHOW_ACTION) + _ID, _show),
    buttons.of(re.escape(cards.LIST_ACTION) + _CITY, _list),
    buttons.settling(
        re.escape(words.SAID_ACTION)
        + _ID
        + r":(?P<amount>\d{1,6}):(?P<person>\d{1,20}):(?P<message>\d{1,20})(?::(?P<place>\d))?"
        + _UNIT,
        _said,
    ),
    buttons.of(re.escape(bilan_words.SHOW_ACTION) + _SCOPE, _bilan, private=False),
    buttons.of(re.escape(bilan_words.EXPORT_ACTION) + _SCOPE, _export),
)
