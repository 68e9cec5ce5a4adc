"""What organisers are asked about projects, and what they answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import assert_never

from bot.domain.communes import Commune
from bot.domain.offers import Asks, Offer, OfferState
from bot.domain.projects import Project, Standing
from bot.ports.chat import Button, Message, Style
from bot.render.escaping import escape
from bot.render.projects import about, line
from bot.render.texts import Texts
from bot.render.towns import at_town

ACCEPT_ACTION = "vigie:project:yes:"
DISMISS_ACTION = "vigie:project:no:"
TAKE_ACTION = "vigie:offer:yes:"
IGNORE_ACTION = "vigie:offer:no:"


def suggested(
    project: Project, commune: Commune, texts: Texts, today: date, *, shared: bool
) -> Message:
    """To the organisers: what a member proposed; then what they decided. `shared`: confirmed, it
    is offered to other collectives."""
    told = about(project, texts, today)
    match project.standing:
        case Standing.SUGGESTED:
            head = texts.say(
                "📌 Projet proposé {at}, à confirmer", at=at_town(commune.label, texts)
            )
            buttons = (
                Button(texts.say("Confirmer"), f"{ACCEPT_ACTION}{project.id}", Style.MAIN),
                Button(texts.say("Écarter"), f"{DISMISS_ACTION}{project.id}"),
            )
            goes = texts.say(
                "-# Confirmé, il sera proposé, avec sa source, aux autres collectifs qui suivent "
                "la ville."
            )
            lines = [head, *told, *([goes] if shared else [])]
            return Message("\n".join(lines), buttons=buttons)
        case Standing.KNOWN:
            head = texts.say("📌 Projet confirmé {at}", at=at_town(commune.label, texts))
            return Message("\n".join([head, *told]))
        case Standing.DISMISSED:
            return Message(
                texts.say("📌 Projet proposé {at} : écarté", at=at_town(commune.label, texts))
            )
        case _:
            assert_never(project.standing)


def offered(project: Project, commune: Commune, texts: Texts, today: date, offer: Offer) -> Message:
    """To the organisers of a collective: what another one holds of a project, or no more."""
    if offer.asks is Asks.WITHDRAW:
        return _to_withdraw(project, commune, texts, offer)
    told = about(project, texts, today)
    match offer.state:
        case OfferState.OPEN:
            head = texts.say(
                "📌 Un autre collectif a noté un projet {at}", at=at_town(commune.label, texts)
            )
            buttons = _buttons(offer, texts.say("Noter ici aussi"), texts.say("Ignorer"))
            return Message("\n".join([head, *told]), buttons=buttons)
        case OfferState.TAKEN:
            head = texts.say("📌 Projet noté ici aussi, {at}", at=at_town(commune.label, texts))
            return Message("\n".join([head, *told]))
        case OfferState.IGNORED:
            return Message(
                texts.say(
                    "📌 Projet d'un autre collectif {at} : ignoré", at=at_town(commune.label, texts)
                )
            )
        case OfferState.OVER:
            return Message(
                texts.say(
                    "✏️ Projet d'un autre collectif {at} : retiré par ce collectif",
                    at=at_town(commune.label, texts),
                )
            )
        case _:
            assert_never(offer.state)


def _to_withdraw(project: Project, commune: Commune, texts: Texts, offer: Offer) -> Message:
    told = f"- {line(project, texts)}"
    match offer.state:
        case OfferState.OPEN:
            head = texts.say(
                "✏️ Un projet noté ici {at} est retiré par le collectif qui l'avait proposé",
                at=at_town(commune.label, texts),
            )
            buttons = _buttons(offer, texts.say("Retirer ici aussi"), texts.say("Garder"))
            return Message("\n".join([head, told]), buttons=buttons)
        case OfferState.TAKEN:
            head = texts.say("✏️ Projet retiré ici aussi, {at}", at=at_town(commune.label, texts))
        case OfferState.IGNORED:
            head = texts.say("✏️ Projet gardé ici, {at}", at=at_town(commune.label, texts))
        case OfferState.OVER:
            head = texts.say(
                "✏️ Projet remis par le collectif qui l'avait proposé, {at}",
                at=at_town(commune.label, texts),
            )
        case _:
            assert_never(offer.state)
    return Message("\n".join([head, told]))


def _buttons(offer: Offer, yes: str, no: str) -> tuple[Button, Button]:
    return (
        Button(yes, f"{TAKE_ACTION}{offer.id}", Style.MAIN),
        Button(no, f"{IGNORE_ACTION}{offer.id}"),
    )


def asked(
    project: Project,
    commune: Commune,
    texts: Texts,
    today: date,
    *,
    offer: Offer | None,
    left: int,
    shared: bool = False,
) -> Message:
    """The next question that waits; `left` more wait behind it."""
    question = (
        offered(project, commune, texts, today, offer)
        if offer
        else suggested(project, commune, texts, today, shared=shared)
    )
    if not left:
        return question
    more = texts.count("-# Puis {n} autre attend.", "-# Puis {n} autres attendent.", left)
    return replace(question, content=f"{question.content}\n{more}")


def decided(project: Project, texts: Texts, *, yes: bool, question: Message | None) -> Message:
    """To the organiser who answered, with the next `question`."""
    title = escape(project.facts.title)
    if not yes:
        said = texts.say("Rien ne change ici : « {title} ».", title=title)
    elif project.standing is Standing.DISMISSED:
        said = texts.say("« {title} » n'est plus montré ici.", title=title)
    else:
        said = texts.say("C'est noté : « {title} ».", title=title)
    if question is None:
        return Message(said)
    return replace(question, content=f"{said}\n\n{question.content}")
