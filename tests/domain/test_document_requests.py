"""A request for documents goes from stage to stage, and never back."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.document_requests import RULES, Event, Request, Stage, Told, replayed
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
        assert before.is_open or (before.stage, event) == (Stage.FORECLOSED, Event.REGISTERED)
        assert request.version == before.version + 1
        if before.is_open and request.is_open:
            assert _ORDER.index(request.stage) >= _ORDER.index(before.stage)


def ends(request: Request) -> date | None:
    return request.began + timedelta(days=30) if request.rule else None


def standing(*told: Told) -> tuple[Stage, date]:
    opening = Told(Event.RECEIVED, BEGAN)
    request = replayed(asked(), [opening, *told], ends, NOW)
    return request.stage, request.began


def after(days: int) -> date:
    return BEGAN + timedelta(days=days)


def test_silence_dates_from_its_own_day_whenever_anybody_looks() -> None:
    assert standing() == (Stage.FORECLOSED, after(60))
    assert standing(Told(Event.REGISTERED, after(50)), Told(Event.FILED, after(90))) == (
        Stage.COURT,
        after(90),
    )


def test_a_refusal_in_writing_counts_from_its_day_in_whatever_order_it_is_told() -> None:
    late, early = Told(Event.REFUSAL, after(40)), Told(Event.REFUSAL, after(20))
    cada = Told(Event.REGISTERED, after(45))
    assert standing(late, cada, early) == standing(early, cada) == (Stage.FORECLOSED, after(105))


@given(st.lists(st.tuples(st.sampled_from(Event), st.integers(0, 90)), max_size=6))
def test_what_was_told_and_held_holds_when_time_goes_on(events: list[tuple[Event, int]]) -> None:
    told = [Told(Event.SENT, BEGAN)]
    for event, days in events:
        more = [*told, Told(event, after(days))]
        with suppress(Refused):
            request = replayed(asked(), more, ends, NOW)
            told = more
            assert request.version == 1
            assert replayed(asked(), told, ends, NOW + timedelta(days=365)) == request
