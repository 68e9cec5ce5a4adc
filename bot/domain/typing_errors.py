"""Names as they may have been meant by who mistyped them."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase
from typing import Final

_SIGNS: Final = f"{ascii_lowercase} "
_SHORTEST: Final = 4  # letters below which everything resembles everything


def one_error_away(name: str, places: range) -> Iterator[str]:
    """The folded names that one typing error makes of this: a letter too many or too few, another
    letter, or two that changed places, at one of these places. None for a name too short.
    """
    if len(name) < _SHORTEST:
        return
    for at in places:
        before, after = name[:at], name[at:]
        yield from (f"{before}{sign}{after}" for sign in _SIGNS)
        if after:
            yield f"{before}{after[1:]}"
            yield from (f"{before}{sign}{after[1:]}" for sign in _SIGNS)
        if len(after) > 1:
            yield f"{before}{after[1]}{after[0]}{after[2:]}"
