"""Which held sends are still worth saying."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain import holding
from bot.domain.delivery import Kind
from bot.domain.holding import Held
from bot.domain.ids import ChannelId, DeliveryId

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def stale(held: list[Held], now: datetime) -> frozenset[DeliveryId]:
    return holding.stale(held, now, lambda _: ZoneInfo("Europe/Paris"))


def reminder(
    id_: int, key: str, occurs_in_h: float, channel: str = "100", noun: str = "vote"
) -> Held:
    occurs = (NOW + timedelta(hours=occurs_in_h)).isoformat()
    cause = f"reminder:{noun}:{key}:{occurs}:{id_}"
    facts = {"reminder": str(id_), noun: key, "occurs": occurs}
    return Held(DeliveryId(id_), ChannelId(channel), cause, facts, Kind.VOTE_REMINDER)


def test_what_is_over_is_stale_and_what_is_to_come_is_not() -> None:
    assert stale([reminder(1, "7", -1), reminder(2, "8", 1)], NOW) == {1}


def test_of_several_of_the_same_the_newest_says_it_all() -> None:
    held = [reminder(1, "7", 9), reminder(2, "8", 9), reminder(3, "7", 9)]
    assert stale(held, NOW) == {1}


def test_another_channel_hears_of_it_for_itself() -> None:
    assert stale([reminder(1, "7", 9), reminder(2, "7", 9, "200")], NOW) == frozenset()


def test_posts_are_never_stale() -> None:
    facts = {"forum": "demo", "post": "1"}
    post = Held(DeliveryId(1), ChannelId("100"), "post:demo:1", facts, Kind.POST)
    assert stale([post], NOW) == frozenset()


@pytest.mark.parametrize(
    ("noun", "hours", "is_over"),
    [
        ("alert", 0, False),
        ("alert", 5, False),
        ("alert", 7, True),
        ("deadline", 0, False),
        ("deadline", 12.9, False),  # it is one in the afternoon there
        ("deadline", 13.1, True),
        ("task", 12.9, False),
        ("task", 13.1, True),
        ("request", 1000, False),
        ("result", 1000, False),
        ("vote", 0, True),
    ],
)
def test_what_is_told_at_its_very_hour_is_worth_telling_for_a_while(
    noun: str, hours: float, is_over: bool
) -> None:
    assert bool(stale([reminder(1, "7", -hours, noun=noun)], NOW)) is is_over
