"""What could not be said in a channel, to the organisers who can mend it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.delivery import VOTE_QUESTIONS, Cause, Kind
from bot.domain.votes import CouncilVote
from bot.ports.chat import Message
from bot.render import dates, sittings
from bot.render.texts import Texts
from bot.render.towns import at_town


def untold(where: str, why: Cause, kind: Kind, what: str, texts: Texts) -> Message:
    """The channel, what is wrong with it, what did not arrive there, and what to do."""
    channel = f"<#{where}>"
    if why is Cause.NO_RIGHT:
        head = texts.say(
            "⚠️ Je ne peux pas écrire dans {channel} : un droit manque", channel=channel
        )
        do = texts.say(
            "Modifier le salon > Permissions > Vigie > « Voir le salon » et « Envoyer des "
            "messages ». Je réessaie pendant un jour."
        )
    else:
        head = texts.say(
            "⚠️ Un salon n'existe plus ({channel}) : je ne peux rien y écrire",
            channel=channel,
        )
        do = (
            texts.say("Pour un autre salon : `/alerte modifier`.")
            if kind is Kind.ALERT_MESSAGE
            else texts.say("Pour un autre salon : `/ville suivre`.")
        )
    missed = texts.say("N'y est pas arrivé : {what}.", what=what) if what else ""
    return Message("\n".join([head, f"{missed} {do}".strip()]))


def out_of_step(why: Cause, what: str, texts: Texts) -> Message:
    """Of the chat server's own calendar: which vote it does not have as it is, and what to do."""
    if why is Cause.TOO_MANY:
        head = texts.say("⚠️ Le calendrier du serveur est plein : un vote n'y est pas")
        do = texts.say(
            "N'y est pas arrivé : {what}. Supprimez des évènements qui ne servent plus : "
            "je réessaie toutes les heures.",
            what=what,
        )
    else:
        head = texts.say("⚠️ Le calendrier du serveur n'est plus à jour : un droit me manque")
        do = texts.say(
            "N'y est pas à jour : {what}. Paramètres du serveur > Rôles > Vigie > « Créer des "
            "évènements » et « Gérer les évènements ». Je réessaie toutes les heures.",
            what=what,
        )
    return Message(f"{head}\n{do}")


def vote(one: CouncilVote, town: str, kind: Kind, texts: Texts, zone: ZoneInfo) -> str:
    """`le vote à Forcalquier, lundi 14 décembre à 18h30`"""
    facts = {
        "at": at_town(town, texts),
        "when": sittings.moment(one.sitting, texts, zone),
    }
    match kind:
        case Kind.VOTE_REMINDER:
            return texts.say("le rappel du vote {at}, {when}", **facts)
        case kind if kind in VOTE_QUESTIONS:  # a report may be for a hidden channel alone
            return texts.say("une question aux référent·es sur un vote (`/vote liste`)")
        case _:
            return texts.say("le vote {at}, {when}", **facts)


def alert(occurs: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """By its time alone: what it says was for those who read its channel."""
    when = dates.moment(occurs, zone, texts)
    return texts.say("l'alerte de {when} (`/alerte liste`)", when=when)


def deadline(town: str, due: date, texts: Texts) -> str:
    day = dates.day(due, texts.locale)
    at = at_town(town, texts)
    return texts.say("une échéance {at}, {day} (`/échéance liste`)", at=at, day=day)


def task(town: str, texts: Texts) -> str:
    return texts.say("le rappel d'une tâche {at} (`/tâche liste`)", at=at_town(town, texts))


def request(town: str, texts: Texts) -> str:
    at = at_town(town, texts)
    return texts.say("une étape de la demande de documents {at} (`/échéance liste`)", at=at)
