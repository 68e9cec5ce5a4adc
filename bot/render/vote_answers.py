"""What Vigie answers to who reports, moves or asks about votes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, VoteId
from bot.domain.vote_facts import Fact
from bot.domain.votes import COMING, OUTCOMES, UNCONFIRMED, CouncilVote, Step, VoteStatus
from bot.ports.chat import Button, Message, Style
from bot.render import dates, sittings, vote_facts, which_day
from bot.render.escaping import escape
from bot.render.shortening import fitting, shorten
from bot.render.texts import Texts
from bot.render.towns import at_town
from bot.render.vote_questions import (
    ANNOUNCE_ACTION,
    CONFIRM_ACTION,
    DROP_ACTION,
    IGNORE_ACTION,
    Doubt,
    choices,
)
from bot.render.votes import counted, status_name, what

OUTCOME_ACTION: Final = "vigie:vote:outcome:"  # a vote and a state follow
HOMES_ACTION: Final = "vigie:vote:homes:"  # cities follow, with points between
PUBLISHED_ON_ACTION: Final = "vigie:vote:published:on:"  # a vote and a day follow
OTHER_DAY_ACTION: Final = "vigie:vote:published:other:"  # a vote follows
DISTRUST_ACTION: Final = "vigie:vote:distrust"
_ALSO: Final = "also"  # the fact of another source of the same
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
        lines.append(
            texts.say(
                "Un autre vote est noté ce jour-là : « {words} ». Est-ce le même ? Écarte le tien.",
                words=escape(shorten(twin.item.words, _WORDS)),
            )
        )
    lines.append(_who_confirms(asked, texts, organiser=organiser))
    buttons = [Button(texts.say("Écarter"), f"{DROP_ACTION}{vote.id}")]
    if organiser:
        confirm = Button(texts.say("Confirmer"), f"{CONFIRM_ACTION}{vote.id}", Style.MAIN)
        buttons.insert(0, confirm)
    return Message("\n".join(lines), buttons=tuple(buttons))


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


def completed(vote: CouncilVote, commune: Commune, texts: Texts, zone: ZoneInfo) -> Message:
    """To who adds to their own report, or puts it right."""
    said = texts.say(
        "Ton signalement est complété : vote {at}, {when}.",
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
    said = (
        texts.say("Le vote {at}, {when}, est déjà signalé, mais autrement.", **facts)
        if waits
        else texts.say("Le vote {at}, {when}, est déjà annoncé, mais autrement.", **facts)
    )
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


def changed(
    before: CouncilVote, after: CouncilVote, commune: Commune, texts: Texts, zone: ZoneInfo
) -> Message:
    """To the organiser who changed a vote: how it is now, and who hears of it."""
    at = at_town(commune.label, texts)
    when = sittings.full(after.sitting, texts, zone)
    state = status_name(after.status, texts)
    if after.status in OUTCOMES:
        state = ", ".join([state, *counted(after.tally, texts)])
    said = texts.say("Vote {at}, {when} : {state}.", at=at, when=when, state=state)
    if before == after:
        return Message(said)
    if before.status not in UNCONFIRMED:
        also = texts.say("Je préviens partout où il avait été annoncé.")
        said = f"{said} {also}"
    return Message(said)


def which_publication(vote: CouncilVote, commune: Commune, today: date, texts: Texts) -> Message:
    """The day of publication, from which the window of a challenge runs."""
    said = texts.say(
        "🗳️ {city}, séance {when} : quel jour la délibération a-t-elle été publiée ?\n"
        "Le délai de recours part de ce jour, écrit sur le site de la mairie.",
        city=commune.name,
        when=sittings.day(vote.sitting, texts),
    )
    on, other = f"{PUBLISHED_ON_ACTION}{vote.id}:", f"{OTHER_DAY_ACTION}{vote.id}"
    first = vote.sitting.day
    return Message(said, buttons=which_day.buttons(today, on, other, texts, first=first))


def other_publication(vote: CouncilVote, commune: Commune, texts: Texts) -> Message:
    """How to tell a day that no button names."""
    return Message(
        texts.say(
            "Dis-le avec `/vote étape` : le vote {at}, l'état « publié », et la date, par exemple "
            "21/12/2026.",
            at=at_town(commune.label, texts),
        )
    )


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


def line(vote: CouncilVote, name: Callable[[CityId], str], texts: Texts, zone: ZoneInfo) -> str:
    """`- Forcalquier, lundi 14 décembre à 18h30 : caméras fixes (confirmé)`"""
    is_ahead = vote.status in COMING | UNCONFIRMED
    when = (
        sittings.full(vote.sitting, texts, zone)
        if is_ahead
        else sittings.moment(vote.sitting, texts, zone, year=True)
    )
    if vote.status is VoteStatus.POSTPONED:
        when = f"~~{when}~~"
    state = status_name(vote.status, texts)
    if vote.status in OUTCOMES:
        state = ", ".join([state, *counted(vote.tally, texts)])
    return texts.say(
        "- {city}, {when} : {words} ({state})",
        city=name(vote.city),
        when=when,
        words=escape(shorten(vote.item.words, _WORDS)),
        state=state,
    )


def listed(
    ahead: Sequence[CouncilVote],
    waiting: Sequence[CouncilVote],
    past: Sequence[CouncilVote],
    offered: Sequence[tuple[int, CouncilVote]],
    name: Callable[[CityId], str],
    texts: Texts,
    zone: ZoneInfo,
    *,
    organiser: bool,
    doubted: Collection[VoteId] = (),
) -> Message:
    """What comes, what waits for a confirmation, what was decided; the first question's buttons.
    `doubted`: those of which two versions stand.

    What other collectives told, each with its offer's number, is for organisers.
    """
    offered = offered if organiser else ()
    if not (ahead or waiting or past or offered):
        return Message(
            texts.say(
                "Aucun vote n'est noté.\n"
                "Un vote se prépare ? `/vote signaler` : la ville, le jour, l'objet."
            )
        )
    lines = list[str]()
    for title, found in (
        (texts.say("**À venir**"), ahead),
        (texts.say("**À confirmer**"), waiting),
        (texts.say("**D'autres collectifs**"), [one for _, one in offered]),
        (texts.say("**Passés**"), past),
    ):
        if found:
            told = [(line(one, name, texts, zone), one.id in doubted) for one in found]
            lines += [title, *(_doubtful(said, texts) if is_ else said for said, is_ in told)]
    shown = fitting(lines, _ROOM)
    if len(shown) < len(lines):
        shown.append(texts.say("La suite ville par ville : `/vote liste` et son nom."))
    buttons = _first_question(waiting, texts, organiser=organiser)
    return Message("\n".join(shown), buttons=buttons + _first_offer(offered, texts))


def _doubtful(said: str, texts: Texts) -> str:
    return texts.say("{vote} ⚠️ deux versions", vote=said)


def _first_offer(offered: Sequence[tuple[int, CouncilVote]], texts: Texts) -> tuple[Button, ...]:
    if not offered:
        return ()
    id_, vote = offered[0]
    words = shorten(vote.item.words, 40)
    return (
        Button(texts.say("Annoncer « {words} »", words=words), f"{ANNOUNCE_ACTION}{id_}"),
        Button(texts.say("Ignorer « {words} »", words=words), f"{IGNORE_ACTION}{id_}"),
    )


def _first_question(
    waiting: Sequence[CouncilVote], texts: Texts, *, organiser: bool
) -> tuple[Button, ...]:
    if not (waiting and organiser):
        return ()
    first = waiting[0]
    words = shorten(first.item.words, 40)
    return (
        Button(
            texts.say("Confirmer « {words} »", words=words),
            f"{CONFIRM_ACTION}{first.id}",
            Style.MAIN,
        ),
        Button(texts.say("Écarter « {words} »", words=words), f"{DROP_ACTION}{first.id}"),
    )


class Changed(Protocol):
    """What changed of a vote but its state; `noun` is `vote:` and the fact."""

    @property
    def noun(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> PersonId | None: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


def history(
    vote: CouncilVote,
    steps: Sequence[Step],
    rows: Sequence[Changed],
    commune: Commune,
    texts: Texts,
    zone: ZoneInfo,
    *,
    names: bool,
    named: Callable[[CollectiveId], str | None],
) -> Message:
    """Every step of a vote, and what else changed, the first first. `names`: who added what, for
    organisers; `named`: another collective, where its name is known."""
    head = texts.say(
        "🗳️ Vote {at}, {when}",
        at=at_town(commune.label, texts),
        when=sittings.full(vote.sitting, texts, zone),
    )
    about = texts.say("**Quoi** {what}", what=what(vote, texts))
    told = [(one.at, _step(one, texts, zone, named)) for one in steps]
    told += [(one.at, _row(one, texts, zone, names=names)) for one in rows]
    lines = [said for _, said in sorted(told, key=lambda one: one[0])]
    return Message("\n".join(fitting([head, about, *lines], _ROOM)))


def _row(row: Changed, texts: Texts, zone: ZoneInfo, *, names: bool) -> str:
    """`- mardi 24 novembre, lieu : salle des fêtes`"""
    field = row.noun.removeprefix("vote:")
    if field == _ALSO:
        said = texts.say("aussi d'après {source}", source=escape(shorten(row.after, _WORDS)))
    else:
        told = {
            "fact": vote_facts.name(Fact(field), texts),
            "said": escape(vote_facts.value(Fact(field), row.after, texts)),
        }
        said = (
            texts.say(
                "{fact} : {said}, au lieu de {was}",
                **told,
                was=escape(vote_facts.value(Fact(field), row.before, texts)),
            )
            if row.before
            else texts.say("{fact} : {said}", **told)
        )
    line = texts.say("- {when}, {state}", when=dates.plain_moment(row.at, zone, texts), state=said)
    return f"{line} · <@{row.by}>" if names and row.by else line


def _step(
    step: Step, texts: Texts, zone: ZoneInfo, named: Callable[[CollectiveId], str | None]
) -> str:
    when = dates.plain_moment(step.at, zone, texts)
    said = status_name(step.after, texts)
    if step.sitting is not None:
        was = sittings.moment(step.sitting, texts, zone, year=True)
        said = texts.say("{state} (avant : {was})", state=said, was=was)
    if step.told_by is not None:
        said = _told_by(said, named(step.told_by), texts)
    if step.corrects:
        said = texts.say("{state} (correction)", state=said)
    if step.why:
        said = texts.say("{state} : {why}", state=said, why=escape(shorten(step.why, _WORDS)))
    return texts.say("- {when}, {state}", when=when, state=said)


def _told_by(state: str, name: str | None, texts: Texts) -> str:
    if not name:
        return texts.say("{state}, d'après un autre collectif", state=state)
    return texts.say("{state}, d'après « {name} »", state=state, name=escape(shorten(name, _WORDS)))


def next_votes(
    found: Sequence[tuple[Commune, CouncilVote | None]], texts: Texts, zone: ZoneInfo
) -> Message:
    """« Prochain vote à Lyon ? »: of each city, or that none is known, which is not that there is
    none."""
    lines = [line for commune, vote in found for line in _next_vote(commune, vote, texts, zone)]
    if any(vote is None for _, vote in found):
        lines += [
            texts.say(
                "Cela ne veut pas dire qu'il n'y en a pas : lire l'ordre du jour du conseil."
            ),
            texts.say("Un vote se prépare ? `/vote signaler`"),
        ]
    return Message("\n".join(lines))


def asks_whose(asked: Sequence[Commune], texts: Texts) -> Message:
    """In private, to somebody of several collectives, each of which holds its own votes."""
    codes = ".".join(one.code for one in asked)
    return Message(
        texts.say("Tu es dans plusieurs collectifs : je regarde ce que chacun sait ?"),
        buttons=(Button(texts.say("Leurs prochains votes"), f"{HOMES_ACTION}{codes}", Style.MAIN),),
    )


def next_in_homes(
    found: Sequence[tuple[str, Sequence[tuple[Commune, CouncilVote | None]]]],
    texts: Texts,
    zone: ZoneInfo,
) -> Message:
    """The next votes as each of somebody's collectives knows them, under its name."""
    lines = list[str]()
    for name, votes in found:
        lines.append(f"**{escape(name)}**")
        lines += [
            line for commune, vote in votes for line in _next_vote(commune, vote, texts, zone)
        ]
        if not votes:
            lines.append(texts.say("Aucune ville n'y est suivie."))
    return Message("\n".join(fitting(lines, _ROOM)))


def _next_vote(
    commune: Commune, vote: CouncilVote | None, texts: Texts, zone: ZoneInfo
) -> list[str]:
    at = at_town(commune.label, texts)
    if vote is None:
        return [texts.say("Aucun vote à venir n'est connu {at}.", at=at)]
    when = sittings.full(vote.sitting, texts, zone)
    return [
        texts.say("🗳️ Prochain vote {at} : {when}", at=at, when=when),
        texts.say("**Quoi** {what}", what=what(vote, texts)),
    ]


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


def how_to_report(commune: Commune, texts: Texts, *, here: bool) -> Message:
    """Below a city's card; `here` tells whether the command is understood where it was asked."""
    where = (
        texts.say("Un vote se prépare {at} ?", at=at_town(commune.label, texts))
        if here
        else texts.say(
            "Un vote se prépare {at} ? Dis-le dans le serveur de ton collectif.",
            at=at_town(commune.label, texts),
        )
    )
    how = texts.say(
        "`/vote signaler` : la ville, le jour et l'heure, l'objet, et le lien de l'ordre du jour. "
        "Une autre personne confirmera, puis je l'annonce."
    )
    return Message(f"{where}\n{how}")


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
