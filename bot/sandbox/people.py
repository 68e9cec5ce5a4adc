"""People of the sandbox: they write, ask, click and read, as its chat lets them."""

from __future__ import annotations

from bot.sandbox.admins import Admins
from bot.sandbox.askers import ANSWERED, FAILED, FORM, WAITING, Askers, Outcome
from bot.sandbox.asking import AskError
from bot.sandbox.discord import archiving, permissions, posting
from bot.sandbox.discord.checks import Allowed, Draft, read
from bot.sandbox.discord.gateway import Gateway
from bot.sandbox.discord.interactions import Interactions
from bot.sandbox.discord.message_shapes import message as message_shape
from bot.sandbox.discord.models import Channel, Json, Message, User
from bot.sandbox.naming import with_mentions
from bot.sandbox.refusals import in_french, refuse_unless_seen
from bot.sandbox.threaders import Threaders

__all__ = ["ANSWERED", "FAILED", "FORM", "WAITING", "Outcome", "People", "shown"]


class People(Askers):
    """What persons can do, refused with AskError where the chat would not let them."""

    def __init__(self, interactions: Interactions, gateway: Gateway) -> None:
        super().__init__(interactions, gateway)
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


def shown(message: Message) -> Json:
    """A message as the desk gives it: the official one, and what only its viewer is told."""
    by = message.interaction
    return message_shape(message) | {
        "ephemeral_for": str(message.ephemeral_for) if message.ephemeral_for else None,
        "deferred": bool(by and by.deferred and by.original is message),
        "interaction": {"name": by.name, "user": by.user.display_name} if by else None,
    }
