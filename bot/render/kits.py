"""A kit before its tasks are made, and as everybody follows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.kits import Draft, From, Kit
from bot.domain.tasks import Plan
from bot.ports.chat import Button, Message, Style
from bot.render import dates
from bot.render import task_cards as words
from bot.render.escaping import escape
from bot.render.shortening import shorten
from bot.render.task_answers import SHOW_ACTION
from bot.render.task_cards import TaskCard
from bot.render.texts import Texts

TOGGLE_ACTION: Final = "vigie:kit:toggle:"  # a kit and the place of a task follow
MAKE_ACTION: Final = "vigie:kit:make:"  # a kit and its version follow
AGAIN_ACTION: Final = "vigie:kit:again:"  # the same follow
DROP_ACTION: Final = "vigie:kit:drop:"  # a kit follows
_LABEL: Final = 70


@dataclass(frozen=True, slots=True)
class KitCard:
    """What is told of a kit: the `plans` of what is wanted, and the `tasks` once they are made;
    how many of the same kit are open that was made `before`. `has_moved`: its sitting, since it was
    shown."""

    draft: Draft
    kit: Kit
    town: str
    plans: Sequence[Plan]
    tasks: Sequence[TaskCard]
    before: int = 0
    has_moved: bool = False


def preview(card: KitCard, texts: Texts) -> Message:
    """What would be made, each with its day, and a button to leave each out or take it in."""
    lines = [
        texts.count(
            "Rien n'est créé. {city}, kit « {kit} » : {n} tâche",
            "Rien n'est créé. {city}, kit « {kit} » : {n} tâches",
            len(card.plans),
            **_facts(card, texts),
        ),
        *_warned(card, texts),
        *(_planned(one, texts) for one in card.plans),
        f"-# {texts.pick(card.kit.about)}",
    ]
    return Message("\n".join(lines), buttons=(*_toggles(card, texts), *_decisions(card, texts)))


def _warned(card: KitCard, texts: Texts) -> list[str]:
    """What was made already is not made again by mistake, nor for a day that is another by now."""
    said = []
    if card.has_moved:
        day = dates.day(card.draft.begun, texts.locale, year=True)
        said.append(texts.say("⚠️ La séance est maintenant le {day} : les dates suivent.", day=day))
    if not card.before:
        return said
    return [
        *said,
        texts.count(
            "⚠️ Ce kit existe déjà ici : {n} de ses tâches est ouverte. Voir : `/tâche liste`.",
            "⚠️ Ce kit existe déjà ici : {n} de ses tâches sont ouvertes. Voir : `/tâche liste`.",
            card.before,
        ),
    ]


def _planned(plan: Plan, texts: Texts) -> str:
    """`- écrire aux élu·es · ven. 11 déc.`"""
    said = [f"- {escape(plan.title)}"]
    if plan.due is not None:
        said.append(dates.short_day(plan.due, texts.locale))
    if plan.target is not None:
        said.append(words.counted(plan.target, plan.unit, texts))
    return " · ".join(said)


def _toggles(card: KitCard, texts: Texts) -> list[Button]:
    made = []
    for place, one in enumerate(card.kit.tasks):
        title = shorten(texts.pick(one.title), _LABEL)
        wanted = one.id in card.draft.chosen
        label = (
            texts.say("Sans : {title}", title=title)
            if wanted
            else texts.say("Avec : {title}", title=title)
        )
        made.append(Button(label, f"{TOGGLE_ACTION}{card.draft.id}:{place}"))
    return made


def _decisions(card: KitCard, texts: Texts) -> tuple[Button, Button]:
    make = texts.count("Créer cette tâche", "Créer ces {n} tâches", len(card.plans))
    action = f"{MAKE_ACTION}{card.draft.id}:{card.draft.version}"
    if card.before:
        make = texts.count(
            "Créer quand même cette tâche", "Créer quand même ces {n} tâches", len(card.plans)
        )
        action = f"{AGAIN_ACTION}{card.draft.id}:{card.draft.version}"
    drop = Button(texts.say("Ne rien créer"), f"{DROP_ACTION}{card.draft.id}")
    return Button(make, action, Style.MAIN), drop


def made(card: KitCard, texts: Texts) -> Message:
    """To who made them."""
    return Message(
        texts.count(
            "C'est fait : {n} tâche du kit « {kit} », {city}. Le message est dans <#{channel}>.",
            "C'est fait : {n} tâches du kit « {kit} », {city}. Le message est dans <#{channel}>.",
            len(card.tasks),
            channel=card.draft.channel,
            **_facts(card, texts),
        )
    )


def dropped(card: KitCard, texts: Texts) -> Message:
    facts = _facts(card, texts)
    return Message(texts.say("Rien n'est créé du kit « {kit} », {city}.", **facts))


def told(card: KitCard, texts: Texts) -> Message:
    """The kit's message, whose totals are kept in step: a button shows each task."""
    head = texts.count(
        "📌 {city}, kit « {kit} » : {n} tâche",
        "📌 {city}, kit « {kit} » : {n} tâches",
        len(card.tasks),
        **_facts(card, texts),
    )
    buttons = tuple(
        Button(shorten(one.task.plan.title, _LABEL), f"{SHOW_ACTION}{one.task.id}")
        for one in card.tasks
        if one.task.is_open
    )
    lines = [head, *_what_for(card, texts), *(_line(one, texts) for one in card.tasks)]
    return Message("\n".join(lines), buttons=buttons)


def _what_for(card: KitCard, texts: Texts) -> list[str]:
    """The vote as it is now; else the sitting that somebody told."""
    said = [line for one in card.tasks[:1] for line in words.what_for(one, texts)]
    if card.draft.vote is None and card.kit.counts_from is From.SITTING:
        day = dates.day(card.draft.begun, texts.locale, year=True)
        said.insert(0, texts.say("-# Pour la séance du {day}", day=day))
    return said


def _line(card: TaskCard, texts: Texts) -> str:
    """`- écrire aux élu·es : `▰▰▱▱` 18 lettres sur 29 · ven. 11 déc. · 3 personnes`"""
    plan = card.task.plan
    said = [words.progress(card, texts)] if plan.is_counted else []
    if not card.task.is_open:
        said.append(texts.say(words.STATUS_NAMES[card.task.status]))
    elif plan.due is not None:
        said.append(dates.short_day(plan.due, texts.locale))
    if card.people:
        said.append(texts.count("{n} personne", "{n} personnes", card.people))
    elif card.task.is_open:
        said.append(texts.say("à prendre"))
    return texts.say("- {name} : {part}", name=escape(plan.title), part=" · ".join(said))


def _facts(card: KitCard, texts: Texts) -> dict[str, str]:
    return {"city": card.town, "kit": texts.pick(card.kit.title)}
