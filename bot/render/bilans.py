"""What a campaign came to: totals for everybody, without any name; a table for organisers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.bilans import ELSEWHERE, Bilan, Sum, TaskTotal, Week
from bot.domain.ids import CampaignId, CityId, TaskId
from bot.ports.chat import Button, File, Message
from bot.render import dates, to_forum
from bot.render import task_cards as words
from bot.render.escaping import escape
from bot.render.projects import number
from bot.render.shortening import fitting, shorten
from bot.render.texts import Texts

SHOW_ACTION: Final = "vigie:bilan:show:"  # a city or "-", and a campaign or 0 follow
EXPORT_ACTION: Final = "vigie:bilan:csv:"
ALL: Final = "-"
_MOST_WEEKS = 6
_TITLE: Final = 80
_ROOM: Final = 1_850
_FORUM_ROOM: Final = 12_000  # forums take twice as much at least
_ENTRY: Final = "- "  # begins what a list has, in the Markdown of forums
# A spreadsheet would compute them, some of them in their wide forms, too.
_FORMULAS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class BilanCard:
    """A bilan of a city or a campaign, of all where neither is given; `named` tells what a city is
    called. `campaigns` are the names of those of its tasks."""

    bilan: Bilan
    named: Callable[[CityId], str]
    city: CityId | None = None
    campaign: CampaignId | None = None
    campaign_name: str = ""

    @property
    def scope(self) -> str:
        """As an action tells it."""
        return f"{self.city or ALL}:{self.campaign or 0}"

    def place(self, city: CityId, texts: Texts) -> str:
        return texts.say("ailleurs") if city == ELSEWHERE else self.named(city)

    def title(self, texts: Texts) -> str:
        if self.campaign_name and self.city:
            city = self.named(self.city)
            return texts.say("campagne « {name} », {city}", name=self.campaign_name, city=city)
        if self.campaign_name:
            return texts.say("campagne « {name} »", name=self.campaign_name)
        if self.city:
            return self.named(self.city)
        if not (only := only_place(self)):
            return texts.say("toutes nos tâches")
        return texts.say("toutes nos tâches, {city}", city=only)


def only_place(card: BilanCard) -> str:
    """What the one city is called in which there is something to do; empty where there are more."""
    places = {one.city for one in card.bilan.tasks}
    return "" if len(places) != 1 or ELSEWHERE in places else card.named(*places)


def told(card: BilanCard, texts: Texts, *, organiser: bool, public: bool = False) -> Message:
    """Totals, each city's part, each task, the latest weeks, as many as fit."""
    title = escape(card.title(texts))
    if not card.bilan.tasks:
        return Message(texts.say("Bilan, {title} : aucune tâche encore.", title=title))
    head = texts.say("📌 Bilan, {title}", title=title)
    lines = [head, *_fitted([*_sums(card, texts), *_parts(card, texts)], texts, len(head))]
    return Message("\n".join(lines), buttons=_buttons(card, texts, organiser, public=public))


def _fitted(parts: Sequence[str], texts: Texts, taken: int) -> list[str]:
    """As many as have room; that there are more is said."""
    kept = fitting(parts, _ROOM - taken)
    if len(kept) == len(parts):
        return kept
    more = texts.say(
        "-# Et la suite, trop longue pour ce message : précisez une ville ou une campagne."
    )
    kept = fitting(parts, _ROOM - taken - len(more))
    while kept and kept[-1].startswith("**"):
        kept.pop()  # a title of nothing
    return [*kept, more]


def for_forum(card: BilanCard, texts: Texts, name: str, today: date) -> str:
    """The same totals in the Markdown of forums, where a list ends at an empty line: the last
    paragraph says whose they are, and when they were last so.

    What each task is called stays in the chat.
    """
    lines = [texts.say("📌 Bilan, {title}", title=escape(card.title(texts))), ""]
    lines += [f"- {one}" for one in _sums(card, texts)] or [texts.say("rien à compter")]
    for one in _together(card, texts):
        lines += ["", one, ""] if one.startswith("**") else [one]
    note = _signed(texts, name, dates.day(today, texts.locale, weekday=False, year=True))
    return to_forum.unnamed("\n".join([*_in_a_post(lines, texts), "", note]), texts)


def _in_a_post(lines: Sequence[str], texts: Texts) -> list[str]:
    """As many as have room; how many more there are is said."""
    kept = fitting(lines, _FORUM_ROOM)
    if len(kept) == len(lines):
        return kept
    while kept and not kept[-1].startswith(_ENTRY):
        kept.pop()  # a title of nothing
    hidden = sum(line.startswith(_ENTRY) for line in lines[len(kept) :])
    more = texts.count(
        "- et {n} ligne de plus, trop longue pour ce message",
        "- et {n} lignes de plus, trop longues pour ce message",
        hidden,
    )
    return [*kept, more]


def _signed(texts: Texts, name: str, day: str) -> str:
    if not name:
        return texts.say(
            "*Des totaux, sans aucun nom, que Vigie tient à jour. Dernier changement : {day}.*",
            day=day,
        )
    return texts.say(
        "*{name} : des totaux, sans aucun nom, que Vigie tient à jour. "
        "Dernier changement : {day}.*",
        name=escape(name),
        day=day,
    )


def _sums(card: BilanCard, texts: Texts) -> Iterator[str]:
    for one in card.bilan.sums:
        yield _sum(one, texts, barred=True)
    if card.bilan.wanted:
        yield finished(card, texts)


def finished(card: BilanCard, texts: Texts) -> str:
    """`1 tâche faite sur 3`"""
    return texts.count(
        "{done} tâche faite sur {wanted}",
        "{done} tâches faites sur {wanted}",
        card.bilan.done,
        done=number(card.bilan.done, texts),
        wanted=number(card.bilan.wanted, texts),
    )


def _sum(one: Sum, texts: Texts, *, barred: bool = False) -> str:
    said = words.amount(one.progress, one.unit, texts)
    return f"`{words.bar(one.progress)}` {said}" if barred and one.progress.target else said


def _parts(card: BilanCard, texts: Texts) -> Iterator[str]:
    """What is longest comes last: all of it may not have room."""
    yield from _together(card, texts)
    if card.bilan.named:
        yield texts.say("**Par tâche**")
    with_city = len(card.bilan.cities) > 1
    for one in card.bilan.named:
        yield _task(one, card, texts, with_city=with_city)


def _together(card: BilanCard, texts: Texts) -> Iterator[str]:
    """What tasks add up to."""
    cities, campaigns = card.bilan.cities, card.bilan.campaigns
    if card.campaign is None and campaigns:
        yield texts.say("**Par campagne**")
        yield from (_part(escape(name), sums, texts) for name, sums in campaigns)
    if len(cities) > 1:
        yield texts.say("**Par ville**")
        yield from (_part(card.place(city, texts), sums, texts) for city, sums in cities)
    if card.bilan.weeks:
        yield texts.say("**Par semaine**")
        yield from (_week(week, texts) for week in card.bilan.weeks[:_MOST_WEEKS])


def _part(name: str, sums: Sequence[Sum], texts: Texts) -> str:
    """`- Nice : 20 lettres sur 50 · 400 tracts`"""
    part = " · ".join(_sum(one, texts) for one in sums) or texts.say("rien à compter")
    return texts.say("- {name} : {part}", name=name, part=part)


def _task(one: TaskTotal, card: BilanCard, texts: Texts, *, with_city: bool) -> str:
    title = escape(shorten(one.title, _TITLE))
    if with_city:
        title = texts.say("{title} ({city})", title=title, city=card.named(one.city))
    status = texts.say(words.STATUS_NAMES[one.status])
    if not one.is_counted:
        return texts.say("- {title} : {status}", title=title, status=status)
    said = _sum(one.sum, texts, barred=True)
    return texts.say("- {title} : {said}, {status}", title=title, said=said, status=status)


def _week(week: Week, texts: Texts) -> str:
    """`- semaine du 16 novembre : 12 lettres · 30 tracts`"""
    added = " · ".join(words.counted(amount, unit, texts) for unit, amount in week.added)
    day = dates.day(week.begins, texts.locale, weekday=False)
    return texts.say("- semaine du {day} : {added}", day=day, added=added)


def _buttons(card: BilanCard, texts: Texts, organiser: bool, *, public: bool) -> tuple[Button, ...]:
    if public:
        return ()
    show = Button(texts.say("Montrer à tout le salon"), f"{SHOW_ACTION}{card.scope}")
    export = Button(texts.say("Exporter (CSV)"), f"{EXPORT_ACTION}{card.scope}")
    return (show, export) if organiser else (show,)


def exported(
    card: BilanCard, weeks: Sequence[tuple[TaskId, date, int]], texts: Texts, today: date
) -> Message:
    """A row for each task and week, with the task's total; nobody is named."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(
        [
            *(texts.say("code"), texts.say("ville"), texts.say("campagne")),
            *(texts.say("tâche"), texts.say("unité")),
            *(texts.say("objectif"), texts.say("état"), texts.say("total")),
            *(texts.say("semaine du"), texts.say("ajouté")),
        ]
    )
    added: dict[TaskId, list[tuple[str, int]]] = {}
    for task, week, amount in weeks:
        added.setdefault(task, []).append((week.isoformat(), amount))
    for one in card.bilan.tasks:
        for week_said, amount in added.get(one.id, [("", 0)]):
            table.writerow([*_cells(one, card, texts), week_said, amount])
    alt = texts.say("Le bilan en tableau : {title}", title=card.title(texts))
    # With a byte order mark: without, a spreadsheet takes accents for something else.
    file = File(f"bilan-{today.isoformat()}.csv", text.getvalue().encode("utf-8-sig"), alt)
    said = texts.say("Le bilan, {title}, en tableau, sans noms.", title=escape(card.title(texts)))
    return Message(said, files=(file,))


def _cells(one: TaskTotal, card: BilanCard, texts: Texts) -> list[object]:
    unit = words.unit_name(one.unit, texts)
    return [
        one.city,
        *map(_cell, (card.named(one.city), one.campaign, one.title, unit)),
        *(one.target or "", texts.say(words.STATUS_NAMES[one.status]), one.total),
    ]


def _cell(words_: str) -> str:
    return f"'{words_}" if words_.startswith(_FORMULAS) else words_
