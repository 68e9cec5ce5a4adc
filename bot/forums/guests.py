"""What a forum shows to whoever has no account there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.ports.forum import Category, Trouble, Unreadable


def shown_to_guests(
    found: Sequence[Category], guests: Sequence[Category] | Unreadable
) -> tuple[Category, ...] | Unreadable:
    """The categories that an account found, each with whether guests find it as well.

    A forum that lets no guest in shows them none. Unreadable where guests could not be asked for:
    what everybody may read is not known then.
    """
    if isinstance(guests, Unreadable):
        if guests.trouble is not Trouble.FORBIDDEN:
            return guests
        guests = ()
    public = {one.number for one in guests}
    return tuple(replace(one, public=one.number in public) for one in found)
