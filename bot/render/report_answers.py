"""What Vigie answers to who reports a vote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune
from bot.domain.ids import ChannelId
from bot.domain.refusals import Refused
from bot.domain.votes import UNCONFIRMED, CouncilVote, VoteStatus
from bot.ports.chat import Button, Message, Style
from bot.render import dates, sittings, vote_facts
from bot.render.city_card import REPORT_ACTION
from bot.render.escaping import escape
from bot.render.kept_forms import resume
from bot.render.refusals import refusal
from bot.render.shortening import shorten
from bot.render.texts import N_, Texts
from bot.render.towns import at_town
from bot.render.vote_questions import (
    CONFIRM_ACTION,
    DROP_ACTION,
    RESULT_ACTION,
    Doubt,
    choices,
)
from bot.render.votes import status_name, what

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
    sat: bool = False,
) -> Message:
    """To who reported a vote: it is echoed in full, and who is asked to confirm; where its council
    `sat` already, who gives its result."""
    when = sittings.full(vote.sitting, texts, zone)
    lines = [
        texts.say("C'est noté : vote {at}, {when}", at=at_town(commune.label, texts), when=when),
        texts.say("**Quoi** {what}", what=what(vote, texts)),
    ]
    if vote.status is VoteStatus.RUMOURED:
        lines.append(
            texts.say(
                "Sans lien ni photo : qui confirme devra vérifier. Tu en trouves ? "
                "Signale-le de nouveau, avec."
            )
        )
    if twin is not None:
        lines.append(_perhaps(twin, texts))
    if sat:
        lines.append(texts.say("La séance est passée : aux référent·es d'en donner le résultat."))
        result = Button(texts.say("Donner le résultat"), f"{RESULT_ACTION}{vote.id}", Style.MAIN)
        drop = _decide(vote, texts)[1]
        return Message("\n".join(lines), buttons=(result, drop) if organiser else (drop,))
    lines.append(_who_confirms(asked, texts, organiser=organiser))
    buttons = _decide(vote, texts)
    return Message("\n".join(lines), buttons=buttons if organiser else buttons[1:])


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
    before: CouncilVote | None,
    vote: CouncilVote,
    commune: Commune,
    texts: Texts,
    zone: ZoneInfo,
    *,
    organiser: bool,
    put_right: bool = False,
    own: bool = True,
) -> Message:
    """To who adds to their `own` report, or puts it right, or an organiser another's: what is
    otherwise than `before`, where that is known, and who confirms."""
    template = N_("Ton signalement est complété : vote {at}, {when}.")
    if put_right:
        template = N_("Ton signalement est corrigé : vote {at}, {when}.")
    if not own:
        template = N_("Ce signalement est corrigé : vote {at}, {when}.")
    said = texts.say(
        template,
        at=at_town(commune.label, texts),
        when=sittings.full(vote.sitting, texts, zone),
    )
    also = (
        texts.say("Rien n'est annoncé avant que tu confirmes, ou une autre personne.")
        if organiser
        else texts.say("Rien n'est annoncé avant qu'une autre personne confirme.")
    )
    lines = [said, *(_otherwise(before, vote, texts, zone) if before else ()), also]
    return Message("\n".join(lines), buttons=_decide(vote, texts) if organiser else ())


def _decide(vote: CouncilVote, texts: Texts) -> tuple[Button, Button]:
    return (
        Button(texts.say("Confirmer"), f"{CONFIRM_ACTION}{vote.id}", Style.MAIN),
        Button(texts.say("Écarter"), f"{DROP_ACTION}{vote.id}"),
    )


def _otherwise(
    before: CouncilVote, after: CouncilVote, texts: Texts, zone: ZoneInfo
) -> Sequence[str]:
    """`- heure : 18h30, au lieu de 18h`"""
    moved = before.sitting.day != after.sitting.day
    was = sittings.moment(before.sitting, texts, zone, year=True)
    day = [texts.say("- avant : {was}", was=was)] if moved else []
    return [*day, *vote_facts.otherwise(before, after, texts, moved=moved)]


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
