"""What is too long for a message, made to fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


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


def sheets(lines: Iterable[str], room: int) -> list[list[str]]:
    """All the lines, over as many messages as it takes, each with at most `room` characters; what
    is longer is cut between words."""
    made: list[list[str]] = [[]]
    left = room
    for line in lines:
        for piece in _pieces(line, room - 1):
            if len(piece) + 1 > left and made[-1]:
                made.append([])
                left = room
            made[-1].append(piece)
            left -= len(piece) + 1
    return made


def _pieces(line: str, room: int) -> Iterator[str]:
    while len(line) > room:
        end = line.rfind(" ", room // 2, room) + 1 or room
        yield line[:end].rstrip()
        line = line[end:]
    yield line


def fitting(lines: Iterable[str], room: int) -> list[str]:
    """The first lines, as many as `room` characters hold, each with its end."""
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept
