"""Identifiers. Those of other systems stay text: nothing may be computed from them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final, NewType

CityId = NewType("CityId", str)
CollectiveId = NewType("CollectiveId", str)
ChannelId = NewType("ChannelId", str)
MessageId = NewType("MessageId", str)
PersonId = NewType("PersonId", str)
DeliveryId = NewType("DeliveryId", int)
MirrorId = NewType("MirrorId", int)
ProjectId = NewType("ProjectId", int)
VoteId = NewType("VoteId", int)
AlertId = NewType("AlertId", int)
DeadlineId = NewType("DeadlineId", int)
RequestId = NewType("RequestId", int)
TaskId = NewType("TaskId", int)
CampaignId = NewType("CampaignId", int)
KitId = NewType("KitId", int)
ContributionId = NewType("ContributionId", int)

ERASED: Final = PersonId("erased")  # who did something, and had Vigie forget who they are


def opaque(random: Random) -> str:
    """A name for the outside that tells neither how many there are nor which came first."""
    return f"{random.getrandbits(64):016x}"


@dataclass(frozen=True, slots=True)
class TopicId:
    """A thread: the forum's name in the configuration, and the forum's own number."""

    forum: str
    number: int


@dataclass(frozen=True, slots=True)
class PostId:
    """A message of a thread, numbered across its whole forum."""

    forum: str
    number: int
