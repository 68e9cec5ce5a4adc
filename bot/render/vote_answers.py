"""What Vigie answers to who reports, moves or asks about votes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune
from bot.domain.ids import ChannelId
from bot.domain.refusals import Refused
from bot.domain.votes import OUTCOMES, UNCONFIRMED, CouncilVote, VoteStatus
from bot.ports.chat import Button, Message, Style
from bot.render import dates, sittings, vote_facts, which_day
from bot.render.city_card import REPORT_ACTION
from bot.render.escaping import escape
from bot.render.kept_forms import resume
from bot.render.refusals import refusal
from bot.render.shortening import fitting, shorten
from bot.render.texts import N_, Texts
from bot.render.towns import at_town
from bot.render.vote_questions import (
    CONFIRM_ACTION,
    DROP_ACTION,
    Doubt,
    choices,
)
from bot.render.votes import counted, status_name, what

OUTCOME_ACTION: Final = "vigie:vote:outcome:"  # a vote and a state follow
PUBLISHED_ON_ACTION: Final = "vigie:vote:published:on:"  # a vote and a day follow
OTHER_DAY_ACTION: Final = "vigie:vote:published:other:"  # a vote follows
DAY_FORM: Final = "vigie:vote:day_form:"  # a vote follows
DISTRUST_ACTION: Final = "vigie:vote:distrust"
_ROOM: Final = 1_800
_WORDS: Final = 120


def new(
    vote: CouncilVote,
    commune: Commune,
    asked: Sequence[ChannelId],
    twin: CouncilVote | None,
    texts: Texts,
    zone: ZoneInfo,
    *,
    organiser: bool,
) -> Message:
    """To who reported a vote: it is echoed in full, and who is asked to confirm."""
    when = sittings.full(vote.sitting, texts, zone)
    lines = [
        texts.say("C'est noté : vote {at}, {when}", at=at_town(commune.label, texts), when=when),
        texts.say("**Quoi** {what}", what=what(vote, texts)),
    ]
    if vote.status is VoteStatus.RUMOURED:
        lines.append(texts.say("Sans lien ni photo : qui confirme devra vérifier."))
    if twin is not None:
        lines.append(_perhaps(twin, texts))
    lines.append(_who_confirms(asked, texts, organiser=organiser))
    buttons = [Button(texts.say("Écarter"), f"{DROP_ACTION}{vote.id}")]
    if organiser:
        confirm = Button(texts.say("Confirmer"), f"{CONFIRM_ACTION}{vote.id}", Style.MAIN)
        buttons.insert(0, confirm)
    return Message("\n".join(lines), buttons=tuple(buttons))


_PERHAPS: Final = {
    VoteStatus.POSTPONED: N_(
        "« {words} », prévu le {day}, était reporté sans nouvelle date : si c'est confirmé, il "
        "reprend à celle-ci."
    ),
    VoteStatus.WITHDRAWN: N_(
        "« {words} » a été retiré, séance du {day} : la personne qui confirme devra vérifier qu'il "
        "revient."
    ),
}


def _perhaps(twin: CouncilVote, texts: Texts) -> str:
    """Another vote of that day, or the one that this is again."""
    return texts.say(
        _PERHAPS.get(
            twin.status,
            N_("Un autre vote est noté ce jour-là : « {words} ». Est-ce le même ? Écarte le tien."),
        ),
        words=escape(shorten(twin.item.words, _WORDS)),
        day=dates.day(twin.sitting.day, texts.locale, year=True),
    )


def _who_confirms(asked: Sequence[ChannelId], texts: Texts, *, organiser: bool) -> str:
    if organiser:
        return texts.say("Rien n'est annoncé avant que tu confirmes, ou une autre personne.")
    if not asked:
        return texts.say(
            "Rien n'est annoncé : je ne peux pas écrire ici. "
            "Les référent·es le trouvent dans `/vote liste`."
        )
    where = ", ".join(f"<#{one}>" for one in asked)
    return texts.say(
        "Rien n'est annoncé avant qu'une autre personne confirme : c'est demandé dans {where}.",
        where=where,
    )


def joined(
    vote: CouncilVote,
    commune: Commune,
    asked: Sequence[ChannelId],
    texts: Texts,
    zone: ZoneInfo,
) -> Message:
    """To the first person who reports what the forum told of."""
    said = texts.say(
        "C'est noté avec ce qu'en disait le forum : vote {at}, {when}.",
        at=at_town(commune.label, texts),
        when=sittings.full(vote.sitting, texts, zone),
    )
    return Message(f"{said}\n{_who_confirms(asked, texts, organiser=False)}")


def completed(
    vote: CouncilVote, commune: Commune, texts: Texts, zone: ZoneInfo, *, put_right: bool = False
) -> Message:
    """To who adds to their own report, or puts it right."""
    template = (
        N_("Ton signalement est corrigé : vote {at}, {when}.")
        if put_right
        else N_("Ton signalement est complété : vote {at}, {when}.")
    )
    said = texts.say(
        template,
        at=at_town(commune.label, texts),
        when=sittings.full(vote.sitting, texts, zone),
    )
    also = texts.say("Rien n'est annoncé avant qu'une autre personne confirme.")
    return Message(f"{said}\n{also}")


def differs(
    vote: CouncilVote,
    commune: Commune,
    doubt: Doubt | None,
    texts: Texts,
    zone: ZoneInfo,
    *,
    organiser: bool,
) -> Message:
    """To who says a vote otherwise than it is noted, or was announced."""
    waits = vote.status in UNCONFIRMED
    facts = {
        "at": at_town(commune.label, texts),
        "when": sittings.moment(vote.sitting, texts, zone),
    }
    is_hour = doubt is not None and vote_facts.is_missing_hour(vote, doubt.facts)
    if is_hour:
        said = texts.say("Le vote {at}, {when}, est déjà noté, mais sans son heure.", **facts)
    elif waits:
        said = texts.say("Le vote {at}, {when}, est déjà signalé, mais autrement.", **facts)
    else:
        said = texts.say("Le vote {at}, {when}, est déjà annoncé, mais autrement.", **facts)
    lines = [said]
    if doubt is not None and (unlike := vote_facts.against(vote, doubt.facts, texts)):
        lines.append(texts.say("Tu dis : {said}", said=unlike))
    if not organiser:
        lines.append(texts.say("C'est transmis aux référent·es : rien ne change avant."))
    buttons = choices(doubt, texts) if organiser and doubt is not None else ()
    return Message("\n".join(lines), buttons=buttons)


def chosen(
    vote: CouncilVote, commune: Commune, texts: Texts, zone: ZoneInfo, *, took: bool
) -> Message:
    """To the organiser who said which of two versions holds."""
    facts = {
        "at": at_town(commune.label, texts),
        "when": sittings.moment(vote.sitting, texts, zone),
    }
    if not took:
        return Message(texts.say("Vote {at}, {when} : laissé tel quel.", **facts))
    if vote.status in UNCONFIRMED:
        return Message(
            texts.say("Vote {at}, {when} : c'est corrigé. Il reste à confirmer.", **facts)
        )
    return Message(
        texts.say("Vote {at}, {when} : c'est corrigé, partout où il avait été annoncé.", **facts)
    )


def known(vote: CouncilVote, commune: Commune, texts: Texts, zone: ZoneInfo) -> Message:
    """It was reported before, by the same person or to who was told."""
    return Message(
        texts.say(
            "Ce vote {at}, {when}, est déjà noté : {state}.",
            at=at_town(commune.label, texts),
            when=sittings.full(vote.sitting, texts, zone),
            state=status_name(vote.status, texts),
        )
    )


def elsewhere(vote: CouncilVote, commune: Commune, texts: Texts, zone: ZoneInfo) -> Message:
    """To who reports a vote of the day that it had before."""
    at = at_town(commune.label, texts)
    if vote.status is VoteStatus.POSTPONED:
        said = texts.say(
            "Ce vote {at} est déjà noté, mais reporté : il n'a plus lieu le {day}, et la nouvelle "
            "date n'est pas connue.",
            at=at,
            day=dates.day(vote.sitting.day, texts.locale, year=True),
        )
    else:
        said = texts.say(
            "Ce vote {at} est déjà noté, mais déplacé : {when}.",
            at=at,
            when=sittings.full(vote.sitting, texts, zone),
        )
    also = texts.say(
        "Si cela a encore changé, dis-le aux référent·es : `/vote déplacer` le corrige."
    )
    return Message(f"{said}\n{also}")


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
) -> Message:
    """To who confirmed it, or reported it after somebody else, or after the forum. `closed`: where
    Vigie may not write."""
    where = ", ".join(f"<#{one}>" for one in told)
    facts = {
        "at": at_town(commune.label, texts),
        "when": sittings.moment(vote.sitting, texts, zone),
        "where": where,
    }
    if second and from_forum:
        said = texts.say(
            "Le forum en parlait déjà : le vote {at}, {when}, est confirmé. "
            "Je l'annonce dans {where}.",
            **facts,
        )
        return _confirmed(vote, said, closed, texts)
    said = (
        texts.say(
            "Une autre personne l'avait signalé : le vote {at}, {when}, est confirmé. "
            "Je l'annonce dans {where}.",
            **facts,
        )
        if second
        else texts.say("Vote {at}, {when} : confirmé. Je l'annonce dans {where}.", **facts)
    )
    return _confirmed(vote, said, closed, texts)


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
        day = dates.day(after.published, texts.locale, year=True)
        said = texts.say("Vote {at} : délibération publiée le {day}.", at=at, day=day)
        also = texts.say("Je mets à jour partout où il avait été annoncé.")
        return Message(f"{said} {also}")
    when = sittings.full(after.sitting, texts, zone)
    state = _done(before, after, did, texts)
    said = texts.say("Vote {at}, {when} : {state}.", at=at, when=when, state=state)
    if before == after:
        return Message(said)
    if before.status not in UNCONFIRMED:
        also = texts.say("Je préviens partout où il avait été annoncé.")
        said = f"{said} {also}"
    return Message(said)


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


def which_result(vote: CouncilVote, commune: Commune, texts: Texts, zone: ZoneInfo) -> Message:
    """What was decided, in one click; the counts come with the command."""
    names = {
        VoteStatus.ADOPTED: texts.say("Adopté"),
        VoteStatus.REJECTED: texts.say("Rejeté"),
        VoteStatus.POSTPONED: texts.say("Reporté"),
        VoteStatus.WITHDRAWN: texts.say("Point retiré"),
    }
    return Message(
        texts.say(
            "Le vote {at}, {when} : qu'est-ce qui a été décidé ?\n"
            "Avec le compte des voix : `/vote résultat`",
            at=at_town(commune.label, texts),
            when=sittings.moment(vote.sitting, texts, zone),
        ),
        buttons=tuple(
            Button(name, f"{OUTCOME_ACTION}{vote.id}:{status}") for status, name in names.items()
        ),
    )


def how_to_correct(vote: CouncilVote, commune: Commune, texts: Texts, zone: ZoneInfo) -> Message:
    """What is wrong of a report is put right by command, then it is confirmed."""
    return Message(
        texts.say(
            "Vote {at}, {when} : pour une autre date, `/vote déplacer`, puis « Confirmer ».\n"
            "Pour l'objet, le lieu, le point ou la source : `/vote corriger`.",
            at=at_town(commune.label, texts),
            when=sittings.moment(vote.sitting, texts, zone),
        )
    )


def report_elsewhere(commune: Commune, texts: Texts) -> Message:
    """Below a city's card in private, where nobody knows for which collective."""
    where = texts.say(
        "Un vote se prépare {at} ? Dis-le dans le serveur de ton collectif.",
        at=at_town(commune.label, texts),
    )
    how = texts.say(
        "`/vote signaler` : la ville, le jour et l'heure, l'objet, et le lien de l'ordre du jour. "
        "Une autre personne confirmera, puis je l'annonce."
    )
    return Message(f"{where}\n{how}")


class Typed(Protocol):
    """What somebody typed of a vote; empty where they left it out."""

    @property
    def city(self) -> str: ...
    @property
    def when(self) -> str: ...
    @property
    def item(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def source(self) -> str: ...


def not_reported(
    refused: Refused, typed: Typed, texts: Texts, *, again: str = "", anew: str = ""
) -> Message:
    """A form that was refused: why, and all that was typed. The action `again` shows it filled in;
    where it is empty, what was typed is to be copied into another, which `anew` shows."""
    said = (
        texts.say("Quand : {said}", said=escape(typed.when)),
        texts.say("Quoi : {said}", said=escape(typed.item)),
        texts.say("Source : {said}", said=escape(typed.source)) if typed.source else "",
        texts.say("Où : {said}", said=escape(typed.place)) if typed.place else "",
    )
    lines = [refusal(refused, texts), texts.say("Tu avais écrit :")]
    lines += [f"> {one}" for one in said if one]
    if again:
        return Message("\n".join(lines), buttons=(resume(again, texts),))
    action = anew or f"{REPORT_ACTION}{typed.city}"
    button = Button(texts.say("Recommencer"), action, Style.MAIN)
    return Message("\n".join(lines), buttons=(button,))


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
