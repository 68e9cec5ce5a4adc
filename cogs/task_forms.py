"""The form that changes a task: as it is, and with what was typed when it comes back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from hashlib import sha256
from typing import Final

import discord
from discord import Interaction

from bot.domain.ids import TaskId
from bot.domain.refusals import Refused
from bot.domain.tasks import TITLE_MAX, UNIT_MAX
from bot.ports.chat import Message
from bot.render import task_changes as words
from bot.render.refusals import refusal
from bot.render.task_cards import TaskCard
from bot.render.task_changes import Typed
from bot.render.texts import Texts
from bot.services import task_changes
from bot.services.task_changes import Wanted
from cogs import forms, kit, rooms

_ACTION: Final = "vigie:task:change:"  # a task, its version and marks of its fields follow
FORM: Final = (
    re.escape(_ACTION) + r"(?P<id_>\d{1,18}):(?P<version>\d{1,9})(?::(?P<marks>[0-9a-f]{30}))?"
)
_FIELDS: Final = tuple(one.name for one in fields(Typed))
_MARK: Final = 6  # hexadecimal digits for each field
_CITY_LENGTH: Final = 200
_TARGET_LENGTH: Final = 12  # spaces between thousands among them
_DAY_LENGTH: Final = 100


async def opened(interaction: Interaction, said: str | TaskId) -> discord.ui.Modal:
    """The form, for a task as it is. Raises Refused."""
    card = await _shown(interaction, said)
    return _form(card, await kit.texts_of(interaction))


async def _shown(interaction: Interaction, said: str | TaskId) -> TaskCard:
    return await task_changes.shown(
        kit.deps_of(interaction),
        kit.asker_of(interaction),
        said,
        organiser=kit.is_organiser(interaction),
        sees=rooms.seen_by(interaction),
    )


def _form(card: TaskCard, says: Texts) -> discord.ui.Modal:
    task, noted = card.task, words.noted(card, says)
    marks = "".join(_mark(getattr(noted, one)) for one in _FIELDS)
    action = f"{_ACTION}{task.id}:{task.version}:{marks}"
    form = forms.blank(says.say("Modifier une tâche"), action)
    forms.field(form, says.say("Ce qu'il y a à faire"), "title", noted.title, TITLE_MAX)
    forms.field(form, says.say("Ville"), "city", noted.city, _CITY_LENGTH)
    for label, id_, value, most in (
        (says.say("Combien il en faut"), "target", noted.target, _TARGET_LENGTH),
        (says.say("Ce qu'on compte"), "unit", noted.unit, UNIT_MAX),
        (says.say("Le dernier jour pour le faire"), "day", noted.day, _DAY_LENGTH),
    ):
        forms.field(form, label, id_, value, most, required=False)
    return form


def _mark(said: str) -> str:
    """Recognises what a field showed, in the little room that an action has."""
    return sha256(said.strip().encode()).hexdigest()[:_MARK]


def changed(typed: Mapping[str, str], marks: str | None, **_: str | None) -> Mapping[str, str]:
    """The fields that are not as the form showed them: the others are nobody's words. All of a form
    that bears no marks."""
    if marks is None:
        return typed
    shown = dict(zip(_FIELDS, map("".join, zip(*[iter(marks)] * _MARK, strict=True)), strict=True))
    return {name: said for name, said in typed.items() if _mark(said) != shown.get(name)}


async def handed_in(interaction: Interaction) -> None:
    """A form that comes back, once for each time that it is handed in."""
    action, said = forms.handed_in(interaction)
    if (found := re.fullmatch(FORM, action)) is not None:
        typed = Typed(*(said.get(one, "") for one in _FIELDS))
        task, seen = TaskId(int(found["id_"])), int(found["version"])
        own = changed({one: said.get(one, "") for one in _FIELDS}, found["marks"])
        work, refused = _change(interaction, task, seen, typed), _refusing(interaction, task, own)
        await kit.answer(interaction, work, refused=refused)


async def _change(interaction: Interaction, id_: TaskId, seen: int, typed: Typed) -> Message:
    says, card = await kit.texts_of(interaction), await _shown(interaction, id_)
    changed = await task_changes.change(
        kit.deps_of(interaction),
        kit.asker_of(interaction),
        id_,
        _wanted(words.noted(card, says), typed),
        seen=seen,
        organiser=kit.is_organiser(interaction),
    )
    return words.changed(changed, says)


def _refusing(interaction: Interaction, id_: TaskId, own: Mapping[str, str]) -> kit.Refusing:
    """Of what is refused, what the person changed is said again, beside the task as it is now."""

    async def worded(refused: Refused, says: Texts, again: str) -> Message:
        try:
            card = await _shown(interaction, id_)
        except Refused:  # it is not to be seen any more
            return Message(refusal(refused, says))
        return words.not_changed(refused, own, card, says, again=again)

    return worded


def _wanted(noted: Typed, typed: Typed) -> Wanted:
    """What stands as the form showed it stays, be it a day that is over."""
    said = {one: (getattr(noted, one), getattr(typed, one)) for one in _FIELDS}
    return Wanted(**{name: is_ for name, (was, is_) in said.items() if is_ != was})
