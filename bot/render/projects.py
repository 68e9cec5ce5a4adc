"""What is said of surveillance projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from bot.domain.communes import Commune
from bot.domain.projects import Project, ProjectStatus, Source, Standing, Step, Unknown
from bot.ports.chat import Button, Message, Style
from bot.render import dates, vague
from bot.render.markdown import escape
from bot.render.shortening import fitting, shorten
from bot.render.texts import N_, Texts
from bot.render.themes import theme_name

ACCEPT_ACTION = "vigie:project:yes:"
DISMISS_ACTION = "vigie:project:no:"
TAKE_ACTION = "vigie:offer:yes:"
IGNORE_ACTION = "vigie:offer:no:"
_ROOM = 1800  # characters, of the 2,000 that a message holds
_TITLE, _SOURCE, _WORDS = 80, 80, 200

Name = Callable[[Project], str]


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


def line(project: Project, texts: Texts) -> str:
    """`Cityvision, Wintics : en place (vu en 2022)`"""
    facts = project.facts
    named = [escape(shorten(facts.title, _TITLE))]
    if facts.supplier and facts.supplier.casefold() not in facts.title.casefold():
        named.append(escape(shorten(facts.supplier, 40)))
    if facts.cameras is not None:
        named.append(cameras(facts.cameras, texts))
    return texts.say("{project} : {state}", project=", ".join(named), state=state(project, texts))


def state(project: Project, texts: Texts) -> str:
    """`en place, contesté (2018, vu en 2022)`: since when, and when that was last seen."""
    said = status_name(project.status, texts)
    if project.facts.challenge:
        said = texts.say("{state}, contesté", state=said)
    seen = project.source.as_of if project.source else None
    known = [vague.written(project.since, texts)] if project.since else []
    if seen is not None and (project.since is None or seen.year != project.since.year):
        known.append(texts.say("vu en {year}", year=seen.year))
    return f"{said} ({', '.join(known)})" if known else said


def source(one: Source, today: date, texts: Texts) -> str:
    """`La Quadrature du Net, septembre 2022 (il y a 4 ans)`, with its link."""
    label = escape(shorten(one.label, _SOURCE))
    return texts.say(
        "{label}, {when} ({age})",
        label=f"[{label}](<{one.url}>)" if one.url else label,
        when=vague.written(one.as_of, texts),
        age=vague.age(one.as_of, today, texts),
    )


def unknown(what: Sequence[Unknown], texts: Texts) -> str:
    """`**On ne sait pas** le coût, ni si c'est encore en place.` Empty where all is known."""
    if not what:
        return ""
    words = [unknown_name(one, texts) for one in what]
    first, *more = words
    listed = "".join([first, *(texts.say(", ni {unknown}", unknown=one) for one in more)])
    return texts.say("**On ne sait pas** {what}.", what=listed)


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


def added(project: Project, commune: Commune, texts: Texts) -> Message:
    """To who typed it."""
    if project.standing is Standing.SUGGESTED:
        return Message(
            texts.say(
                "Merci. Aux référent·es de confirmer : « {title} » à {city} leur est proposé ici.",
                title=escape(project.facts.title),
                city=commune.name,
            )
        )
    return Message(
        "\n".join(
            [
                texts.say("📌 Projet noté à {city}", city=commune.label),
                f"- {line(project, texts)}",
                texts.say("-# Une erreur ? `/projet modifier`, `/projet statut`"),
            ]
        )
    )


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


def moved(project: Project, step: Step, texts: Texts) -> Message:
    head = texts.say("✏️ Projet corrigé") if step.corrects else texts.say("✏️ Projet : nouvel état")
    lines = [head, f"- {line(project, texts)}"]
    if step.before is not None:
        lines.append(texts.say("-# Avant : {state}.", state=status_name(step.before, texts)))
    return Message("\n".join(lines))


def suggested(project: Project, commune: Commune, texts: Texts, today: date) -> Message:
    """To the organisers, in the channel where a member proposed it; then what they decided."""
    about = _about(project, texts, today)
    match project.standing:
        case Standing.SUGGESTED:
            head = texts.say("📌 Projet proposé à {city}, à confirmer", city=commune.label)
            buttons = (
                Button(texts.say("Confirmer"), f"{ACCEPT_ACTION}{project.id}", Style.MAIN),
                Button(texts.say("Écarter"), f"{DISMISS_ACTION}{project.id}"),
            )
            return Message("\n".join([head, *about]), buttons=buttons)
        case Standing.KNOWN:
            head = texts.say("📌 Projet confirmé à {city}", city=commune.label)
            return Message("\n".join([head, *about]))
        case Standing.DISMISSED:
            return Message(texts.say("📌 Projet proposé à {city} : écarté", city=commune.label))
        case _:
            assert_never(project.standing)


def offered(
    project: Project, commune: Commune, texts: Texts, today: date, *, id_: int, state: str
) -> Message:
    """To the organisers of a collective: what another one holds of a project."""
    about = _about(project, texts, today)
    match state:
        case "open":
            head = texts.say("📌 Un autre collectif a noté un projet à {city}", city=commune.label)
            buttons = (
                Button(texts.say("Noter ici aussi"), f"{TAKE_ACTION}{id_}", Style.MAIN),
                Button(texts.say("Ignorer"), f"{IGNORE_ACTION}{id_}"),
            )
            return Message("\n".join([head, *about]), buttons=buttons)
        case "taken":
            head = texts.say("📌 Projet noté ici aussi, à {city}", city=commune.label)
            return Message("\n".join([head, *about]))
        case _:
            head = texts.say("📌 Projet d'un autre collectif à {city} : ignoré", city=commune.label)
            return Message(head)


def decided(project: Project, texts: Texts, *, yes: bool) -> Message:
    """To the organiser who answered."""
    title = escape(project.facts.title)
    if yes:
        return Message(texts.say("C'est noté : « {title} ».", title=title))
    return Message(texts.say("« {title} » n'est pas retenu.", title=title))


def _about(project: Project, texts: Texts, today: date) -> list[str]:
    lines = [f"- {line(project, texts)}", *_figures(project, texts)]
    if project.source is not None:
        lines.append(f"-# {source(project.source, today, texts)}")
    return lines


def _figures(project: Project, texts: Texts) -> list[str]:
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
    return str(format_decimal(value, locale="en_GB" if texts.locale == "en" else texts.locale))


def listed(
    held: Sequence[Project], waiting: Sequence[Project], city_of: Name, texts: Texts
) -> Message:
    """The projects by city, then the suggestions that wait for an organiser."""
    if not held and not waiting:
        return Message(
            texts.say(
                "Aucun projet connu. Vous en connaissez un ? `/projet ajouter`, avec sa source."
            )
        )
    lines = [*_by_city(held, city_of, texts)]
    if waiting:
        lines.append(texts.say("**À confirmer par les référent·es**"))
        lines += [f"- {city_of(one)} · {line(one, texts)}" for one in waiting]
    shown = fitting(lines, _ROOM)
    if more := len(lines) - len(shown):
        shown.append(
            texts.count(
                "et {n} autre ligne : `/projet liste` avec une ville",
                "et {n} autres lignes : `/projet liste` avec une ville",
                more,
            )
        )
    return Message("\n".join(shown))


def _by_city(held: Sequence[Project], city_of: Name, texts: Texts) -> list[str]:
    lines: list[str] = []
    for city in sorted({city_of(one) for one in held}):
        lines.append(f"**{city}**")
        lines += [f"- {line(one, texts)}" for one in held if city_of(one) == city]
    return lines


def history(
    project: Project,
    commune: Commune,
    steps: Sequence[Step],
    sources: Sequence[Source],
    texts: Texts,
    zone: ZoneInfo,
    today: date,
) -> Message:
    """A project's states with when, why and from where; its sources."""
    facts = project.facts
    lines = [
        texts.say("{title}, à {city}", title=escape(facts.title), city=commune.label),
        *_figures(project, texts),
    ]
    if facts.fact:
        lines.append(escape(facts.fact))
    if facts.challenge:
        lines.append(texts.say("Contesté : {challenge}", challenge=escape(facts.challenge)))
    lines.append(texts.say("**États**"))
    lines += [_step(one, texts, zone) for one in steps]
    lines.append(texts.say("**Sources**"))
    unique = dict.fromkeys(_source_line(one, today, texts) for one in sources)
    lines += unique or [texts.say("- aucune")]
    return Message("\n".join(fitting(lines, _ROOM)))


def _source_line(one: Source, today: date, texts: Texts) -> str:
    told = f"- {source(one, today, texts)}"
    return f"{told} · {escape(shorten(one.detail, _WORDS))}" if one.detail else told


def _step(step: Step, texts: Texts, zone: ZoneInfo) -> str:
    """`- en place (2018) · noté le 23 novembre 2026 · la raison`"""
    said = status_name(step.after, texts)
    if step.happened is not None:
        said = f"{said} ({vague.written(step.happened, texts)})"
    noted = dates.day(step.at.astimezone(zone), texts.locale, weekday=False, year=True)
    parts = [f"- {said}", texts.say("noté le {day}", day=noted)]
    if step.corrects:
        parts.append(texts.say("correction"))
    if step.why:
        parts.append(escape(shorten(step.why, _WORDS)))
    return " · ".join(parts)
