"""What may already be in the chat is looked for there before it is sent again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from bot.domain.delivery import REPEATABLE, Delivery, Kind
from bot.domain.ids import ChannelId, DeliveryId, MessageId
from bot.ports.chat import Chat, Rejected, Sought, Unknown


def is_sought(delivery: Delivery) -> bool:
    """Whether it may already be there, doing it again would double it, and it can be told."""
    return delivery.doubtful and delivery.digest is not None and delivery.kind not in REPEATABLE


def together(batch: Sequence[Delivery]) -> Sequence[Delivery]:
    """The sends of a batch before one that is to be looked for elsewhere than the first."""
    places = {place_of(one) for one in batch if is_sought(one)}
    if len(places) < 2:
        return batch
    first = place_of(next(filter(is_sought, batch)))
    return list(takewhile(lambda one: not is_sought(one) or place_of(one) == first, batch))


def place_of(delivery: Delivery) -> ChannelId:
    """Where an attempt went."""
    return delivery.place or delivery.channel


async def look(
    chat: Chat,
    sought: Sequence[tuple[Delivery, str]],
    known: frozenset[MessageId],
    after: MessageId | None,
) -> dict[DeliveryId, MessageId] | Rejected | Unknown:
    """Which of these sends, given with their nonces, the chat has; all went to one place."""
    first, _ = sought[0]
    if first.kind is Kind.FORUM_POST:
        post = await chat.find_post(place_of(first), first.digest or "", known=known)
        if isinstance(post, Rejected | Unknown):
            return post
        return {first.id: post} if post else {}
    wanted = [Sought(nonce, one.digest or "") for one, nonce in sought]
    found = await chat.find(place_of(first), wanted, known=known, after=after)
    if isinstance(found, Rejected | Unknown):
        return found
    return {one.id: found[nonce] for one, nonce in sought if nonce in found}
