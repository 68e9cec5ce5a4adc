"""What Vigie answers to who confirms, changes or asks about votes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune
from bot.domain.ids import ChannelId
from bot.domain.votes import OUTCOMES, UNCONFIRMED, CouncilVote, VoteStatus
from bot.ports.chat import Button, Message
from bot.render import dates, sittings, which_day
from bot.render.escaping import escape
from bot.render.shortening import fitting, shorten
from bot.render.texts import Texts
from bot.render.towns import at_town
from bot.render.vote_questions import DROP_ACTION
from bot.render.votes import counted, status_name

OUTCOME_ACTION: Final = "vigie:vote:outcome:"  # a vote and a state follow
PUBLISHED_ON_ACTION: Final = "vigie:vote:published:on:"  # a vote and a day follow
OTHER_DAY_ACTION: Final = "vigie:vote:published:other:"  # a vote follows
DAY_FORM: Final = "vigie:vote:day_form:"  # a vote follows
REFUSED_ON_ACTION: Final = "vigie:vote:refused_on:"  # a vote and a day follow
REFUSED_OTHER_ACTION: Final = "vigie:vote:refused_other:"  # a vote follows
REFUSED_FORM: Final = "vigie:vote:refused_form:"  # a vote follows
DISTRUST_ACTION: Final = "vigie:vote:distrust"
_ROOM: Final = 1_800
_WORDS: Final = 120


def confirmed(
    vote: CouncilVote,
    commune: Commune,
    told: Sequence[ChannelId],
    texts: Texts,
    zone: ZoneInfo,
    *,
    closed: Sequence[ChannelId] = (),
    second: bool = False,
    from_forum: bool = False,
    silent: bool = False,
) -> Message:
    """To who confirmed it, or reported it after somebody else, or after the forum. `closed`: where
    Vigie may not write; `silent`: where nothing leaves yet."""
    where = ", ".join(f"<#{one}>" for one in told)
    facts = {
        "at": at_town(commune.label, texts),
        "when": sittings.moment(vote.sitting, texts, zone),
        "where": where,
    }
    if second and from_forum:
        said = texts.say("Le forum en parlait déjà : le vote {at}, {when}, est confirmé.", **facts)
    elif second:
        said = texts.say(
            "Une autre personne l'avait signalé : le vote {at}, {when}, est confirmé.", **facts
        )
    else:
        said = texts.say("Vote {at}, {when} : confirmé.", **facts)
    then = (
        texts.say("L'annonce partira dans {where} à la levée du silence : `/reprendre`", **facts)
        if silent
        else texts.say("Je l'annonce dans {where}.", **facts)
    )
    return _confirmed(vote, f"{said} {then}", closed, texts)


def _confirmed(vote: CouncilVote, said: str, closed: Sequence[ChannelId], texts: Texts) -> Message:
    if vote.sitting.hour is None:
        said = f"{said}\n{hour_wanted(texts)}"
    return Message("\n".join([said, *_closed(closed, texts)]))


def _closed(channels: Sequence[ChannelId], texts: Texts) -> list[str]:
    if not channels:
        return []
    where = ", ".join(f"<#{one}>" for one in channels)
    return [
        texts.say(
            "⚠️ Mais je ne peux pas encore écrire dans {where} : Modifier le salon > Permissions > "
            "Vigie > « Voir le salon » et « Envoyer des messages ».",
            where=where,
        )
    ]


def hour_wanted(texts: Texts) -> str:
    return texts.say(
        "L'heure n'est pas connue : les référent·es pourront l'ajouter avec `/vote déplacer`."
    )


def dropped(vote: CouncilVote, commune: Commune, texts: Texts, zone: ZoneInfo) -> Message:
    at, when = at_town(commune.label, texts), sittings.moment(vote.sitting, texts, zone)
    return Message(texts.say("Vote {at}, {when} : écarté. Rien n'est annoncé.", at=at, when=when))


def taken(
    vote: CouncilVote,
    commune: Commune,
    texts: Texts,
    zone: ZoneInfo,
    *,
    took: bool,
    trust: bool,
    closed: Sequence[ChannelId] = (),
) -> Message:
    """To the organiser who answered what another collective told."""
    at, when = at_town(commune.label, texts), sittings.moment(vote.sitting, texts, zone)
    if not took:
        return Message(texts.say("Vote {at}, {when} : rien ne change ici.", at=at, when=when))
    said = texts.say("Vote {at}, {when} : repris ici.", at=at, when=when)
    if trust:
        also = texts.say(
            "Ce que ce collectif confirme sera annoncé d'office. Pour revenir : `/vote confiance`"
        )
        said = f"{said}\n{also}"
    return Message("\n".join([said, *_closed(closed, texts)]))


class Did(StrEnum):
    """What a command did that the state of the vote does not tell."""

    MOVED = "moved"
    CORRECTED = "corrected"


def changed(
    before: CouncilVote,
    after: CouncilVote,
    commune: Commune,
    texts: Texts,
    zone: ZoneInfo,
    did: Did | None = None,
) -> Message:
    """To the organiser who changed a vote: what was done, or how it is now; who hears of it."""
    at = at_town(commune.label, texts)
    if before.status is after.status and after.published not in {None, before.published}:
        also = texts.say("Je mets à jour partout où il avait été annoncé.")
        return Message(f"{_published(after, after.published, at, texts)} {also}")
    when = sittings.full(after.sitting, texts, zone)
    state = _done(before, after, did, texts)
    said = texts.say("Vote {at}, {when} : {state}.", at=at, when=when, state=state)
    if after.status is VoteStatus.PUBLISHED and after.published is not None:
        said = _published(after, after.published, at, texts)
    if before == after:
        return Message(said)
    if before.status not in UNCONFIRMED:
        also = texts.say("Je préviens partout où il avait été annoncé.")
        said = f"{said} {also}"
    elif after.status in OUTCOMES:
        also = texts.say("Il n'avait pas été annoncé : je l'annonce avec son résultat.")
        said = f"{said} {also}"
    return Message(said)


def _published(vote: CouncilVote, on: date, at: str, texts: Texts) -> str:
    return texts.say(
        "Vote {at}, séance du {sitting} : délibération publiée le {day}.",
        at=at,
        sitting=dates.day(vote.sitting.day, texts.locale, weekday=False, year=True),
        day=dates.day(on, texts.locale, year=True),
    )


def _done(before: CouncilVote, after: CouncilVote, did: Did | None, texts: Texts) -> str:
    if before != after and did is Did.CORRECTED:
        return texts.say("corrigé")
    if before != after and did is Did.MOVED and after.status is not VoteStatus.POSTPONED:
        is_hour = before.sitting.hour is None and before.sitting.day == after.sitting.day
        return texts.say("heure notée") if is_hour else texts.say("déplacé")
    state = [status_name(after.status, texts)]
    return ", ".join(state + (counted(after.tally, texts) if after.status in OUTCOMES else []))


def which_publication(vote: CouncilVote, town: str, today: date, texts: Texts) -> Message:
    """The day of publication, from which the window of a challenge runs."""
    said = texts.say(
        "🗳️ {city}, séance du {when} : quel jour la délibération a-t-elle été publiée ?\n"
        "Le délai de recours part de ce jour, écrit sur le site de la mairie.",
        city=town,
        when=dates.day(vote.sitting.day, texts.locale, year=True),
    )
    on, other = f"{PUBLISHED_ON_ACTION}{vote.id}:", f"{OTHER_DAY_ACTION}{vote.id}"
    first = vote.sitting.day
    return Message(said, buttons=which_day.buttons(today, on, other, texts, first=first))


def other_publication(texts: Texts) -> str:
    """What the form for a day that no button names is about."""
    return texts.say("Délibération publiée : quel jour ?")


def which_refusal(vote: CouncilVote, town: str, today: date, texts: Texts) -> Message:
    """The day on which the town hall's refusal came, from which the way to the court is open."""
    said = texts.say(
        "🗳️ {city}, séance du {when} : quel jour le refus a-t-il été reçu ?\n"
        "Le délai pour saisir le tribunal part de ce jour.",
        city=town,
        when=dates.day(vote.sitting.day, texts.locale, year=True),
    )
    on, other = f"{REFUSED_ON_ACTION}{vote.id}:", f"{REFUSED_OTHER_ACTION}{vote.id}"
    first = vote.sitting.day
    return Message(said, buttons=which_day.buttons(today, on, other, texts, first=first))


def other_refusal(texts: Texts) -> str:
    """What the form for a day that no button names is about."""
    return texts.say("Refus reçu : quel jour ?")


def which_result(vote: CouncilVote, commune: Commune, texts: Texts, zone: ZoneInfo) -> Message:
    """What was decided, in one click; the counts come with the command."""
    names = {
        VoteStatus.ADOPTED: texts.say("Adopté"),
        VoteStatus.REJECTED: texts.say("Rejeté"),
        VoteStatus.POSTPONED: texts.say("Reporté"),
        VoteStatus.WITHDRAWN: texts.say("Point retiré"),
    }
    never = vote.status in UNCONFIRMED  # to announce it as put off or withdrawn would only puzzle
    said = texts.say(
        "Le vote {at}, {when} : qu'est-ce qui a été décidé ?\n"
        "Avec le compte des voix : `/vote résultat`",
        at=at_town(commune.label, texts),
        when=sittings.moment(vote.sitting, texts, zone),
    )
    later = texts.say("Reporté ? `/vote déplacer`, avec sa nouvelle date.")
    buttons = [
        Button(name, f"{OUTCOME_ACTION}{vote.id}:{status}")
        for status, name in names.items()
        if status in OUTCOMES or not never
    ]
    if never:
        buttons.append(Button(texts.say("Écarter"), f"{DROP_ACTION}{vote.id}"))
    return Message(f"{said}\n{later}" if never else said, buttons=tuple(buttons))


def how_to_correct(vote: CouncilVote, commune: Commune, texts: Texts, zone: ZoneInfo) -> Message:
    """To organisers: what nobody is asked to confirm any more is put right by command."""
    return Message(
        texts.say(
            "Vote {at}, {when} : il n'est plus à confirmer. Une autre date : `/vote déplacer`.\n"
            "Pour l'objet, le lieu, le point ou la source : `/vote corriger`.",
            at=at_town(commune.label, texts),
            when=sittings.moment(vote.sitting, texts, zone),
        )
    )


def trusted(names: Sequence[str | None], texts: Texts) -> Message:
    """Which collectives are taken at their word; None for one whose name is not known."""
    if not names:
        return Message(
            texts.say(
                "Aucun vote d'un autre collectif n'est annoncé d'office : chacun est proposé ici."
            )
        )
    said = texts.count(
        "Ce qu'un autre collectif confirme est annoncé ici d'office.",
        "Ce que {n} autres collectifs confirment est annoncé ici d'office.",
        len(names),
    )
    known = [f"- {escape(shorten(one, _WORDS))}" for one in names if one]
    lines = fitting([said, *known], _ROOM)
    back = Button(texts.say("Revenir aux propositions"), DISTRUST_ACTION)
    return Message("\n".join(lines), buttons=(back,))


def distrusted(texts: Texts) -> Message:
    return Message(
        texts.say("C'est noté : les votes des autres collectifs sont de nouveau proposés.")
    )
