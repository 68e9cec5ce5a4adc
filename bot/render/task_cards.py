"""A task as everybody sees it: what, where, by when, how far; numbers, never names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.communes import Commune
from bot.domain.ids import TaskId
from bot.domain.tallies import Progress
from bot.domain.tasks import Task, TaskStatus
from bot.domain.titles import within
from bot.domain.units import Unit, of_one
from bot.ports.chat import Button, Message, Style
from bot.render import dates, reminders
from bot.render.escaping import escape
from bot.render.projects import number
from bot.render.shortening import shorten
from bot.render.texts import N_, Texts

TAKE_ACTION: Final = "vigie:task:take:"  # a task follows
DONE_ACTION: Final = "vigie:task:done:"
BACK_ACTION: Final = "vigie:task:back:"
END_ACTION: Final = "vigie:task:end:"
ADD_ACTION: Final = "vigie:task:add:"  # a task and an amount follow
MORE_ACTION: Final = "vigie:task:more:"  # a task follows: how many?
LIST_ACTION: Final = "vigie:tasks:"  # a city or "-" follows
_HEADLINE: Final = 80  # characters that a locked screen shows
_SHORT_TITLE: Final = 30
_LABEL: Final = 100
_BUTTON: Final = 79  # characters: what is shortened may have one more
_ITEM: Final = 80
_FULL, _EMPTY = "▰", "▱"

UNIT_NAMES: Final[Mapping[Unit, str]] = {
    Unit.LETTERS: N_("lettres"),
    Unit.LEAFLETS: N_("tracts"),
    Unit.CAMERAS: N_("caméras recensées"),
    Unit.SIGNATURES: N_("signatures"),
    Unit.REQUESTS: N_("demandes"),
    Unit.CALLS: N_("appels"),
    Unit.POSTERS: N_("affiches"),
    Unit.PHOTOS: N_("photos"),
    Unit.PEOPLE: N_("personnes"),
    Unit.HOURS: N_("heures"),
}
STATUS_NAMES: Final[Mapping[TaskStatus, str]] = {
    TaskStatus.OPEN: N_("à faire"),
    TaskStatus.DONE: N_("faite"),
    TaskStatus.CANCELLED: N_("abandonnée"),
}
_Count = Callable[[Texts, int, str], str]
_COUNTED: Final[Mapping[str, _Count]] = {
    Unit.LETTERS: lambda t, n, s: t.count("{s} lettre", "{s} lettres", n, s=s),
    Unit.LEAFLETS: lambda t, n, s: t.count("{s} tract", "{s} tracts", n, s=s),
    Unit.CAMERAS: lambda t, n, s: t.count("{s} caméra recensée", "{s} caméras recensées", n, s=s),
    Unit.SIGNATURES: lambda t, n, s: t.count("{s} signature", "{s} signatures", n, s=s),
    Unit.REQUESTS: lambda t, n, s: t.count("{s} demande", "{s} demandes", n, s=s),
    Unit.CALLS: lambda t, n, s: t.count("{s} appel", "{s} appels", n, s=s),
    Unit.POSTERS: lambda t, n, s: t.count("{s} affiche", "{s} affiches", n, s=s),
    Unit.PHOTOS: lambda t, n, s: t.count("{s} photo", "{s} photos", n, s=s),
    Unit.PEOPLE: lambda t, n, s: t.count("{s} personne", "{s} personnes", n, s=s),
    Unit.HOURS: lambda t, n, s: t.count("{s} heure", "{s} heures", n, s=s),
}


@dataclass(frozen=True, slots=True)
class TaskCard:
    """What is told of a task as it is `at` an instant, in UTC: `town` is what its city is called,
    `people` how many took it or added to it, `item` what the vote is about that it is for, on its
    `sitting`, which nobody knows while it is postponed; each empty where there is none."""

    task: Task
    commune: Commune
    progress: Progress
    at: datetime
    people: int = 0
    item: str = ""
    sitting: date | None = None
    project: str = ""
    campaign: str = ""
    town: str = ""

    @property
    def city(self) -> str:
        return self.town or self.commune.shown

    @property
    def is_late(self) -> bool:
        left = self.task.days_left(self.at)
        return self.task.is_open and left is not None and left < 0

    def label(self, texts: Texts) -> str:
        """`écrire aux élu·es · Forcalquier · ven. 11 déc. 2026`, where it has a day: a kit may have
        been used before."""
        due = self.task.plan.due
        return labelled(self.task, self.city, dates.listed(due, texts.locale) if due else "")


def told_apart(cards: Sequence[TaskCard], texts: Texts) -> list[str]:
    """What their buttons say: `écrire aux élu·es · Forcalquier`; with the day those that would read
    the same, and with a number where the day is the same as well."""
    named = [_on_button(one) for one in cards]
    shared = Counter(named)
    dated = [
        _on_button(one, _short_day(one, texts)) if shared[name] > 1 else name
        for one, name in zip(cards, named, strict=True)
    ]
    met, told = Counter[str](), list[str]()
    for one, label in zip(cards, dated, strict=True):
        met[label] += 1
        is_again = met[label] > 1
        told.append(_on_button(one, _short_day(one, texts), met[label]) if is_again else label)
    return told


def _on_button(card: TaskCard, day: str = "", which: int = 1) -> str:
    """Never without its city, however long the title is."""
    end = " · ".join(["", card.city, *([day] if day else [])])
    end = f"{end} ({which})" if which > 1 else end
    return shorten(card.task.plan.title, _BUTTON - len(end)) + end


def _short_day(card: TaskCard, texts: Texts) -> str:
    due = card.task.plan.due
    return dates.short_day(due, texts.locale) if due is not None else ""


def labelled(task: Task, city: str, day: str) -> str:
    """As a list of suggestions has it, in at most 100 characters."""
    named = f"{task.plan.title} · {city}"
    if not day:
        return named[:_LABEL]
    return f"{named[: _LABEL - len(day) - 3]} · {day}"


def numbered(label: str, place: int) -> str:
    """A label that reads like others, with its place among them; as it is where that is 0."""
    end = f" ({place})" if place else ""
    return label[: _LABEL - len(end)] + end


def places_of(named: Mapping[TaskId, str]) -> dict[TaskId, int]:
    """The places of those that read the same, from 1 on, the oldest first; 0 for the others."""
    shared, met = Counter(named.values()), Counter[str]()
    places = dict.fromkeys(named, 0)
    for id_ in sorted(named):
        if shared[named[id_]] > 1:
            met[named[id_]] += 1
            places[id_] = met[named[id_]]
    return places


def labels(cards: Sequence[TaskCard], texts: Texts) -> list[str]:
    """As a list of suggestions has them, no two alike."""
    named = {one.task.id: one.label(texts) for one in cards}
    places = places_of(named)
    return [numbered(named[one.task.id], places[one.task.id]) for one in cards]


def told(card: TaskCard, texts: Texts) -> Message:
    """The task's message, whose totals are kept in step."""
    lines = [headline(card, texts), *_how_far(card, texts), *what_for(card, texts)]
    return Message("\n".join(lines), buttons=buttons(card, texts))


def headline(card: TaskCard, texts: Texts) -> str:
    """`📌 Forcalquier, écrire aux élu·es d'ici le vendredi 11 décembre 2026`: never without its
    city."""
    task, city = card.task, card.city
    for room, day in _sizes(task.plan.due, texts):
        said = _head(card, city, title_within(task, room), day, texts)
        if len(said) <= _HEADLINE:
            break
    return said


def title_within(task: Task, room: int) -> str:
    """As it follows its city, in about `room` characters."""
    return escape(shorten(within(task.plan.title), room))


def _sizes(due: date | None, texts: Texts) -> list[tuple[int, str]]:
    """Ever shorter: the day, then the title."""
    if due is None:
        return [(_HEADLINE, ""), (_SHORT_TITLE, "")]
    long, short = dates.day(due, texts.locale, year=True), dates.short_day(due, texts.locale)
    return [(_HEADLINE, long), (_HEADLINE, short), (_SHORT_TITLE, short)]


def _head(card: TaskCard, city: str, title: str, day: str, texts: Texts) -> str:
    status = card.task.status
    if status is TaskStatus.DONE:
        return texts.say("📌 {city}, {title} : c'est fait", city=city, title=title)
    if status is TaskStatus.CANCELLED:
        return texts.say("📌 {city}, {title} : abandonnée", city=city, title=title)
    if card.is_late:
        return texts.say(
            "📌 {city}, {title} : c'était pour le {day}", city=city, title=title, day=day
        )
    if day:
        return texts.say("📌 {city}, {title} d'ici le {day}", city=city, title=title, day=day)
    return texts.say("📌 {city}, {title}", city=city, title=title)


def _how_far(card: TaskCard, texts: Texts) -> list[str]:
    """`▰▰▰▰▰▰▱▱▱▱ 18 lettres sur 29 · 3 personnes`"""
    said = [progress(card, texts)] if card.task.plan.is_counted else []
    if card.people:
        said.append(texts.count("{n} personne", "{n} personnes", card.people))
    elif card.task.is_open:
        said.append(texts.say("à prendre"))
    return [" · ".join(said)] if said else []


def progress(card: TaskCard, texts: Texts) -> str:
    """The bar, where there is a target, and its figure."""
    said = figure(card, texts)
    return f"`{bar(card.progress)}` {said}" if card.progress.target else said


def bar(one: Progress) -> str:
    """`▰▰▰▰▰▰▱▱▱▱`"""
    return _FULL * one.filled + _EMPTY * one.empty


def figure(card: TaskCard, texts: Texts) -> str:
    """`18 lettres sur 29`, `18 lettres`"""
    return amount(card.progress, card.task.plan.unit, texts)


def amount(one: Progress, unit: str, texts: Texts) -> str:
    """`18 lettres sur 29`, `18 lettres`"""
    said = counted(one.total, unit, texts)
    if one.target is None:
        return said
    return texts.say("{said} sur {target}", said=said, target=number(one.target, texts))


def drawn(one: Progress, unit: str, texts: Texts) -> str:
    """The same in a picture, where no sign means anything else."""
    said = _counted(one.total, unit, texts)
    if one.target is None:
        return said
    return texts.say("{said} sur {target}", said=said, target=number(one.target, texts))


def counted(n: int, unit: str, texts: Texts) -> str:
    """`18 lettres`; in their own words what is none of our units."""
    return _counted(n, unit, texts, escape)


def _counted(n: int, unit: str, texts: Texts, shown_as: Callable[[str], str] = str) -> str:
    shown = number(n, texts)
    if unit in _COUNTED:
        return _COUNTED[unit](texts, n, shown)
    if texts.is_one(n):
        unit = of_one(unit, english=texts.locale == "en")
    return f"{shown} {shown_as(unit)}" if unit else shown


def unit_name(unit: str, texts: Texts) -> str:
    """`lettres`; in their own words what is none of our units."""
    return texts.say(UNIT_NAMES[Unit(unit)]) if unit in UNIT_NAMES else unit


def what_for(card: TaskCard, texts: Texts) -> list[str]:
    """The vote, the project and the campaign, in one line; none where it is for none of these."""
    said = []
    if card.sitting is not None:
        day = dates.day(card.sitting, texts.locale, year=True)
        item = escape(shorten(card.item, _ITEM))
        said.append(texts.say("Pour le vote du {day} : {item}", day=day, item=item))
    elif card.item:
        item = escape(shorten(card.item, _ITEM))
        said.append(texts.say("Pour un vote reporté, sans date connue : {item}", item=item))
    if card.project:
        said.append(texts.say("Projet : {title}", title=escape(card.project)))
    if card.campaign:
        said.append(texts.say("Campagne : {name}", name=escape(card.campaign)))
    return [f"-# {' · '.join(said)}"] if said else []


def buttons(card: TaskCard, texts: Texts) -> tuple[Button, ...]:
    """What can be done with it; they work for ever, and say so where it is over."""
    task = card.task
    if not task.is_open:
        return ()
    made = []
    if not (task.plan.for_one and task.takers):
        made.append(Button(texts.say("Je prends"), f"{TAKE_ACTION}{task.id}", Style.MAIN))
    if task.plan.is_counted:
        made += [Button(f"+{n}", f"{ADD_ACTION}{task.id}:{n}") for n in (1, 5)]
        made.append(Button("+n", f"{MORE_ACTION}{task.id}"))
    made.append(Button(texts.say("Fait"), f"{DONE_ACTION}{task.id}"))
    return tuple(made)


def own_buttons(card: TaskCard, texts: Texts) -> tuple[Button, ...]:
    """The same for who takes care of it, who may give it back."""
    rest = [one for one in buttons(card, texts) if TAKE_ACTION not in one.action]
    return (*rest, giving_back(card, texts))


def giving_back(card: TaskCard, texts: Texts) -> Button:
    return Button(texts.say("Rendre"), f"{BACK_ACTION}{card.task.id}")


def reminded(
    card: TaskCard, texts: Texts, now: datetime, *, mine: bool, late: timedelta | None = None
) -> Message:
    """Before its last day, on it, or too late; `mine` where it is told to who took it, `late` where
    that was to be told earlier."""
    lines = [_due(card, texts, now), *reminders.late(late, texts)]
    missing = card.progress.missing
    if missing:
        left = counted(missing, card.task.plan.unit, texts)
        lines.append(
            texts.say("{how_far}. Il manque {left}.", how_far=progress(card, texts), left=left)
        )
    elif card.task.plan.is_counted:
        lines.append(progress(card, texts))
    if mine:
        lines.append(texts.say("Tu t'en charges."))
    elif not card.task.takers:
        lines.append(texts.say("Personne ne s'en charge encore."))
    below = own_buttons if mine else buttons
    return Message("\n".join([*lines, *what_for(card, texts)]), buttons=below(card, texts))


def _due(card: TaskCard, texts: Texts, now: datetime) -> str:
    """`⏰ Forcalquier, écrire aux élu·es : encore 2 jours, vendredi 11 décembre 2026`"""
    left, due = card.task.days_left(now), card.task.plan.due
    assert left is not None
    assert due is not None
    facts = {
        "city": card.city,
        "title": title_within(card.task, _HEADLINE),
        "day": dates.day(due, texts.locale, year=True),
    }
    if left > 1:
        return texts.say("⏰ {city}, {title} : encore {n} jours, {day}", n=left, **facts)
    if left == 1:
        return texts.say("⏰ {city}, {title} : jusqu'à demain, {day}", **facts)
    if left == 0:
        return texts.say("⏰ {city}, {title} : dernier jour, {day}", **facts)
    ago = dates.ago(timedelta(days=-left), texts)
    return texts.say("⏰ {city}, {title} : c'était {ago}, {day}", ago=ago, **facts)
