"""The English words of dates and of what comes back, with the French that the grammar reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final


def any_of(words: Iterable[str]) -> str:
    """An expression for one of these, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


def _each(french: str, english: str) -> dict[str, str]:
    """Spellings, parted by spaces, of one word."""
    return dict.fromkeys(english.split(), french)


DAYS: Final = (
    _each("lundi", "monday mon")
    | _each("mardi", "tuesday tues tue")
    | _each("mercredi", "wednesday weds wed")
    | _each("jeudi", "thursday thurs thur thu")
    | _each("vendredi", "friday fri")
    | _each("samedi", "saturday sat")
    | _each("dimanche", "sunday sun")
)
MONTHS: Final = (
    _each("janvier", "january jan")
    | _each("fevrier", "february feb")
    | _each("mars", "march mar")
    | _each("avril", "april apr")
    | _each("mai", "may")
    | _each("juin", "june jun")
    | _each("juillet", "july jul")
    | _each("aout", "august aug")
    | _each("septembre", "september sept sep")
    | _each("octobre", "october oct")
    | _each("novembre", "november nov")
    | _each("decembre", "december dec")
)
NUMBERS: Final = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split(),
        start=1,
    )
} | {"thirty": "30"}
UNITS: Final = (
    {"day": "jour", "days": "jours", "week": "semaine", "weeks": "semaines", "year": "an"}
    | {"years": "ans", "hour": "heure", "hours": "heures", "minute": "minute", "min": "minutes"}
    | _each("mois", "month months")
    | _each("minutes", "minutes mins")
)
PARTS: Final = {"morning": "du matin", "afternoon": "de l apres midi", "evening": "du soir"}
PHRASES: Final = {
    "this time occurs twice: the first": "cette heure a lieu deux fois : la premiere",
    "this time occurs twice: the second": "cette heure a lieu deux fois : la seconde",
    **dict.fromkeys(("the day after tomorrow", "day after tomorrow"), "apres demain"),
    **dict.fromkeys(("the day before yesterday", "day before yesterday"), "avant hier"),
    "this morning": "ce matin",
    "this afternoon": "cet apres midi",
    "this evening": "ce soir",
    "in the morning": "au matin",
    "in the afternoon": "au apres midi",
    "in the evening": "au soir",
    "half an hour": "une demi heure",
    "an hour and a half": "une heure et demie",
    **dict.fromkeys(("quarter of an hour", "a quarter of an hour"), "un quart d heure"),
    **dict.fromkeys(("a fortnight", "1 fortnight"), "2 weeks"),
    **dict.fromkeys(("every fortnight", "fortnightly"), "every 2 weeks"),
    **dict.fromkeys(
        ("every weekday", "each weekday", "on weekdays", "weekdays", "every working day"),
        "en semaine",
    ),
    **dict.fromkeys(("of the month", "in the month"), "du mois"),
    **dict.fromkeys(
        ("of each month", "of every month", "in each month", "in every month"), "de chaque mois"
    ),
    **dict.fromkeys(("of next month", "next month"), "du mois prochain"),
    **dict.fromkeys(("of this month", "this month"), "de ce mois"),
    **dict.fromkeys(("of next year", "next year"), "de l annee prochaine"),
    **dict.fromkeys(("of this year", "this year"), "de cette annee"),
    **dict.fromkeys(("of next week", "next week"), "de la semaine prochaine"),
    **dict.fromkeys(("of this week", "this week"), "de cette semaine"),
    **dict.fromkeys(
        ("but not in", "but not on", "but not", "except on", "except in", "except for"), "sauf"
    ),
    **dict.fromkeys(("excluding", "apart from", "except"), "sauf"),
    **dict.fromkeys(
        ("starting on", "starting from", "starting", "beginning on", "as of", "from"), "a partir du"
    ),
    **dict.fromkeys(("until", "till", "up to"), "jusqu au"),
}
WORDS: Final = (
    _each("demain", "tomorrow tomorow tommorow tommorrow tmrw")
    | _each("midi", "noon midday")
    | _each("chaque", "every each")
    | _each("premier", "first")
    | _each("deuxieme", "second")
    | _each("troisieme", "third")
    | _each("quatrieme", "fourth")
    | _each("cinquieme", "fifth")
    | _each("dernier", "last")
    | _each("annuel", "yearly annually")
    | {"today": "aujourd hui", "yesterday": "hier", "tonight": "ce soir", "midnight": "minuit"}
    | {"morning": "matin", "mornings": "matins", "afternoon": "apres midi", "evening": "soir"}
    | {"afternoons": "apres midis", "evenings": "soirs", "at": "a", "on": "", "the": "le"}
    | {"and": "et", "or": "ou", "between": "entre", "of": "de", "in": "en", "for": "pendant"}
    | {"times": "fois", "daily": "quotidien", "weekly": "hebdomadaire", "monthly": "mensuel"}
    | {"this": "ce", "only": "seulement"}
)
# What is no French word, written with its accents or without: one of these shows that a phrase is
# English. « mar », « six », « sept », « mon », « sat », « on », « an » and « second » show nothing.
SURE: Final = frozenset(
    "tomorrow tomorow tommorow tommorrow tmrw today yesterday tonight noon midday midnight "
    "monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays "
    "saturday saturdays sunday sundays wed weds thu thur thurs fri "
    "january february feb march april apr may june jun july jul august aug september october "
    "november december the next at and from until till this every each between except "
    "first third fourth fifth one two three four five seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty half quarter day days "
    "weeks month months year years hour hours mins fortnight fortnightly weekday weekdays daily "
    "weekly monthly yearly annually morning mornings afternoon afternoons evening evenings".split()
)
