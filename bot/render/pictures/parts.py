"""The head of the picture, the next vote, the bars, what is not known, and the notes below."""

from __future__ import annotations

from typing import Final

from bot.render.pictures.canvas import LEFT, RIGHT, WIDE, Canvas
from bot.render.pictures.content import Bar, Content, NextVote, Source
from bot.render.pictures.faces import Face, drawable
from bot.render.pictures.fitting import cut, largest, lines, narrowest
from bot.render.projects import number
from bot.render.texts import Texts

HEAD: Final = 214.0  # where the head ends
BAND: Final = 198.0  # the height of a vote
MORE: Final = 40.0  # the height of the line that counts what is not shown
_NAME_ROOM: Final = 850.0
_NAMES: Final = (Face(96, bold=True), Face(72, bold=True))
_NAME_IN_TWO: Final = Face(58, bold=True)
_TEXT, _SMALL, _BOLD = Face(32), Face(30), Face(32, bold=True)
_DATES: Final = tuple(Face(size, bold=True) for size in range(48, 34, -2))
_COUNTS: Final = (Face(108, bold=True), Face(80, bold=True), Face(60, bold=True))
_COUNT_ROOM: Final = 172.0
_FIGURES: Final = (Face(72, bold=True), Face(56, bold=True), Face(44, bold=True))
_BAND_ROOM: Final = 780.0
_BAR, _NOTICE, _NOTE = 66.0, 64.0, 38.0
_MOST_NOTICES: Final = 2
_MOST_HEALTH: Final = 2  # lines
_BOTTOM: Final = 1200.0


def head(canvas: Canvas, content: Content) -> None:
    """The city's name as large as it fits, and where it is."""
    name = drawable(content.city)
    face = largest(name, _NAMES, _NAME_ROOM)
    if face.width(name) <= _NAME_ROOM:
        canvas.text(name, LEFT - 3, 126, face)
    else:
        for index, line in enumerate(lines(name, _NAME_IN_TWO, _NAME_ROOM, 2)):
            canvas.text(line, LEFT - 2, 94 + index * 62, _NAME_IN_TWO)
    canvas.text(cut(drawable(content.department), _TEXT, WIDE), LEFT, 196, _TEXT, "soft")


def band(canvas: Canvas, vote: NextVote, top: float, texts: Texts) -> float:
    """The next vote, its date first. Returns where it ends."""
    canvas.box("band", 40, top + 12, 1000, 186, 20)
    top += 12
    title, when, item = _worded(vote, texts)
    canvas.text(cut(title, _TEXT, _BAND_ROOM), 70, top + 50, _TEXT, "on-band")
    face = largest(when, _DATES, _BAND_ROOM)
    canvas.text(cut(when, face, _BAND_ROOM), 70, top + 106, face, "on-band")
    canvas.text(cut(item, _TEXT, _BAND_ROOM), 70, top + 158, _TEXT, "on-band")
    if vote.days:
        number = str(vote.days)
        count = largest(number, _COUNTS[vote.days > 99 :], _COUNT_ROOM)
        canvas.text(cut(number, count, _COUNT_ROOM), 948, top + 106, count, "on-band", "middle")
        words = texts.count("jour", "jours", vote.days)
        canvas.text(drawable(words), 948, top + 158, _TEXT, "on-band", "middle")
    else:
        today = cut(drawable(texts.say("aujourd'hui")), _SMALL, _COUNT_ROOM)
        canvas.text(today, 936, top + 106, Face(30, bold=True), "on-band", "middle")
    return top + 186


def _worded(vote: NextVote, texts: Texts) -> tuple[str, str, str]:
    """The heading with the state, the date, and the item; whose time that is goes above where it
    has no room beside it, and the state then to the item where it has none there."""
    title, when = drawable(texts.say("Prochain vote")), drawable(vote.when)
    date, comma, clock = when.rpartition(", ")
    if comma and date and _DATES[-1].width(when) > _BAND_ROOM:
        title, when = f"{title}, {clock}", date
    state, item = drawable(vote.state), drawable(vote.item)
    more = texts.count("et {n} autre", "et {n} autres", vote.more) if vote.more else ""
    for told in ([title, state, drawable(more)], [title, state]):
        heading = " · ".join(filter(None, told))
        if _TEXT.width(heading) <= _BAND_ROOM:
            return heading, when, item
    return title, when, " · ".join(filter(None, [state, item]))


def bars_height(content: Content) -> float:
    return 8 + _BAR * min(content.most_bars, len(content.bars)) if content.bars else 0


def bars(canvas: Canvas, content: Content, top: float, texts: Texts) -> float:
    """The first tallies, the figure beside each. Returns where they end."""
    for index, bar in enumerate(content.bars[: content.most_bars]):
        one_bar(canvas, bar, top + 48 + index * _BAR, texts)
    return top + bars_height(content)


def one_bar(canvas: Canvas, bar: Bar, baseline: float, texts: Texts) -> None:
    """Its label and figure on this line, its track below; a figure without a label leads."""
    if not bar.label:
        canvas.text(cut(drawable(tally(bar, texts)), _BOLD, WIDE), LEFT, baseline, _BOLD)
    else:
        told = cut(drawable(tally(bar, texts)), _TEXT, WIDE * 2 / 3)
        canvas.text(told, RIGHT, baseline, _TEXT, "", "end")
        label = cut(drawable(bar.label), _BOLD, WIDE - _TEXT.width(told) - 24)
        canvas.text(label, LEFT, baseline, _BOLD)
    _track(canvas, bar, baseline + 12, 14)


def big_bar(canvas: Canvas, bar: Bar, baseline: float, texts: Texts) -> None:
    """Its figure alone, large, its track below."""
    said = drawable(tally(bar, texts))
    face = largest(said, _FIGURES, WIDE)
    canvas.text(cut(said, face, WIDE), LEFT, baseline, face)
    _track(canvas, bar, baseline + 26, 24)


def _track(canvas: Canvas, bar: Bar, top: float, height: float) -> None:
    if not bar.target:
        return
    canvas.box("track", LEFT, top, WIDE, height, height / 2)
    part = min(1.0, bar.done / bar.target)
    if part > 0:
        canvas.box("accent", LEFT, top, max(height, WIDE * part), height, height / 2)


def tally(bar: Bar, texts: Texts) -> str:
    """`31 lettres sur 50`; `400 tracts sur 400, fait`."""
    done, target = number(bar.done, texts), number(bar.target, texts)
    said = bar.figure or texts.say("{done} sur {target}", done=done, target=target)
    return texts.say("{said}, fait", said=said) if bar.is_done else said


def notes_top(content: Content, texts: Texts) -> float:
    """Where the notes begin, which end at the bottom."""
    plain = bool(content.known) + len(_health(content, texts))
    notices = min(_MOST_NOTICES, len(_unread(content)))
    return _BOTTOM - 26 - _NOTE * plain - _NOTICE * notices


def notes(canvas: Canvas, content: Content, texts: Texts) -> None:
    """How old all this is, what could not be read, and what was read when."""
    baseline = notes_top(content, texts) + 38
    if content.known:
        _known(canvas, content, baseline)
        baseline += _NOTE
    for words in _notices(content, texts):
        top = baseline - 22
        canvas.box("alert-soft", LEFT, top, WIDE, 48)
        canvas.box("alert", LEFT, top, 8, 48)
        canvas.shape("unreadable", LEFT + 38, top + 24)
        canvas.text(cut(drawable(words), _SMALL, WIDE - 80), LEFT + 68, top + 34, _SMALL)
        baseline += _NOTICE
    for line in _health(content, texts):
        canvas.text(line, LEFT, baseline, _SMALL, "soft")
        baseline += _NOTE


def _known(canvas: Canvas, content: Content, baseline: float) -> None:
    """The last fact's source: a long name is cut before its date and age are."""
    at = LEFT + 36 if content.old else LEFT
    if content.old:
        canvas.shape("clock", LEFT + 14, baseline - 10)
    dated = cut(drawable(f", {content.dated}" if content.dated else ""), _SMALL, WIDE / 2)
    source = cut(drawable(content.known), _SMALL, RIGHT - at - _SMALL.width(dated))
    words = f"{source}{dated}"
    canvas.text(words, at, baseline, _SMALL, "warn" if content.old else "soft")


def _unread(content: Content) -> list[Source]:
    return [one for one in content.sources if not one.readable]


def _notices(content: Content, texts: Texts) -> list[str]:
    unread = [one.words for one in _unread(content)]
    if len(unread) <= _MOST_NOTICES:
        return unread
    hidden = len(unread) - 1
    many = texts.count("{n} autre source illisible", "{n} autres sources illisibles", hidden)
    return [unread[0], many]


def _health(content: Content, texts: Texts) -> list[str]:
    """What was read, and the day of the picture, whoever passes it on; forums that do not fit are
    counted."""
    made = cut(drawable(content.made), _SMALL, WIDE / 2).replace(" ", "\u00a0")
    read = [cut(drawable(one.words), _SMALL, WIDE) for one in content.sources if one.readable]
    for shown in range(len(read), 0, -1):
        hidden = len(read) - shown
        rest = texts.count("et {n} autre forum", "et {n} autres forums", hidden) if hidden else ""
        told = " · ".join(filter(None, [*read[:shown], drawable(rest), made]))
        if narrowest(told, _SMALL, _MOST_HEALTH) <= WIDE:
            return lines(told, _SMALL, WIDE, _MOST_HEALTH)
    return [made] if made else []
