"""The picture in words, for whoever does not see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.render.pictures import parts, unknown
from bot.render.pictures.content import Bar, Content, ShownProject
from bot.render.shortening import shorten
from bot.render.texts import Texts

MOST: Final = 1_024  # characters, of the chat's alternative texts
_PART: Final = 120  # characters of a title or a fact
_PROJECTS, _BARS, _UNKNOWN = 5, 8, 4
_SPACES: Final = "\u00a0\u202f"


def title(content: Content, texts: Texts) -> str:
    if content.sections:
        return f"{_plain(content.city)}, {_plain(content.department)}"
    return texts.say("{city} : où en est la vidéosurveillance ?", city=_plain(content.city))


def text(content: Content, texts: Texts) -> str:
    """Sentences, the most important first, as many as fit."""
    kept = ""
    for sentence in _sentences(content, texts):
        longer = f"{kept} {_clean(sentence)}".lstrip()
        if len(longer) <= MOST:
            kept = longer
    return kept


def _sentences(content: Content, texts: Texts) -> Iterator[str]:
    yield f"{_plain(content.city)}, {_plain(content.department)}."
    if content.is_empty:
        yield _ended(texts.say("On ne sait encore rien"))
        yield from unknown.how_to_begin(texts)
    if vote := content.vote:
        left = texts.count("dans {n} jour", "dans {n} jours", vote.days)
        more = texts.count("et {n} autre", "et {n} autres", vote.more) if vote.more else ""
        parts_ = [vote.when, left if vote.days else "", vote.state, more]
        when = ", ".join(_plain(one) for one in parts_ if one)
        yield texts.say("Prochain vote : {when}.", when=when)
        yield _ended(_plain(vote.item))
    if content.dues:
        listed = texts.say(" ; ").join(_dues(content, texts))
        yield texts.say("Échéances : {deadlines}.", deadlines=listed)
    for source in content.sources:
        if not source.readable:
            yield _ended(_plain(source.words))
    yield from _listed(content, texts)
    if content.known:
        yield _ended(", ".join(filter(None, [_plain(content.known), _plain(content.dated)])))
    if content.points:
        told = (f"{_plain(one.date)} {_plain(one.words)}" for one in content.points)
        yield texts.say("Dates : {dates}.", dates=", ".join(told))
    read = (_plain(one.words) for one in content.sources if one.readable)
    if health := " · ".join(filter(None, [*read, _plain(content.made)])):
        yield _ended(health)


def _dues(content: Content, texts: Texts) -> Iterator[str]:
    for due in content.dues:
        told = (f"{due.when} ({due.left})", due.what, due.taken)
        yield ", ".join(_plain(one) for one in told if one)
    if content.more_dues:
        yield texts.count("et {n} autre", "et {n} autres", content.more_dues)


def _listed(content: Content, texts: Texts) -> Iterator[str]:
    if content.projects:
        shown = [_project(one, texts) for one in content.projects[:_PROJECTS]]
        if hidden := len(content.projects) - len(shown):
            shown.append(texts.count("et {n} autre", "et {n} autres", hidden))
        yield texts.say("Projets : {projects}.", projects=", ".join(shown))
    if content.bars:
        yield texts.say("Tâches : {tasks}.", tasks=_bars(content.bars, texts))
    for section in content.sections:
        title = _plain(section.title or texts.say("Au total"))
        bars = _bars(section.bars, texts)
        yield texts.say("{title} : {bars}.", title=title, bars=bars)
    if content.unknown:
        items = ", ".join(map(_plain, content.unknown[:_UNKNOWN]))
        yield texts.say("On ne sait pas : {items}.", items=items)


def _bars(bars: Sequence[Bar], texts: Texts) -> str:
    told = [_bar(one, texts) for one in bars[:_BARS]]
    if hidden := len(bars) - len(told):
        told.append(texts.count("et {n} autre", "et {n} autres", hidden))
    return ", ".join(told)


def _bar(bar: Bar, texts: Texts) -> str:
    figure = _plain(parts.tally(bar, texts))
    return f"{_plain(bar.label)} ({figure})" if bar.label else figure


def _project(project: ShownProject, texts: Texts) -> str:
    state = _plain(project.state)
    if project.contested:
        contested = texts.say("contesté")
        state = f"{state}, {contested}"
    return f"{_plain(project.title)} ({state})"


def _plain(words: str) -> str:
    return shorten(_clean(words), _PART)


def _clean(words: str) -> str:
    """On one line, without the characters that XML does not allow or that turn words around."""
    kept = "".join(one if one.isprintable() or one in _SPACES else " " for one in words)
    return " ".join(filter(None, kept.split(" ")))


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."
