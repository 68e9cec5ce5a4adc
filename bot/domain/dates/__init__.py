"""Dates as people say them in French: understood whole, or refused with the reason.

`read` takes a phrase and gives a local time to come. `render.whens` words it, and the refusals.
"""

from bot.domain.dates.local import When
from bot.domain.dates.reading import MAX_CHARACTERS, read

__all__ = ["MAX_CHARACTERS", "When", "read"]
