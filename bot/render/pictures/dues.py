"""The open deadlines: the day of each, and what is to be done by then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.render.pictures.canvas import LEFT, RIGHT, WIDE, Canvas
from bot.render.pictures.content import Due
from bot.render.pictures.faces import Face, drawable
from bot.render.pictures.fitting import cut, largest
from bot.render.texts import Texts

_HIGH: Final = 98.0
_APART: Final = 24.0  # from a day to what is left until then
_DAYS: Final = tuple(Face(size, bold=True) for size in (36, 34, 32))
_LEFT, _WHAT = Face(32), Face(30)


def height(shown: int, loose: float = 0) -> float:
    """Of so many deadlines, each with so much more air."""
    return (_HIGH + loose) * shown


def draw(canvas: Canvas, shown: Sequence[Due], top: float, loose: float, texts: Texts) -> float:
    """The deadlines, with a hair between two. Returns where they end."""
    for index, due in enumerate(shown):
        if index:
            canvas.rule("hair", LEFT, RIGHT, top)
        _draw(canvas, due, top + loose / 2, texts)
        top += height(1, loose)
    return top


def _draw(canvas: Canvas, due: Due, top: float, texts: Texts) -> None:
    left = cut(drawable(due.left), _LEFT, WIDE / 3)
    canvas.text(left, RIGHT, top + 43, _LEFT, "", "end")
    day = drawable(texts.say("Au plus tard le {day}", day=due.when))
    room = WIDE - _LEFT.width(left) - _APART
    face = largest(day, _DAYS, room)
    canvas.text(cut(day, face, room), LEFT, top + 43, face)
    taken = f" · {cut(drawable(due.taken), _WHAT, WIDE / 2)}" if due.taken else ""
    what = cut(drawable(due.what), _WHAT, WIDE - _WHAT.width(taken))
    canvas.text(f"{what}{taken}", LEFT, top + 82, _WHAT, "soft")
