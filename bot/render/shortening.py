"""What is too long for a message, made to fit."""

from __future__ import annotations

from collections.abc import Iterable


def shorten(title: str, room: int) -> str:
    """The title in at most `room` characters, about one more where it is cut."""
    if len(title) <= room:
        return title
    kept = title[:room]  # one more than is shown: a word may end there
    words = kept[: kept.rfind(" ")] if kept.rfind(" ") > room // 2 else kept[:-1]
    return words.rstrip(" ,;:.") + "…"


def first_fitting(choices: Iterable[str], room: int) -> str:
    """The first of these that `room` characters hold; the last where none does."""
    made = list(choices)
    return next((one for one in made if len(one) <= room), made[-1])


def fitting(lines: Iterable[str], room: int) -> list[str]:
    """The first lines, as many as `room` characters hold, each with its end."""
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept
