"""A request for documents goes from stage to stage, and never back."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.document_requests import RULES, Event, Request, Stage
from bot.domain.ids import ChannelId, CityId, CollectiveId, RequestId
from bot.domain.refusals import Refused

BEGAN = date(2026, 11, 24)
NOW = datetime(2030, 1, 1, tzinfo=UTC)
_ORDER = [*RULES, Stage.COURT]


def asked(stage: Stage = Stage.REQUESTED) -> Request:
    return Request(
        id=RequestId(1),
        owner=CollectiveId("10"),
        city=CityId("fr:04088"),
        what="convention",
        stage=stage,
        began=BEGAN,
        is_supposed=True,
        by_silence=False,
        zone=ZoneInfo("Indian/Reunion"),
        channel=ChannelId("100"),
    )


def test_a_stage_is_over_on_the_morning_after_its_last_day_where_the_city_is() -> None:
    assert asked().over_at(date(2026, 12, 24)) == datetime(2026, 12, 25, 5, tzinfo=UTC)


@given(st.lists(st.tuples(st.sampled_from(Event), st.integers(0, 90)), max_size=12))
def test_whatever_happens_it_goes_on_or_ends(events: list[tuple[Event, int]]) -> None:
    request, day = asked(), BEGAN
    for event, days in events:
        before, day = request, day + timedelta(days=days)
        ends = before.began + timedelta(days=30) if before.rule else None
        with suppress(Refused):
            request = before.on(event, day, ends, NOW)
        if request is before:
            continue
        assert before.is_open
        assert request.version == before.version + 1
        if request.is_open:
            assert _ORDER.index(request.stage) >= _ORDER.index(before.stage)
