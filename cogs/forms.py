"""Forms: what is asked in them, and what was typed, be it in one opened before a restart."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import discord
from discord import Interaction, InteractionType

from bot.domain.ids import PersonId
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Message
from bot.render import dates
from bot.render import kept_forms as words
from bot.render.shortening import shorten
from bot.render.texts import Texts
from bot.services import kept_forms
from bot.services.deps import Deps

log = logging.getLogger(__name__)

DAY: Final = "day"
_TITLE_LENGTH: Final = 45  # characters that the chat takes
_DAY_LENGTH: Final = 100
Field = discord.ui.TextInput[discord.ui.Modal]
Shown = discord.ui.Modal | Message


@dataclass(frozen=True, slots=True)
class Known:
    """The forms whose whole action fits `template`, a regular expression. `shown` makes one anew:
    it takes the interaction and, by their names, the template's groups. `kept`: what of the typed
    fields it shows again, by the same groups."""

    template: str
    shown: Callable[..., Awaitable[Shown]]
    kept: Callable[..., Mapping[str, str]] = lambda typed, **_: typed


def blank(title: str, action: str) -> discord.ui.Modal:
    """A form without a field yet, whose `action` comes back, be it after a restart; its title is
    shortened to what the chat takes."""
    return discord.ui.Modal(title=shorten(title, _TITLE_LENGTH), custom_id=action, timeout=None)


def field(
    form: discord.ui.Modal, label: str, id_: str, value: str, most: int, *, required: bool = True
) -> Field:
    """One more field of a form, with `value` in it, for as many characters as `most`."""
    made: Field = discord.ui.TextInput(
        custom_id=id_, default=value or None, max_length=most, required=required
    )
    form.add_item(discord.ui.Label(text=label, component=made))
    return made


def day(action: str, title: str, says: Texts, *, example: date | None = None) -> discord.ui.Modal:
    """« Un autre jour »: one field; `action` comes back with what is typed there. `example`: a day
    that would do."""
    form = blank(title, action)
    asked = field(form, says.say("Quel jour ?"), DAY, "", _DAY_LENGTH)
    asked.placeholder = (
        says.say("16 novembre, lundi dernier, 14/12/2026")
        if example is None
        else says.say(
            "{day} ou {digits}",
            day=dates.day(example, says.locale, weekday=False),
            digits=f"{example:%d/%m/%Y}",
        )
    )
    return form


def handed_in(interaction: Interaction) -> tuple[str, dict[str, str]]:
    """The action of a form, and what was typed by the ids of its fields; no action of no form."""
    if interaction.type is not InteractionType.modal_submit:
        return "", {}
    data: Any = interaction.data or {}
    return str(data.get("custom_id", "")), dict(_typed(data.get("components", ())))


async def keep(deps: Deps, interaction: Interaction) -> str:
    """Keep what was typed in a form that comes back: the action of the button that shows it again;
    empty where it is no form, or nothing can be kept."""
    action, typed = handed_in(interaction)
    if not action:
        return ""
    try:
        return f"{words.ACTION}{await kept_forms.keep(deps, _person(interaction), action, typed)}"
    except Exception:  # why it was refused is told all the same
        log.exception("form.not_kept")
        return ""


async def taken(deps: Deps, interaction: Interaction) -> None:
    """A form that comes back was taken: nothing of it is kept."""
    action, _ = handed_in(interaction)
    if not action:
        return
    try:
        await kept_forms.drop(deps, _person(interaction), action)
    except Exception:  # it was taken all the same, and what is kept goes soon
        log.exception("form.not_dropped")


async def reopened(
    known: Sequence[Known], interaction: Interaction, action: str, typed: Mapping[str, str]
) -> Shown:
    """The form of an action, filled in with what was typed. Raises Refused."""
    for one in known:
        if (found := re.fullmatch(one.template, action)) is not None:
            form, kept = await one.shown(interaction, **found.groupdict()), one.kept
            if isinstance(form, Message):
                return form
            return _filled(form, kept(typed, **found.groupdict()))
    raise Refused(Reason.FORM_FORGOTTEN, most=str(kept_forms.MINUTES))


def _filled(form: discord.ui.Modal, typed: Mapping[str, str]) -> discord.ui.Modal:
    for one in form.walk_children():
        if isinstance(one, discord.ui.TextInput) and one.custom_id in typed:
            one.default = typed[one.custom_id] or None
    return form


def _person(interaction: Interaction) -> PersonId:
    return PersonId(str(interaction.user.id))


def _typed(parts: Any) -> Iterator[tuple[str, str]]:
    """Whatever they are wrapped in."""
    for part in parts if isinstance(parts, list) else ():
        if "value" in part:
            yield part["custom_id"], part["value"]
        yield from _typed([part["component"]] if "component" in part else part.get("components"))
