"""Tallies in sections, one below the other, in the whole room below the picture's head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.render.pictures import parts
from bot.render.pictures.canvas import LEFT, Canvas
from bot.render.pictures.content import Bar, Section
from bot.render.pictures.faces import Face, drawable
from bot.render.texts import Texts

_TITLE: Final = Face(30)
_TITLED: Final = 62.0  # the height of a title
_BARRED, _BARE = 66.0, 46.0  # of a tally, with and without its bar
_BIG_BARRED, _BIG_BARE = 150.0, 104.0  # of one of the first section, where there is room
_BELOW, _BIG_BELOW = 30.0, 64.0  # what a bar takes of it
_MORE: Final = 46.0
_FOOT: Final = 20.0  # between the last tally and the notes
_LOOSEST: Final = 2.0  # times as high, where there is room
_MOST: Final = 16  # of a section; more never have room


def draw(
    canvas: Canvas, sections: Sequence[Section], top: float, bottom: float, texts: Texts
) -> None:
    """As many tallies of each as fit; what does not is counted. The first are large where all
    fit."""
    room = bottom - top - _FOOT
    shown = _fitted(sections, room)
    hidden = sum(len(one.bars) for one in sections) - sum(len(one.bars) for one in shown)
    big = not hidden and _height(shown, big=True) <= room
    height = _height(shown, big=big)
    loose = min(_LOOSEST, (room - (_MORE if hidden else 0)) / height) if height else 1.0
    for index, one in enumerate(shown):
        top = _section(canvas, one, top, loose, texts, big=big and not index)
    if hidden:
        more = texts.count("et {n} autre ligne", "et {n} autres lignes", hidden)
        canvas.text(drawable(more), LEFT, top + _MORE - 10, _TITLE, "soft")


def _section(
    canvas: Canvas, section: Section, top: float, loose: float, texts: Texts, *, big: bool
) -> float:
    """Returns where it ends."""
    if section.title and section.bars:
        canvas.text(drawable(section.title), LEFT, top + (_TITLED - 14) * loose, _TITLE, "soft")
        top += _TITLED * loose
    for bar in section.bars:
        top += _row(bar, big=big) * loose
        below = (_BIG_BELOW if big else _BELOW) if bar.target else 10.0
        (parts.big_bar if big else parts.one_bar)(canvas, bar, top - below, texts)
    return top


def _fitted(sections: Sequence[Section], room: float) -> list[Section]:
    """Without what has no room: the section that has the most loses its last, the first one only
    where it has two more."""
    shown = [replace(one, bars=one.bars[:_MOST]) for one in sections]
    wanted = sum(len(one.bars) for one in sections)
    while (count := sum(len(one.bars) for one in shown)) > 1:
        if _height(shown) + (_MORE if count < wanted else 0) <= room:
            break
        at = max(range(len(shown)), key=lambda index: len(shown[index].bars) - 2 * (not index))
        shown[at] = replace(shown[at], bars=shown[at].bars[:-1])
    return shown


def _height(sections: Sequence[Section], *, big: bool = False) -> float:
    titles = sum(_TITLED for one in sections if one.title and one.bars)
    rows = (
        _row(bar, big=big and not index)
        for index, section in enumerate(sections)
        for bar in section.bars
    )
    return titles + sum(rows)


def _row(bar: Bar, *, big: bool) -> float:
    if big:
        return _BIG_BARRED if bar.target else _BIG_BARE
    return _BARRED if bar.target else _BARE
