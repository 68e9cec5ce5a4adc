"""Messages read back: one, or a page of a channel's history."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice

from bot.sandbox.discord.errors import unknown
from bot.sandbox.discord.models import Channel, Message


def find(channel: Channel, message_id: int | None) -> Message:
    """A message that everybody in the channel may see. Raises ApiError 10008."""
    message = channel.messages.get(message_id or 0)
    if message is None or message.ephemeral_for is not None:
        raise unknown("Message")
    return message


def history(
    channel: Channel,
    limit: int,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
) -> list[Message]:
    """At most `limit` public messages, newest first; `after` takes the oldest ones past it."""
    if around is not None:
        older = history(channel, limit - limit // 2, before=around + 1)
        newer = history(channel, limit // 2, after=around)
        return newer + older
    if before is None and after is None:
        return list(islice(_public(reversed(channel.messages.values())), limit))
    ids = list(channel.messages)
    if after is not None:
        chosen = ids[bisect_left(ids, after + 1) :]
        found = list(islice(_public(channel.messages[each] for each in chosen), limit))
        return found[::-1]
    chosen = ids[: bisect_left(ids, before or 0)]
    return list(islice(_public(channel.messages[each] for each in reversed(chosen)), limit))


def _public(messages: Iterable[Message]) -> Iterator[Message]:
    return (message for message in messages if message.ephemeral_for is None)
