"""The votes of a collective: the next, all of them, and the history of one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune
from bot.domain.ids import CityId, CollectiveId, VoteId
from bot.domain.sittings import Sitting
from bot.domain.vote_facts import Fact
from bot.domain.votes import COMING, OUTCOMES, UNCONFIRMED, CouncilVote, Step, VoteStatus
from bot.ports.chat import Button, Message, Style
from bot.render import dates, sittings, vote_facts
from bot.render.changed import Changed
from bot.render.escaping import escape
from bot.render.shortening import fitting, shorten
from bot.render.texts import Texts
from bot.render.towns import at_town
from bot.render.vote_questions import (
    ANNOUNCE_ACTION,
    CONFIRM_ACTION,
    DROP_ACTION,
    IGNORE_ACTION,
    RESULT_ACTION,
)
from bot.render.votes import counted, status_name, what

NEXT_ACTION: Final = "vigie:vote:next:"  # a city follows
HOMES_ACTION: Final = "vigie:vote:homes:"  # cities follow, with points between
_HOUR: Final = f"vote:{Fact.HOUR}"
_ALSO: Final = "also"  # the fact of another source of the same
_CALLED: Final = "convoked"
_MERGED: Final = "merged"
_EARLIER: Final = "earlier"
_WAYS: Final = {
    (VoteStatus.REPORTED, VoteStatus.CONFIRMED),
    (VoteStatus.CONFIRMED, VoteStatus.HELD),  # once the sitting was over
}
_ROOM: Final = 1_800
_WORDS: Final = 120
_MOST_NEXT: Final = 3  # of those to confirm in a city, and of those without a date


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
    postponed: Sequence[CouncilVote] = (),
    missed: Sequence[CouncilVote] = (),
    withdrawn: Sequence[CouncilVote] = (),
) -> Message:
    """What comes, what waits for a confirmation or a date, what nobody confirmed in time, what was
    decided; the first question's buttons. `doubted`: those of which two versions stand.

    What other collectives told, each with its offer's number, is for organisers.
    """
    offered = offered if organiser else ()
    if not any((ahead, waiting, postponed, withdrawn, missed, past, offered)):
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
        (texts.say("**Reportés, date inconnue**"), postponed),
        (texts.say("**Retirés de l'ordre du jour**"), withdrawn),
        (texts.say("**D'autres collectifs**"), [one for _, one in offered]),
        (texts.say("**Passés, jamais confirmés**"), missed),
        (texts.say("**Passés**"), past),
    ):
        if found:
            told = [(line(one, name, texts, zone), one.id in doubted) for one in found]
            lines += [title, *(_doubtful(said, texts) if is_ else said for said, is_ in told)]
    shown = fitting(lines, _ROOM)
    if len(shown) < len(lines):
        shown.append(texts.say("La suite ville par ville : `/vote liste` et son nom."))
    buttons = _first_question(waiting, missed, texts, organiser=organiser)
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
    waiting: Sequence[CouncilVote],
    missed: Sequence[CouncilVote],
    texts: Texts,
    *,
    organiser: bool,
) -> tuple[Button, ...]:
    first = next(iter([*waiting, *missed]), None)
    if first is None or not organiser:
        return ()
    words = shorten(first.item.words, 40)
    asked = (
        Button(texts.say("Confirmer « {words} »", words=words), f"{CONFIRM_ACTION}{first.id}")
        if waiting
        else Button(texts.say("Résultat de « {words} »", words=words), f"{RESULT_ACTION}{first.id}")
    )
    return (
        replace(asked, style=Style.MAIN),
        Button(texts.say("Écarter « {words} »", words=words), f"{DROP_ACTION}{first.id}"),
    )


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
    called: Sequence[str] = (),
) -> Message:
    """Every step of a vote, and what else changed, the first first. `names`: who added what, for
    organisers; `named`: another collective, where its name is known; `called`: whether its council
    was called in time."""
    head = texts.say(
        "🗳️ Vote {at}, {when}",
        at=at_town(commune.label, texts),
        when=sittings.full(vote.sitting, texts, zone),
    )
    about = texts.say("**Quoi** {what}", what=what(vote, texts))
    told = [
        (one.at, _step(one, after, texts, zone, named))
        for one, after in _without_the_way(vote, steps, rows)
    ]
    told += [(one.at, _row(one, texts, zone, names=names)) for one in rows]
    lines = [said for _, said in sorted(told, key=lambda one: one[0])]
    return Message("\n".join(fitting([head, about, *called, *lines], _ROOM)))


def _row(row: Changed, texts: Texts, zone: ZoneInfo, *, names: bool) -> str:
    """`- mardi 24 novembre, lieu : salle des fêtes`"""
    field = row.noun.removeprefix("vote:")
    if field == _ALSO:
        said = texts.say("aussi d'après {source}", source=escape(shorten(row.after, _WORDS)))
    elif field == _CALLED:
        said = _convoked(row, texts)
    elif field == _EARLIER:
        day = dates.day(date.fromisoformat(row.after), texts.locale, year=True)
        said = texts.say("revient : il avait été annoncé pour le {day}", day=day)
    elif field == _MERGED:
        words = escape(shorten(row.after, _WORDS))
        said = texts.say("réuni avec son doublon « {words} »", words=words)
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


def _convoked(row: Changed, texts: Texts) -> str:
    """`convocation envoyée le mardi 8 décembre 2026, au lieu du mercredi 9 décembre 2026`"""
    day, *was = (
        dates.day(date.fromisoformat(one), texts.locale, year=True)
        for one in (row.after, row.before)
        if one
    )
    if not was:
        return texts.say("convocation envoyée le {day}", day=day)
    return texts.say("convocation envoyée le {day}, au lieu du {was}", day=day, was=was[0])


def _without_the_way(
    vote: CouncilVote, steps: Sequence[Step], rows: Sequence[Changed]
) -> list[tuple[Step, Sitting]]:
    """Each step with the sitting that held after it. A move goes by « reporté », which nobody said,
    and a rumour that is confirmed by « signalé »; of an hour that was put right its row tells."""
    hours = {one.at for one in rows if one.noun == _HOUR}
    told, after = list[tuple[Step, Sitting]](), vote.sitting
    later: Step | None = None
    for step in reversed(steps):
        is_way = later is not None and _is_way(step, later)
        if not is_way and not (step.sitting is not None and step.at in hours):
            told.append((step, after))
        after, later = step.sitting or after, step
    return told[::-1]


def _is_way(step: Step, later: Step) -> bool:
    """Whether it was only a step on the way to what the same person did."""
    if (step.at, step.by) != (later.at, later.by):
        return False
    if (step.after, later.after) in _WAYS:
        return True
    return step.after is VoteStatus.POSTPONED and later.sitting is not None


def _moved(step: Step, after: Sitting, texts: Texts, zone: ZoneInfo) -> str:
    """`déplacé du lundi 14 décembre 2026 à 18h30 au mercredi 16 décembre 2026 à 19h`"""
    state, was = status_name(step.after, texts), step.sitting
    if was is None or was == after:
        return state
    facts = {
        "was": sittings.moment(was, texts, zone, year=True),
        "when": sittings.moment(after, texts, zone, year=True),
    }
    if step.after not in COMING | UNCONFIRMED:
        return texts.say("{state} (avant : {was})", state=state, was=facts["was"])
    if was.hour is None and was.day == after.day:
        return texts.say("heure ajoutée : {when}", **facts)
    return texts.say("déplacé du {was} au {when}", **facts)


def _step(
    step: Step,
    after: Sitting,
    texts: Texts,
    zone: ZoneInfo,
    named: Callable[[CollectiveId], str | None],
) -> str:
    when = dates.plain_moment(step.at, zone, texts)
    said = _moved(step, after, texts, zone)
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


@dataclass(frozen=True, slots=True)
class Next:
    """What is to come in a city: the next vote that is held for true, those that nobody confirmed
    yet and that who reads may see, those that wait for another date; `later` than the next one."""

    commune: Commune
    vote: CouncilVote | None = None
    unconfirmed: Sequence[CouncilVote] = ()
    postponed: Sequence[CouncilVote] = ()
    later: Sequence[CouncilVote] = ()

    def on(self, day: date) -> list[CouncilVote]:
        """What is voted on that day."""
        ahead = [one for one in (self.vote, *self.later, *self.unconfirmed) if one is not None]
        return [one for one in ahead if one.sitting.day == day]

    @property
    def is_known(self) -> bool:
        return self.vote is not None or bool(self.unconfirmed or self.postponed)

    @property
    def order(self) -> tuple[bool, bool, float]:
        """The next sitting first; then what waits for a date; then where none is known."""
        ahead = [one for one in (self.vote, *self.unconfirmed) if one is not None]
        begins = min((one.sitting.begins.timestamp() for one in ahead), default=0.0)
        return not self.is_known, not ahead, begins


def in_order(found: Sequence[Next]) -> list[Next]:
    """By the day of what comes; what is said of those of which none is known stands last."""
    return sorted(found, key=lambda one: one.order)


def next_votes(
    found: Sequence[Next], texts: Texts, zone: ZoneInfo, day: date | None = None
) -> Message:
    """« Prochain vote à Lyon ? »: of each city, or that none is known, which is not that there is
    none. « Quel vote lundi ? »: of that `day`; where none is, that is said first."""
    asked = [line for one in found if day for line in _on(one, day, texts, zone)]
    if asked:
        return Message("\n".join(fitting(asked, _ROOM)))
    lines = [line for one in in_order(found) for line in _next_vote(one, texts, zone)]
    if day and any(one.is_known for one in found):
        when = dates.day(day, texts.locale, year=True)
        lines.insert(0, texts.say("Aucun vote n'est connu le {day}.", day=when))
    if not all(one.is_known for one in found):
        lines += [
            texts.say(
                "Cela ne veut pas dire qu'il n'y en a pas : lire l'ordre du jour du conseil."
            ),
            texts.say("Un vote se prépare ? `/vote signaler`"),
        ]
    return Message("\n".join(fitting(lines, _ROOM)))


def asks_whose(asked: Sequence[Commune], texts: Texts) -> Message:
    """In private, to somebody of several collectives, each of which holds its own votes."""
    codes = ".".join(one.code for one in asked)
    return Message(
        texts.say("Tu es dans plusieurs collectifs : je regarde ce que chacun sait ?"),
        buttons=(Button(texts.say("Leurs prochains votes"), f"{HOMES_ACTION}{codes}", Style.MAIN),),
    )


def next_in_homes(
    found: Sequence[tuple[str, Sequence[Next]]],
    texts: Texts,
    zone: ZoneInfo,
) -> Message:
    """The next votes as each of somebody's collectives knows them, under its name."""
    lines = list[str]()
    for name, votes in found:
        lines.append(f"**{escape(name)}**")
        lines += [line for one in in_order(votes) for line in _next_vote(one, texts, zone)]
        if not votes:
            lines.append(texts.say("Aucune ville n'y est suivie."))
    return Message("\n".join(fitting(lines, _ROOM)))


def _next_vote(one: Next, texts: Texts, zone: ZoneInfo) -> list[str]:
    at = at_town(one.commune.label, texts)
    if not one.is_known:
        return [texts.say("Aucun vote à venir n'est connu {at}.", at=at)]
    lines = list[str]()
    if one.vote is not None:
        when = sittings.full(one.vote.sitting, texts, zone)
        lines.append(texts.say("🗳️ Prochain vote {at} : {when}", at=at, when=when))
        lines.append(texts.say("**Quoi** {what}", what=what(one.vote, texts)))
    for vote in one.unconfirmed[:_MOST_NEXT]:
        lines += _vote(one.commune, vote, texts, zone)
    for vote in one.postponed[:_MOST_NEXT]:
        lines.append(texts.say("🗳️ Vote reporté {at}, nouvelle date à venir", at=at))
        lines.append(texts.say("**Quoi** {what}", what=what(vote, texts)))
    return lines


def _on(one: Next, day: date, texts: Texts, zone: ZoneInfo) -> list[str]:
    found = one.on(day)
    return [line for vote in found for line in _vote(one.commune, vote, texts, zone)]


def _vote(commune: Commune, vote: CouncilVote, texts: Texts, zone: ZoneInfo) -> list[str]:
    at, when = at_town(commune.label, texts), sittings.full(vote.sitting, texts, zone)
    if vote.status in UNCONFIRMED:
        said = texts.say("🗳️ Vote à confirmer {at} : {when}", at=at, when=when)
    else:
        said = texts.say("🗳️ Vote {at} : {when}", at=at, when=when)
    return [said, texts.say("**Quoi** {what}", what=what(vote, texts))]
