"""What is said of votes: announced, moved, withdrawn, decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.attending import Coming
from bot.domain.communes import Commune
from bot.domain.deadlines import Deadline
from bot.domain.refusals import Refused
from bot.domain.sittings import Sitting
from bot.domain.votes import CALLED_OFF, COMING, OUTCOMES, CouncilVote, Tally, VoteStatus
from bot.ports.chat import Button, Embed, Message, Style
from bot.render import convocations, dates, sittings, vote_facts
from bot.render.escaping import escape, neutral
from bot.render.links import linked
from bot.render.shortening import first_fitting, shorten
from bot.render.texts import N_, Texts
from bot.render.themes import vote_theme
from bot.render.towns import at_town

COMING_ACTION: Final = "vigie:coming:"  # a vote and an answer follow
HEADLINE: Final = 80  # characters that a locked screen shows
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
_CALLED_OFF: Final = {VoteStatus.POSTPONED, VoteStatus.WITHDRAWN}
# What was put into a calendar is taken out of it by a file that cancels, too.
_IN_CALENDARS: Final = COMING | CALLED_OFF
_ANSWERS: Final = {
    Coming.YES: N_("Je viens"),
    Coming.MAYBE: N_("Peut-être"),
    Coming.NO: N_("Je ne peux pas"),
}


@dataclass(frozen=True, slots=True)
class VoteCard:
    """What is told of a vote; `coming` counts the answers, `zone` is where it is read, `photos`
    counts those that are kept with it, `missing` how much of each unit is to do before it;
    `convocation` is the rule that says until when its council was to be called.

    `town` is its commune by the name that tells it from its homonyms.
    """

    vote: CouncilVote
    commune: Commune
    coming: Mapping[Coming, int]
    zone: ZoneInfo
    town: str
    photos: int = 0
    missing: Sequence[tuple[int, str]] = ()
    convocation: Deadline | None = None


def status_name(status: VoteStatus, texts: Texts) -> str:
    return texts.say(STATUS_NAMES[status])


def announced(card: VoteCard, texts: Texts, now: datetime) -> Message:
    """The announcement, as things stand now."""
    vote = card.vote
    message = Message(headline(card, texts), embeds=(Embed("\n".join(_details(card, texts))),))
    if vote.status in _IN_CALENDARS:
        from bot.render.calendars import calendar_file  # 3 MiB, for those who announce votes

        file = calendar_file(card, texts, now)
        message = replace(message, files=(file,))
    return replace(message, buttons=answers(card, texts)) if vote.status in COMING else message


def headline(card: VoteCard, texts: Texts) -> str:
    """What, where, when: what a locked screen shows."""
    if card.vote.status in COMING:
        themed = N_("🗳️ Vote {theme} {at}, {when}")
        return fitted(N_("🗳️ Vote {at}, {when}"), card, texts, themed=themed)
    if card.vote.status is VoteStatus.POSTPONED:
        return fitted(N_("🗳️ Vote reporté {at}, nouvelle date à venir"), card, texts)
    return _outcome(card, texts)


def fitted(said: str, card: VoteCard, texts: Texts, *, themed: str = "", **facts: object) -> str:
    """A headline, which may tell `{city}` or `{at}`, `{day}` or `{when}`, that a locked screen
    shows whole: as it is `themed`, else without the theme, else with a short day."""
    vote, theme = card.vote, vote_theme(card.vote.item.theme, texts)

    def worded(wording: str, *, short: bool = False) -> str:
        return texts.say(
            wording,
            theme=theme,
            city=card.town,
            at=at_town(card.town, texts),
            day=sittings.day(vote.sitting, texts, short=short),
            when=sittings.moment(vote.sitting, texts, card.zone, short=short),
            **facts,
        )

    choices = [worded(themed)] if themed and theme else []
    return first_fitting([*choices, worded(said), worded(said, short=True)], HEADLINE)


def title(card: VoteCard, texts: Texts) -> str:
    """`Vote vidéosurveillance à Forcalquier`, for a calendar; no theme: what is voted on."""
    at = at_town(card.town, texts)
    if theme := vote_theme(card.vote.item.theme, texts):
        return texts.say("Vote {theme} {at}", theme=theme, at=at)
    words = neutral(card.vote.item.words)
    if not words:
        return texts.say("Vote {at}", at=at)
    return texts.say("Vote {at} : {words}", at=at, words=words)


def _outcome(card: VoteCard, texts: Texts) -> str:
    """`🗳️ Forcalquier, lundi 14 décembre : adopté, 21 pour, 6 contre, 2 abstentions`"""
    vote = card.vote
    if vote.status is VoteStatus.PUBLISHED and vote.published is not None:
        return _published(card, vote.published, texts)
    state = [status_name(vote.status, texts)]
    if vote.status in OUTCOMES:
        state += counted(vote.tally, texts)
    return fitted(N_("🗳️ {city}, {day} : {state}"), card, texts, state=", ".join(state))


def _published(card: VoteCard, on: date, texts: Texts) -> str:
    """`🗳️ Forcalquier : délibération publiée le 16 décembre 2026 (séance du 14 décembre)`"""
    sat = dates.day(card.vote.sitting.day, texts.locale, weekday=False)
    day = dates.day(on, texts.locale, weekday=False, year=True)
    days = dates.day(on, texts.locale, year=True), day, dates.short_day(on, texts.locale)
    said = N_("🗳️ {city} : délibération publiée le {day} (séance du {sitting})")
    choices = [texts.say(said, city=card.town, day=one, sitting=sat) for one in days]
    alone = texts.say("🗳️ {city} : délibération publiée le {day}", city=card.town, day=day)
    return first_fitting([*choices, alone], HEADLINE)


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
    if vote.status in _CALLED_OFF:
        when = f"~~{sittings.moment(vote.sitting, texts, card.zone, year=True)}~~"
        if vote.status is VoteStatus.POSTPONED:
            when = texts.say("nouvelle date à venir (avant : {was})", was=when)
    elif vote.status in COMING and vote.sitting.hour is not None:
        when = f"{when} ({sittings.countdown(vote.sitting)})"
    lines = [texts.say("**Quand** {when}", when=when)]
    if vote.place:
        lines.append(texts.say("**Où** {place}", place=escape(vote.place)))
    lines.append(texts.say("**Quoi** {what}", what=what(vote, texts)))
    lines.append(texts.say("**Source** {source}", source=source(vote, texts)))
    if vote.convoked is not None:
        lines.append(convocations.line(vote.convoked, card.convocation, texts))
    return lines


def what(vote: CouncilVote, texts: Texts) -> str:
    """`point 12, caméras fixes et mobiles`"""
    words = escape(shorten(vote.item.words, _WORDS))
    if not vote.item.number:
        return words
    return texts.say("point {number}, {words}", number=escape(vote.item.number), words=words)


def source(vote: CouncilVote, texts: Texts) -> str:
    """Where it comes from, and how many people looked; without a document, that it is to be
    checked."""
    label = neutral(vote.source)
    said = linked(label, vote.url, quiet=True) if vote.url else escape(label)
    if vote.confirmer is None:
        if vote.root != vote.id:
            known = said or texts.say("sans document")
            return texts.say("{source}, confirmé par un autre collectif", source=known)
        return said or texts.say("sans document : à vérifier")
    if vote.reporter is not None and vote.confirmer != vote.reporter:
        if not said:
            return texts.say("sans document, confirmé par deux personnes : à vérifier")
        return texts.say("{source}, vérifié par deux personnes", source=said)
    if not said:
        return texts.say("sans document, confirmé par une personne : à vérifier")
    return texts.say("{source}, confirmé par une personne", source=said)


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
    when = sittings.moment(card.vote.sitting, texts, card.zone)
    said = {
        Coming.YES: N_("C'est noté : tu viens {at}, {when}."),
        Coming.MAYBE: N_("C'est noté : tu viens peut-être {at}, {when}."),
        Coming.NO: N_("C'est noté : tu ne peux pas venir {at}, {when}."),
    }[coming]
    return Message(texts.say(said, at=at_town(card.town, texts), when=when))


def moved(
    card: VoteCard,
    before: Sitting,
    texts: Texts,
    *,
    why: str = "",
    to_one: bool = False,
    tasks: int = 0,
) -> Message:
    """The item comes at another sitting, maybe at an hour that is not known yet; `to_one`: to a
    person, in private. `tasks`: how many have other days now."""
    vote = card.vote
    if before.hour is None and replace(vote.sitting, hour=None) == before:
        return hour_known(card, texts, why=why)
    was = sittings.moment(before, texts, card.zone, year=True)
    head = fitted(N_("✏️ Vote déplacé {at} : {when}"), card, texts)
    follows = texts.say(
        N_("Avant : ~~{was}~~. Calendrier et rappels suivent ; vérifie ta réponse.")
        if to_one
        else N_("Avant : ~~{was}~~. Calendrier et rappels suivent ; vérifiez votre réponse."),
        was=was,
    )
    unknown = [texts.say("L'heure n'est pas connue.")] if vote.sitting.hour is None else []
    also = []
    if tasks:
        also.append(
            texts.count(
                "La date d'une tâche suit aussi.", "Les dates de {n} tâches suivent aussi.", tasks
            )
        )
    return _told_anew(card, head, [*unknown, follows, *also], texts, why)


def hour_known(card: VoteCard, texts: Texts, *, why: str = "") -> Message:
    """Nothing moves: who was told lacked only the hour."""
    head = fitted(N_("✏️ L'heure du vote {at} : {when}"), card, texts)
    follows = texts.say("Elle n'était pas connue. Calendrier et rappels suivent.")
    return _told_anew(card, head, [follows], texts, why)


def _told_anew(card: VoteCard, head: str, lines: list[str], texts: Texts, why: str) -> Message:
    about = texts.say("**Quoi** {what}", what=what(card.vote, texts))
    because = [_because(card.vote, why, texts)] if why else []
    return Message("\n".join([head, about, *lines, *because]))


def corrected(card: VoteCard, told: Mapping[str, str], texts: Texts, *, why: str = "") -> Message:
    """What was told of the vote was not right, or lacked something."""
    head = fitted(N_("✏️ Correction : vote {at}, {when}"), card, texts)
    reason = [_because(card.vote, why, texts, corrects=True)] if why else []
    return Message("\n".join([head, *vote_facts.corrected(told, texts), *reason]))


def news(
    card: VoteCard,
    became: str,
    texts: Texts,
    *,
    why: str,
    was: str,
    over: bool = False,
    tasks: int = 0,
) -> Message:
    """What became of a vote, for who was told of it. `was`: the state that was an error; `over`:
    its sitting is; `tasks`: how many end with it, come back, or wait for its new date."""
    vote = card.vote
    became = _OVER.get(became, became) if over else became
    head = (
        fitted(_BECAME[became], card, texts, themed=_THEMED.get(became, ""))
        if became in _BECAME
        else _outcome(card, texts)
    )
    lines = [head, texts.say("**Quoi** {what}", what=what(vote, texts))]
    if became in _AFTER:
        lines.append(texts.say(_AFTER[became]))
    if tasks:
        lines.append(_tasks(vote, tasks, texts))
    if was:
        lines.append(
            texts.say(
                "Correction : j'avais écrit « {was} ».", was=status_name(VoteStatus(was), texts)
            )
        )
    if why:
        lines.append(_because(vote, why, texts, corrects=bool(was)))
    return Message("\n".join(lines))


def _tasks(vote: CouncilVote, many: int, texts: Texts) -> str:
    if vote.known_day is None:
        return texts.count(
            "La date de la tâche prévue pour ce vote suivra.",
            "Les dates des {n} tâches prévues pour ce vote suivront.",
            many,
        )
    if not vote.is_gone:
        return texts.count(
            "La tâche prévue pour ce vote reprend.",
            "Les {n} tâches prévues pour ce vote reprennent.",
            many,
        )
    return texts.count(
        "La tâche prévue pour ce vote s'arrête. Pour la rouvrir : `/tâche terminer`, état "
        "« à faire ».",
        "Les {n} tâches prévues pour ce vote s'arrêtent. Pour en rouvrir une : `/tâche terminer`, "
        "état « à faire ».",
        many,
    )


def merged(card: VoteCard, texts: Texts) -> Message:
    """To who was told of it as of two: it is one."""
    head = fitted(N_("✏️ Un seul vote {at}, {when}"), card, texts)
    return Message(
        "\n".join(
            [
                head,
                texts.say("**Quoi** {what}", what=what(card.vote, texts)),
                texts.say("Il était noté deux fois. Rappels et réponses sont réunis."),
            ]
        )
    )


def same_as(card: VoteCard, texts: Texts) -> Message:
    """In the place of what was said of the other of the two."""
    head = fitted(N_("✏️ Le même vote {at}, {when}"), card, texts)
    return Message("\n".join([head, texts.say("**Quoi** {what}", what=what(card.vote, texts))]))


_BECAME: Final = {
    "postponed": N_("✏️ Vote reporté {at} : il n'a plus lieu {day}"),
    "withdrawn": N_("✏️ Vote retiré {at} : il n'a pas lieu {day}"),
    "was_withdrawn": N_("✏️ Vote retiré {at} : il n'a pas eu lieu {day}"),
    "back": N_("✏️ Vote maintenu {at} : {when}"),
}
# What came of it, where its sitting is over.
_OVER: Final = {"withdrawn": "was_withdrawn"}
_THEMED: Final = {
    "postponed": N_("✏️ Vote reporté {at} : plus de vote {theme} {day}"),
    "withdrawn": N_("✏️ Vote retiré {at} : pas de vote {theme} {day}"),
}
_AFTER: Final = {
    "postponed": N_("La nouvelle date n'est pas connue. Je préviens dès qu'elle l'est."),
    "withdrawn": N_("La séance a lieu sans ce point. Je préviens s'il revient."),
    "was_withdrawn": N_("La séance a eu lieu sans ce point."),
    "back": N_("C'est de nouveau prévu."),
}


def _because(vote: CouncilVote, why: str, texts: Texts, *, corrects: bool = False) -> str:
    words = escape(shorten(why, _WORDS).rstrip(" ."))
    if vote.status in OUTCOMES and not corrects:
        return texts.say("Source : {source}.", source=words)
    return texts.say("Raison : {why}.", why=words)


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
