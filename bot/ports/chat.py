"""What Vigie asks of a chat, whatever its make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.ids import ChannelId, CollectiveId, MessageId, PersonId


class Style(StrEnum):
    PLAIN = "plain"
    MAIN = "main"


@dataclass(frozen=True, slots=True)
class Button:
    """A persistent button: `action` is all it carries, at most 100 characters."""

    label: str
    action: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Embed:
    """A framed text below the message; `text` at most 4,096 characters."""

    text: str
    title: str = ""
    url: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that comes with a message, and is shown below it where it is a picture.

    `name`: ASCII letters, digits, "-", "_" and "."; its ending says what it is. `alt` tells those
    who do not see it what it shows, in at most 1,024 characters.
    """

    name: str
    data: bytes
    alt: str


class Drawing(Protocol):
    """A picture that is drawn when its message is about to leave."""

    async def file(self) -> File | None:
        """The picture; None where it cannot be drawn this time, which never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """Words ready to be sent; `content` 1 to 2,000 characters, never blank.

    At most 10 `files`. They help, and are left out where the chat does not take them: what they
    show must be in the words, too.
    `plain` is said in its place where the embeds are refused; empty for the same words.
    """

    content: str
    embeds: tuple[Embed, ...] = ()
    buttons: tuple[Button, ...] = ()
    files: tuple[File, ...] = ()
    drawing: Drawing | None = None
    plain: str = ""


async def drawn(message: Message) -> Message:
    """The message with its picture among its files."""
    if message.drawing is None:
        return message
    file = await message.drawing.file()
    return replace(message, files=(*message.files, file) if file else message.files, drawing=None)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes, and which message it answers; not sent where that one is gone, if it
    `must_answer`: it would say nothing without it."""

    channel: ChannelId
    reply_to: MessageId | None = None
    must_answer: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody, as one of a collective."""

    person: PersonId
    collective: CollectiveId


@dataclass(frozen=True, slots=True)
class Say:
    """Send a message; what is a collective's own, only to who is a `member` of it by then."""

    to: Target
    message: Message
    member: Member | None = None

    @property
    def place(self) -> ChannelId:
        return self.to.channel


@dataclass(frozen=True, slots=True)
class Amend:
    """Change the words of a message that was sent, and its embeds and files."""

    place: ChannelId
    sent: MessageId
    message: Message


@dataclass(frozen=True, slots=True)
class OpenThread:
    """Open a chat thread on a message of a text channel; done once however often it is asked.

    `name` at most 100 characters.
    """

    place: ChannelId
    starter: MessageId
    name: str


@dataclass(frozen=True, slots=True)
class OpenPost:
    """Open a post in a forum channel. `tags`: those of them that the channel knows are given."""

    place: ChannelId
    name: str
    message: Message
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rename:
    """Name a chat thread."""

    place: ChannelId
    name: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """Keep an event of a chat server, its `place`, in step; done once however often it is asked.

    `event` is the one to change, None for a new one. Where it was called off or people deleted it,
    it is left so, unless `anew`: another is made. `ends` after `begins`, which is to come
    unless it is `over`: it does not take place. `name` and `location` at most 100 characters,
    neither blank; `text` at most 1,000, with the `mark` by which the event is known again.
    """

    place: ChannelId
    event: MessageId | None
    name: str
    begins: datetime
    ends: datetime
    location: str
    text: str
    mark: str
    over: bool = False
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Pin:
    """Keep a message within reach of who reads a channel; done once however often it is asked."""

    place: ChannelId
    sent: MessageId


Act = Say | Amend | OpenThread | OpenPost | Rename | Schedule | Pin


@dataclass(frozen=True, slots=True)
class Sent:
    """Done. `message` is what was sent or changed, an event, too; a chat thread has the id of its
    first."""

    message: MessageId


class Refusal(StrEnum):
    """Why the chat certainly did not take a message."""

    NO_RIGHT = "no_right"
    NO_CHANNEL = "no_channel"
    CLOSED = "closed"  # private messages not accepted
    INVALID = "invalid"  # the chat refuses the content
    BUSY = "busy"  # rate limit; try again later
    NO_LOGIN = "no_login"  # the token is not, or no longer, accepted
    UNREACHABLE = "unreachable"  # the chat could not be asked at all
    TOO_MANY = "too_many"  # chat threads are open in this server
    NO_MESSAGE = "no_message"  # the message to change, or that must be answered, is gone
    NOT_A_MEMBER = "not_a_member"  # of the collective whose own it is


@dataclass(frozen=True, slots=True)
class Rejected:
    """Certainly not sent. `retry_after_s` is None when trying again is pointless."""

    refusal: Refusal
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Perhaps sent: the answer was lost. Look before repeating."""

    why: str


@dataclass(frozen=True, slots=True)
class Sought:
    """A message that may or may not have arrived: its nonce, and the digest of its words: that
    of any of those in which it may have been said."""

    nonce: str
    digest: str


class Chat(Protocol):
    async def logged_in(self) -> None:
        """Returns once there is somebody to act as."""
        ...

    async def do(self, act: Act, *, nonce: str) -> Sent | Rejected | Unknown:
        """One attempt, bounded in time; the chat drops a second message with the same nonce.

        The nonce protects `Say` alone: before another `OpenPost`, look.
        """
        ...

    async def open_private(self, person: PersonId) -> ChannelId | Rejected | Unknown:
        """The channel between Vigie and this person, the same however often it is asked for.

        Having it does not mean that messages are accepted there: `Refusal.CLOSED` comes later.
        """
        ...

    async def find(
        self,
        channel: ChannelId,
        sought: Sequence[Sought],
        *,
        known: frozenset[MessageId],
        after: MessageId | None,
    ) -> dict[str, MessageId] | Rejected | Unknown:
        """Which of these messages the channel holds, by nonce.

        `known` are messages of the channel that belong to other sends. `after` is one that was
        there before any of these was attempted; None when there is none.
        """
        ...

    async def find_post(
        self, channel: ChannelId, digest: str, *, known: frozenset[MessageId]
    ) -> MessageId | Rejected | Unknown | None:
        """The post of a forum channel that we opened with these words, but for the known ones."""
        ...
