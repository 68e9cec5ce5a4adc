"""What English speakers say of dates is understood, and what is echoed to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain import spoken
from bot.domain.dates import MAX_CHARACTERS, When
from bot.domain.dates import read as read_date
from bot.domain.dates.english import in_french
from bot.domain.dates.english_words import DAYS, MONTHS, NUMBERS, PHRASES, UNITS, WORDS
from bot.domain.recurrence import Recurrence, either, read
from bot.domain.refusals import Reason, Refused
from bot.domain.said_days import past
from bot.render import recurrences, whens
from bot.render.texts import texts
from tests.domain.test_dates_wild import WORDS as DATE_WORDS
from tests.domain.test_dates_wild import likely as french_dates
from tests.domain.test_dates_wild import moments, zones
from tests.domain.test_recurrence_wild import WORDS as RULE_WORDS
from tests.domain.test_recurrence_wild import likely as french_rules

ENGLISH = texts("en")
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday


def recurring(phrase: str, now: datetime = NOW, zone: ZoneInfo = PARIS) -> Recurrence:
    return spoken.in_either(lambda said: read(said, now, zone), phrase)


@pytest.mark.parametrize(
    ("phrase", "local"),
    [
        ("tomorrow", "2026-11-25T09:00"),
        ("tomorow at 9am", "2026-11-25T09:00"),
        ("Monday 14 December at 18:30", "2026-12-14T18:30"),
        ("14 December 2026 6:30pm", "2026-12-14T18:30"),
        ("December 14, 2026 at 6.30 p.m.", "2026-12-14T18:30"),
        ("Dec 14th at noon", "2026-12-14T12:00"),
        ("14th of December 18:30", "2026-12-14T18:30"),
        ("December 14 18:30", "2026-12-14T18:30"),
        ("3 Mar 2027", "2027-03-03T09:00"),
        ("the 14th at 6pm", "2026-12-14T18:00"),
        ("on Thursday at 18:00", "2026-11-26T18:00"),
        ("next Friday evening", "2026-11-27T20:00"),
        ("a week on Monday", "2026-12-07T09:00"),
        ("Monday week", "2026-12-07T09:00"),
        ("Monday next week at 10am", "2026-11-30T10:00"),
        ("the 5th of next month", "2026-12-05T09:00"),
        ("in three days", "2026-11-27T13:00"),
        ("in an hour and a half", "2026-11-24T14:30"),
        ("a fortnight from now", "2026-12-08T13:00"),
        ("tonight at 8pm", "2026-11-24T20:00"),
        ("the day after tomorrow at half past six", "2026-11-26T06:30"),
        ("quarter to 7 tomorrow", "2026-11-25T06:45"),
        ("at 6 in the evening tomorrow", "2026-11-25T18:00"),
        ("12am tomorrow", "2026-11-25T00:00"),
        ("12pm tomorrow", "2026-11-25T12:00"),
    ],
)
def test_a_date_in_english_is_understood(phrase: str, local: str) -> None:
    assert spoken.date(phrase, NOW, PARIS).local == datetime.fromisoformat(local)


def test_figures_that_could_be_two_days_are_read_day_first_and_echoed_in_full() -> None:
    found = spoken.date("12/11 at 6pm", NOW, PARIS)
    assert whens.echo(found, ENGLISH) == "Friday 12 November 2027 at 18:00"


@pytest.mark.parametrize(
    ("phrase", "reason", "said"),
    [
        ("yesterday", Reason.DATE_PAST, "yesterday"),
        ("tomorrow at 7", Reason.DATE_NUMBER, "tomorrow at 7"),
        ("13pm tomorrow", Reason.DATE_UNKNOWN, "13pm"),
        ("from 6pm to 8pm tomorrow", Reason.DATE_SEVERAL, "from 6pm to 8pm tomorrow"),
        ("next week", Reason.DATE_WITHOUT_DAY, "next week"),
        ("12/14/2026", Reason.DATE_SWAPPED, "12/14/2026"),
        ("soon", Reason.DATE_UNKNOWN, "soon"),
        ("half to 7 tomorrow", Reason.DATE_UNKNOWN, "half"),
    ],
)
def test_what_is_refused_is_quoted_as_it_was_typed(phrase: str, reason: Reason, said: str) -> None:
    with pytest.raises(Refused) as met:
        spoken.date(phrase, NOW, PARIS)
    assert (met.value.reason, met.value.facts["said"]) == (reason, said)


def test_a_weekday_that_does_not_fit_its_date_is_refused_in_english_too() -> None:
    with pytest.raises(Refused) as met:
        spoken.date("Tuesday 14 December 2026", NOW, PARIS)
    assert met.value.reason is Reason.DATE_WEEKDAY


@pytest.mark.parametrize(
    ("phrase", "echo"),
    [
        ("every Monday at 19:00", "every Monday at 19:00"),
        ("Mondays at 7pm", "every Monday at 19:00"),
        ("every other Tuesday", "every other Tuesday at 09:00, from Tuesday 1 December 2026"),
        (
            "the first Thursday of each month at 7pm except August",
            "the first Thursday of the month at 19:00, except August",
        ),
        (
            "the 1st and 3rd Thursday of the month",
            "the first and the third Thursday of the month at 09:00",
        ),
        ("on the 1st and 15th of each month", "the 1st and the 15th of each month at 09:00"),
        ("the last day of every month", "the last day of each month at 09:00"),
        ("every weekday at 9am", "Monday to Friday at 09:00"),
        ("every year on 14 July", "every year on 14 July at 09:00"),
        (
            "fortnightly on Tuesday at 6pm",
            "every other Tuesday at 18:00, from Tuesday 24 November 2026",
        ),
        (
            "every Monday from 4 January until 30 June",
            "every Monday at 09:00, from Monday 4 January 2027, until Wednesday 30 June 2027",
        ),
        ("every Monday, 10 times", "every Monday at 09:00, 10 times"),
        ("every day except Sundays", "every day except Sunday at 09:00"),
        (
            "every Monday from October to March",
            "every Monday at 09:00, except April, May, June, July, August and September",
        ),
    ],
)
def test_what_comes_back_is_understood_in_english(phrase: str, echo: str) -> None:
    assert recurrences.echo(recurring(phrase), PARIS, NOW, ENGLISH) == echo


@pytest.mark.parametrize(
    ("phrase", "reason", "said"),
    [
        ("every hour", Reason.RECURRENCE_OFTEN, "every hour"),
        ("every blue Monday", Reason.RECURRENCE_UNKNOWN, "every blue Monday"),
    ],
)
def test_what_does_not_come_back_is_quoted_as_it_was_typed(
    phrase: str, reason: Reason, said: str
) -> None:
    with pytest.raises(Refused) as met:
        recurring(phrase)
    assert (met.value.reason, met.value.facts["said"]) == (reason, said)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("3 March", date(2026, 3, 3)),
        ("March 3rd, 2026", date(2026, 3, 3)),
        ("yesterday", date(2026, 11, 23)),
        ("last Monday", date(2026, 11, 23)),
    ],
)
def test_a_day_that_was_is_said_in_english(written: str, day: date) -> None:
    assert past(written, date(2026, 11, 24)) == day


# French words, or abbreviations of theirs, that are spelled like English words of dates.
TWO_TONGUES = "mar sept six mon sat sun sec dix min on or an tue tues second".split()
FRENCH_WORDS = DATE_WORDS + RULE_WORDS
in_french_words = st.lists(
    st.one_of(st.sampled_from(FRENCH_WORDS), st.sampled_from([*TWO_TONGUES, "3", "16", "à 18h30"])),
    max_size=10,
).map(" ".join)


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("mar 16 à 18h30", Reason.DATE_WEEKDAY),
        ("mar 13 jan à 18h30", Reason.DATE_WEEKDAY),
        ("mar 3 9h", None),
        ("mar 25 à 18h", None),
        ("dix sept à 18h", None),
        ("vingt sept à 18h", None),
        ("six à 18h", None),
        ("mon 14 à 18h", None),
        ("le mon", None),
        ("sat 5", None),
        ("sun à 9h", None),
    ],
)
def test_what_french_refuses_is_not_read_in_english(phrase: str, reason: Reason | None) -> None:
    with pytest.raises(Refused) as met:
        spoken.date(phrase, NOW, PARIS)
    with pytest.raises(Refused) as in_french_alone:
        read_date(phrase, NOW, PARIS)
    assert met.value.reason is in_french_alone.value.reason
    assert reason is None or met.value.reason is reason


@pytest.mark.parametrize(
    "phrase", ["tous les mar 3 à 18h", "tous les lundis sauf mar", "tous les lundis jusqu'au mar 3"]
)
def test_what_comes_back_on_a_tuesday_is_not_read_as_in_march(phrase: str) -> None:
    _says_as_in_french(read, phrase, NOW, PARIS)


@given(st.one_of(in_french_words, french_dates, french_rules), moments, zones)
@settings(max_examples=400)
def test_no_french_words_are_given_a_date_by_their_reading_in_english(
    phrase: str, now: datetime, zone: ZoneInfo
) -> None:
    assert in_french(phrase) is None
    for reading in (read_date, read, either):
        _says_as_in_french(reading, phrase, now, zone)


def _says_as_in_french(
    reading: Callable[[str, datetime, ZoneInfo], When | Recurrence],
    phrase: str,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    try:
        found = spoken.in_either(lambda said: reading(said, now, zone), phrase)
    except Refused:
        return
    assert reading(phrase, now, zone) == found  # and nothing that French refuses


@given(french_dates, moments, zones)
@settings(max_examples=200)
def test_the_english_echo_of_a_date_says_the_same(
    phrase: str, now: datetime, zone: ZoneInfo
) -> None:
    when = _date(phrase, now, zone)
    assume(when is not None)
    assert when is not None
    assert spoken.date(whens.echo(when, ENGLISH), now, zone) == when


def _date(phrase: str, now: datetime, zone: ZoneInfo) -> When | None:
    try:
        return spoken.date(phrase, now, zone)
    except Refused:
        return None


@given(french_rules, moments, zones)
@settings(max_examples=200)
def test_the_english_echo_of_what_comes_back_says_the_same(
    phrase: str, now: datetime, zone: ZoneInfo
) -> None:
    try:
        rule = recurring(phrase, now, zone)
    except Refused:
        assume(False)
        return
    assert recurring(recurrences.echo(rule, zone, now, ENGLISH), now, zone) == rule


WILD = st.lists(
    st.sampled_from(
        [
            *(*DAYS, *MONTHS, *NUMBERS, *PHRASES, *UNITS, *WORDS, "14th", "1st", "6:30pm"),
            *("half past 6", "o'clock", "18:30", "2026", "14", "14/12", ",", "ago", "demain", "à"),
        ]
    ),
    max_size=14,
).map(" ".join)


@given(st.one_of(st.text(max_size=MAX_CHARACTERS + 20), WILD), moments, zones)
@settings(max_examples=400)
def test_any_phrase_is_understood_or_refused(phrase: str, now: datetime, zone: ZoneInfo) -> None:
    when = _date(phrase, now, zone)
    assert when is None or when.instant > now


@given(st.one_of(st.text(max_size=600), WILD))
def test_a_phrase_grows_by_little(phrase: str) -> None:
    french = in_french(phrase)
    assert french is None or len(french) <= 4 * len(phrase) + 40
