"""People of the sandbox: they write, ask, click and read, as its chat lets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.admins import Admins
from bot.sandbox.asking import Asked, AskError, Filling, find_command, nested
from bot.sandbox.discord import archiving, permissions, posting
from bot.sandbox.discord.checks import Allowed, Draft, read
from bot.sandbox.discord.components import BUTTON, LINK, buttons
from bot.sandbox.discord.gateway import Gateway
from bot.sandbox.discord.interactions import Interactions
from bot.sandbox.discord.message_shapes import message as message_shape
from bot.sandbox.discord.models import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DEFERRED,
    DEFERRED_UPDATE,
    Application,
    Channel,
    Interaction,
    Json,
    Message,
    User,
)
from bot.sandbox.naming import with_mentions
from bot.sandbox.refusals import in_french, refuse_unless_seen
from bot.sandbox.threaders import Threaders

ANSWERED, WAITING, FAILED = "answered", "deferred", "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command or a click: its status, and the message to look at, if any."""

    status: str
    message: Message | None = None

    @property
    def content(self) -> str:
        return self.message.content if self.message else ""


class People:
    """What persons can do, refused with AskError where the chat would not let them."""

    def __init__(self, interactions: Interactions, gateway: Gateway) -> None:
        self.world = interactions.world
        self.interactions = interactions
        self.gateway = gateway
        self.threads = Threaders(self.world)
        self.admins = Admins(self.world)

    # who and where

    def person(self, name: object) -> User:
        """A human, by id or by name. Raises AskError 404."""
        return self._called(name, is_bot=False)

    def bot(self, name: object) -> User:
        """A bot, by id or by name. Raises AskError 404."""
        return self._called(name, is_bot=True)

    def _called(self, name: object, *, is_bot: bool) -> User:
        for user in self.world.users.values():
            known_as = (str(user.id), user.username, user.display_name)
            if user.bot is is_bot and str(name) in known_as:
                return user
        raise AskError(404, f"Personne ne s’appelle « {name} ».")

    def channel(self, channel_id: object) -> Channel:
        """Raises AskError 404."""
        text = str(channel_id)
        channel = self.world.channels.get(int(text)) if text.isdigit() else None
        if channel is None:
            raise AskError(404, "Ce salon n’existe pas.")
        return channel

    def dm(self, person: User, bot: User) -> Channel:
        """The private conversation of the two."""
        return self.world.private_channel(person, bot)

    def set_dms(self, person: User, *, is_open: bool) -> None:
        """Whether the person lets others write to them in private. Answers are not held up."""
        person.dms_open = is_open

    def messages(self, channel: Channel, person: User, after: int = 0) -> list[Message]:
        """What the person sees there, oldest first. Raises AskError 403."""
        refuse_unless_seen(channel, person)
        return [
            message
            for message in channel.messages.values()
            if message.id > after and message.ephemeral_for in (None, person.id)
        ]

    # acts

    async def say(
        self,
        person: User,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        pings_author: bool = True,
    ) -> Message:
        """Posts a message; "@Name" and "#channel" become mentions, as when typed in a client."""
        refuse_unless_seen(channel, person)
        with in_french():
            draft: Draft = read({"content": with_mentions(channel, text)})
            draft.allowed = Allowed(replied_user=pings_author)
            draft.answers = reply_to.id if reply_to else None
            return posting.send(self.world, channel, person, draft)

    async def edit(self, person: User, message: Message, text: str) -> None:
        """Changes the person's own message. Raises AskError."""
        if message.author is not person:
            raise AskError(403, "On ne modifie que ses propres messages.")
        with in_french():
            archiving.refuse_closed(message.channel, person)
            posting.edit(
                self.world, message, read({"content": with_mentions(message.channel, text)})
            )

    async def delete(self, person: User, message: Message) -> None:
        """Deletes the person's own message, or any with the right to. Raises AskError."""
        rights = permissions.in_channel(message.channel, person.id)
        if message.author is not person and not rights & permissions.MANAGE_MESSAGES:
            raise AskError(403, "On ne supprime que ses propres messages.")
        with in_french():
            posting.refuse_system(message)
            archiving.refuse_closed(message.channel, person)
        posting.delete(self.world, message)

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
        filled = []
        for option in asked.options:
            names = (option["name"], *(option.get("name_localizations") or {}).values())
            typed = next((options[name] for name in names if name in options), None)
            if focused in names:
                value = "" if typed is None else str(typed)
                filled.append(_typed(option, value) | {"focused": True})
            elif typed not in (None, ""):
                filled.append(_typed(option, typed))
        if not any(option.get("focused") for option in filled):
            raise AskError(404, f"La commande /{asked.name} n’a pas d’option « {focused} ».")
        if not self.gateway.is_online(asked.app):
            return []
        interaction = self.interactions.begin(
            asked.app, AUTOCOMPLETE, person, channel, _data(asked, filled), name=asked.name
        )
        await self.interactions.wait(interaction)
        return interaction.choices

    async def click(self, person: User, message: Message, custom_id: str) -> Outcome:
        """Clicks a button. Raises AskError when there is none that can be clicked."""
        refuse_unless_seen(message.channel, person)
        if message.ephemeral_for not in (None, person.id):
            raise AskError(404, "Ce message n’existe pas.")
        button = next((b for b in buttons(message.components) if _is(b, custom_id)), None)
        app = self.world.application_of(message.author)
        if button is None or app is None:
            raise AskError(404, "Ce bouton n’existe pas.")
        if button.get("disabled"):
            raise AskError(409, "Ce bouton est désactivé.")
        data: Json = {"custom_id": custom_id, "component_type": BUTTON, "id": button["id"]}
        return await self._ask(app, COMPONENT, person, message.channel, data, source=message)

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
        *,
        name: str = "",
        source: Message | None = None,
    ) -> Outcome:
        if not self.gateway.is_online(app):
            return Outcome(FAILED)
        interaction = self.interactions.begin(
            app, kind, person, channel, data, name=name, source=source
        )
        if not await self.interactions.wait(interaction):
            return Outcome(FAILED)
        return _outcome(interaction)


def _outcome(interaction: Interaction) -> Outcome:
    waits = interaction.answer_type in (DEFERRED, DEFERRED_UPDATE)
    return Outcome(WAITING if waits else ANSWERED, interaction.original)


def _data(asked: Asked, options: list[Json]) -> Json:
    data: Json = {
        "id": asked.command["id"],
        "name": asked.command["name"],
        "type": 1,
        "options": nested(asked, options),
    }
    if "guild_id" in asked.command:
        data["guild_id"] = asked.command["guild_id"]
    return data


def _typed(option: Json, value: Any) -> Json:
    return {"name": option["name"], "type": option["type"], "value": value}


def _is(button: Json, custom_id: str) -> bool:
    return button["style"] != LINK and button.get("custom_id") == custom_id


def shown(message: Message) -> Json:
    """A message as the desk gives it: the official one, and what only its viewer is told."""
    by = message.interaction
    return message_shape(message) | {
        "ephemeral_for": str(message.ephemeral_for) if message.ephemeral_for else None,
        "deferred": bool(by and by.deferred and by.original is message),
        "interaction": {"name": by.name, "user": by.user.display_name} if by else None,
    }
