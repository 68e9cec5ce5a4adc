"""What is said of votes: announced, moved, withdrawn, decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.attending import Coming
from bot.domain.communes import Commune
from bot.domain.refusals import Refused
from bot.domain.sittings import Sitting
from bot.domain.votes import COMING, OUTCOMES, CouncilVote, Tally, VoteStatus
from bot.ports.chat import Button, Embed, Message, Style
from bot.render import dates, sittings
from bot.render.escaping import escape, neutral
from bot.render.links import linked
from bot.render.shortening import shorten
from bot.render.texts import N_, Texts
from bot.render.themes import theme_name
from bot.render.towns import at_town

COMING_ACTION: Final = "vigie:coming:"  # a vote and an answer follow
_HEADLINE: Final = 80  # characters that a locked screen shows
_WORDS: Final = 200

STATUS_NAMES: Final = {
    VoteStatus.RUMOURED: N_("entendu dire, sans source"),
    VoteStatus.REPORTED: N_("signalé"),
    VoteStatus.CONFIRMED: N_("confirmé"),
    VoteStatus.ON_AGENDA: N_("à l'ordre du jour"),
    VoteStatus.HELD: N_("séance tenue, résultat attendu"),
    VoteStatus.POSTPONED: N_("reporté"),
    VoteStatus.ADOPTED: N_("adopté"),
    VoteStatus.REJECTED: N_("rejeté"),
    VoteStatus.PUBLISHED: N_("délibération publiée"),
    VoteStatus.CHALLENGEABLE: N_("recours possible"),
    VoteStatus.GRACIEUX: N_("recours gracieux déposé"),
    VoteStatus.CHALLENGED: N_("recours au tribunal administratif"),
    VoteStatus.ANNULLED: N_("annulé par le tribunal"),
    VoteStatus.REPEALED: N_("retiré par la mairie"),
    VoteStatus.FINAL: N_("définitif"),
    VoteStatus.WITHDRAWN: N_("retiré de l'ordre du jour"),
    VoteStatus.DROPPED: N_("écarté"),
}
# What was put into a calendar is taken out of it by a file that cancels, too.
_IN_CALENDARS: Final = COMING | {VoteStatus.POSTPONED, VoteStatus.WITHDRAWN}
_ANSWERS: Final = {
    Coming.YES: N_("Je viens"),
    Coming.MAYBE: N_("Peut-être"),
    Coming.NO: N_("Je ne peux pas"),
}


@dataclass(frozen=True, slots=True)
class VoteCard:
    """What is told of a vote; `coming` counts the answers, `zone` is where it is read. `missing`
    is how much of each unit is still to do before it."""

    vote: CouncilVote
    commune: Commune
    coming: Mapping[Coming, int]
    zone: ZoneInfo
    missing: Sequence[tuple[int, str]] = ()


def status_name(status: VoteStatus, texts: Texts) -> str:
    return texts.say(STATUS_NAMES[status])


def announced(card: VoteCard, texts: Texts, now: datetime) -> Message:
    """The announcement, as things stand now."""
    vote = card.vote
    message = Message(headline(card, texts), embeds=(Embed("\n".join(_details(card, texts))),))
    if vote.status in _IN_CALENDARS:
        from bot.render.calendars import calendar_file  # 3 MiB, for those who announce votes

        file = calendar_file(vote, card.commune, texts, now)
        message = replace(message, files=(file,))
    return replace(message, buttons=answers(card, texts)) if vote.status in COMING else message


def headline(card: VoteCard, texts: Texts) -> str:
    """What, where, when: what a locked screen shows."""
    vote, town = card.vote, at_town(card.commune.name, texts)
    if vote.status in COMING:
        return next(
            (one for one in _headlines(card, texts) if len(one) <= _HEADLINE),
            list(_headlines(card, texts))[-1],
        )
    if vote.status is VoteStatus.POSTPONED:
        return texts.say("🗳️ Vote reporté {at}, nouvelle date à venir", at=town)
    return _outcome(card, texts)


def _headlines(card: VoteCard, texts: Texts) -> list[str]:
    """The same, ever shorter: without its theme, then with a short day."""
    vote, at = card.vote, at_town(card.commune.name, texts)
    long, short = (sittings.moment(vote.sitting, texts, short=short) for short in (False, True))
    theme = theme_name(vote.item.theme, texts) if vote.item.theme else ""
    said = (
        [texts.say("🗳️ Vote {theme} {at}, {when}", theme=theme, at=at, when=long)] if theme else []
    )
    return [*said, *(texts.say("🗳️ Vote {at}, {when}", at=at, when=one) for one in (long, short))]


def _outcome(card: VoteCard, texts: Texts) -> str:
    """`🗳️ Forcalquier, lundi 14 décembre : adopté, 21 pour, 6 contre, 2 abstentions`"""
    vote = card.vote
    state = [status_name(vote.status, texts)]
    if vote.status in OUTCOMES:
        state += counted(vote.tally, texts)
    return texts.say(
        "🗳️ {city}, {when} : {state}",
        city=card.commune.name,
        when=sittings.moment(replace(vote.sitting, hour=None), texts),
        state=", ".join(state),
    )


def counted(tally: Tally, texts: Texts) -> list[str]:
    """`21 pour`, `6 contre`, `2 abstentions`: what was counted of it."""
    said = []
    if tally.for_ is not None:
        said.append(texts.say("{n} pour", n=tally.for_))
    if tally.against is not None:
        said.append(texts.say("{n} contre", n=tally.against))
    if tally.abstained is not None:
        said.append(texts.count("{n} abstention", "{n} abstentions", tally.abstained))
    return said


def _details(card: VoteCard, texts: Texts) -> list[str]:
    vote = card.vote
    when = sittings.full(vote.sitting, texts, card.zone)
    if vote.status is VoteStatus.POSTPONED:
        when = f"~~{when}~~"
    elif vote.status in COMING:
        when = f"{when} ({sittings.countdown(vote.sitting)})"
    lines = [texts.say("**Quand** {when}", when=when)]
    if vote.place:
        lines.append(texts.say("**Où** {place}", place=escape(vote.place)))
    lines.append(texts.say("**Quoi** {what}", what=what(vote, texts)))
    lines.append(texts.say("**Source** {source}", source=source(vote, texts)))
    return lines


def what(vote: CouncilVote, texts: Texts) -> str:
    """`point 12, caméras fixes et mobiles`"""
    words = escape(shorten(vote.item.words, _WORDS))
    if not vote.item.number:
        return words
    return texts.say("point {number}, {words}", number=escape(vote.item.number), words=words)


def source(vote: CouncilVote, texts: Texts) -> str:
    """Where it comes from; that two people looked, where they did."""
    label = neutral(vote.source)
    said = linked(label, vote.url, quiet=True) if vote.url else escape(label)
    if not said:
        said = texts.say("sans source écrite")
    if vote.confirmer is None:
        if vote.root != vote.id:
            return texts.say("{source}, confirmé par un autre collectif", source=said)
        return said
    if vote.reporter is not None and vote.confirmer != vote.reporter:
        return texts.say("{source}, vérifié par deux personnes", source=said)
    return said


def answers(card: VoteCard, texts: Texts) -> tuple[Button, ...]:
    """`Je viens 4`, and so on; they work for ever, and say so when the sitting is over."""
    made = []
    for coming, name in _ANSWERS.items():
        count = card.coming.get(coming, 0)
        label = texts.say(name)
        style = Style.MAIN if coming is Coming.YES else Style.PLAIN
        action = f"{COMING_ACTION}{card.vote.id}:{coming}"
        made.append(Button(f"{label} {count}" if count else label, action, style))
    return tuple(made)


def noted(card: VoteCard, coming: Coming, texts: Texts) -> Message:
    """To who said whether they come."""
    when = sittings.moment(card.vote.sitting, texts)
    said = {
        Coming.YES: N_("C'est noté : tu viens {at}, {when}."),
        Coming.MAYBE: N_("C'est noté : tu viens peut-être {at}, {when}."),
        Coming.NO: N_("C'est noté : tu ne peux pas venir {at}, {when}."),
    }[coming]
    return Message(texts.say(said, at=at_town(card.commune.name, texts), when=when))


def moved(card: VoteCard, before: Sitting, texts: Texts, *, why: str = "") -> Message:
    """The item comes at another sitting."""
    at = at_town(card.commune.name, texts)
    when = sittings.moment(card.vote.sitting, texts)
    was = sittings.moment(before, texts, year=True)
    said = texts.say(
        "✏️ Vote déplacé {at} : {when}\n"
        "Avant : ~~{was}~~. Calendrier et rappels suivent ; vérifiez votre réponse.",
        at=at,
        when=when,
        was=was,
    )
    return Message("\n".join([said, *([_because(card.vote, why, texts)] if why else [])]))


def news(card: VoteCard, what: str, texts: Texts, *, why: str, was: str) -> Message:
    """What became of a vote, for who was told of it. `was`: the result that was an error."""
    vote, at = card.vote, at_town(card.commune.name, texts)
    day = sittings.moment(replace(vote.sitting, hour=None), texts)
    told = {
        "postponed": N_(
            "✏️ Vote reporté {at} : plus de vote caméras {day}\n"
            "La nouvelle date n'est pas connue. Je préviens dès qu'elle l'est."
        ),
        "withdrawn": N_(
            "✏️ Vote retiré {at} : pas de vote caméras {day}\n"
            "La séance a lieu sans ce point. Je préviens s'il revient."
        ),
        "back": N_("✏️ Vote maintenu {at} : {when}\nC'est de nouveau prévu."),
    }
    if what in told:
        said = texts.say(
            told[what],
            at=at,
            day=day,
            when=sittings.moment(vote.sitting, texts),
        )
    else:
        said = _outcome(card, texts)
    lines = [said]
    if was:
        lines.append(
            texts.say(
                "Correction : j'avais écrit « {was} ».", was=status_name(VoteStatus(was), texts)
            )
        )
    if why:
        lines.append(_because(vote, why, texts, corrects=bool(was)))
    return Message("\n".join(lines))


def _because(vote: CouncilVote, why: str, texts: Texts, *, corrects: bool = False) -> str:
    if vote.status in OUTCOMES and not corrects:
        return texts.say("Source : {source}.", source=escape(shorten(why, _WORDS)))
    return texts.say("Raison : {why}.", why=escape(shorten(why, _WORDS)))


def facts_of(refused: Refused, texts: Texts) -> dict[str, str]:
    """The facts of a vote's refusal in words: its states, and its day; none for another."""
    if not refused.reason.startswith("vote_"):
        return {}
    states = {"before", "after", "status", "outcome"} & refused.facts.keys()
    facts = {name: status_name(VoteStatus(refused.facts[name]), texts) for name in states}
    if "day" in refused.facts:
        day = date.fromisoformat(refused.facts["day"])
        facts["day"] = dates.day(day, texts.locale, year=True)
    return facts
