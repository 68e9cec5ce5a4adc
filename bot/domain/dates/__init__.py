"""Dates as people say them in French: understood whole, or refused with the reason.

`read` takes a phrase and gives a local time to come. `render.whens` words it, and the refusals.
"""

from bot.domain.dates.begun import begins, begins_with_a_number
from bot.domain.dates.leads import lead_times
from bot.domain.dates.local import When
from bot.domain.dates.reading import MAX_CHARACTERS, read
from bot.domain.dates.timing import is_an_hour, says_an_hour

__all__ = [
    "MAX_CHARACTERS",
    "When",
    "begins",
    "begins_with_a_number",
    "is_an_hour",
    "lead_times",
    "read",
    "says_an_hour",
]
