"""What is answered to who makes, takes, counts or lists tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.folding import fold
from bot.domain.ids import PersonId
from bot.domain.tallies import Contribution
from bot.domain.tasks import Task, TaskStatus
from bot.ports.chat import Button, Message
from bot.render import dates
from bot.render import task_cards as words
from bot.render.escaping import escape
from bot.render.projects import number
from bot.render.shortening import fitting, shorten
from bot.render.task_cards import TaskCard
from bot.render.texts import N_, Texts
from bot.render.towns import at_town

REOPEN_ACTION: Final = "vigie:task:open:"  # a task follows
UNDO_ACTION: Final = "vigie:task:undo:"  # a contribution follows
SHOW_ACTION: Final = "vigie:task:show:"  # a task follows
MANY_ACTION: Final = "vigie:task:many:"  # a task and its unit follow: a form that says how many
# A task, an amount, a person, their message and the task's unit follow.
SAID_ACTION: Final = "vigie:task:said:"
_ROOM: Final = 1_800
_TITLE: Final = 80
_LABEL: Final = 100
_FORM_ROOM: Final = 44  # of the 45 characters of a form's title and labels
_MOST_SHOWN: Final = 5  # tasks that a list has buttons for
_ELIDED: Final = frozenset("aeiouyh")


def created(card: TaskCard, texts: Texts) -> Message:
    """Where it is told, and when people are reminded of it."""
    said = texts.say(
        "C'est noté : {title}, {city}. Le message est dans <#{channel}>.",
        channel=card.task.channel,
        **_facts(card),
    )
    if card.task.plan.due is None:
        return Message(said)
    return Message(f"{said}\n{_reminded(card, card.task.plan.due, texts)}")


def _reminded(card: TaskCard, due: date, texts: Texts) -> str:
    """When people are still to be reminded."""
    ahead = card.task.reminders_ahead(card.at)
    if not ahead:
        return _too_late(card, due, texts)
    promised = {
        7: N_("À faire d'ici le {day} : je le rappelle 7 et 2 jours avant, et ce jour-là à 9h."),
        2: N_("À faire d'ici le {day} : je le rappelle 2 jours avant, et ce jour-là à 9h."),
        0: N_("À faire d'ici le {day} : je le rappelle ce jour-là à 9h."),
    }[ahead[0].days]
    return texts.say(promised, day=dates.day(due, texts.locale, year=True))


def _too_late(card: TaskCard, due: date, texts: Texts) -> str:
    """Where nobody is reminded any more."""
    day = dates.day(due, texts.locale, year=True)
    if card.is_late:
        return texts.say("C'était pour le {day}.", day=day)
    return texts.say("C'est pour aujourd'hui, {day}.", day=day)


def taken(card: TaskCard, texts: Texts) -> Message:
    said = texts.say("Merci, tu t'en charges : {title}, {city}.", **_facts(card))
    due = card.task.plan.due
    if due is not None and card.task.reminders_ahead(card.at):
        day = dates.day(due, texts.locale, year=True)
        promised = texts.say("D'ici le {day}, je te le rappellerai en privé.", day=day)
        said = f"{said} {promised}"
    elif due is not None:
        said = f"{said} {_too_late(card, due, texts)}"
    return Message(said, buttons=words.own_buttons(card, texts))


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


def unreached(card: TaskCard, texts: Texts, *, mine: bool) -> Message:
    """Before a task is closed to which others may still add; `mine`: who asks takes care of it."""
    asked = texts.say(
        "« {title} », {city} : {figure}. Terminer la tâche pour tout le monde ?",
        figure=words.figure(card, texts),
        **_facts(card),
    )
    label = texts.say("Terminer pour tout le monde")
    end = Button(label, f"{words.END_ACTION}{card.task.id}")
    return Message(asked, buttons=(end, words.giving_back(card, texts)) if mine else (end,))


def added(card: TaskCard, one: Contribution, stands: int, texts: Texts) -> Message:
    """`+5 lettres, merci. Total : 23 sur 29.`"""
    if not stands:
        return Message(texts.say("C'est annulé. Total : {total}.", total=_total(card, texts)))
    said = texts.say(
        "+{counted}, merci. Total : {total}.",
        counted=words.counted(stands, card.task.plan.unit, texts),
        total=_total(card, texts),
    )
    return Message(said, buttons=(_undo(one, stands, texts),))


def _undo(one: Contribution, stands: int, texts: Texts) -> Button:
    several = texts.say("Annuler ces {n}", n=number(stands, texts))
    label = several if stands > 1 else texts.say("Annuler")
    return Button(label, f"{UNDO_ACTION}{one.id}")


def counted_once(card: TaskCard, one: Contribution, stands: int, texts: Texts) -> Message:
    """To who says again what they said, perhaps of another task: where it was counted."""
    if not stands:
        return Message(
            texts.say(
                "C'était compté dans « {title} », {city}, puis annulé. Pour l'ajouter quand même : "
                "`/tâche compter`.",
                **_facts(card),
            )
        )
    said = texts.say(
        "Déjà compté : {counted}, dans « {title} », {city}. Total : {total}.",
        counted=words.counted(stands, card.task.plan.unit, texts),
        total=_total(card, texts),
        **_facts(card),
    )
    return Message(said, buttons=(_undo(one, stands, texts),))


def corrected(card: TaskCard, was: int, stands: int, texts: Texts) -> Message:
    """`was`: what it stood for before."""
    return Message(
        texts.say(
            "C'est corrigé : {counted} au lieu de {before}. Total : {total}.",
            counted=words.counted(stands, card.task.plan.unit, texts),
            before=number(was, texts),
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
    buttons = words.own_buttons(card, texts) if mine else message.buttons
    return Message("\n".join(lines), buttons=buttons)


@dataclass(frozen=True, slots=True)
class Where:
    """In which city something was asked for, empty in all; whether there is some `elsewhere`."""

    city: str = ""
    elsewhere: bool = False


EVERYWHERE: Final = Where()


def listed(
    cards: Sequence[TaskCard],
    texts: Texts,
    now: datetime,
    *,
    person: PersonId,
    names: bool,
    where: Where = EVERYWHERE,
) -> Message:
    """What there is to do, the first due first; `names` for organisers alone."""
    if not cards:
        return Message(_nothing_open(where, texts))
    lines = [texts.say("**Tâches**")]
    lines += [_line(one, texts, now, person, names=names) for one in cards]
    kept = fitting(lines, _ROOM)
    if len(kept) < len(lines):
        kept.append(texts.say("La suite ville par ville : `/tâche liste` et son nom."))
    return Message("\n".join(kept), buttons=choices(cards, texts))


def _nothing_open(where: Where, texts: Texts) -> str:
    at = at_town(where.city, texts)
    if where.city and where.elsewhere:
        return texts.say(
            "Aucune tâche n'est ouverte {at}. Il y en a ailleurs : `/tâche liste`.", at=at
        )
    said = texts.say("Aucune tâche n'est ouverte.")
    if where.city:
        said = texts.say("Aucune tâche n'est ouverte {at}.", at=at)
    how = texts.say("Pour en proposer une, les référent·es ont `/tâche créer` et `/tâche kit`.")
    return f"{said}\n{how}"


@dataclass(frozen=True, slots=True)
class Said:
    """What a `person` said in a message that they did, which is its number, with a place where it
    says several; in a `city`, empty where they named none."""

    amount: int
    unit: str
    person: PersonId
    message: str
    city: str = ""


def count_proposed(cards: Sequence[TaskCard], said: Said, texts: Texts) -> Message:
    """Nothing is counted before who said it clicks: to which task does it belong?"""
    if not cards:
        return Message(_counted_nowhere(said, texts))
    if len(cards) == 1:
        return _proposed(cards[0], said, texts)
    counted = words.counted(said.amount, said.unit, texts)
    buttons = tuple(_adding(one, said, label) for one, label in _with_labels(cards, texts))
    return Message(texts.say("{counted} : à quelle tâche ?", counted=counted), buttons=buttons)


def _proposed(card: TaskCard, said: Said, texts: Texts) -> Message:
    counted = words.counted(said.amount, said.unit, texts)
    asked = texts.say(
        "{counted} : j'ajoute à « {title} », {city} ?", counted=counted, **_facts(card)
    )
    return Message(asked, buttons=(_adding(card, said, texts.say("Ajouter")),))


def _adding(card: TaskCard, said: Said, label: str) -> Button:
    """It counts nothing once the task counts something else."""
    what = f"{card.task.id}:{said.amount}:{said.person}:{said.message}:{card.task.unit_mark}"
    return Button(label, f"{SAID_ACTION}{what}")


def count_proposed_again(card: TaskCard, said: Said, why: str, texts: Texts) -> Message:
    """The task counts something else than they said: they may have meant that, too."""
    asked = _proposed(card, replace(said, unit=card.task.plan.unit), texts)
    return replace(asked, content=f"{why}\n{asked.content}")


def _counted_nowhere(said: Said, texts: Texts) -> str:
    """« ne compte de tracts », « ne compte d'affiches »"""
    unit = words.unit_name(said.unit, texts)
    has_vowel = fold(unit)[:1] in _ELIDED
    of_unit = texts.say("d'{unit}", unit=unit) if has_vowel else texts.say("de {unit}", unit=unit)
    if said.city:
        return texts.say(
            "Bravo ! Aucune tâche ouverte ne compte {of_unit} {at}. Les autres : `/tâche liste`.",
            of_unit=of_unit,
            at=at_town(said.city, texts),
        )
    return texts.say(
        "Bravo ! Aucune tâche ouverte ne compte {of_unit}. Les autres : `/tâche liste`.",
        of_unit=of_unit,
    )


def how_to_count(texts: Texts) -> Message:
    """To who said that they did something, but not clearly how many."""
    return Message(
        texts.say(
            "Je n'ai pas compris combien. Écris le nombre en chiffres, comme « j'ai distribué 20 "
            "tracts », ou utilise `/tâche compter`."
        )
    )


def of_no_collective(texts: Texts) -> Message:
    """In private, to somebody of none or of several."""
    return Message(
        texts.say("Demande-le-moi dans un salon de ton collectif : ici, je ne sais pas lequel.")
    )


def choices(cards: Sequence[TaskCard], texts: Texts) -> tuple[Button, ...]:
    """A button for each of the first tasks, which shows it."""
    return tuple(
        Button(label, f"{SHOW_ACTION}{one.task.id}") for one, label in _with_labels(cards, texts)
    )


def _with_labels(cards: Sequence[TaskCard], texts: Texts) -> list[tuple[TaskCard, str]]:
    """Of the first tasks."""
    first = cards[:_MOST_SHOWN]
    return [*zip(first, words.told_apart(first, texts), strict=True)]


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
    elif not names:
        said.append(_taken(task, texts))
    if names and task.takers:
        said.append(_named([one.person for one in task.takers]))
    title = words.title_within(task, _TITLE)
    head = texts.say("- {city}, {title}", city=card.city, title=title)
    return texts.say("{head} : {rest}", head=head, rest=" · ".join(said)) if said else head


def _taken(task: Task, texts: Texts) -> str:
    """By how many, never by whom."""
    if task.plan.for_one:
        return texts.say("prise")
    return texts.count("prise par {n} personne", "prise par {n} personnes", len(task.takers))


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
