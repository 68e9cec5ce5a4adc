"""The words of dates, folded: `a-z` without accents, hyphens or apostrophes."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class DayPart(StrEnum):
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def _numbered(*names: str, start: int = 1) -> dict[str, int]:
    """Each of several spellings, to the place of its group."""
    return {
        name: number for number, group in enumerate(names, start=start) for name in group.split()
    }


WEEKDAYS: Final = _numbered(
    *("lundi lun", "mardi mar", "mercredi mer", "jeudi jeu", "vendredi ven", "samedi sam"),
    "dimanche dim",
    start=0,
)
WEEKDAYS_PLURAL: Final = frozenset(f"{name}s" for name in WEEKDAYS if len(name) > 3)
MONTHS: Final = _numbered(
    *("janvier janv jan", "fevrier fevr fev", "mars", "avril avr", "mai", "juin"),
    *("juillet juill juil", "aout", "septembre sept sep", "octobre oct", "novembre nov"),
    "decembre dec",
)
# Each is said with its words in a row: « après-demain », « apres demain ».
RELATIVE_DAYS: Final[tuple[tuple[tuple[str, ...], int], ...]] = (
    (("aujourd", "hui"), 0),
    (("aujourdhui",), 0),
    (("apres", "demain"), 2),
    (("demain",), 1),
    (("avant", "hier"), -2),
    (("hier",), -1),
)
DAY_PARTS: Final[tuple[tuple[tuple[str, ...], DayPart], ...]] = (
    (("matin",), DayPart.MORNING),
    (("midi",), DayPart.NOON),
    (("apres", "midi"), DayPart.AFTERNOON),
    (("aprem",), DayPart.AFTERNOON),
    (("soir",), DayPart.EVENING),
)

HOUR_WORDS: Final = frozenset({"h", "heure", "heures"})
MINUTE_WORDS: Final = frozenset({"min", "mn", "minute", "minutes"})
DAY_WORDS: Final = frozenset({"j", "jour", "jours"})
WEEK_WORDS: Final = frozenset({"semaine", "semaines"})
MONTH_WORDS: Final = frozenset({"mois"})
YEAR_WORDS: Final = frozenset({"an", "ans", "annee", "annees"})
HALF_WORDS: Final = frozenset({"demi", "demie"})
NEXT_WORDS: Final = frozenset({"prochain", "prochaine"})
LAST_WORDS: Final = frozenset({"dernier", "derniere", "passe", "passee"})

# What follows is never a part of a date: it only says why the phrase is refused.
LEADING_WORDS: Final = frozenset("a au aux ce cet cette d de des du en l la le les".split())
FEASTS: Final = frozenset(
    "aid ascension armistice assomption avent carnaval careme chandeleur cendres epiphanie fete "
    "gras halloween hanouka kippour noel nouvel paques pentecote ramadan rameaux reveillon "
    "sylvestre toussaint trinite".split()
)
SAINTS: Final = frozenset({"saint", "sainte", "st", "ste"})
REPEATING: Final = frozenset(
    "chaque hebdomadaire hebdo mensuel mensuelle quotidien quotidienne quotidiennement tous "
    "toutes".split()
)
SEVERAL: Final = frozenset("et jusqu jusque ou puis - /".split())
FROM_WORDS: Final = frozenset({"de", "des", "du"})
TO_WORDS: Final = frozenset({"a", "au", "jusqu", "jusque"})
WITHOUT_A_DAY: Final = frozenset(
    "annee debut fin journee matinee mi mois nuit semaine soiree trimestre week weekend".split()
)

_UNITS: Final = (
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize".split()
)
_TENS: Final = {
    20: "vingt",
    30: "trente",
    40: "quarante",
    50: "cinquante",
    60: "soixante",
    70: "septante",
    80: "octante",
    90: "nonante",
}
MAX_NUMBER_WORDS: Final = 4


def _below_twenty() -> dict[int, str]:
    teens = {10 + unit: f"dix {_UNITS[unit]}" for unit in (7, 8, 9)}
    return dict(enumerate(_UNITS)) | teens


def _letters() -> dict[str, int]:
    """Every number up to 100 as it is written, in France and in Belgium: `vingt et un`."""
    low = _below_twenty()
    written = {word: number for number, word in low.items()}
    for ten, name in _TENS.items():
        written[name] = ten
        for unit in range(1, 10):
            written[f"{name} {low[unit]}"] = ten + unit
        written[f"{name} et un"] = ten + 1
    for above in range(10, 20):  # soixante-dix to soixante-dix-neuf, quatre-vingt-dix…
        written[f"soixante {low[above]}"] = 60 + above
    for above in range(1, 20):
        written[f"quatre vingt {low[above]}"] = 80 + above
    written |= {"soixante et onze": 71, "quatre vingt": 80, "quatre vingts": 80, "cent": 100}
    feminine = {f"{word}e": number for word, number in written.items() if word.endswith("un")}
    return written | feminine


LETTERS: Final = _letters()
FIRST_LETTERS: Final = frozenset(written.split()[0] for written in LETTERS)
