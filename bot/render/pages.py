"""A text as it is typed, in quotes, over as many messages as it takes: nothing is left out."""

from __future__ import annotations

import re
from typing import Final

from bot.render.escaping import escape

ROOM: Final = 1_400  # characters that a text takes where it is shown
# Around an address, where the chat finds its end without them.
_BRACKETS: Final = re.compile(r"<(https?://[^\s<>]+)>(?=[\s.,;:!?)]|$)")


def pages(text: str) -> list[str]:
    """The text, each line behind the mark of a quote, cut between words; at least one."""
    made: list[str] = []
    while text:
        size = _fitting(text)
        made.append(_quoted(text[:size].strip("\n")))
        text = text[size:].lstrip("\n")
    return made or [">"]


def quoted(text: str) -> str:
    """Its first page, which says whether there is more."""
    first, *more = pages(text)
    return f"{first}…" if more else first


def _fitting(text: str) -> int:
    """How many of its first characters a page holds."""
    most = ROOM
    while len(_quoted(text[:most])) > ROOM:
        most = most * 3 // 4  # its signs take more room once they are made harmless
    if most >= len(text):
        return len(text)
    kept = text[:most]
    end = max(kept.rfind(" "), kept.rfind("\n"))
    return end + 1 if end > most // 2 else most


def _quoted(text: str) -> str:
    text = _BRACKETS.sub(r"\1", text)
    return "\n".join(f"> {line}".rstrip() for line in escape(text).split("\n"))
