"""What is held of one person, by what people call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.ids import ChannelId, PersonId

Row = Mapping[str, Any]


class Subject(StrEnum):
    """Each is worded by `bot.render.own_data`."""

    REMINDERS = "reminders"
    REMINDER_STEPS = "reminder_steps"
    QUIET_HOURS = "quiet_hours"
    WATCHES = "watches"
    PRIVATE_MESSAGES = "private_messages"
    NOTICES = "notices"  # in a channel, that a reminder waits
    DRAFTS = "drafts"  # of alerts, and forms that were refused, as they were filled in
    VOTES_REPORTED = "votes_reported"
    PHOTOS = "photos"  # given with votes
    PUBLICATIONS = "publications"  # on a forum, drafts and messages picked for that, too
    VOTES_CONFIRMED = "votes_confirmed"
    STATEMENTS = "statements"  # of votes, against what is noted
    ATTENDANCES = "attendances"
    DEADLINES_ADDED = "deadlines_added"
    DEADLINES_TAKEN = "deadlines_taken"
    TASKS_MADE = "tasks_made"  # one by one, or with a kit
    TASKS_TAKEN = "tasks_taken"
    CONTRIBUTIONS = "contributions"
    PROJECTS = "projects"
    SOURCES = "sources"
    LINKS = "links"  # of threads to cities
    ALERTS = "alerts"
    TRUSTS = "trusts"
    STEPS = "steps"  # of votes and projects
    ACTS = "acts"  # in the history of all else
    NAMINGS = "namings"  # by others: who takes care of something
    MENTIONS = "mentions"  # in what people wrote


@dataclass(frozen=True, slots=True)
class Whose:
    """A person, and their own channel with Vigie, where the chat tells it."""

    person: PersonId
    channel: ChannelId | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that concern somebody, without what they hold of others. `shows`: the columns that say
    most; `goes`: nothing of them is left once they are erased."""

    subject: Subject
    rows: Sequence[Row]
    shows: tuple[str, ...]
    goes: bool
