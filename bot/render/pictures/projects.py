"""The rows of projects: title, fact, and the chips of their state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.render.pictures.canvas import LEFT, RIGHT, WIDE, Canvas
from bot.render.pictures.content import Shape, ShownProject
from bot.render.pictures.faces import Face, drawable, has_words
from bot.render.pictures.fitting import cut, lines, narrowest
from bot.render.texts import Texts

MOST: Final = 3
_WORD: Final = Face(30, bold=True)
_TITLE_LINES, _FACT_LINES = 2, 4
_LOOSE, _TIGHT = 66.0, (58.0, 50.0)  # above a row's first line and below its last one
_FIGURE: Final = " · "  # between two of them
_ABOVE: Final = 0.68  # of that: as much is free above the letters as below them
_UP: Final = 23.0  # from a title's line to the top of its chips
_HIGH, _APART, _BEFORE = 54.0, 12.0, 24.0  # a chip, between two, before the first
_WIDEST: Final = 300.0  # a chip's word


@dataclass(frozen=True, slots=True)
class Chip:
    """A shape and its word, in a frame."""

    shape: str
    word: str
    won: bool = False

    @property
    def width(self) -> float:
        return 96 + _WORD.width(self.word)


@dataclass(frozen=True, slots=True)
class Type:
    """Faces, and the distances from line to line: in the title, from it to the fact, in that."""

    title: Face
    fact: Face
    title_leading: float
    between: float
    fact_leading: float


_USUAL: Final = Type(Face(36, bold=True), Face(30), 43, 40, 37)
_LARGE: Final = Type(Face(46, bold=True), Face(35), 54, 50, 45)  # where there is room


@dataclass(frozen=True, slots=True)
class Row:
    """A project as it is drawn. `beside`: the room beside its chips; `shown`: lines of its fact."""

    title: str
    fact: str
    chips: tuple[Chip, ...]
    beside: float
    type: Type = _USUAL
    title_lines: int = _TITLE_LINES
    shown: int = 1
    around: float = _LOOSE

    @property
    def titles(self) -> list[str]:
        """Lines of about the same width: no word is left alone on the last one."""
        face = self.type.title
        broken = lines(self.title, face, self.beside, self.title_lines)
        even = narrowest(self.title, face, len(broken))
        return lines(self.title, face, even, len(broken)) if even <= self.beside else broken

    @property
    def facts(self) -> list[str]:
        """Beside the chips as long as these reach down to it."""
        first = self.beside if len(self.titles) == 1 else WIDE
        if not self.shown:
            return []
        broken = lines(self.fact, self.type.fact, WIDE, self.shown, first=first)
        return _without_half(broken)

    @property
    def is_cut(self) -> bool:
        return any(one[-1:] and one[-1].endswith("…") for one in (self.titles, self.facts))

    @property
    def height(self) -> float:
        titles, facts = len(self.titles), len(self.facts)
        told = self.type.between + (facts - 1) * self.type.fact_leading if facts else 0
        words = self.around + (titles - 1) * self.type.title_leading + told
        return max(words, self.around * _ABOVE - _UP + _HIGH + 6)


def rows(projects: Sequence[ShownProject], room: float, more: float, texts: Texts) -> list[Row]:
    """As many of the first projects as this height holds, and as much of them as it holds.

    Never none. Titles in full are worth more than another project, and that more than its facts.
    `more`: the height that is lost where not all of them are shown.
    """
    every = [_row(one, texts) for one in projects[:MOST]]
    for count in range(len(every), 0, -1):
        left = room - (more if count < len(projects) else 0)
        if chosen := _whole(every[:count], left):
            return chosen
        for around in _TIGHT:
            chosen = [replace(one, around=around) for one in every[:count]]
            if height(chosen) <= left:
                return _told(chosen, left)
    least = [replace(one, around=_TIGHT[-1], title_lines=1) for one in every[:1]]
    return least if height(least) <= room - more else [replace(one, shown=0) for one in least]


def height(drawn: Sequence[Row]) -> float:
    return sum(row.height for row in drawn)


def are_loose(drawn: Sequence[Row]) -> bool:
    """Whether they have the air that they should have."""
    return all(row.around >= _LOOSE for row in drawn)


def _without_half(broken: list[str]) -> list[str]:
    """A figure that would be cut is left out instead."""
    if broken and broken[-1] and broken[-1][-1] == "…" and _FIGURE in broken[-1]:
        broken[-1] = broken[-1].rpartition(_FIGURE)[0]
    return broken


def told(drawn: Sequence[Row]) -> int:
    """How many letters of them are drawn."""
    words = "".join(line for row in drawn for line in (*row.titles, *row.facts))
    return sum(map(str.isalnum, words))


def _whole(chosen: Sequence[Row], room: float) -> list[Row]:
    """The rows with all that they can hold, large where that cuts nothing; none where too high."""
    for type_, around, titles, facts in (
        (_LARGE, 1.25 * _LOOSE, _TITLE_LINES + 1, 2 * _FACT_LINES),
        (_USUAL, _LOOSE, _TITLE_LINES, _FACT_LINES),
    ):
        rows_ = [
            replace(one, type=type_, around=around, title_lines=titles, shown=facts)
            for one in chosen
        ]
        if height(rows_) <= room and (type_ is _USUAL or not any(one.is_cut for one in rows_)):
            return rows_
    return []


def _told(chosen: list[Row], room: float) -> list[Row]:
    """The rows with more lines of their facts, a line each in turn."""
    for shown in range(2, _FACT_LINES + 1):
        for index, row in enumerate(chosen):
            longer = [*chosen[:index], replace(row, shown=shown), *chosen[index + 1 :]]
            if height(longer) <= room:
                chosen = longer
    return chosen


def _row(project: ShownProject, texts: Texts) -> Row:
    chips: tuple[Chip, ...] = (
        Chip(project.shape, _word(project.state), project.shape is Shape.STOPPED),
    )
    if project.contested:
        chips = (Chip("contested", _word(texts.say("contesté"))), *chips)
    beside = WIDE - sum(one.width + _APART for one in chips) + _APART - _BEFORE
    title = drawable(project.title)
    if not has_words(title):
        title = texts.say("Titre dans un autre alphabet")
    return Row(title, drawable(project.fact), chips, beside)


def _word(state: str) -> str:
    return cut(drawable(state), _WORD, _WIDEST)


def draw(canvas: Canvas, drawn: Sequence[Row], top: float) -> float:
    """The rows, with a hair between two. Returns where they end."""
    for index, row in enumerate(drawn):
        if index:
            canvas.rule("hair", LEFT, RIGHT, top)
        _draw(canvas, row, top + row.around * _ABOVE)
        top += row.height
    return top


def _draw(canvas: Canvas, row: Row, baseline: float) -> None:
    _draw_chips(canvas, row.chips, baseline - _UP)
    for line in row.titles:
        canvas.text(line, LEFT, baseline, row.type.title)
        baseline += row.type.title_leading
    baseline += row.type.between - row.type.title_leading
    for line in row.facts:
        canvas.text(line, LEFT, baseline, row.type.fact, "soft")
        baseline += row.type.fact_leading


def _draw_chips(canvas: Canvas, chips: Sequence[Chip], top: float) -> None:
    """From the right."""
    right = RIGHT
    for chip in reversed(chips):
        left = right - chip.width
        frame, style = ("pill-won", "win") if chip.won else ("pill", "")
        canvas.box(frame, left, top, chip.width, _HIGH, _HIGH / 2)
        canvas.shape(chip.shape, left + 38, top + _HIGH / 2)
        canvas.text(chip.word, left + 64, top + 37, _WORD, style)
        right = left - _APART
