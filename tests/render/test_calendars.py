"""Votes as calendar files, read back by the library that reads calendars."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from bot.domain.sittings import Item
from bot.domain.votes import CouncilVote, VoteStatus
from bot.render.calendars import calendar
from bot.render.texts import texts
from bot.render.votes import VoteCard
from tests.domain.test_votes import vote
from tests.world import registry

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def read(one: CouncilVote) -> Calendar:
    [commune] = registry().named("Forcalquier")
    card = VoteCard(one, commune, {}, ZoneInfo("Europe/Paris"), "Forcalquier")
    return Calendar.from_ical(calendar(card, texts("fr"), NOW))


def event(one: CouncilVote) -> dict[str, object]:
    [found] = read(one).walk("VEVENT")
    return found


def test_a_vote_is_an_event_at_local_time_with_its_zone() -> None:
    item = Item("12", "caméras fixes", "videosurveillance")
    told = event(vote(VoteStatus.CONFIRMED, place="salle du conseil", item=item))
    start = told["dtstart"].dt
    assert start.replace(tzinfo=None) == datetime(2026, 12, 14, 18, 30)  # noqa: DTZ001
    assert start.utcoffset() == timedelta(hours=1)
    assert told["summary"] == "Vote vidéosurveillance à Forcalquier"
    assert told["location"] == "salle du conseil, Forcalquier"
    assert told["status"] == "CONFIRMED"
    [zone] = read(vote(VoteStatus.CONFIRMED)).walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Paris"


def test_a_moved_vote_is_the_same_event_with_a_higher_sequence() -> None:
    first = vote(VoteStatus.CONFIRMED)
    later = replace(first.sitting, day=date(2026, 12, 16), hour=time(19))
    moved, _ = first.move(later, first.reporter or "", NOW)  # type: ignore[arg-type]
    assert event(moved)["uid"] == event(first)["uid"]
    assert (event(first)["sequence"], event(moved)["sequence"]) == (0, 1)


def test_copies_of_other_collectives_are_the_same_event() -> None:
    copied = vote(VoteStatus.CONFIRMED, id=9)
    assert event(copied)["uid"] == event(vote(VoteStatus.CONFIRMED))["uid"]


def test_a_withdrawn_vote_is_cancelled() -> None:
    assert event(vote(VoteStatus.WITHDRAWN))["status"] == "CANCELLED"


def test_without_its_hour_it_is_a_whole_day() -> None:
    first = vote(VoteStatus.CONFIRMED)
    told = event(replace(first, sitting=replace(first.sitting, hour=None)))
    assert told["dtstart"].dt == date(2026, 12, 14)


def test_overseas_it_is_on_the_towns_clock() -> None:
    first = vote(VoteStatus.CONFIRMED)
    there = replace(first.sitting, zone=ZoneInfo("Indian/Reunion"))
    assert event(replace(first, sitting=there))["dtstart"].dt.utcoffset() == timedelta(hours=4)


def test_hostile_words_stay_words() -> None:
    first = vote(VoteStatus.CONFIRMED)
    bad = replace(first, item=replace(first.item, words="x\r\nATTENDEE:mailto:a@b\r\n\u202e"))
    told = event(bad)
    assert "attendee" not in {key.lower() for key in told}
