"""A task is changed: the form that shows it as it is, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.refusals import Refused
from bot.ports.chat import Button, Message, Style
from bot.render import dates
from bot.render import task_cards as words
from bot.render.escaping import escape
from bot.render.kept_forms import resume
from bot.render.refusals import refusal
from bot.render.task_cards import TaskCard
from bot.render.texts import N_, SOURCE, Texts

EDIT_ACTION: Final = "vigie:task:edit:"  # a task follows
_TITLE: Final = 80
_FIELDS: Final = {
    "title": N_("Quoi : {said}"),
    "city": N_("Ville : {said}"),
    "target": N_("Objectif : {said}"),
    "unit": N_("Unité : {said}"),
    "day": N_("Dernier jour : {said}"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form, as they are written there."""

    title: str
    city: str
    target: str
    unit: str
    day: str


def noted(card: TaskCard, texts: Texts) -> Typed:
    """A task as its form shows it, to be read again."""
    plan = card.task.plan
    return Typed(
        title=plan.title,
        city=card.commune.label,
        target="" if plan.target is None else str(plan.target),
        unit=words.unit_name(plan.unit, texts),
        day=_written(plan.due, texts),
    )


def _written(due: date | None, texts: Texts) -> str:
    """Days are read in French."""
    if due is None:
        return ""
    return dates.day(due, SOURCE, year=True) if texts.locale == SOURCE else due.isoformat()


def changed(card: TaskCard, texts: Texts) -> Message:
    """To who changed it: how it is now."""
    told = words.told(card, texts).content
    button = Button(texts.say("Modifier encore"), f"{EDIT_ACTION}{card.task.id}")
    said = texts.say(
        "C'est modifié, et le message de <#{channel}> aussi :", channel=card.task.channel
    )
    return Message(f"{said}\n{told}", buttons=(button,))


def not_changed(
    refused: Refused, typed: Mapping[str, str], card: TaskCard, texts: Texts, *, again: str
) -> Message:
    """A form that was refused: why, how the task is now, and what the person `typed`, by the fields
    of `Typed`. The action `again` shows it filled in; where it is empty, what was typed is to be
    copied into the next one."""
    said = [
        texts.say(_FIELDS[name], said=escape(words_of))
        for name, words_of in typed.items()
        if words_of
    ]
    lines = [refusal(refused, texts), texts.say("Elle est maintenant ainsi :")]
    lines.append(words.told(card, texts).content)
    if said:
        lines += [texts.say("Tu avais écrit :"), *(f"> {one}" for one in said)]
    anew = Button(texts.say("Recommencer"), f"{EDIT_ACTION}{card.task.id}", Style.MAIN)
    button = resume(again, texts) if again else anew
    return Message("\n".join(lines), buttons=(button,))


def with_vote(cards: Sequence[TaskCard], texts: Texts, *, end: bool) -> Message:
    """What stops, or comes back, because the vote of one city does: to who takes care of it, and
    where it was told."""
    if end:
        head = texts.count(
            "📌 {city} : le vote est retiré, cette tâche s'arrête :",
            "📌 {city} : le vote est retiré, ces {n} tâches s'arrêtent :",
            len(cards),
            city=cards[0].city,
        )
    else:
        head = texts.count(
            "📌 {city} : le vote est de nouveau prévu, cette tâche reprend :",
            "📌 {city} : le vote est de nouveau prévu, ces {n} tâches reprennent :",
            len(cards),
            city=cards[0].city,
        )
    names = [f"- {words.title_within(one.task, _TITLE)}" for one in cards]
    return Message("\n".join([head, *names]))


def day_changed(card: TaskCard, was: date | None, texts: Texts, *, mine: bool) -> Message:
    """Another last day, or none: to who takes care of it, and where people were reminded of it."""
    facts = {
        "city": card.city,
        "title": words.title_within(card.task, _TITLE),
    }
    due = card.task.plan.due
    if due is None and card.task.plan.before_sitting is not None:
        said = texts.say(
            "📌 {city}, {title} : le vote est reporté. Le dernier jour suivra la nouvelle date.",
            **facts,
        )
    elif due is None:
        said = texts.say("📌 {city}, {title} : il n'y a plus de dernier jour.", **facts)
    elif card.is_late:  # the sitting comes so early
        day = dates.day(due, texts.locale, year=True)
        said = texts.say("📌 {city}, {title} : c'était pour le {day}", day=day, **facts)
    else:
        day = dates.day(due, texts.locale, year=True)
        said = texts.say(
            "📌 {city}, {title} : le dernier jour est maintenant le {day}.", day=day, **facts
        )
    lines = [said]
    if was is not None:
        before = dates.day(was, texts.locale, year=True)
        lines.append(texts.say("Avant, c'était le {day}.", day=before))
    if mine:
        lines.append(texts.say("Tu t'en charges."))
    below = words.own_buttons if mine else words.buttons
    return Message("\n".join(lines), buttons=below(card, texts))
