"""Alerts: once or by a rule, what may become of them, and when they come too late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import (
    NEXT,
    Alert,
    AlertState,
    Once,
    Plan,
    as_text,
    is_stale,
    of_text,
    pings,
    when,
)
from bot.domain.ids import AlertId, ChannelId, CollectiveId, PersonId
from bot.domain.recurrence import Recurrence
from bot.domain.refusals import Reason, Refused
from bot.render.refusals import refusal
from bot.render.texts import texts

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def alert(phrase: str, state: AlertState = AlertState.SCHEDULED, now: datetime = NOW) -> Alert:
    plan = Plan("Réunion", ChannelId("100"), when(phrase, now, PARIS), PARIS)
    return Alert(AlertId(1), CollectiveId("10"), PersonId("1"), plan, state, 1)


def coming(one: Alert, now: datetime = NOW) -> list[str]:
    ahead = zip(range(3), one.plan.coming(now), strict=False)
    return [f"{found.instant.astimezone(PARIS):%d/%m %H:%M}" for _, found in ahead]


def test_once_comes_once() -> None:
    one = alert("jeudi à 19h")
    assert coming(one) == ["26/11 19:00"]
    assert coming(one, NOW + timedelta(days=4)) == []


def test_the_second_of_two_times_of_a_night_is_kept() -> None:
    before = datetime(2027, 10, 30, 12, tzinfo=UTC)
    first, second = (
        alert(f"31/10/2027 2h30 {which}", now=before) for which in ("", "la seconde fois")
    )
    found = [next(one.plan.coming(before)).instant.hour for one in (first, second)]
    assert found == [0, 1]
    assert of_text(as_text(second.plan.schedule)) == second.plan.schedule


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.booleans())  # noqa: DTZ001
def test_what_is_kept_is_what_was_said(at: datetime, second: bool) -> None:
    once = Once(at.replace(second=0, microsecond=0), second)
    assert of_text(as_text(once)) == once


def test_a_rule_is_kept_as_it_was_said() -> None:
    rule = when("tous les lundis sauf août", NOW, PARIS)
    assert isinstance(rule, Recurrence)
    assert of_text(as_text(rule)) == rule


def test_the_next_is_skipped_and_no_other() -> None:
    skipped, left_out = alert("tous les lundis à 19h").skip(NOW)
    assert f"{left_out.wall:%d/%m}" == "23/11"
    assert coming(skipped) == ["30/11 19:00", "07/12 19:00", "14/12 19:00"]
    assert skipped.version == 2


def test_what_was_left_out_or_deleted_by_mistake_is_there_again() -> None:
    skipped, left_out = alert("tous les lundis à 19h").skip(NOW)
    again = skipped.unskip(left_out.wall.date())
    assert coming(again)[0] == "23/11 19:00"
    assert again.version == 3
    with pytest.raises(Refused) as met:
        again.unskip(left_out.wall.date())
    assert met.value.reason is Reason.ALERT_UNCHANGED
    deleted = skipped.become(AlertState.DELETED)
    assert deleted.restore(AlertState.PAUSED).state is AlertState.PAUSED
    for one, was in ((deleted, AlertState.DONE), (skipped, AlertState.SCHEDULED)):
        with pytest.raises(Refused) as met:
            one.restore(was)
        assert met.value.reason is Reason.ALERT_STATE
    with pytest.raises(Refused) as met:
        deleted.unskip(left_out.wall.date())
    assert met.value.reason is Reason.ALERT_STATE


def test_words_that_are_no_date_are_refused_with_one_and_with_a_rule() -> None:
    with pytest.raises(Refused) as met:
        when("quand je veux", NOW, PARIS)
    assert met.value.reason is Reason.ALERT_WHEN
    said = refusal(met.value, texts("fr"))
    assert "lundi 14 décembre à 18h30" in said
    assert "tous les lundis à 19h" in said


@pytest.mark.parametrize("state", AlertState)
@pytest.mark.parametrize("after", AlertState)
def test_states_follow_each_other_or_are_refused(state: AlertState, after: AlertState) -> None:
    one = alert("chaque jour", state)
    if after in NEXT[state]:
        assert one.become(after).state is after
        return
    with pytest.raises(Refused) as caught:
        one.become(after)
    assert caught.value.reason is Reason.ALERT_STATE


@pytest.mark.parametrize(
    ("occurs", "now", "stale"),
    [
        ("2026-11-24T14:00", "2026-11-24T14:00", False),
        ("2026-11-24T14:00", "2026-11-24T20:00", False),
        ("2026-11-24T14:00", "2026-11-24T20:01", True),
        ("2026-11-24T23:50", "2026-11-25T00:10", False),
        ("2026-11-24T23:50", "2026-11-25T00:30", True),
        ("2026-11-24T19:00", "2026-12-01T19:00", True),
    ],
)
def test_what_would_be_taken_for_another_days_is_stale(occurs: str, now: str, stale: bool) -> None:
    due, then = (datetime.fromisoformat(one).replace(tzinfo=PARIS) for one in (occurs, now))
    assert is_stale(due, then, PARIS) is stale


def test_what_would_call_people_is_seen() -> None:
    assert pings("@everyone, <@&12> et <@!3> : @HERE @everyone") == (
        "@everyone",
        "<@&12>",
        "<@!3>",
        "@HERE",
    )
    assert pings("lina@example.org, 14 heures") == ()
