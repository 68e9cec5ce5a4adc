"""Whether a phrase says an hour, which a day without one is given for most uses."""

from __future__ import annotations

from bot.domain.dates.pieces import ClockTime, Exact, Part, Span
from bot.domain.dates.reading import understood


def says_an_hour(phrase: str) -> bool:
    """Of a phrase that `read` understands. Raises Refused, as it does, for another."""
    pieces, _ = understood(phrase)
    return any(
        isinstance(one, ClockTime | Part | Exact) or (isinstance(one, Span) and one.elapses)
        for one in pieces
    )
