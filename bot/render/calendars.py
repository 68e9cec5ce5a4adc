"""A vote as a calendar file (RFC 5545): one event, the same for ever, by its UID."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event, Timezone, vText

from bot.domain.sittings import Sitting
from bot.domain.votes import CALLED_OFF, CouncilVote
from bot.ports.chat import File
from bot.render import sittings
from bot.render.escaping import neutral
from bot.render.texts import N_, Texts
from bot.render.towns import at_town
from bot.render.votes import VoteCard, title

_LASTS: Final = timedelta(hours=2)


def uid(vote: CouncilVote) -> str:
    """The same whatever changes of the vote, and in whichever collective it is told."""
    return f"vote-{vote.mark}-{vote.city.replace(':', '-')}@vigie"


def calendar_file(card: VoteCard, texts: Texts, now: datetime) -> File:
    """The file that comes with an announcement. `now`: when it was made."""
    vote = card.vote
    name = f"vote-{vote.city.replace(':', '-')}-{vote.sitting.day.isoformat()}.ics"
    when = sittings.full(vote.sitting, texts, card.zone)
    said = (
        N_("Pour ôter de l'agenda le vote {at}, {when}")
        if vote.status in CALLED_OFF
        else N_("Le vote {at} pour un agenda : {when}")
    )
    alt = texts.say(said, at=at_town(card.town, texts), when=when)
    return File(name, calendar(card, texts, now), alt)


def calendar(card: VoteCard, texts: Texts, now: datetime) -> bytes:
    """The same as bytes: one VEVENT, and the VTIMEZONE of its town where it has an hour."""
    made = Calendar()
    made.add("prodid", "-//Vigie//votes//FR")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    if card.vote.sitting.hour is not None:
        made.add_component(_zone(card.vote.sitting))
    made.add_component(_event(card, texts, now))
    return bytes(made.to_ical())


def _zone(sitting: Sitting) -> Timezone:
    """Its rules around the sitting, as far as a calendar needs them."""
    first = date(sitting.day.year - 1, 1, 1)
    last = date(sitting.day.year + 2, 1, 1)
    return Timezone.from_tzinfo(sitting.zone, sitting.zone.key, first, last)


def _event(card: VoteCard, texts: Texts, now: datetime) -> Event:
    event, vote, sitting = Event(), card.vote, card.vote.sitting
    event.add("uid", uid(vote))
    event.add("dtstamp", now)
    event.add("sequence", vote.sequence)
    if sitting.hour is None:
        event.add("dtstart", sitting.day)
    else:
        start = datetime.combine(sitting.day, sitting.hour, sitting.zone)
        event.add("dtstart", start.replace(fold=int(sitting.second)))
        event.add("duration", _LASTS)
    event.add("summary", title(card, texts))
    event.add("description", "\n".join(_description(card, texts)))
    place = ", ".join(part for part in (neutral(vote.place), card.town) if part)
    event["location"] = vText(place)
    if vote.url:
        event.add("url", vote.url)
    event.add("status", "CANCELLED" if vote.status in CALLED_OFF else "CONFIRMED")
    return event


def _description(card: VoteCard, texts: Texts) -> list[str]:
    """What is voted on; a calendar shows its owner's hour, or a whole day where nobody knows it."""
    sitting, words = card.vote.sitting, neutral(card.vote.item.words)
    if sitting.hour is None:
        return [words, texts.say("L'heure n'est pas connue.")]
    if sittings.is_elsewhere(sitting, card.zone):
        return [words, sittings.full(sitting, texts, card.zone)]
    return [words]
