"""The public holidays of a year, from the library that lists them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache


@cache  # building one takes most of a millisecond
def listed(country: str, subdivision: str | None, year: int) -> Mapping[date, tuple[str, ...]]:
    """The French names of each holiday of a year, whatever the machine's language.

    A subdivision that the library does not know raises NotImplementedError; a year that it does
    not know is empty.
    """
    import holidays  # a tenth of a second, for those who count deadlines only

    found = holidays.country_holidays(country, subdiv=subdivision, years=year, language="fr")
    return {day: tuple(found.get_list(day)) for day in found}
