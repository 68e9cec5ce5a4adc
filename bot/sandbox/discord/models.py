"""What a chat server holds: people, servers, channels, messages, applications."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.discord.thread_models import Tag, Thread

Json = dict[str, Any]

TEXT, DM, CATEGORY, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 0, 1, 4, 11, 12, 15
PINNED, REQUIRE_TAG = 1 << 1, 1 << 4  # flags of a forum's thread, and of a forum
HAS_THREAD = 1 << 5
ROLE_TARGET, MEMBER_TARGET = 0, 1
EPHEMERAL, LOADING = 1 << 6, 1 << 7
DEFAULT, RECIPIENT_ADDED, RECIPIENT_REMOVED, RENAMED = 0, 1, 2, 4
MESSAGE_PINNED, THREAD_CREATED = 6, 18
REPLY, CHAT_INPUT_COMMAND, THREAD_STARTER, CONTEXT_MENU_COMMAND = 19, 20, 21, 23
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5  # what an interaction asks
# how it is answered
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9


@dataclass(slots=True, eq=False)
class User:
    """A person or a bot. `label` is what a demonstration calls this person's part."""

    id: int
    username: str
    global_name: str | None = None
    bot: bool = False
    locale: str = "fr"
    dms_open: bool = True
    label: str = ""

    @property
    def display_name(self) -> str:
        return self.global_name or self.username


@dataclass(slots=True, eq=False)
class Overwrite:
    """A channel's exception for a role or a member, as permission bits."""

    id: int
    type: int
    allow: int = 0
    deny: int = 0


@dataclass(slots=True, eq=False)
class Role:
    id: int
    name: str
    permissions: int
    position: int
    mentionable: bool = False
    managed_by: int | None = None  # the bot whose own role this is
    color: int = 0
    hoist: bool = False


@dataclass(slots=True, eq=False)
class Member:
    user: User
    joined_at: datetime
    roles: list[int] = field(default_factory=list)
    nick: str | None = None


@dataclass(slots=True, eq=False)
class Guild:
    id: int  # also the id of its @everyone role
    name: str
    owner_id: int
    locale: str = "fr"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)  # archived ones, too
    scheduled: dict[int, ScheduledEvent] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class ScheduledEvent:
    """What takes place outside of the chat. `status`: 1 to come, 2 on, 3 over, 4 cancelled."""

    id: int
    guild: Guild
    creator: User
    name: str
    location: str
    starts: datetime
    ends: datetime
    description: str | None = None
    status: int = 1


@dataclass(slots=True, eq=False)
class Channel:
    """A channel of a guild, one of its threads, or a private one (guild None)."""

    id: int
    type: int
    guild: Guild | None = None
    name: str = ""
    topic: str | None = None
    position: int = 0
    parent_id: int | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipients: list[User] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)  # by rising id
    last_message_id: int | None = None
    flags: int = 0
    slowmode_s: int = 0
    pins: dict[int, datetime] = field(default_factory=dict)  # by message
    last_pin_at: datetime | None = None
    thread: Thread | None = None  # what only threads have
    tags: list[Tag] = field(default_factory=list)  # what only forums have
    thread_minutes: int | None = None  # of silence, for the threads made here
    thread_slowmode_s: int = 0

    @property
    def guild_id(self) -> int | None:
        return self.guild.id if self.guild else None

    @property
    def parent(self) -> Channel | None:
        """The channel that a thread belongs to; None for others."""
        if self.thread is None or self.guild is None:
            return None
        return self.guild.channels.get(self.parent_id or 0)


@dataclass(slots=True, eq=False)
class Attachment:
    """A message's file, or one that a person hands to a bot, gone after `expires_at`.

    `pixels` is the width and height of a picture.
    """

    id: int
    filename: str
    data: bytes
    url: str
    content_type: str | None = None
    description: str | None = None
    pixels: tuple[int, int] | None = None
    ephemeral: bool = False
    expires_at: datetime | None = None


@dataclass(slots=True, eq=False)
class Message:
    """A message; `ephemeral_for` is the only person who sees it."""

    id: int
    channel: Channel
    author: User
    timestamp: datetime
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    flags: int = 0
    type: int = DEFAULT
    tts: bool = False
    nonce: str | int | None = None
    edited_at: datetime | None = None
    reference: tuple[int, int | None] | None = None  # channel and message pointed at
    referenced: Message | None = None
    thread: Channel | None = None  # the one that was started from it
    position: int | None = None  # in its thread, roughly
    interaction: Interaction | None = None
    ephemeral_for: int | None = None


@dataclass(slots=True, eq=False)
class Application:
    """A bot's application; its id is also its user's."""

    user: User
    token: str
    owner: User
    message_content: bool = False  # the privileged intents that it was granted
    guild_members: bool = False
    commands: dict[int, Json] = field(default_factory=dict)
    guild_commands: dict[int, dict[int, Json]] = field(default_factory=dict)
    nonces: dict[str | int, tuple[float, Message]] = field(default_factory=dict)
    recent_nonces: deque[tuple[float, str | int]] = field(default_factory=deque)

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.username


@dataclass(slots=True, eq=False)
class Interaction:
    """What a person asked of an application, and what became of it. Real monotonic seconds."""

    id: int
    token: str
    application: Application
    type: int
    user: User
    channel: Channel
    data: Json
    created_s: float
    name: str = ""  # "ville statut"
    source: Message | None = None  # the message whose component was used
    target: Message | None = None  # the message whose menu was used
    opener: Interaction | None = None  # what showed the form that is handed in
    answer_type: int | None = None
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    original: Message | None = None
    deferred: bool = False
    ephemeral: bool = False
