"""What becomes of what is typed before it is kept: plain spaces in texts, tidy titles."""

from __future__ import annotations

import re
from typing import Final

_SPACES: Final = re.compile("[\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_FINAL_DOTS: Final = re.compile(r"(?<=[^.])\.+(?=\s*$)")


def text(raw: str) -> str:
    """A post's source as it is kept."""
    return _SPACES.sub(" ", raw).rstrip()


def title(typed: str) -> str:
    """A thread's title as it is kept, with the settings that a new site has."""
    tidy = re.sub(r"!+", "!", re.sub(r"\?+", "?", typed))
    if tidy == tidy.upper():
        tidy = tidy.lower()
    first, *rest = tidy.split(" ", 1)
    if first == first.lower():
        tidy = " ".join([first.capitalize(), *rest])
    tidy = re.sub(" +", " ", _FINAL_DOTS.sub("", tidy))
    return _SPACES.sub(" ", tidy).strip().replace("\u200b", "")
