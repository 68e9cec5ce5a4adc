"""The words of what comes back, folded as those of dates are."""

from __future__ import annotations

from typing import Final

from bot.domain.dates.words import (
    DAY_WORDS,
    MONTH_WORDS,
    WEEK_WORDS,
    WEEKDAYS,
    YEAR_WORDS,
    DayPart,
)
from bot.domain.recurrence.rules import LAST, Frequency

_FULL_NAMES: Final = 3  # letters beyond which a weekday is no abbreviation
SINGULAR: Final = WEEKDAYS
PLURAL: Final = {f"{name}s": day for name, day in WEEKDAYS.items() if len(name) > _FULL_NAMES}
ANY_WEEKDAY: Final = SINGULAR | PLURAL

OPENINGS: Final[tuple[tuple[str, ...], ...]] = (("chaque",), ("tous", "les"), ("toutes", "les"))
ARTICLES: Final = frozenset({"le", "la", "les"})
LISTING: Final = frozenset({"et", ","})
UNITS: Final = {
    **dict.fromkeys(DAY_WORDS - {"j"}, Frequency.DAILY),
    **dict.fromkeys(WEEK_WORDS, Frequency.WEEKLY),
    **dict.fromkeys(MONTH_WORDS, Frequency.MONTHLY),
    **dict.fromkeys(YEAR_WORDS | {"annees"}, Frequency.YEARLY),
}
TOO_OFTEN: Final = frozenset("heure heures minute minutes seconde secondes h min".split())
EVERY_PART: Final = {
    **dict.fromkeys(("matin", "matins"), DayPart.MORNING),
    **dict.fromkeys(("midi", "midis"), DayPart.NOON),
    **dict.fromkeys(("soir", "soirs"), DayPart.EVENING),
}
PLURAL_PARTS: Final[tuple[tuple[tuple[str, ...], DayPart], ...]] = (
    (("matins",), DayPart.MORNING),
    (("midis",), DayPart.NOON),
    (("apres", "midis"), DayPart.AFTERNOON),
    (("soirs",), DayPart.EVENING),
)
HOW_OFTEN: Final = {
    **dict.fromkeys("quotidien quotidienne quotidiennement".split(), Frequency.DAILY),
    **dict.fromkeys(("hebdomadaire", "hebdo"), Frequency.WEEKLY),
    **dict.fromkeys(("mensuel", "mensuelle"), Frequency.MONTHLY),
    **dict.fromkeys(("annuel", "annuelle"), Frequency.YEARLY),
}
# « Tous les quinze jours » is every other week, as « en quinze » is in two weeks.
DAYS_THAT_ARE_WEEKS: Final = {8: 1, 15: 2}
POSITIONS: Final = {
    **dict.fromkeys("premier premiere premiers premieres".split(), 1),
    **dict.fromkeys("deuxieme deuxiemes second seconde seconds secondes".split(), 2),
    **dict.fromkeys("troisieme troisiemes".split(), 3),
    **dict.fromkeys("quatrieme quatriemes".split(), 4),
    **dict.fromkeys("cinquieme cinquiemes".split(), 5),
    **dict.fromkeys("dernier derniere derniers dernieres".split(), LAST),
}
PLURAL_POSITIONS: Final = frozenset(word for word in POSITIONS if word.endswith("s")) | {"ers"}
ORDINAL_ENDS: Final = frozenset("er ere e eme ieme nd nde ers eres es emes iemes".split())
OF_THE_MONTH: Final[tuple[tuple[str, ...], ...]] = (
    ("du", "mois"),
    ("de", "chaque", "mois"),
    ("de", "tous", "les", "mois"),
)
EXCEPT_WORDS: Final[tuple[tuple[str, ...], ...]] = (("sauf",), ("hors",), ("excepte",))
ONLY_WORDS: Final = frozenset({"seulement", "uniquement"})
DURING_WORDS: Final = frozenset({"pendant", "durant"})
SINCE_WORDS: Final[tuple[tuple[str, ...], ...]] = (
    ("a", "partir", "du"),
    ("a", "partir", "de"),
    ("a", "partir", "d"),
    ("a", "compter", "du"),
    ("a", "compter", "de"),
    ("des",),
)
UNTIL_WORDS: Final[tuple[tuple[str, ...], ...]] = (
    ("jusqu", "au"),
    ("jusqu", "a"),
    ("jusqu", "en"),
)
