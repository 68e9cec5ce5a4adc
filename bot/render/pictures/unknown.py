"""The dashed box: what is to be found has as much room as what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.render.pictures.canvas import LEFT, RIGHT, WIDE, Canvas
from bot.render.pictures.faces import Face, drawable
from bot.render.pictures.fitting import cut, largest, lines
from bot.render.texts import Texts

_AROUND, _PADDING, _INSIDE, _INSIDE_ALONE, _APART = 14.0, 17.0, 32.0, 48.0, 30.0
_RINGED, _BETWEEN = 46.0, 36.0  # from an item's ring to its words, and from these to the next
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


def heights(items: Sequence[str]) -> list[float]:
    """What boxes with all of these take, one below the other and then several on a line; and the
    least that is a box."""
    if not items:
        return []
    return [_height(len(items)), _height(len(_packed(items, _USUAL, _INSIDE))), LEAST]


def _height(lines_: int) -> float:
    return 2 * (_AROUND + _PADDING) + _inside(lines_, _USUAL)


def _inside(lines_: int, type_: Type) -> float:
    return type_.headed + type_.pitch * lines_


def draw(canvas: Canvas, items: Sequence[str], top: float, bottom: float, texts: Texts) -> None:
    """A box between the two, with as many of these as it holds; at least LEAST is between."""
    top, bottom = top + _AROUND, bottom - _AROUND
    room = bottom - top - 2 * _PADDING
    wide = max(_wide(one, _LARGE) for one in items)
    is_large = _inside(len(items), _LARGE) + 2 * _PADDING <= room and wide <= _room(_INSIDE)
    type_ = _LARGE if is_large else _USUAL
    shown, rest = _filled(
        items, type_, int((room - type_.headed + 0.5) // type_.pitch), _INSIDE, texts
    )
    _frame(canvas, top, bottom)
    baseline = (top + bottom - _inside(len(shown), type_)) / 2 + 0.95 * type_.heading.size
    heading = cut(drawable(texts.say("On ne sait pas")), type_.heading, WIDE - 2 * _INSIDE)
    canvas.text(heading, LEFT + _INSIDE, baseline, type_.heading)
    _list(canvas, shown, rest, baseline + type_.headed, type_, _INSIDE)


def _wide(item: str, type_: Type) -> float:
    return _RINGED + type_.item.width(drawable(item))


def _filled(
    items: Sequence[str], type_: Type, most: int, inside: float, texts: Texts
) -> tuple[list[list[str]], str]:
    """At most so many lines, at least one: an item on each where that is enough, else several.
    What is left out is counted, in words for the end of the last line."""
    if len(items) <= most:
        return [[one] for one in items], ""
    packed = _packed(items, type_, inside)
    shown = packed[: max(1, most)]
    while hidden := len(items) - sum(map(len, shown)):
        rest = drawable(texts.count("et {n} autre", "et {n} autres", hidden))
        if len(shown[-1]) < 2 or _line(shown[-1], type_) + type_.item.width(rest) <= _room(inside):
            return shown, rest
        shown[-1].pop()
    return shown, ""


def _packed(items: Sequence[str], type_: Type, inside: float) -> list[list[str]]:
    """In their order, on as few lines as hold them."""
    packed: list[list[str]] = []
    for item in items:
        if packed and _line(packed[-1], type_) + _wide(item, type_) <= _room(inside):
            packed[-1].append(item)
        else:
            packed.append([item])
    return packed


def _room(inside: float) -> float:
    return WIDE - 2 * inside


def _line(items: Sequence[str], type_: Type) -> float:
    """How wide these are beside each other, with what is between them and the next."""
    return sum(_wide(one, type_) + _BETWEEN for one in items)


def _list(
    canvas: Canvas,
    filled: Sequence[Sequence[str]],
    rest: str,
    baseline: float,
    type_: Type,
    inside: float,
) -> None:
    """The lines; `rest` ends the last one."""
    for index, items in enumerate(filled):
        tail = rest if index == len(filled) - 1 else ""
        after = type_.item.width(tail) + _BETWEEN if tail else 0.0
        left = LEFT + inside
        for item in items:
            words = cut(drawable(item), type_.item, RIGHT - inside - after - left - _RINGED)
            canvas.shape("rumoured", left + 15, baseline - type_.item.size / 3)
            canvas.text(words, left + _RINGED, baseline, type_.item)
            left += _RINGED + type_.item.width(words) + _BETWEEN
        canvas.text(tail, left, baseline, type_.item, "soft")
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
    shown, rest = _filled(items, _LARGE, int(room // _LARGE.pitch), _INSIDE_ALONE, texts)
    listed = _LARGE.pitch * len(shown) + _APART if shown else 0
    top += (bottom - top - fixed - listed) / 2
    canvas.shape("nothing", LEFT + _INSIDE_ALONE + 51, top + 51)
    top = _lines(canvas, large, top + _RING + 50, nothing, _NOTHING_LEADING)
    _list(canvas, shown, rest, top, _LARGE, _INSIDE_ALONE)
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
