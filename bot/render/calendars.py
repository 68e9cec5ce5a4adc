"""A vote as a calendar file (RFC 5545): one event, the same for ever, by its UID."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event, Timezone, vText

from bot.domain.communes import Commune
from bot.domain.sittings import Sitting
from bot.domain.votes import CouncilVote, VoteStatus
from bot.ports.chat import File
from bot.render.escaping import neutral
from bot.render.sittings import moment
from bot.render.texts import Texts
from bot.render.towns import at_town

_GONE: Final = {VoteStatus.WITHDRAWN, VoteStatus.DROPPED}
_LASTS: Final = timedelta(hours=2)


def uid(vote: CouncilVote) -> str:
    """The same whatever changes of the vote, and in whichever collective it is told."""
    return f"vote-{vote.mark}-{vote.city.replace(':', '-')}@vigie"


def calendar_file(vote: CouncilVote, commune: Commune, texts: Texts, now: datetime) -> File:
    """The file that comes with an announcement. `now`: when it was made."""
    name = f"vote-{vote.city.replace(':', '-')}-{vote.sitting.day.isoformat()}.ics"
    when = moment(vote.sitting, texts, year=True)
    alt = texts.say(
        "Le vote {at} pour un agenda : {when}", at=at_town(commune.name, texts), when=when
    )
    return File(name, calendar(vote, commune, texts, now), alt)


def calendar(vote: CouncilVote, commune: Commune, texts: Texts, now: datetime) -> bytes:
    """The same as bytes: one VEVENT, and the VTIMEZONE of its town where it has an hour."""
    made = Calendar()
    made.add("prodid", "-//Vigie//votes//FR")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    if vote.sitting.hour is not None:
        made.add_component(_zone(vote.sitting))
    made.add_component(_event(vote, commune, texts, now))
    return bytes(made.to_ical())


def _zone(sitting: Sitting) -> Timezone:
    """Its rules around the sitting, as far as a calendar needs them."""
    first = date(sitting.day.year - 1, 1, 1)
    last = date(sitting.day.year + 2, 1, 1)
    return Timezone.from_tzinfo(sitting.zone, sitting.zone.key, first, last)


def _event(vote: CouncilVote, commune: Commune, texts: Texts, now: datetime) -> Event:
    event, sitting = Event(), vote.sitting
    event.add("uid", uid(vote))
    event.add("dtstamp", now)
    event.add("sequence", vote.sequence)
    if sitting.hour is None:
        event.add("dtstart", sitting.day)
    else:
        start = datetime.combine(sitting.day, sitting.hour, sitting.zone)
        event.add("dtstart", start.replace(fold=int(sitting.second)))
        event.add("duration", _LASTS)
    event.add("summary", texts.say("Vote vidéosurveillance {at}", at=at_town(commune.name, texts)))
    event.add("description", neutral(vote.item.words))
    place = ", ".join(part for part in (neutral(vote.place), commune.name) if part)
    event["location"] = vText(place)
    if vote.url:
        event.add("url", vote.url)
    event.add("status", _status(vote))
    return event


def _status(vote: CouncilVote) -> str:
    if vote.status in _GONE:
        return "CANCELLED"
    return "TENTATIVE" if vote.status is VoteStatus.POSTPONED else "CONFIRMED"
