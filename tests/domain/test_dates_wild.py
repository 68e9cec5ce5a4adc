"""Any phrase at any moment: a time to come that can be said again, or a reason; never more."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.domain.dates import MAX_CHARACTERS, When, cursor, read
from bot.domain.dates.cursor import Cursor
from bot.domain.dates.lexing import lex, normalised
from bot.domain.dates.reading import MAX_TOKENS, pieces
from bot.domain.dates.words import (
    DAY_PARTS,
    FEASTS,
    LETTERS,
    MONTHS,
    RELATIVE_DAYS,
    REPEATING,
    SEVERAL,
    WEEKDAYS,
)
from bot.domain.refusals import Reason, Refused
from bot.render import whens
from bot.render.texts import texts

ZONES = [ZoneInfo(name) for name in ("Europe/Paris", "Indian/Reunion", "America/Martinique")]
FRENCH = texts("fr")
WORDS = [
    *(*WEEKDAYS, *MONTHS, *LETTERS, *SEVERAL, *sorted(FEASTS)[:5], *sorted(REPEATING)),
    *(" ".join(words) for words, _ in RELATIVE_DAYS + DAY_PARTS),
    *"le la les à a de du des l d ce cet au en dans ici il y moins et demi demie quart".split(),
    *"prochain dernier qui vient minuit h heure heures min minutes jour jours semaine".split(),
    *"mois an ans er premier seconde fois cette lieu deux t z / - . : , ; ( ) + ? 1er".split(),
    *"d'ici dans en huit quinze 0 1 2 8 14 18 24 25 30 31 32 59 60 100 2026 2027 1999".split(),
    *["de cette semaine", "du mois prochain", "de ce mois", "de l'année prochaine", "(18h30)"],
    *["heure de Paris", "heure locale", "- 18h30", "18h30 -", "prochain"],
    *"14/12 14-12-26 18h30 2h30 02:30 2026-10-25 2027-03-28 2026-12-14T18:30 +01:00".split(),
]

wild = st.text(max_size=MAX_CHARACTERS + 20)
spoken = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
stuck = st.lists(st.sampled_from(WORDS), max_size=12).map("".join)
phrases = st.one_of(wild, spoken, stuck)
zones = st.sampled_from(ZONES)
years = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
# An hour of a change of clocks, and the days around it.
changes = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from([datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)]),
    st.integers(-3000, 3000),
)
moments = st.one_of(years, changes)

# Phrases that are mostly understood.
hours = st.sampled_from(
    ["", "", "à 2h30", "2h", "à midi", "minuit", "soir", "à 18h30", "9h15", "23:59", "à 1h"]
)
days = st.one_of(
    st.sampled_from(["demain", "aujourd'hui", "après-demain", "ce soir", "le 31", "29 février"]),
    st.sampled_from(sorted(WEEKDAYS)),
    st.builds("{} en {}".format, st.sampled_from(["lundi", "dim."]), st.sampled_from(["8", "15"])),
    st.builds("{} {}".format, st.integers(1, 31), st.sampled_from(sorted(MONTHS))),
    st.builds("{}/{}/{}".format, st.integers(1, 31), st.integers(1, 12), st.integers(2025, 2040)),
    st.builds("dans {} jours".format, st.integers(0, 400)),
    st.builds(
        "le {} {}".format, st.integers(1, 31), st.sampled_from(["du mois prochain", "de ce mois"])
    ),
    st.builds(
        "{} {} de l'année prochaine".format, st.integers(1, 31), st.sampled_from(sorted(MONTHS))
    ),
    st.builds(
        "{} {}".format,
        st.sampled_from(sorted(WEEKDAYS)),
        st.sampled_from(["de cette semaine", "soir prochain"]),
    ),
    st.builds("dans {} mois".format, st.integers(0, 60)),
    st.just(""),
)
CLOCKS = {
    **dict.fromkeys(["18h", "18 h", "18:00", "18 heures", "dix-huit heures"], 18),
    **dict.fromkeys(["20h", "20:00", "vingt heures", "8h du soir", "8 heures du soir"], 20),
    **dict.fromkeys(["14h", "14:00", "deux heures de l'après-midi", "quatorze heures"], 14),
    **dict.fromkeys(["2h", "02:00", "deux heures", "2h du matin"], 2),
    "midi": 12,
    "à midi": 12,
    "minuit": 0,
    "à minuit": 0,
}
JOINED = [
    *("-", " - ", "–", " – ", "/", " / ", " à ", " et ", " ou ", " puis ", ", ", " ", " au "),
    *(" jusqu'à ", " → ", " & ", " + ", " et/ou ", ";", " : "),
]
elapsing = st.builds("dans {} minutes".format, st.integers(0, 5000))
likely = st.one_of(st.builds("{} {}".format, days, hours), elapsing)


def outcome(phrase: str, now: datetime, zone: ZoneInfo) -> When | Refused:
    try:
        return read(phrase, now, zone)
    except Refused as refused:
        return refused


def understood(phrase: str, now: datetime, zone: ZoneInfo) -> When | None:
    found = outcome(phrase, now, zone)
    return found if isinstance(found, When) else None


@given(phrases, moments, zones)
@example("²/½/٣", datetime(2026, 1, 1, tzinfo=UTC), ZONES[0])
@example("\ud800", datetime(2026, 1, 1, tzinfo=UTC), ZONES[0])
@example("2026-12-14T18:30+01:", datetime(2026, 1, 1, tzinfo=UTC), ZONES[0])
@example("0000-12-14T18:30Z", datetime(2026, 1, 1, tzinfo=UTC), ZONES[0])
@settings(max_examples=400)
def test_a_phrase_is_understood_or_refused(phrase: str, now: datetime, zone: ZoneInfo) -> None:
    found = outcome(phrase, now, zone)
    if isinstance(found, Refused):
        assert found.reason.value.startswith("date_")
        assert whens.refusal(found, FRENCH)
    else:
        assert found.instant > now
        assert found.instant.astimezone(zone).replace(tzinfo=None, fold=0) == found.local


@given(st.one_of(likely, spoken), moments, zones)
@settings(max_examples=600)
def test_the_echo_of_what_is_understood_says_the_same(
    phrase: str, now: datetime, zone: ZoneInfo
) -> None:
    found = understood(phrase, now, zone)
    assume(found is not None)
    assert found is not None
    assert read(whens.echo(found, FRENCH), now, zone) == found


@given(
    st.sampled_from(["", "lundi ", "demain ", "le 14 décembre ", "14/12/2040 à "]),
    st.sampled_from(sorted(CLOCKS)),
    st.sampled_from(JOINED),
    st.sampled_from(sorted(CLOCKS)),
    moments,
)
@example("", "midi", " à ", "14h", datetime(2026, 1, 1, tzinfo=UTC))
@example("", "midi", "-", "deux heures", datetime(2026, 1, 1, tzinfo=UTC))
@settings(max_examples=400)
def test_two_hours_are_never_read_as_one(
    day: str, one: str, joined: str, other: str, now: datetime
) -> None:
    assume(CLOCKS[one] != CLOCKS[other])
    assert understood(f"{day}{one}{joined}{other}", now, ZONES[0]) is None


@given(likely, moments, zones)
def test_quotes_mean_nothing(phrase: str, now: datetime, zone: ZoneInfo) -> None:
    for quoted in (f"« {phrase} »", f"“{phrase}”.", f'"{phrase}"'):
        assert understood(quoted, now, zone) == understood(phrase, now, zone)


@given(likely, moments, zones)
def test_case_accents_and_spaces_are_free(phrase: str, now: datetime, zone: ZoneInfo) -> None:
    plain = phrase.translate(str.maketrans("àéûè", "aeue")).replace("’", "'")
    loud = f"  {plain.upper().replace(' ', '  ')}\u00a0"
    assert understood(loud, now, zone) == understood(phrase, now, zone)


@given(st.datetimes(datetime(2026, 12, 1), datetime(2080, 1, 1)), zones)  # noqa: DTZ001
def test_a_date_in_full_is_that_local_time(local: datetime, zone: ZoneInfo) -> None:
    found = understood(
        f"{local:%d/%m/%Y} à {local:%H}h{local:%M}", datetime(2026, 11, 23, tzinfo=UTC), zone
    )
    shown = local.replace(second=0, microsecond=0, fold=0)
    back = shown.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0)
    assert (found.local if found else None) == (shown if back == shown else None)


@given(phrases)
@settings(max_examples=400)
@example(("vingt et " * 40)[:MAX_CHARACTERS])
@example(("dix " * 60)[:MAX_CHARACTERS])
@example("dans " + "1h " * 38)
@example("de " + "le " * 37 + "a")
def test_the_work_is_bounded_whatever_is_typed(phrase: str) -> None:
    tokens = lex(normalised(phrase[:MAX_CHARACTERS]))
    assume(len(tokens.tokens) <= MAX_TOKENS)
    place = Cursor(tokens)
    with suppress(Refused):
        pieces(place)
    assert place.steps < cursor.MAX_STEPS


def test_more_work_than_that_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cursor, "MAX_STEPS", 50)
    with pytest.raises(Refused) as caught:
        read("lundi 14 décembre 2026 à 18h30", datetime(2026, 11, 23, tzinfo=UTC), ZONES[0])
    assert caught.value.reason is Reason.DATE_TOO_LONG
