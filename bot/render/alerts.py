"""The words of alerts: what would be announced, what is, and what came too late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.alerts import Alert, AlertState, Draft, Once, Plan, is_stale, pings
from bot.domain.dates.local import of_instant
from bot.domain.recurrence import Occurrence
from bot.domain.reminders import is_late
from bot.ports.chat import Button, Embed, Message, Style
from bot.render import dates, people, recurrences, whens
from bot.render.escaping import escape, neutral
from bot.render.shortening import fitting, shorten
from bot.render.texts import N_, Texts

ACTION: Final = "vigie:alert:"  # what is done, and the draft's number
SCHEDULE, EDIT, DROP = "schedule", "edit", "drop"
STATE_NAMES: Final = {
    AlertState.SCHEDULED: N_("programmée"),
    AlertState.PAUSED: N_("suspendue"),
    AlertState.DELETED: N_("supprimée"),
    AlertState.DONE: N_("terminée"),
}
_SCHEDULED: Final = {  # whether it is new, and comes once
    (True, True): N_("C'est programmé dans {channel} : « {text} ». Le {when}."),
    (True, False): N_("C'est programmé dans {channel} : « {text} ». La prochaine : {when}."),
    (False, True): N_("C'est changé dans {channel} : « {text} ». Le {when}."),
    (False, False): N_("C'est changé dans {channel} : « {text} ». La prochaine : {when}."),
}
_QUOTED: Final = 200  # characters of a text that fit in a sentence
_NAMED: Final = 60
_ROOM: Final = 1_900


def preview(draft: Draft, ahead: Sequence[Occurrence], now: datetime, texts: Texts) -> Message:
    """What would be announced, and when; with buttons that work for ever."""
    plan = draft.plan
    template = (
        N_("Rien n'est programmé. Dans {channel} : « {text} »")
        if draft.alert is None
        else N_("Rien n'est changé. Dans {channel} : « {text} »")
    )
    lines = [
        texts.say(template, channel=f"<#{plan.channel}>", text=_quoted(plan.text, _QUOTED)),
        *_schedule(plan, ahead, now, texts),
        *_pings(plan.text, texts),
    ]
    whole = plan.text != plan.text[:_QUOTED] or "\n" in plan.text
    return Message(
        "\n".join(lines),
        embeds=(Embed(neutral(plan.text)),) if whole else (),
        buttons=(
            Button(texts.say("Programmer"), f"{ACTION}{SCHEDULE}:{draft.id}", Style.MAIN),
            Button(texts.say("Modifier"), f"{ACTION}{EDIT}:{draft.id}"),
            Button(texts.say("Annuler"), f"{ACTION}{DROP}:{draft.id}"),
        ),
    )


def _schedule(plan: Plan, ahead: Sequence[Occurrence], now: datetime, texts: Texts) -> list[str]:
    if isinstance(plan.schedule, Once):
        return [
            texts.say("Une seule fois : {when}", when=_in_full(one, plan, texts)) for one in ahead
        ]
    rule = _capital(recurrences.echo(plan.schedule, plan.zone, now, texts))
    numbered = enumerate(ahead, start=1)
    return [
        texts.say("{rule} :", rule=rule),
        *(f"{number}. {_in_full(one, plan, texts)}" for number, one in numbered),
    ]


def _pings(text: str, texts: Texts) -> list[str]:
    found = pings(text)
    if not found:
        return []
    named = ", ".join(one if one.startswith("<") else escape(one) for one in found)
    return [
        texts.say(
            "⚠️ {mentions} s'affichera, mais ne fera sonner personne.",
            mentions=named,
        )
    ]


def _in_full(one: Occurrence, plan: Plan, texts: Texts) -> str:
    return whens.echo(of_instant(one.instant, plan.zone), texts)


def how_to_change(draft: Draft, texts: Texts) -> Message:
    """What the button « Modifier » says: the command has a field for each thing."""
    return Message(
        texts.say(
            "Pour changer « {text} » : `/alerte modifier`, choisis ce brouillon en tête de liste, "
            "puis donne seulement ce qui change. Rien n'est programmé d'ici là.",
            text=_quoted(draft.plan.text, _NAMED),
        )
    )


def dropped(draft: Draft, texts: Texts) -> Message:
    return Message(
        texts.say("Annulé : « {text} » n'est pas programmé.", text=_quoted(draft.plan.text, _NAMED))
        if draft.alert is None
        else texts.say("Annulé : l'alerte reste comme elle était. `/alerte liste` la montre.")
    )


def scheduled(alert: Alert, ahead: Occurrence | None, texts: Texts, *, new: bool) -> Message:
    """What was confirmed, and what comes first."""
    named = _quoted(alert.plan.text, _NAMED)
    if alert.state is AlertState.PAUSED:
        return Message(
            texts.say(
                "C'est changé : « {text} ». Elle reste suspendue : `/alerte reprendre`.", text=named
            )
        )
    if ahead is None:
        return _over(named, texts)
    return Message(
        texts.say(
            _SCHEDULED[new, isinstance(alert.plan.schedule, Once)],
            channel=f"<#{alert.plan.channel}>",
            text=named,
            when=_in_full(ahead, alert.plan, texts),
        )
    )


def skipped(alert: Alert, left_out: Occurrence, ahead: Occurrence, texts: Texts) -> Message:
    return Message(
        texts.say(
            "✏️ Pas d'alerte {when} : « {text} ». La prochaine : {next}.",
            text=_quoted(alert.plan.text, _NAMED),
            when=_in_full(left_out, alert.plan, texts),
            next=_in_full(ahead, alert.plan, texts),
        )
    )


def became(alert: Alert, ahead: Occurrence | None, texts: Texts) -> Message:
    """What was paused, resumed or deleted."""
    named = _quoted(alert.plan.text, _NAMED)
    match alert.state:
        case AlertState.PAUSED:
            return Message(
                texts.say(
                    "✏️ Alerte suspendue : « {text} ». Rien ne part avant `/alerte reprendre`.",
                    text=named,
                )
            )
        case AlertState.DELETED:
            return Message(
                texts.say("✏️ Alerte supprimée : « {text} ». Rien ne partira plus.", text=named)
            )
        case _ if ahead is None:
            return _over(named, texts)
        case _:
            template = (
                N_("✏️ Alerte reprise : « {text} ». Le {when}.")
                if isinstance(alert.plan.schedule, Once)
                else N_("✏️ Alerte reprise : « {text} ». La prochaine : {when}.")
            )
            return Message(texts.say(template, text=named, when=_in_full(ahead, alert.plan, texts)))


def _over(named: str, texts: Texts) -> Message:
    return Message(
        texts.say(
            "« {text} » n'a plus de date à venir. Pour l'annoncer encore : `/alerte programmer`.",
            text=named,
        )
    )


def handed_over(alert: Alert, texts: Texts) -> Message:
    return Message(
        texts.say(
            "✏️ {who} s'occupe maintenant de l'alerte « {text} ».",
            who=people.named(alert.owner, texts),
            text=_quoted(alert.plan.text, _NAMED),
        )
    )


def listed(held: Sequence[tuple[Alert, Occurrence | None]], now: datetime, texts: Texts) -> Message:
    """What is scheduled or paused, to organisers: when, where, what, and who looks after it."""
    if not held:
        return Message(
            texts.say(
                "Aucune alerte n'est programmée. Pour en préparer une : `/alerte programmer`."
            )
        )
    head = texts.count("{n} alerte :", "{n} alertes :", len(held))
    lines = [_line(alert, ahead, now, texts) for alert, ahead in held]
    kept = fitting(lines, _ROOM)
    left = len(lines) - len(kept)
    more = [texts.count("et {n} autre", "et {n} autres", left)] if left else []
    return Message("\n".join([head, *kept, *more]))


def _line(alert: Alert, ahead: Occurrence | None, now: datetime, texts: Texts) -> str:
    plan = alert.plan
    facts = {
        "text": _quoted(plan.text, _NAMED),
        "channel": f"<#{plan.channel}>",
        "who": people.named(alert.owner, texts),
    }
    rule = (
        ""
        if isinstance(plan.schedule, Once)
        else recurrences.echo(plan.schedule, plan.zone, now, texts)
    )
    if alert.state is AlertState.PAUSED:
        return texts.say("- suspendue : « {text} » dans {channel} ({who})", **facts)
    when = _in_full(ahead, plan, texts) if ahead else ""
    if not rule:
        return texts.say("- {when} : « {text} » dans {channel} ({who})", when=when, **facts)
    return texts.say(
        "- {when} : « {text} » dans {channel}, {rule} ({who})", when=when, rule=rule, **facts
    )


def label(one: Alert | Draft, texts: Texts) -> str:
    """One of a list to choose from, without marks."""
    text = " ".join(neutral(one.plan.text).split())
    if isinstance(one, Draft):
        return texts.say("(brouillon) {text}", text=text)
    if one.state is AlertState.PAUSED:
        return texts.say("(suspendue) {text}", text=text)
    return text


def announced(
    alert: Alert, occurs: datetime, missed: int, outdone: int, now: datetime, texts: Texts
) -> Message:
    """What was scheduled, in its time; late, it says so, and stale, it is only said to have been.

    `missed`: how many more were due since and were not announced; `outdone`: how many before.
    """
    plan = alert.plan
    if is_stale(occurs, now, plan.zone):
        said = _stale(plan, occurs, missed, now, texts)
    else:
        said = _fresh(plan, occurs, now, texts)
    if not outdone:
        return said
    before = texts.count(
        "{n} annonce d'avant n'a pas pu partir.",
        "{n} annonces d'avant n'ont pas pu partir.",
        outdone,
    )
    return Message(f"{said.content}\n-# {before}")


def _fresh(plan: Plan, occurs: datetime, now: datetime, texts: Texts) -> Message:
    if not is_late(occurs, now):
        return Message(neutral(plan.text))
    head = texts.say(
        "⏰ En retard de {span}, prévu à {time} :",
        span=dates.lasting(now - occurs, texts),
        time=dates.time(occurs.astimezone(plan.zone), texts.locale),
    )
    return Message(f"{head}\n{neutral(plan.text)}")


def _stale(plan: Plan, occurs: datetime, missed: int, now: datetime, texts: Texts) -> Message:
    when = dates.moment(occurs, plan.zone, texts)
    text = _quoted(plan.text, _QUOTED)
    days = (now.astimezone(plan.zone).date() - occurs.astimezone(plan.zone).date()).days
    if days == 1:
        head = texts.say("⏰ C'était hier : « {text} », {when}", text=text, when=when)
    else:
        head = texts.say("⏰ C'était {when} : « {text} »", text=text, when=when)
    why = texts.say("Je n'ai pas pu l'annoncer à l'heure. Pardon.")
    if not missed:
        return Message(f"{head}\n{why}")
    more = texts.count(
        "{n} autre annonce est passée depuis.", "{n} autres annonces sont passées depuis.", missed
    )
    return Message(f"{head}\n{why} {more}")


def _quoted(text: str, room: int) -> str:
    return escape(shorten(" ".join(text.split()), room))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
