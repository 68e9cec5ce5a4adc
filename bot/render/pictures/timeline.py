"""The timeline: what was, today, and what comes, at even distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.render.pictures.canvas import LEFT, RIGHT, WIDE, Canvas, To
from bot.render.pictures.content import Mark, Point
from bot.render.pictures.faces import Face, drawable
from bot.render.pictures.fitting import lines, narrowest

MOST: Final = 5
_DATE, _WORDS = Face(32, bold=True), Face(30)
_WORD_LINES, _MOST_LINES, _LEADING = 2, 3, 36.0
_FIRST, _LAST = LEFT + 14, RIGHT - 14
_APART: Final = 18.0  # between the words of two points, at least
_NARROWEST: Final = 70.0  # the width of a point, where it has less than a word
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
    """The points at even distances; at others where words would be cut; words are cut where there
    is no room for them at all."""
    dates = [drawable(one.date) for one in points]
    words = [drawable(one.words) for one in points]
    for most in (_WORD_LINES, _MOST_LINES):
        if _is_roomy(dates, words, most):
            return _even(points, dates, words, most)
    least = _least(words, _WORDS, _MOST_LINES)
    blocks = [max(_NARROWEST, *both) for both in zip(_least(dates, _DATE, 1), least, strict=True)]
    if sum(blocks) + _APART * (len(points) - 1) <= WIDE:
        return _packed(points, dates, words, blocks)
    return _even(points, dates, words, _WORD_LINES)


def _step(count: int) -> float:
    return (_LAST - _FIRST) / max(1, count - 1)


def _is_roomy(dates: Sequence[str], words: Sequence[str], most: int) -> bool:
    """Whether all of them fit at even distances."""
    step = _step(len(dates))
    for row, face, lines_ in ((dates, _DATE, 1), (words, _WORDS, most)):
        least = _least(row, face, lines_)
        for index in range(len(row) - 1):
            left, right, room = _pair(least, index, step)
            if left + right > room:
                return False
    return True


def _even(
    points: Sequence[Point], dates: Sequence[str], words: Sequence[str], most: int
) -> list[Place]:
    step = _step(len(points))
    shared = zip(
        points, _shared(dates, _DATE, 1, step), _shared(words, _WORDS, most, step), strict=True
    )
    places = []
    for index, (point, date, told) in enumerate(shared):
        x = _FIRST + index * step
        at, to = _aligned(index, len(points) - 1, x)
        places.append(Place(point, x, at, to, "".join(date), tuple(told)))
    return places


def _packed(
    points: Sequence[Point], dates: Sequence[str], words: Sequence[str], blocks: Sequence[float]
) -> list[Place]:
    """Each block has its width, and what is left is between them."""
    apart = (WIDE - sum(blocks)) / (len(points) - 1)
    places, left, last = [], LEFT, len(points) - 1
    for index, (point, date, told, width) in enumerate(
        zip(points, dates, words, blocks, strict=True)
    ):
        middle = left + width / 2
        x = {0: _FIRST, last: _LAST}.get(index, middle)
        at, to = _aligned(index, last, middle)
        shown = tuple(lines(told, _WORDS, width, _MOST_LINES))
        places.append(Place(point, x, at, to, date, shown))
        left += width + apart
    return places


def _aligned(index: int, last: int, x: float) -> tuple[float, To]:
    """The first words start at the margin and the last ones end there."""
    if index == 0:
        return LEFT, "start"
    return (RIGHT, "end") if index == last else (x, "middle")


def _least(texts: Sequence[str], face: Face, most: int) -> list[float]:
    return [narrowest(text, face, most) for text in texts]


def _shared(texts: Sequence[str], face: Face, most: int, step: float) -> list[list[str]]:
    """The lines of each text of a row, in as much width as its neighbours leave it."""
    usual = min(step, WIDE) if len(texts) > 1 else WIDE
    least = _least(texts, face, most)
    wide = [max(usual, min(one, WIDE)) for one in least]
    broken = [lines(text, face, room, most) for text, room in zip(texts, wide, strict=True)]
    rooms = [max([0.0, *map(face.width, one)]) + 0.01 for one in broken]  # they fit again
    for index in range(len(texts) - 1):
        _give_way(rooms, least, index, step)
    return [lines(text, face, room, most) for text, room in zip(texts, rooms, strict=True)]


def _pair(rooms: Sequence[float], index: int, step: float) -> tuple[float, float, float]:
    """How far two neighbours reach towards each other, and what is between them for both."""
    parts = [1.0 if one in (0, len(rooms) - 1) else 0.5 for one in (index, index + 1)]
    margins = (_FIRST - LEFT) * (2 * sum(parts) - 2)  # the ends begin at the margins
    return rooms[index] * parts[0], rooms[index + 1] * parts[1], step + margins - _APART


def _give_way(rooms: list[float], least: Sequence[float], index: int, step: float) -> None:
    """Two neighbours that would touch get less: the one that reaches further first, and neither
    less than it needs where there is enough for both."""
    left, right, room = _pair(rooms, index, step)
    if left + right <= room:
        return
    needs_left, needs_right, _ = _pair(least, index, step)
    kept = min(left, max(room / 2, room - right))
    if needs_left + needs_right <= room:
        kept = min(max(kept, needs_left), room - needs_right)
    rooms[index] *= kept / left
    rooms[index + 1] *= min(right, room - kept) / right
