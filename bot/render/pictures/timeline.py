"""The timeline: what was, today, and what comes, at even distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.render.pictures.canvas import LEFT, RIGHT, WIDE, Canvas, To
from bot.render.pictures.content import Mark, Point
from bot.render.pictures.faces import Face, drawable
from bot.render.pictures.fitting import lines

MOST: Final = 5
_DATE, _WORDS = Face(32, bold=True), Face(30)
_WORD_LINES, _LEADING = 2, 36.0
_FIRST, _LAST = LEFT + 14, RIGHT - 14
_APART: Final = 15.0  # between the words of two points, at least
_REACH: Final = {Mark.FACT: 24, Mark.TODAY: 24, Mark.STEP: 24, Mark.VOTE: 32}  # free of line


@dataclass(frozen=True, slots=True)
class Place:
    """Where a point stands, and its words where they start, end, or have their middle."""

    point: Point
    x: float
    at: float
    to: To
    date: str
    words: tuple[str, ...]


def height(points: Sequence[Point]) -> float:
    """Of a timeline with these points; the first five are drawn."""
    if not points:
        return 0
    deepest = max(len(one.words) for one in _places(points[:MOST]))
    return 142 + max(1, deepest) * _LEADING


def draw(canvas: Canvas, points: Sequence[Point], top: float) -> float:
    """Returns where it ends."""
    places = _places(points[:MOST])
    for place, after in pairwise(places):
        style = "gap" if place.point.silent_after else "line"
        left, right = (_REACH[one.point.mark] for one in (place, after))
        canvas.rule(style, place.x + left, after.x - right, top + 92)
    for place in places:
        canvas.shape(place.point.mark, place.x, top + 92)
        style = "win" if place.point.mark is Mark.VOTE else ""
        canvas.text(place.date, place.at, top + 54, _DATE, style, place.to)
        for index, line in enumerate(place.words):
            baseline = top + 152 + index * _LEADING
            canvas.text(line, place.at, baseline, _WORDS, "soft", place.to)
    return top + height(points)


def _places(points: Sequence[Point]) -> list[Place]:
    """The points at even distances, with as much width as their neighbours leave them."""
    last = len(points) - 1
    step = (_LAST - _FIRST) / max(1, last)
    dates = _shared([drawable(one.date) for one in points], _DATE, 1, step)
    words = _shared([drawable(one.words) for one in points], _WORDS, _WORD_LINES, step)
    places = []
    for index, point in enumerate(points):
        x = _FIRST + index * step
        at, to = _aligned(index, last, x)
        places.append(Place(point, x, at, to, "".join(dates[index]), tuple(words[index])))
    return places


def _aligned(index: int, last: int, x: float) -> tuple[float, To]:
    """The first words start at the margin and the last ones end there."""
    if index == 0:
        return LEFT, "start"
    return (RIGHT, "end") if index == last else (x, "middle")


def _shared(texts: Sequence[str], face: Face, most: int, step: float) -> list[list[str]]:
    """The lines of each text of a row, in as much width as its neighbours leave it."""
    room = min(step, WIDE) if len(texts) > 1 else WIDE
    broken = [lines(text, face, room, most) for text in texts]
    rooms = [max([0.0, *map(face.width, one)]) + 0.01 for one in broken]  # they fit again
    for index in range(len(texts) - 1):
        _give_way(rooms, index, step)
    return [lines(text, face, room, most) for text, room in zip(texts, rooms, strict=True)]


def _give_way(rooms: list[float], index: int, step: float) -> None:
    """Two neighbours that would touch get less, the one that reaches further first."""
    parts = [1.0 if one in (0, len(rooms) - 1) else 0.5 for one in (index, index + 1)]
    margins = (_FIRST - LEFT) * (2 * sum(parts) - 2)  # the ends begin at the margins
    left, right = rooms[index] * parts[0], rooms[index + 1] * parts[1]
    room = step + margins - _APART
    if left + right > room:
        left = min(left, max(room / 2, room - right))
        rooms[index], rooms[index + 1] = left / parts[0], min(right, room - left) / parts[1]
