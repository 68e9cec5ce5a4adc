"""What comes back, as people say it in French: understood whole, or refused with the reason.

`read` takes a phrase and gives a rule on the wall clock of a collective, `either` a date as well;
`coming` tells when it falls, `as_rfc` keeps it as RFC 5545 text. `render.recurrences` words it,
and the refusals.
"""

from bot.domain.recurrence.occurring import Occurrence, coming, rebased, starts_by_itself
from bot.domain.recurrence.reading import MAX_CHARACTERS, either, read
from bot.domain.recurrence.rfc import as_rfc, of_rfc
from bot.domain.recurrence.rules import Frequency, Recurrence

__all__ = [
    "MAX_CHARACTERS",
    "Frequency",
    "Occurrence",
    "Recurrence",
    "as_rfc",
    "coming",
    "either",
    "of_rfc",
    "read",
    "rebased",
    "starts_by_itself",
]
