"""How texts and dates are shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.render import dates
from bot.render.texts import texts, typeset

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Laquelle ?", "Laquelle\u202f?"),
        ("« Nice »", "«\u202fNice\u202f»"),
        ("Nice : rien", "Nice\u00a0: rien"),
        ("l'ordre du jour", "l’ordre du jour"),
        ("`/fil suivre ?` : l'aide", "`/fil suivre ?`\u00a0: l’aide"),
        ("https://a.example/l'art ?", "https://a.example/l'art\u202f?"),
        ("50 % ; 10 !", "50\u202f%\u202f; 10\u202f!"),
    ],
)
def test_french_typography(typed: str, shown: str) -> None:
    assert typeset(typed) == shown


def test_facts_are_put_in_untouched() -> None:
    said = texts("fr").say(
        "Je ne connais pas de commune « {name} ». Est-ce {nearest} ?",
        name="l'Île ?",
        nearest="{x} : y",
    )
    assert "l'Île ?" in said
    assert "{x} : y" in said


def test_an_unknown_language_reads_french() -> None:
    assert texts("nl").say("liste") == "liste"
    assert texts("en-GB").say("liste") == "list"


@pytest.mark.parametrize(
    ("n", "french", "english"),
    [
        (0, "il y a 0 minute", "0 minutes ago"),
        (1, "il y a 1 minute", "1 minute ago"),
        (2, "il y a 2 minutes", "2 minutes ago"),
    ],
)
def test_plurals_follow_each_language(n: int, french: str, english: str) -> None:
    for locale, wanted in (("fr", french), ("en", english)):
        said = texts(locale).count("il y a {n} minute", "il y a {n} minutes", n)
        assert said == wanted


@pytest.mark.parametrize(
    ("at", "zone", "locale", "shown"),
    [
        ("2026-12-14T17:30+00:00", PARIS, "fr", "lundi 14 décembre à 18h30"),
        ("2026-12-14T18:00+00:00", PARIS, "fr", "lundi 14 décembre à 19h"),
        ("2027-03-01T08:05+00:00", PARIS, "fr", "lundi 1er mars à 9h05"),
        ("2026-12-14T20:30+00:00", REUNION, "fr", "mardi 15 décembre à 0h30"),
        ("2026-12-14T17:30+00:00", PARIS, "en", "Monday 14 December at 18:30"),
        ("2027-03-01T08:05+00:00", PARIS, "en", "Monday 1 March at 09:05"),
    ],
)
def test_a_moment_is_written_as_people_write_it(
    at: str, zone: ZoneInfo, locale: str, shown: str
) -> None:
    assert dates.moment(datetime.fromisoformat(at), zone, texts(locale)) == shown


def test_a_short_moment() -> None:
    at = datetime(2026, 12, 14, 17, 30, tzinfo=UTC)
    assert dates.short_moment(at, PARIS, texts("fr")) == "lun. 14 déc. à 18h30"


@pytest.mark.parametrize(
    ("since", "shown"),
    [
        (timedelta(seconds=20), "à l’instant"),
        (timedelta(minutes=6), "il y a 6 minutes"),
        (timedelta(hours=3), "il y a 3 heures"),
        (timedelta(days=2), "il y a 2 jours"),
        (timedelta(seconds=-5), "à l’instant"),
    ],
)
def test_how_long_ago(since: timedelta, shown: str) -> None:
    assert dates.ago(since, texts("fr")) == shown
