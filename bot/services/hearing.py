"""What is typed where not everybody reads stays with those who read there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.domain.hearing import Heard, Sees, everything
from bot.domain.ids import ChannelId, CityId, CollectiveId
from bot.domain.reminders import Audience, ToChannel, ToFollowers
from bot.services import vote_sends
from bot.services.asking import Asker
from bot.store.base import Tx


@dataclass(frozen=True, slots=True)
class Here:
    """Where it is typed: whether everybody reads there, and which other channels `may_hear` of it,
    for all who read those read here."""

    is_open: bool = True
    may_hear: Sees = everything


ANYWHERE: Final = Here()


def heard(tx: Tx, asker: Asker, city: CityId, here: Here) -> Heard:
    """Who is to hear of what is typed about a city."""
    if here.is_open:
        return Heard.ALL
    places = vote_sends.places(tx, asker.collective, city)
    is_shared = bool(places) and all(here.may_hear(one) for one in places)
    return Heard.FOLLOWERS if is_shared else Heard.HERE


def announced(
    tx: Tx, owner: CollectiveId, city: CityId, channel: ChannelId, is_open: Sees
) -> Heard:
    """Who hears of what is announced wherever a city is heard of, and typed in a `channel`:
    everybody, where one of these `is_open` to all."""
    places = vote_sends.places(tx, owner, city)
    return Heard.ALL if any(is_open(one) for one in (channel, *places)) else Heard.FOLLOWERS


def channels(
    tx: Tx, owner: CollectiveId, city: CityId, channel: ChannelId, by: Heard
) -> list[ChannelId]:
    """Where something is told that was typed in a channel: where its city is heard of, else
    there."""
    found = [] if by is Heard.HERE else vote_sends.places(tx, owner, city)
    return found or [channel]


def audience(tx: Tx, owner: CollectiveId, city: CityId, channel: ChannelId, by: Heard) -> Audience:
    """Who is reminded of it in channels."""
    if by is not Heard.HERE and vote_sends.places(tx, owner, city):
        return ToFollowers(owner, city)
    return ToChannel(owner, channel)
