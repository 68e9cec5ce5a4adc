"""Which held sends are still worth saying."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.holding import Held, stale
from bot.domain.ids import ChannelId, DeliveryId

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def reminder(id_: int, key: str, occurs_in_h: int, channel: str = "100") -> Held:
    occurs = (NOW + timedelta(hours=occurs_in_h)).isoformat()
    cause = f"reminder:vote:{key}:{occurs}:{id_}"
    facts = {"reminder": str(id_), "occurs": occurs}
    return Held(DeliveryId(id_), ChannelId(channel), cause, facts)


def test_what_is_over_is_stale_and_what_is_to_come_is_not() -> None:
    assert stale([reminder(1, "7", -1), reminder(2, "8", 1)], NOW) == {1}


def test_of_several_of_the_same_the_newest_says_it_all() -> None:
    held = [reminder(1, "7", 9), reminder(2, "8", 9), reminder(3, "7", 9)]
    assert stale(held, NOW) == {1}


def test_another_channel_hears_of_it_for_itself() -> None:
    assert stale([reminder(1, "7", 9), reminder(2, "7", 9, "200")], NOW) == frozenset()


def test_posts_are_never_stale() -> None:
    post = Held(DeliveryId(1), ChannelId("100"), "post:demo:1", {"forum": "demo", "post": "1"})
    assert stale([post], NOW) == frozenset()
