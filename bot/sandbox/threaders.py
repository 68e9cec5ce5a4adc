"""People and threads: opening, listing and closing them, as the chat lets them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.sandbox.asking import AskError
from bot.sandbox.discord import threads
from bot.sandbox.discord.checks import read
from bot.sandbox.discord.errors import Form
from bot.sandbox.discord.models import (
    FORUM,
    PINNED,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    Channel,
    Json,
    Message,
    User,
)
from bot.sandbox.discord.permissions import VIEW_CHANNEL, in_channel
from bot.sandbox.discord.thread_checks import Wish, read_change, read_new
from bot.sandbox.discord.world import World
from bot.sandbox.naming import with_mentions
from bot.sandbox.refusals import in_french, refuse_unless_seen


class Threaders:
    """What persons do with threads; every act raises AskError where the chat refuses it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def all(self, channel: Channel, person: User) -> list[Channel]:
        """A channel's threads that the person sees, archived ones too, the newest first."""
        refuse_unless_seen(channel, person)
        held = channel.guild.threads.values() if channel.guild else ()
        mine = [one for one in held if one.parent_id == channel.id]
        seen = (one for one in mine if in_channel(one, person.id) & VIEW_CHANNEL)
        return sorted(seen, key=lambda one: -one.id)

    def start(
        self,
        person: User,
        channel: Channel,
        name: str,
        *,
        message: Message | None = None,
        is_private: bool = False,
    ) -> Channel:
        """A thread in a text channel, from one of its messages or from none."""
        refuse_unless_seen(channel, person)
        with in_french():
            wish = _new(
                channel, {"name": name, "type": PRIVATE_THREAD if is_private else PUBLIC_THREAD}
            )
            if message is not None:
                return threads.start_from_message(self._world, person, message, wish)
            return threads.start_alone(self._world, person, channel, wish)

    def post(
        self, person: User, forum: Channel, name: str, text: str, tags: Iterable[str] = ()
    ) -> Channel:
        """A thread in a forum channel, with its first message and tags, by their names."""
        refuse_unless_seen(forum, person)
        with in_french():
            wish = _new(forum, {"name": name, "applied_tags": _tags(forum, tags)})
            draft = read({"content": with_mentions(forum, text)})
            return threads.start_post(self._world, person, forum, wish, draft)[0]

    def change(
        self, person: User, thread: Channel, *, tags: Iterable[str] | None = None, **said: object
    ) -> None:
        """Sets any of `name`, `archived`, `locked`, `pinned`, and the tags, by their names."""
        refuse_unless_seen(thread, person)
        parent = thread.parent
        if parent is None:
            raise AskError(409, "Ce salon n’est pas un fil.")
        if tags is not None:
            said["applied_tags"] = _tags(parent, tags)
        if (pinned := said.pop("pinned", None)) is not None:
            said["flags"] = PINNED if pinned else 0
        with in_french():
            form = Form()
            wish = read_change(form, said)
            form.check()
            threads.change(self._world, person, thread, wish)


def _new(parent: Channel, said: Json) -> Wish:
    form = Form()
    wish = read_new(form, said, parent)
    form.check()
    return wish


def _tags(forum: Channel, names: Iterable[str]) -> list[int]:
    ids = {tag.name.casefold(): tag.id for tag in forum.tags}
    return [ids.get(name.casefold(), 0) for name in names]


def shown(thread: Channel) -> Json:
    """A thread as the desk gives it, with the names of its tags."""
    about, parent = thread.thread, thread.parent
    assert about is not None
    names = {tag.id: tag.name for tag in parent.tags} if parent else {}
    return {
        "id": str(thread.id),
        "name": thread.name,
        "type": thread.type,
        "parent": str(thread.parent_id),
        "in_forum": parent is not None and parent.type == FORUM,
        "owner": str(about.owner_id),
        "created_at": about.created_at.isoformat(),
        "archived": about.archived,
        "locked": about.locked,
        "pinned": bool(thread.flags & PINNED),
        "tags": [names[tag] for tag in about.tags if tag in names],
        "message_count": about.message_count,
    }
