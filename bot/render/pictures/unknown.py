"""The dashed box: what is to be found has as much room as what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.render.pictures.canvas import LEFT, RIGHT, WIDE, Canvas
from bot.render.pictures.faces import Face, drawable
from bot.render.pictures.fitting import cut, largest, lines
from bot.render.texts import Texts

_AROUND, _PADDING, _INSIDE, _INSIDE_ALONE, _APART = 16.0, 20.0, 32.0, 48.0, 30.0
_RING: Final = 158.0  # what the large dotted ring takes
_NOTHING, _HELP = (Face(72, bold=True), Face(58, bold=True)), Face(38)
_NOTHING_LEADING, _HELP_LEADING = 72.0, 52.0


@dataclass(frozen=True, slots=True)
class Type:
    """Faces, and the heights of a heading and of an item."""

    heading: Face
    item: Face
    headed: float
    pitch: float


_USUAL: Final = Type(Face(32, bold=True), Face(30), 42, 42)
_LARGE: Final = Type(Face(46, bold=True), Face(36), 64, 56)  # where there is room
LEAST: Final = 2 * (_AROUND + _PADDING) + _USUAL.headed + _USUAL.pitch  # a box with one line


def height(items: Sequence[str]) -> float:
    """What a box with all of these takes."""
    return 2 * (_AROUND + _PADDING) + _inside(items, _USUAL) if items else 0


def _inside(items: Sequence[str], type_: Type) -> float:
    return type_.headed + type_.pitch * len(items)


def draw(canvas: Canvas, items: Sequence[str], top: float, bottom: float, texts: Texts) -> None:
    """A box between the two, with as many of these as it holds; at least LEAST is between."""
    top, bottom = top + _AROUND, bottom - _AROUND
    room = bottom - top - 2 * _PADDING
    type_ = _LARGE if _inside(items, _LARGE) + 2 * _PADDING <= room else _USUAL
    shown = _shown(items, int((room - type_.headed) // type_.pitch))
    _frame(canvas, top, bottom)
    baseline = (top + bottom - _inside(shown, type_)) / 2 + 0.95 * type_.heading.size
    heading = cut(drawable(texts.say("On ne sait pas")), type_.heading, WIDE - 2 * _INSIDE)
    canvas.text(heading, LEFT + _INSIDE, baseline, type_.heading)
    _list(canvas, shown, baseline + type_.headed, type_, _INSIDE)


def _shown(items: Sequence[str], most: int) -> list[str]:
    """As many lines as there is room for, at least one; the last one has all that are left."""
    kept = max(0, min(most, len(items)) - 1)
    return [*items[:kept], ", ".join(items[kept:])] if items else []


def _list(
    canvas: Canvas, items: Sequence[str], baseline: float, type_: Type, inside: float
) -> None:
    left = LEFT + inside + 46
    for item in items:
        canvas.shape("rumoured", LEFT + inside + 15, baseline - type_.item.size / 3)
        words = cut(drawable(item), type_.item, RIGHT - inside - left)
        canvas.text(words, left, baseline, type_.item)
        baseline += type_.pitch


def draw_alone(
    canvas: Canvas, items: Sequence[str], top: float, bottom: float, texts: Texts
) -> None:
    """The box of a city of which nothing is known, with how to begin."""
    top, bottom = top + _AROUND, bottom - _AROUND
    _frame(canvas, top, bottom)
    inside = WIDE - 2 * _INSIDE_ALONE
    words = drawable(texts.say("On ne sait encore rien"))
    nothing = largest(words, _NOTHING, inside)
    large = lines(words, nothing, inside, 2)
    begin = [line for one in how_to_begin(texts) for line in lines(one, _HELP, inside, 2)]
    fixed = _RING + _NOTHING_LEADING * len(large) + _HELP_LEADING * len(begin)
    room = bottom - top - fixed - 2 * _PADDING - _APART
    shown = _shown(items, int(room // _LARGE.pitch))
    listed = _LARGE.pitch * len(shown) + _APART if shown else 0
    top += (bottom - top - fixed - listed) / 2
    canvas.shape("nothing", LEFT + _INSIDE_ALONE + 51, top + 51)
    top = _lines(canvas, large, top + _RING + 50, nothing, _NOTHING_LEADING)
    _list(canvas, shown, top, _LARGE, _INSIDE_ALONE)
    _lines(canvas, begin, top + listed, _HELP, _HELP_LEADING, "soft")


def how_to_begin(texts: Texts) -> tuple[str, str]:
    """What one can do where nothing is known."""
    return (
        drawable(texts.say("Il y a peut-être des caméras.")),
        drawable(texts.say("Pour commencer : lire l'ordre du jour du conseil.")),
    )


def _lines(
    canvas: Canvas,
    drawn: Sequence[str],
    baseline: float,
    face: Face,
    leading: float,
    style: str = "",
) -> float:
    for line in drawn:
        canvas.text(line, LEFT + _INSIDE_ALONE, baseline, face, style)
        baseline += leading
    return baseline


def _frame(canvas: Canvas, top: float, bottom: float) -> None:
    canvas.box("empty", LEFT, top, WIDE, bottom - top, 20)
