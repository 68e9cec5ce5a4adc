"""What is said of surveillance projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, assert_never

from bot.domain.communes import Commune
from bot.domain.project_facts import Source
from bot.domain.projects import Gap, Project, ProjectStatus, Standing, Step, Unknown
from bot.ports.chat import Message
from bot.render import vague
from bot.render.escaping import escape, neutral
from bot.render.links import linked
from bot.render.shortening import shorten
from bot.render.texts import N_, Texts
from bot.render.themes import theme_name
from bot.render.towns import at_town

_TITLE, _SOURCE = 80, 80


_GAP_TITLE: Final = 40  # characters of the title of a project that lacks a fact
STATUS_NAMES: Final = {
    ProjectStatus.RUMOUR: N_("rumeur"),
    ProjectStatus.ANNOUNCED: N_("annoncé"),
    ProjectStatus.TENDER: N_("marché lancé"),
    ProjectStatus.AUTHORISED: N_("autorisé"),
    ProjectStatus.VOTED: N_("voté"),
    ProjectStatus.INSTALLED: N_("en place"),
    ProjectStatus.EXTENDED: N_("étendu"),
    ProjectStatus.SUSPENDED: N_("suspendu"),
    ProjectStatus.CANCELLED: N_("abandonné"),
}


def status_name(status: ProjectStatus, texts: Texts) -> str:
    return texts.say(STATUS_NAMES[status])


def line(project: Project, texts: Texts, *, seen: bool = True) -> str:
    """`Cityvision, Wintics : en place (vu en 2022)`; `seen`: whether it says that year."""
    facts = project.facts
    named = [escape(shorten(facts.title, _TITLE))]
    if facts.supplier and facts.supplier.casefold() not in facts.title.casefold():
        named.append(escape(shorten(facts.supplier, 40)))
    if facts.cameras is not None:
        named.append(cameras(facts.cameras, texts))
    return texts.say(
        "{project} : {state}", project=", ".join(named), state=state(project, texts, seen=seen)
    )


def state(project: Project, texts: Texts, *, seen: bool = True) -> str:
    """`en place, contesté (2018, vu en 2022)`: since when, and when that was last seen."""
    said = status_name(project.status, texts)
    if project.facts.challenge:
        said = texts.say("{state}, contesté", state=said)
    last = project.seen if seen else None
    known = [vague.written(project.since, texts)] if project.since else []
    if last is not None and (project.since is None or last.year != project.since.year):
        known.append(texts.say("vu en {year}", year=last.year))
    return f"{said} ({', '.join(known)})" if known else said


def source(one: Source, today: date, texts: Texts) -> str:
    """`La Quadrature du Net, septembre 2022 (il y a 4 ans)`, with its link.

    Beside a label that looks like another address, the one that it leads to is shown.
    """
    label = shorten(neutral(one.label), _SOURCE)
    url = neutral(one.url)
    return texts.say(
        "{label}, {when} ({age})",
        label=linked(label, url, quiet=True) if url else escape(label),
        when=vague.written(one.as_of, texts),
        age=vague.age(one.as_of, today, texts),
    )


def unknown(gaps: Sequence[Gap], texts: Texts) -> str:
    """`**On ne sait pas** le coût (2 projets sur 3), ni si c'est encore en place.` Empty where all
    is known."""
    if not gaps:
        return ""
    first, *more = gap_names(gaps, texts)
    listed = "".join([first, *(texts.say(", ni {unknown}", unknown=one) for one in more)])
    return texts.say("**On ne sait pas** {what}.", what=listed)


def gap_names(gaps: Sequence[Gap], texts: Texts, shown: Callable[[str], str] = escape) -> list[str]:
    """`le coût (3 projets sur 5)`, `le fournisseur (4 sur 5)`: of which projects, where others
    have it. `shown`: a title as it is written where this goes."""
    names: list[str] = []
    counted = False
    for one in gaps:
        names.append(_gap(one, texts, shown, counted=counted))
        counted = counted or 1 < len(one.lacking) < one.among
    return names


def _gap(gap: Gap, texts: Texts, shown: Callable[[str], str], *, counted: bool) -> str:
    """`counted`: one before says already that projects are counted."""
    name = unknown_name(gap.what, texts)
    if len(gap.lacking) == gap.among:
        return name
    if len(gap.lacking) == 1:
        title = shown(shorten(gap.lacking[0].facts.title, _GAP_TITLE))
        return texts.say("{unknown} ({title})", unknown=name, title=title)
    figures_ = {"unknown": name, "n": len(gap.lacking), "all": gap.among}
    if counted:
        return texts.say("{unknown} ({n} sur {all})", **figures_)
    return texts.say("{unknown} ({n} projets sur {all})", **figures_)


def unknown_name(what: Unknown, texts: Texts) -> str:
    """`le coût`, `si c'est encore en place`"""
    match what:
        case Unknown.COST:
            return texts.say("le coût")
        case Unknown.SUPPLIER:
            return texts.say("le fournisseur")
        case Unknown.CAMERAS:
            return texts.say("le nombre de caméras")
        case Unknown.STILL:
            return texts.say("si c'est encore en place")
        case _:
            assert_never(what)


def suggested(
    project: Project, commune: Commune, texts: Texts, *, here: bool, asked: bool
) -> Message:
    """To who proposed it. `asked`: the organisers are, in some channel; `here`: in this one."""
    facts = {"title": escape(project.facts.title), "at": at_town(commune.shown, texts)}
    if here:
        said = texts.say(
            "Merci. Aux référent·es de confirmer : « {title} » {at} leur est proposé ici.",
            **facts,
        )
    elif asked:
        said = texts.say(
            "Merci. Aux référent·es de confirmer : « {title} » {at} leur est proposé.", **facts
        )
    else:
        said = texts.say(
            "Merci. « {title} » {at} attend les référent·es. Je ne peux pas écrire dans "
            "ce salon : dis-leur de voir `/projet liste`.",
            **facts,
        )
    return Message(said)


def added(project: Project, commune: Commune, texts: Texts, *, offered: bool) -> Message:
    """To who noted it, and all who read along. `offered`: to other collectives, too."""
    lines = [
        texts.say("📌 Projet noté {at}", at=at_town(commune.label, texts)),
        f"- {line(project, texts)}",
    ]
    if offered:
        lines.append(
            texts.say(
                "-# Proposé, avec sa source, aux autres collectifs qui suivent {city}.",
                city=commune.shown,
            )
        )
    lines.append(texts.say("-# Une erreur ? `/projet modifier`, `/projet statut`"))
    return Message("\n".join(lines))


def changed(project: Project, texts: Texts) -> Message:
    if project.standing is Standing.DISMISSED:
        return Message(
            texts.say(
                "« {title} » n'est plus montré ici. Pour le remettre : `/projet modifier`, "
                "`retirer` à Non.",
                title=escape(project.facts.title),
            )
        )
    return Message("\n".join([texts.say("✏️ Projet mis à jour"), f"- {line(project, texts)}"]))


def moved(project: Project, step: Step | None, texts: Texts, today: date) -> Message:
    """`step` None: a new source says that it still holds."""
    if step is None:
        head = texts.say(
            "📌 Projet : toujours « {state} »", state=status_name(project.status, texts)
        )
        told = [f"-# {source(project.source, today, texts)}"] if project.source else []
        return Message("\n".join([head, f"- {line(project, texts)}", *told]))
    head = texts.say("✏️ Projet corrigé") if step.corrects else texts.say("✏️ Projet : nouvel état")
    lines = [head, f"- {line(project, texts)}"]
    if step.before is not None:
        lines.append(texts.say("-# Avant : {state}.", state=status_name(step.before, texts)))
    return Message("\n".join(lines))


def about(project: Project, texts: Texts, today: date) -> list[str]:
    """What it is, its figures, and where its newest fact comes from."""
    lines = [f"- {line(project, texts)}", *figures(project, texts)]
    if project.source is not None:
        lines.append(f"-# {source(project.source, today, texts)}")
    return lines


def figures(project: Project, texts: Texts) -> list[str]:
    """`-# vidéosurveillance · 4 000 caméras · 90 000 €`"""
    facts, said = project.facts, [theme_name(project.facts.theme, texts)]
    if facts.cameras is not None:
        said.append(cameras(facts.cameras, texts))
    if facts.cost is not None:
        said.append(euros(facts.cost, texts))
    return [f"-# {' · '.join(said)}"]


def cameras(count: int, texts: Texts) -> str:
    """`4 000 caméras`"""
    return texts.count("{number} caméra", "{number} caméras", count, number=number(count, texts))


def euros(cost: int, texts: Texts) -> str:
    """`90 000 €`"""
    return texts.say("{number} €", number=number(cost, texts))


def number(value: int, texts: Texts) -> str:
    """`4 000`, with the language's own thousands."""
    thousands = "," if texts.locale == "en" else "\u202f"
    return f"{value:,}".replace(",", thousands)  # as Babel does, fifty times as fast
