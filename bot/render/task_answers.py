"""What is answered to who makes, takes, counts or lists tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId
from bot.domain.tallies import Contribution
from bot.domain.tasks import TaskStatus
from bot.domain.units import Unit
from bot.ports.chat import Button, Message
from bot.render import dates
from bot.render import task_cards as words
from bot.render.escaping import escape
from bot.render.projects import number
from bot.render.shortening import fitting, shorten
from bot.render.task_cards import TaskCard
from bot.render.texts import Texts

BACK_ACTION: Final = "vigie:task:back:"  # a task follows
REOPEN_ACTION: Final = "vigie:task:open:"
UNDO_ACTION: Final = "vigie:task:undo:"  # a contribution follows
SHOW_ACTION: Final = "vigie:task:show:"  # a task follows
MANY_ACTION: Final = "vigie:task:many:"  # a task follows: a form that says how many
SAID_ACTION: Final = "vigie:task:said:"  # a task, an amount, a person and their message follow
_ROOM: Final = 1_800
_TITLE: Final = 80
_LABEL: Final = 100
_FORM_ROOM: Final = 44  # of the 45 characters of a form's title and labels
_MOST_SHOWN: Final = 5  # tasks that a list has buttons for


def created(card: TaskCard, texts: Texts) -> Message:
    """Where it is told, and when people are reminded of it."""
    said = texts.say(
        "C'est noté : {title}, {city}. Le message est dans <#{channel}>.",
        channel=card.task.channel,
        **_facts(card),
    )
    if card.task.plan.due is None:
        return Message(said)
    day = dates.day(card.task.plan.due, texts.locale, year=True)
    reminded = texts.say(
        "À faire d'ici le {day} : je le rappelle 7 et 2 jours avant, et ce jour-là à 9h.", day=day
    )
    return Message(f"{said}\n{reminded}")


def taken(card: TaskCard, texts: Texts) -> Message:
    said = texts.say("Merci, tu t'en charges : {title}, {city}.", **_facts(card))
    if card.task.plan.due is not None:
        day = dates.day(card.task.plan.due, texts.locale, year=True)
        said += texts.say(" D'ici le {day}, je te le rappellerai en privé.", day=day)
    give_back = Button(texts.say("Rendre"), f"{BACK_ACTION}{card.task.id}")
    rest = [one for one in words.buttons(card, texts) if words.TAKE_ACTION not in one.action]
    return Message(said, buttons=(*rest, give_back))


def given_back(card: TaskCard, texts: Texts) -> Message:
    return Message(
        texts.say(
            "C'est rendu : {title}, {city}. Ce que tu as ajouté reste compté.", **_facts(card)
        )
    )


def became(card: TaskCard, texts: Texts) -> Message:
    """To who says that it is done, given up, or to be done after all."""
    facts = _facts(card)
    if card.task.status is TaskStatus.OPEN:
        return Message(texts.say("C'est rouvert : {title}, {city}.", **facts))
    button = Button(texts.say("Rouvrir"), f"{REOPEN_ACTION}{card.task.id}")
    if card.task.status is TaskStatus.CANCELLED:
        said = texts.say("C'est noté : {title}, {city}, abandonnée.", **facts)
    else:
        said = texts.say("C'est noté, merci : {title}, {city}, c'est fait.", **facts)
    return Message(said, buttons=(button,))


def added(card: TaskCard, one: Contribution, stands: int, texts: Texts) -> Message:
    """`+5 lettres, merci. Total : 23 sur 29.`"""
    if not stands:
        return Message(texts.say("C'est annulé. Total : {total}.", total=_total(card, texts)))
    said = texts.say(
        "+{counted}, merci. Total : {total}.",
        counted=words.counted(stands, card.task.plan.unit, texts),
        total=_total(card, texts),
    )
    undo = Button(texts.say("Annuler ces {n}", n=stands), f"{UNDO_ACTION}{one.id}")
    return Message(said, buttons=(undo,))


def corrected(card: TaskCard, one: Contribution, stands: int, texts: Texts) -> Message:
    return Message(
        texts.say(
            "C'est corrigé : {counted} au lieu de {before}. Total : {total}.",
            counted=words.counted(stands, card.task.plan.unit, texts),
            before=number(one.amount, texts),
            total=_total(card, texts),
        )
    )


def _total(card: TaskCard, texts: Texts) -> str:
    """`23 sur 29`; the unit was said."""
    total = number(card.progress.total, texts)
    if card.progress.target is None:
        return total
    target = number(card.progress.target, texts)
    return texts.say("{said} sur {target}", said=total, target=target)


def how_many(card: TaskCard, texts: Texts) -> tuple[str, str]:
    """What a form is called, and what it asks of who wants to add more than the buttons have."""
    asked = texts.say("Combien en plus ?")
    if unit := words.unit_name(card.task.plan.unit, texts):
        asked = texts.say("Combien en plus : {unit}", unit=unit)
    return shorten(card.task.plan.title, _FORM_ROOM), shorten(asked, _FORM_ROOM)


def shown(card: TaskCard, texts: Texts, *, mine: bool, names: bool) -> Message:
    """A task, for one person: `names` of who took it for organisers alone."""
    message = words.told(card, texts)
    lines = [message.content]
    if mine:
        lines.append(texts.say("Tu t'en charges."))
    if names and card.task.takers:
        takers = _named([one.person for one in card.task.takers])
        lines.append(texts.say("-# Pour les référent·es : {names}", names=takers))
    buttons = message.buttons
    if mine:
        buttons = taken(card, texts).buttons
    return Message("\n".join(lines), buttons=buttons)


def listed(
    cards: Sequence[TaskCard], texts: Texts, now: datetime, *, person: PersonId, names: bool
) -> Message:
    """What there is to do, the first due first; `names` for organisers alone."""
    if not cards:
        return Message(
            texts.say(
                "Aucune tâche n'est ouverte.\n"
                "Pour en proposer une, les référent·es ont `/tâche créer` et `/tâche kit`."
            )
        )
    lines = [texts.say("**Tâches**")]
    lines += [_line(one, texts, now, person, names=names) for one in cards]
    kept = fitting(lines, _ROOM)
    if len(kept) < len(lines):
        kept.append(texts.say("La suite ville par ville : `/tâche liste` et son nom."))
    return Message("\n".join(kept), buttons=choices(cards, texts))


@dataclass(frozen=True, slots=True)
class Said:
    """What a `person` said in a message that they did, which is its number."""

    amount: int
    unit: Unit
    person: PersonId
    message: str


def count_proposed(cards: Sequence[TaskCard], said: Said, texts: Texts) -> Message:
    """Nothing is counted before who said it clicks: to which task does it belong?"""
    counted = words.counted(said.amount, said.unit, texts)
    if not cards:
        unit = words.unit_name(said.unit, texts)
        return Message(
            texts.say(
                "Bravo ! Aucune tâche ouverte ne compte des {unit}. Les autres : `/tâche liste`.",
                unit=unit,
            )
        )
    buttons = tuple(
        Button(
            shorten(one.short_label, _TITLE) if len(cards) > 1 else texts.say("Ajouter"),
            f"{SAID_ACTION}{one.task.id}:{said.amount}:{said.person}:{said.message}",
        )
        for one in cards[:_MOST_SHOWN]
    )
    if len(cards) > 1:
        return Message(texts.say("{counted} : à quelle tâche ?", counted=counted), buttons=buttons)
    asked = texts.say(
        "{counted} : j'ajoute à « {title} », {city} ?", counted=counted, **_facts(cards[0])
    )
    return Message(asked, buttons=buttons)


def of_no_collective(texts: Texts) -> Message:
    """In private, to somebody of none or of several."""
    return Message(
        texts.say("Demande-le-moi dans un salon de ton collectif : ici, je ne sais pas lequel.")
    )


def choices(cards: Sequence[TaskCard], texts: Texts) -> tuple[Button, ...]:
    """A button for each of the first tasks, which shows it."""
    return tuple(
        Button(shorten(one.short_label, _TITLE), f"{SHOW_ACTION}{one.task.id}")
        for one in cards[:_MOST_SHOWN]
    )


def _line(card: TaskCard, texts: Texts, now: datetime, person: PersonId, *, names: bool) -> str:
    """`- Forcalquier, écrire aux élu·es : 18 lettres sur 29 · ven. 11 déc. · tu t'en charges`"""
    task = card.task
    said = []
    if task.plan.is_counted:
        said.append(words.figure(card, texts))
    if task.plan.due is not None:
        said.append(_day(card, texts, now))
    if task.is_taken_by(person):
        said.append(texts.say("tu t'en charges"))
    elif not task.takers:
        said.append(texts.say("à prendre"))
    if names and task.takers:
        said.append(_named([one.person for one in task.takers]))
    head = texts.say("- {city}, {title}", **_facts(card))
    return texts.say("{head} : {rest}", head=head, rest=" · ".join(said)) if said else head


def _day(card: TaskCard, texts: Texts, now: datetime) -> str:
    left, due = card.task.days_left(now), card.task.plan.due
    assert left is not None
    assert due is not None
    short = dates.short_day(due, texts.locale)
    return texts.say("{day}, passé", day=short) if left < 0 else short


def _named(people: Sequence[PersonId]) -> str:
    return ", ".join(f"<@{one}>" for one in people)


def suggestion(
    one: Contribution, stands: int, unit: str, person: PersonId, zone: ZoneInfo, texts: Texts
) -> str:
    """`20 tracts · 27 nov. à 18h02`: whose it is is not said, but that it is another's."""
    counted = words.counted(stands, unit, texts)
    said = f"{counted} · {dates.short_moment(one.at, zone, texts)}"
    if one.person != person:
        said = texts.say("{said} · une autre personne", said=said)
    return said[:_LABEL]


def _facts(card: TaskCard) -> dict[str, str]:
    title = escape(shorten(card.task.plan.title, _TITLE))
    return {"title": title, "city": card.city}
