"""What the channels that follow a city read of its projects."""

from __future__ import annotations

from datetime import date

from bot.domain.communes import Commune
from bot.domain.projects import Project, Standing, Step
from bot.ports.chat import Message
from bot.render.projects import about, line, status_name
from bot.render.texts import Texts
from bot.render.towns import at_town


def told(project: Project, commune: Commune, texts: Texts, today: date) -> Message:
    """A project that is known now; later, what became of it."""
    if project.standing is not Standing.KNOWN:
        head = texts.say("✏️ Projet retiré {at}", at=at_town(commune.label, texts))
        return Message(f"{head}\n- {line(project, texts)}")
    head = texts.say("📌 Projet noté à {city}", city=commune.label)
    return Message("\n".join([head, *about(project, texts, today)]))


def moved(project: Project, commune: Commune, step: Step, texts: Texts, today: date) -> Message:
    """A project came from one state to another, or never was in the one before."""
    head = texts.say(
        "✏️ Projet {at} : « {state} »",
        at=at_town(commune.label, texts),
        state=status_name(step.after, texts),
    )
    lines = [head, *about(project, texts, today)]
    if step.before is not None:
        before = status_name(step.before, texts)
        lines.append(
            texts.say("-# Corrigé : « {state} » était une erreur.", state=before)
            if step.corrects
            else texts.say("-# Avant : {state}.", state=before)
        )
    return Message("\n".join(lines))
