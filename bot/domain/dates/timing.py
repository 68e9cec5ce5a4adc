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


def says_the_clock(phrase: str) -> bool:
    """Whether a phrase says an hour that can be told to others: « demain soir » does not. Raises
    Refused for what `read` does not understand."""
    pieces, _ = understood(phrase)
    return any(isinstance(one, ClockTime | Exact) for one in pieces)


def is_an_hour(phrase: str) -> bool:
    """Whether a phrase says an hour and no day. Raises Refused where it is no date at all."""
    pieces, _ = understood(phrase)
    return all(isinstance(one, ClockTime | Part) for one in pieces)
