"""Any phrase at any moment: a rule that can be said again, or a reason; never more."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.domain.dates import cursor
from bot.domain.dates.cursor import Cursor
from bot.domain.dates.lexing import lex, normalised
from bot.domain.dates.words import MONTHS, WEEKDAYS
from bot.domain.recurrence import (
    MAX_CHARACTERS,
    Recurrence,
    as_rfc,
    coming,
    either,
    of_rfc,
    read,
    rebased,
)
from bot.domain.recurrence.reading import MAX_TOKENS, pieces
from bot.domain.recurrence.words import EVERY_PART, POSITIONS, UNITS
from bot.domain.refusals import Refused
from bot.render import recurrences, refusals
from bot.render.texts import texts
from tests.domain.test_dates_wild import ZONES, moments, zones

FRENCH, ENGLISH = texts("fr"), texts("en")
WORDS = [
    *(*WEEKDAYS, *MONTHS, *UNITS, *POSITIONS, *EVERY_PART),
    *(f"{name}s" for name in ("lundi", "jeudi", "dimanche")),
    *"chaque tous toutes les le la un une deux trois quinze 1 2 5 8 14 15 30 31 100 0".split(),
    *"sur du de d' au à en et ou , : sauf hors fois pendant jusqu'au jusqu'à dès 1er 3e".split(),
    *"10/12 24/12/2026 2027-01-04 demain inclus seulement semaine ouvrés week-end 18h30".split(),
    *"quotidien hebdo mensuel annuel soirs premiers derniers prochain les".split(),
    *["à partir du", "à compter de", "à 19h", "du mois", "de chaque mois", "10 fois", "le soir"],
]
wild = st.text(max_size=MAX_CHARACTERS + 20)
spoken = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
stuck = st.lists(st.sampled_from(WORDS), max_size=14).map("".join)
phrases = st.one_of(wild, spoken, stuck)

# Phrases that are mostly understood.
days = st.sampled_from(sorted(name for name in WEEKDAYS if len(name) > 3))
months = st.sampled_from(sorted(name for name in MONTHS if len(name) > 4))
small = st.integers(1, 20)
repeating = st.one_of(
    st.builds("tous les {}s".format, days),
    st.builds("chaque {} et {}".format, days, days),
    st.builds("un {} sur {}".format, days, small),
    st.builds("toutes les {} semaines, le {} et le {}".format, small, days, days),
    st.builds(
        "le {} {} du mois".format,
        st.sampled_from(["premier", "2e", "dernier", "3e et le 4e"]),
        days,
    ),
    st.builds("tous les {} mois, le premier {}".format, small, days),
    st.builds("tous les {} mois le {}".format, small, st.integers(1, 31)),
    st.builds(
        "le {} et le {} de chaque mois".format, small, st.sampled_from(["28", "dernier jour"])
    ),
    st.builds("tous les ans le {} {}".format, st.integers(1, 31), months),
    st.builds("tous les {} ans le premier {} de {}".format, st.integers(1, 9), days, months),
    st.builds("tous les {} jours".format, st.integers(1, 60)),
    st.sampled_from(
        ["chaque jour", "en semaine", "tous les soirs", "tous les mois", "tous les ans"]
    ),
    st.builds("du {} au {}".format, days, days),
    st.builds("chaque jour sauf le {}".format, days),
    st.builds("le {}e et le {}e {}".format, st.integers(2, 4), st.integers(2, 4), days),
    st.builds("tous les {}s de {}".format, days, months),
    st.builds("hebdomadaire le {}".format, days),
    st.builds("tous les {}s soirs".format, days),
    st.sampled_from(["quotidien", "mensuel", "annuel", "tous les premiers du mois"]),
)
hours = st.sampled_from(["", "à 19h", "à 2h30", "à minuit", "8h15", "le soir", "à 1h", "à 23h59"])
limits = st.lists(
    st.one_of(
        st.builds("sauf {}".format, months),
        st.builds("de {} à {}".format, months, months),
        st.builds("en {} et {}".format, months, months),
        st.builds("jusqu'au {} {}".format, small, months),
        st.builds("à partir du {} {}".format, small, months),
        st.builds("pendant {} mois".format, small),
        st.builds("{} fois".format, st.integers(2, 30)),
        st.builds("sauf le {} {}".format, small, months),
        st.builds("sauf les {} et {} {}".format, small, small, months),
        st.builds("sauf {} prochain".format, days),
    ),
    max_size=3,
).map(", ".join)
likely = st.builds("{} {} {}".format, repeating, hours, limits)


def outcome(phrase: str, now: datetime, zone: ZoneInfo) -> Recurrence | Refused:
    try:
        return read(phrase, now, zone)
    except Refused as refused:
        return refused


def understood(phrase: str, now: datetime, zone: ZoneInfo) -> Recurrence | None:
    found = outcome(phrase, now, zone)
    return found if isinstance(found, Recurrence) else None


@given(phrases, moments, zones)
@example("²/½/٣", datetime(2026, 1, 1, tzinfo=UTC), ZONES[0])
@example("\ud800", datetime(2026, 1, 1, tzinfo=UTC), ZONES[0])
@example("tous les ans le 31 février", datetime(2026, 1, 1, tzinfo=UTC), ZONES[0])
@example("chaque jour à partir du 1/1/0001", datetime(2026, 1, 1, tzinfo=UTC), ZONES[0])
@settings(max_examples=400)
def test_a_phrase_is_understood_or_refused(phrase: str, now: datetime, zone: ZoneInfo) -> None:
    found = outcome(phrase, now, zone)
    if isinstance(found, Refused):
        assert found.reason.value.startswith(("date_", "recurrence_"))
        assert refusals.refusal(found, FRENCH)
    else:
        assert next(coming(found, zone, now)).instant > now


@given(likely, moments, zones)
@settings(max_examples=200)
def test_the_echo_of_what_is_understood_says_the_same(
    phrase: str, now: datetime, zone: ZoneInfo
) -> None:
    rule = understood(phrase, now, zone)
    assume(rule is not None)
    assert rule is not None
    assert read(recurrences.echo(rule, zone, now, FRENCH), now, zone) == rule
    assert recurrences.echo(rule, zone, now, ENGLISH)


@given(st.one_of(phrases, likely), moments, zones)
@settings(max_examples=400)
def test_no_phrase_says_a_date_and_what_comes_back(
    phrase: str, now: datetime, zone: ZoneInfo
) -> None:
    with suppress(Refused):
        found = either(phrase, now, zone)
        assert isinstance(found, Recurrence) or understood(phrase, now, zone) is None


@given(likely, moments, zones, st.integers(0, 9))
def test_it_is_kept_said_later_and_told_by_the_library(
    phrase: str, now: datetime, zone: ZoneInfo, gone: int
) -> None:
    rule = understood(phrase, now, zone)
    assume(rule is not None)
    assert rule is not None
    assert of_rfc(as_rfc(rule)) == rule
    found = [*islice(coming(rule, zone, now), gone + 3)]
    given_by_the_library = islice(rrulestr(as_rfc(rule), forceset=True), len(found))
    assert [one.wall for one in found] == [*given_by_the_library]
    if len(found) > gone and found[-1].wall.year < rule.start.year + 100:
        later = found[gone].instant
        assert [*islice(coming(rule, zone, later), 2)] == found[gone + 1 : gone + 3]
        left = rebased(rule, zone, later)
        assert (left is None) == (len(found) == gone + 1)
        if left is not None:
            said = read(recurrences.echo(rule, zone, later, FRENCH), later, zone)
            assert said == left
            ahead = [*islice(coming(left, zone, later), 2)]
            assert ahead == found[gone + 1 : gone + 3]


@given(likely, moments, zones)
def test_the_wall_time_is_kept_but_where_the_clock_skips_it(
    phrase: str, now: datetime, zone: ZoneInfo
) -> None:
    rule = understood(phrase, now, zone)
    assume(rule is not None)
    assert rule is not None
    for one in islice(coming(rule, zone, now), 30):
        shown = one.instant.astimezone(zone).replace(tzinfo=None, fold=0)
        assert one.wall.time() == rule.start.time()
        assert shown == one.wall or (shown - one.wall).total_seconds() == 3600


@given(st.one_of(phrases, likely))
@settings(max_examples=400)
@example(("chaque " * 110)[:MAX_CHARACTERS])
@example(("lundi et " * 60)[:MAX_CHARACTERS])
@example(("sauf août " * 60)[:MAX_CHARACTERS])
@example(("le 1 et " * 60)[:MAX_CHARACTERS])
@example("sauf le 1 mai et " + ("le 1 et " * 60)[: MAX_CHARACTERS - 17])
@example("sauf les " + ("1, " * 160)[: MAX_CHARACTERS - 9])
@example(("sauf le 1/1 " * 60)[:MAX_CHARACTERS])
def test_the_work_is_bounded_whatever_is_typed(phrase: str) -> None:
    tokens = lex(normalised(phrase[:MAX_CHARACTERS]))
    assume(len(tokens.tokens) <= MAX_TOKENS)
    place = Cursor(tokens)
    with suppress(Refused):
        pieces(place)
    assert place.steps <= cursor.MAX_STEPS + 1
