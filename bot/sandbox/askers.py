"""What people ask of applications: commands, buttons, lists, menus, forms."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.asking import ATTACHMENT, Asked, AskError, Filling, find_command, find_menu, nested
from bot.sandbox.discord import attachments, message_shapes
from bot.sandbox.discord.bodies import LARGEST, Upload
from bot.sandbox.discord.command_checks import CHAT_INPUT, MESSAGE_MENU
from bot.sandbox.discord.components import BUTTON, LINK, controls
from bot.sandbox.discord.gateway import Gateway
from bot.sandbox.discord.interactions import Interactions
from bot.sandbox.discord.models import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DEFERRED,
    DEFERRED_UPDATE,
    MODAL_SUBMIT,
    Application,
    Attachment,
    Channel,
    Interaction,
    Json,
    Message,
    User,
)
from bot.sandbox.discord.selects import SELECT
from bot.sandbox.forms import chosen, filled
from bot.sandbox.refusals import refuse_unless_seen

ANSWERED, WAITING, FAILED, FORM = "answered", "deferred", "failed", "form"
FORMS_KEPT = 100
NO_MESSAGE = "Ce message n’existe pas."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act: its status, and the message to look at or the form to fill in."""

    status: str
    message: Message | None = None
    form: Interaction | None = None  # which has the `modal`

    @property
    def content(self) -> str:
        return self.message.content if self.message else ""


class Askers:
    """What persons can ask, refused with AskError where the chat would not let them."""

    def __init__(self, interactions: Interactions, gateway: Gateway) -> None:
        self.world = interactions.world
        self.interactions = interactions
        self.gateway = gateway
        self._forms: OrderedDict[int, Interaction] = OrderedDict()  # shown, not handed in yet

    # commands

    async def command(
        self, person: User, channel: Channel, words: str, /, **options: Any
    ) -> Outcome:
        """Types a slash command and waits for its first answer."""
        asked = self._asked(person, channel, words)
        filling = Filling(self.world, channel)
        data = _data(asked, filling.options(asked, options))
        if filling.resolved:
            data["resolved"] = filling.resolved
        return await self._ask(asked.app, COMMAND, person, channel, data, name=asked.name)

    async def autocomplete(
        self, person: User, channel: Channel, words: str, focused: str, /, **options: Any
    ) -> list[Json]:
        """The choices offered while the person types the option `focused`; [] without answer."""
        asked = self._asked(person, channel, words)
        filling, filled_in = Filling(self.world, channel), []
        for option in asked.options:
            names = (option["name"], *(option.get("name_localizations") or {}).values())
            typed = next((options[name] for name in names if name in options), None)
            if focused in names:
                value = "" if typed is None else str(typed)
                filled_in.append(_typed(option, value) | {"focused": True})
            elif typed not in (None, ""):
                if option["type"] == ATTACHMENT:
                    filling.file("Ce fichier n’est plus là.", typed)
                filled_in.append(_typed(option, typed))
        if not any(option.get("focused") for option in filled_in):
            raise AskError(404, f"La commande /{asked.name} n’a pas d’option « {focused} ».")
        if not self.gateway.is_online(asked.app):
            return []
        data = _data(asked, filled_in)
        if filling.resolved:
            data["resolved"] = filling.resolved
        interaction = self.interactions.begin(
            asked.app, AUTOCOMPLETE, person, channel, data, name=asked.name
        )
        await self.interactions.wait(interaction)
        return interaction.choices

    def hand(self, person: User, filename: str, content: bytes) -> Attachment:
        """Picks a file to give with a command or a form, by its id. Raises AskError 413."""
        if len(content) > LARGEST:
            raise AskError(413, "Ce fichier est trop lourd : 10 Mo au plus.")
        return attachments.hand(self.world, person, Upload(filename, content))

    # what stands at a message

    async def click(self, person: User, message: Message, custom_id: str) -> Outcome:
        """Clicks a button. Raises AskError when there is none that can be clicked."""
        button, app = self._control(person, message, custom_id, BUTTON)
        data: Json = {"custom_id": custom_id, "component_type": BUTTON, "id": button["id"]}
        return await self._ask(app, COMPONENT, person, message.channel, data, source=message)

    async def choose(self, person: User, message: Message, custom_id: str, *values: str) -> Outcome:
        """Chooses in a list. Raises AskError when there is none, or it has not these values."""
        select, app = self._control(person, message, custom_id, SELECT)
        label = select.get("placeholder") or "la liste"
        data: Json = {"custom_id": custom_id, "component_type": SELECT, "id": select["id"]}
        data["values"] = chosen(select, list(values), label)
        return await self._ask(app, COMPONENT, person, message.channel, data, source=message)

    async def menu(self, person: User, message: Message, name: str) -> Outcome:
        """Uses an entry of the message's menu, which hands the whole message over."""
        self._refuse_hidden(person, message)
        asked = find_menu(self.world, message, person, name)
        shape = message_shapes.message(message)
        data: Json = {
            "id": asked.command["id"],
            "name": asked.command["name"],
            "type": MESSAGE_MENU,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): shape}},
        } | _scope(asked)
        channel, named = message.channel, asked.name
        return await self._ask(
            asked.app, COMMAND, person, channel, data, name=named, target=message
        )

    def _control(
        self, person: User, message: Message, custom_id: str, kind: int
    ) -> tuple[Json, Application]:
        self._refuse_hidden(person, message)
        what = "Ce bouton" if kind == BUTTON else "Cette liste"
        those = controls(message.components, kind)
        found = next((one for one in those if _is(one, custom_id)), None)
        app = self.world.application_of(message.author)
        if found is None or app is None:
            raise AskError(404, f"{what} n’existe pas.")
        if found.get("disabled"):
            raise AskError(409, f"{what} ne sert plus.")
        return found, app

    def _refuse_hidden(self, person: User, message: Message) -> None:
        refuse_unless_seen(message.channel, person)
        if message.ephemeral_for not in (None, person.id):
            raise AskError(404, NO_MESSAGE)

    # forms

    async def submit(self, person: User, form_id: object, given: Mapping[str, Any]) -> Outcome:
        """Hands in a form by custom ids. It stays open until the application has answered.

        Raises AskError for a field that does not fit, and for a form that is not theirs.
        """
        text = str(form_id)
        opener = self._forms.get(int(text)) if text.isdecimal() else None
        if opener is None or opener.modal is None or opener.user is not person:
            raise AskError(404, "Ce formulaire n’existe plus.")
        filling = Filling(self.world, opener.channel)
        parts = filled(opener.modal, given, filling)
        data: Json = {"custom_id": opener.modal["custom_id"], "components": parts}
        if filling.resolved:
            data["resolved"] = filling.resolved
        outcome = await self._ask(
            opener.application,
            MODAL_SUBMIT,
            person,
            opener.channel,
            data,
            source=opener.source,
            opener=opener,
        )
        if outcome.status != FAILED:
            self._forms.pop(opener.id, None)
        return outcome

    def again(self, person: User) -> None:
        """The chat hands what the person last asked over once more, as it may. Raises AskError
        404 where they asked nothing."""
        known = reversed(self.interactions.by_id.values())
        found = (one for one in known if one.user is person and one.type != AUTOCOMPLETE)
        if (last := next(found, None)) is None:
            raise AskError(404, "Cette personne n’a encore rien demandé.")
        self.interactions.hand_over(last)

    # how

    def _asked(self, person: User, channel: Channel, words: str) -> Asked:
        refuse_unless_seen(channel, person)
        return find_command(self.world, channel, person, words)

    async def _ask(
        self,
        app: Application,
        kind: int,
        person: User,
        channel: Channel,
        data: Json,
        **about: Any,
    ) -> Outcome:
        """`about` is the name, source, target and opener of the interaction."""
        if not self.gateway.is_online(app):
            return Outcome(FAILED)
        interaction = self.interactions.begin(app, kind, person, channel, data, **about)
        if not await self.interactions.wait(interaction):
            return Outcome(FAILED)
        if interaction.modal is None:
            return _outcome(interaction)
        self._forms[interaction.id] = interaction
        while len(self._forms) > FORMS_KEPT:
            self._forms.popitem(last=False)
        return Outcome(FORM, form=interaction)


def _outcome(interaction: Interaction) -> Outcome:
    waits = interaction.answer_type in (DEFERRED, DEFERRED_UPDATE)
    return Outcome(WAITING if waits else ANSWERED, interaction.original)


def _data(asked: Asked, options: list[Json]) -> Json:
    data: Json = {
        "id": asked.command["id"],
        "name": asked.command["name"],
        "type": CHAT_INPUT,
        "options": nested(asked, options),
    }
    return data | _scope(asked)


def _scope(asked: Asked) -> Json:
    """The guild of a command that is of one guild alone."""
    return {key: asked.command[key] for key in ("guild_id",) if key in asked.command}


def _typed(option: Json, value: Any) -> Json:
    return {"name": option["name"], "type": option["type"], "value": value}


def _is(one: Json, custom_id: str) -> bool:
    return one.get("style") != LINK and one.get("custom_id") == custom_id
