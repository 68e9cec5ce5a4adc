"""The picture of a city: its parts, one below the other, and the room that each of them gets."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from bot.render.pictures import (
    alternative,
    dues,
    parts,
    projects,
    sections,
    timeline,
    unknown,
)
from bot.render.pictures.canvas import LEFT, RIGHT, WIDE, Canvas
from bot.render.pictures.content import Content
from bot.render.pictures.faces import Face, drawable
from bot.render.pictures.fitting import cut
from bot.render.texts import Texts

_LEAD: Final = 13.0  # above the first project, and below the last
_NO_BAND: Final = 12.0  # from the head to a hair where there is no vote
_LOOSER, _LOOSEST = 30.0, 70.0  # what a part is given of the room that is left; without a box
_MORE: Final = Face(30)


class Drawing(NamedTuple):
    """A picture as SVG, the same in words, and where its words are."""

    svg: str
    alt: str
    canvas: Canvas


class _Plan(NamedTuple):
    """`shown`: the content without what finds no place; `loose`: room to spare for each part;
    `box`: the height of the dashed box."""

    shown: Content
    rows: list[projects.Row]
    more: str
    box: float
    loose: float
    fits: bool


def draw(content: Content, texts: Texts) -> Drawing:
    """The picture, 1080 × 1200 units. Raises OSError or ReferenceDataError without its fonts."""
    canvas = Canvas()
    parts.head(canvas, content)
    bottom = parts.notes_top(content, texts)
    if content.is_empty:
        unknown.draw_alone(canvas, content.unknown, parts.HEAD, bottom, texts)
    elif content.sections:
        sections.draw(canvas, content.sections, parts.HEAD, bottom, texts)
    else:
        _body(canvas, content, bottom, texts)
    parts.notes(canvas, content, texts)
    title, alt = alternative.title(content, texts), alternative.text(content, texts)
    return Drawing(canvas.svg(title, alt, texts.locale), alt, canvas)


def _body(canvas: Canvas, content: Content, bottom: float, texts: Texts) -> None:
    plan = _planned(content, bottom - parts.HEAD, texts)
    shown = plan.shown
    top = _above(canvas, plan, texts)
    if plan.rows:
        top = projects.draw(canvas, plan.rows, top + _LEAD) + _LEAD
    if shown.points:
        _hair(canvas, top)
        top = timeline.draw(canvas, shown.points, top + plan.loose / 2) + plan.loose / 2
    if shown.bars:
        _hair(canvas, top)
        top = parts.bars(canvas, shown, top + plan.loose / 2, texts) + plan.loose / 2
    if plan.more:
        canvas.text(plan.more, LEFT, top + parts.MORE - 6, _MORE, "soft")
        top += parts.MORE
    if plan.box:
        unknown.draw(canvas, shown.unknown, top, bottom, texts)


def _above(canvas: Canvas, plan: _Plan, texts: Texts) -> float:
    """The next vote and the deadlines, where there are any. Returns where they end."""
    top, shown = parts.HEAD + _NO_BAND, plan.shown
    if shown.vote:
        top = parts.band(canvas, shown.vote, parts.HEAD, texts)
    if not shown.dues:
        return top
    top = dues.draw(canvas, shown.dues, top + _LEAD, plan.loose, texts)
    if plan.rows:
        _hair(canvas, top)
    return top


def _hair(canvas: Canvas, y: float) -> None:
    canvas.rule("hair", LEFT, RIGHT, y)


def _planned(content: Content, room: float, texts: Texts) -> _Plan:
    """The nearest deadline, and as many more as take no project's place and no box; the past
    makes room where even that one has none."""
    every = range(min(1, len(content.dues)), len(content.dues) + 1)
    least, *more = (_with(content, most, room, texts) for most in every)
    if content.dues and not least.fits:
        return _with(replace(content, points=()), 1, room, texts)
    alike = [one for one in more if one.fits and _holds(one) == _holds(least)]
    return alike[-1] if alike else least


def _holds(plan: _Plan) -> tuple[int, bool]:
    return len(plan.rows), bool(plan.box)


def _with(content: Content, most: int, room: float, texts: Texts) -> _Plan:
    """With so many deadlines: projects first; then what is not known, in full where it can be;
    then air."""
    shown = replace(content, dues=content.dues[:most])
    room -= parts.BAND if content.vote else _NO_BAND
    room -= dues.height(most) + _LEAD if most else 0
    room -= timeline.height(content.points) + parts.bars_height(content)
    room -= 2 * _LEAD if content.projects else 0
    hidden_bars = max(0, len(content.bars) - content.most_bars)
    hidden_dues = len(content.dues) - most + content.more_dues
    is_counted = hidden_bars + hidden_dues > 0
    box, rows = _shared(shown, room - (parts.MORE if is_counted else 0), texts, is_counted)
    unasked = 0 if box else len(content.unknown)
    more = _more(hidden_dues, len(content.projects) - len(rows), hidden_bars, unasked, texts)
    spare = room - box - projects.height(rows) - (parts.MORE if more else 0)
    shares = most + len(rows) + bool(content.points) + bool(content.bars)
    loose = max(0.0, min(spare / shares, _LOOSER if box else _LOOSEST)) if shares else 0.0
    aired = [replace(row, around=row.around + loose) for row in rows]
    return _Plan(shown, aired, more, box, loose, spare >= 0)


def _shared(
    content: Content, room: float, texts: Texts, is_counted: bool
) -> tuple[float, list[projects.Row]]:
    """The heights of the dashed box and the rows; a box never takes a project's place, nor its
    words or its air where it can be smaller. `is_counted`: the line that counts has its room."""
    more = 0.0 if is_counted else parts.MORE
    alone = projects.rows(content.projects, room, more, texts)
    best = 0.0, _beside_questions(content, room, more, alone, texts)
    rank = -1
    *whole, least = unknown.heights(content.unknown) or [0.0]
    for box in (*whole, least):
        rows = projects.rows(content.projects, room - box, more, texts)
        if not box or len(rows) < len(alone) or projects.height(rows) + box > room:
            continue
        better = 2 * (projects.told(rows) == projects.told(alone))
        better += box in whole and projects.are_loose(rows)
        if better > rank:
            best, rank = (box, rows), better
    return best


def _beside_questions(
    content: Content, room: float, more: float, alone: list[projects.Row], texts: Texts
) -> list[projects.Row]:
    """The rows, with the line that counts what is not known, where no other line is reserved."""
    if not content.unknown or not more or len(alone) < len(content.projects):
        return alone
    return projects.rows(content.projects, room - more, 0.0, texts)


def _more(
    hidden_dues: int, hidden_projects: int, hidden_bars: int, questions: int, texts: Texts
) -> str:
    """What the picture leaves out, counted."""
    told = []
    if hidden_dues:
        told.append(texts.count("{n} autre échéance", "{n} autres échéances", hidden_dues))
    if hidden_projects:
        told.append(texts.count("{n} autre projet", "{n} autres projets", hidden_projects))
    if hidden_bars:
        told.append(texts.count("{n} autre tâche", "{n} autres tâches", hidden_bars))
    if questions:
        told.append(
            texts.count("{n} question sans réponse", "{n} questions sans réponse", questions)
        )
    if not told:
        return ""
    return cut(drawable(texts.say("et {others}", others=", ".join(told))), _MORE, WIDE)
