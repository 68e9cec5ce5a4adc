"""All that is known of a project: its states, what else changed, its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune
from bot.domain.ids import PersonId
from bot.domain.project_facts import Challenge, Source
from bot.domain.projects import Project, Standing, Step
from bot.domain.vague import from_iso
from bot.ports.chat import Message
from bot.render import dates, people, vague
from bot.render.changed import Changed
from bot.render.escaping import escape
from bot.render.projects import euros, figures, number, source, status_name
from bot.render.shortening import fitting, shorten
from bot.render.texts import N_, Texts
from bot.render.themes import theme_name
from bot.render.towns import at_town

_ROOM: Final = 1850  # characters, of the 2,000 that a message holds
_SOURCES_ROOM: Final = 700  # of them, what sources may take
_LEAST: Final = 150  # of them, what is kept for states and changes
_REST: Final = 90  # a heading, and the count of what is left out
_FACT, _OUTCOME, _WORDS, _VALUE = 300, 100, 200, 60

_FIELDS: Final = {
    "title": N_("titre"),
    "theme": N_("thème"),
    "supplier": N_("fournisseur"),
    "cameras": N_("caméras"),
    "cost": N_("coût"),
    "fact": N_("description"),
    "court": N_("recours"),
    "challenged": N_("recours, date"),
    "outcome": N_("recours, issue"),
    "seen": N_("vu"),
    "since": N_("date"),
}
_STANDINGS: Final = {
    (Standing.SUGGESTED, Standing.KNOWN): N_("confirmé"),
    (Standing.SUGGESTED, Standing.DISMISSED): N_("écarté"),
    (Standing.KNOWN, Standing.DISMISSED): N_("retiré"),
    (Standing.DISMISSED, Standing.KNOWN): N_("remis"),
}


class History(Protocol):
    """Steps, changes and sources, the first first."""

    @property
    def project(self) -> Project: ...
    @property
    def commune(self) -> Commune: ...
    @property
    def steps(self) -> Sequence[Step]: ...
    @property
    def changes(self) -> Sequence[Changed]: ...
    @property
    def sources(self) -> Sequence[Source]: ...


def history(found: History, texts: Texts, zone: ZoneInfo, today: date, *, names: bool) -> Message:
    """The newest first; what does not fit is counted. `names`: who did what, for organisers."""
    head = _head(found, texts)
    room = _ROOM - _length(head)
    sources = _sources(found.sources, texts, today, min(_SOURCES_ROOM, room - _LEAST))
    room -= _length(sources)
    return Message("\n".join([*head, *_events(found, texts, zone, room, names=names), *sources]))


def _length(lines: Sequence[str]) -> int:
    return sum(len(one) + 1 for one in lines)


def _head(found: History, texts: Texts) -> list[str]:
    facts = found.project.facts
    title = escape(facts.title)
    lines = [
        texts.say("{title}, {at}", title=title, at=at_town(found.commune.label, texts)),
        *figures(found.project, texts),
    ]
    if facts.fact:
        lines.append(escape(shorten(facts.fact, _FACT)))
    if facts.challenge:
        told = _challenge(facts.challenge, texts)
        lines.append(texts.say("Contesté : {challenge}", challenge=told))
    return lines


def _challenge(one: Challenge, texts: Texts) -> str:
    """`tribunal administratif de Nice (mars 2026), rejeté`"""
    said = escape(one.court)
    if one.since is not None:
        said = f"{said} ({vague.written(one.since, texts)})"
    return f"{said}, {escape(shorten(one.outcome, _OUTCOME))}" if one.outcome else said


def _events(found: History, texts: Texts, zone: ZoneInfo, room: int, *, names: bool) -> list[str]:
    """Steps and changes by when they were noted; of one instant, the step stands first."""
    told = [(one.at, _change(one, texts, zone, names=names)) for one in found.changes]
    told += [(one.at, _step(one, texts, zone, names=names)) for one in found.steps]
    told.sort(key=lambda one: one[0])
    newest = [words for _, words in reversed(told)]
    return [texts.say("**États et changements**"), *_counted(newest, room, texts)]


def _counted(lines: Sequence[str], room: int, texts: Texts) -> list[str]:
    shown = fitting(lines, room - _REST)
    if more := len(lines) - len(shown):
        shown.append(
            texts.count("-# et {n} autre, plus ancien", "-# et {n} autres, plus anciens", more)
        )
    return shown


def _sources(known: Iterable[Source], texts: Texts, today: date, room: int) -> list[str]:
    lines = [_source_line(one, today, texts) for one in known]
    newest = list(dict.fromkeys(reversed(lines)))
    shown = _counted(newest, room, texts) if newest else [texts.say("- aucune")]
    return [texts.say("**Sources**"), *shown]


def _source_line(one: Source, today: date, texts: Texts) -> str:
    told = f"- {source(one, today, texts)}"
    return f"{told} · {escape(shorten(one.detail, _WORDS))}" if one.detail else told


def _step(step: Step, texts: Texts, zone: ZoneInfo, *, names: bool) -> str:
    """`- en place (2018) · noté le 23 novembre 2026 · la raison`"""
    said = status_name(step.after, texts)
    if step.happened is not None:
        said = f"{said} ({vague.written(step.happened, texts)})"
    parts = [f"- {said}", _noted(step.at, texts, zone)]
    if step.corrects:
        parts.append(texts.say("correction"))
    if step.why:
        parts.append(escape(shorten(step.why, _WORDS)))
    return " · ".join([*parts, *_who(step.by, texts, names=names)])


def _change(one: Changed, texts: Texts, zone: ZoneInfo, *, names: bool) -> str:
    """`- caméras : 12 → 4 000 · noté le 23 novembre 2026`"""
    field = one.noun.partition(":")[2]
    if field == "standing":
        said = texts.say(_STANDINGS[Standing(one.before), Standing(one.after)])
    elif field == "seen" and one.before == one.after:
        said = texts.say("vu de nouveau")
    else:
        said = texts.say(
            "{field} : {before} → {after}",
            field=texts.say(_FIELDS[field]),
            before=_value(field, one.before, texts),
            after=_value(field, one.after, texts),
        )
    parts = [f"- {said}", _noted(one.at, texts, zone)]
    if one.why:
        parts.append(escape(shorten(one.why, _WORDS)))
    return " · ".join([*parts, *_who(one.by, texts, names=names)])


def _value(field: str, value: str, texts: Texts) -> str:
    if not value:
        return texts.say("inconnu")
    match field:
        case "cameras":
            return number(int(value), texts)
        case "cost":
            return euros(int(value), texts)
        case "theme":
            return theme_name(value, texts)
        case "challenged" | "seen" | "since":
            return vague.written(from_iso(value), texts)
        case _:
            return escape(shorten(value, _VALUE))


def _noted(at: datetime, texts: Texts, zone: ZoneInfo) -> str:
    day = dates.day(at.astimezone(zone), texts.locale, weekday=False, year=True)
    return texts.say("noté le {day}", day=day)


def _who(by: PersonId | None, texts: Texts, *, names: bool) -> list[str]:
    return [people.named(by, texts)] if names and by else []
