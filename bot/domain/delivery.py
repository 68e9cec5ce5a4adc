"""A send and its fate."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.ids import ChannelId, CollectiveId, DeliveryId, MessageId, MirrorId


class Kind(StrEnum):
    """What a delivery says; each kind is worded by `bot.render.deliveries`."""

    POST = "post"
    EXCERPT = "excerpt"
    SUMMED_UP = "summed_up"
    STARTER = "starter"  # the message that a chat thread hangs on
    THREAD = "thread"  # opens it
    FORUM_POST = "forum_post"  # opens a post in a forum channel
    CORRECTION = "correction"  # words the send that it amends again
    TOPIC_NEWS = "topic_news"
    NO_THREADS = "no_threads"  # why messages follow each other in the channel itself
    THREAD_NAME = "thread_name"
    SOURCE_DOWN = "source_down"
    SOURCE_UP = "source_up"
    MANY_GONE = "many_gone"  # threads vanished at once, and nothing is withdrawn
    CATEGORY_GONE = "category_gone"  # one that is followed
    RESTRICTED = "restricted"  # what is followed is no longer for everybody
    PROJECT_SUGGESTED = "project_suggested"  # by a member, to the organisers
    PROJECT_OFFERED = "project_offered"  # by another collective, to the organisers
    PROJECT = "project"  # to the channels that follow its city
    PROJECT_NEWS = "project_news"  # its new state, to the same
    VOTE_REPORTED = "vote_reported"  # to the organisers, who confirm it
    VOTE_UNCONFIRMED = (
        "vote_unconfirmed"  # nobody did yet: to the same, before and after the sitting
    )
    VOTE_OFFERED = "vote_offered"  # by another collective, to the organisers
    LINK_PROPOSED = "link_proposed"  # a thread may be a city's: to the organisers
    FOUND = "found"  # what forums told, more than a few a day: to the same
    VOTE_DOUBTED = "vote_doubted"  # somebody contradicts what was announced: to the organisers
    VOTE = "vote"
    VOTE_NEWS = "vote_news"  # what changed of it, to all who were told
    VOTE_RESULT_ASKED = "vote_result_asked"
    VOTE_WINDOW_ASKED = "vote_window_asked"  # whether it was challenged in time
    VOTE_APPEAL_REFUSED = "vote_appeal_refused"  # by silence: what comes next
    VOTE_EVENT = "vote_event"  # in the chat server's own calendar
    REMINDER = "reminder"  # that a person set for themself
    REMINDER_CLOSED = "reminder_closed"  # one waits, for who takes no private messages
    BRAKE = "brake"  # too much at once is held: the organisers are asked
    VOTE_REMINDER = "vote_reminder"
    DEADLINE_REMINDER = "deadline_reminder"
    REQUEST_STAGE = "request_stage"  # of documents: nobody answered, what comes next
    DEADLINE_NEWS = "deadline_news"  # what changed of it, to all who were told
    ALERT_MESSAGE = "alert_message"
    CONSENT_ASKED = "consent_asked"  # to publish what somebody else wrote, on their message
    PUBLICATION = "publication"  # what became of it, to who publishes
    PUBLICATION_LINK = "publication_link"  # where it stands, to the channel that it comes from
    FORUM_TALLY = "forum_tally"  # what keeps it from being brought up to date, to the organisers
    UNTOLD = "untold"  # what could not be said in a channel: organisers are told elsewhere
    TASK = "task"  # with its total, kept in step
    KIT = "kit"  # the tasks that were made together, kept in step
    TASK_REMINDER = "task_reminder"
    TASK_NEWS = "task_news"  # another last day, to who takes care of it and all who were reminded
    NOTICE = "notice"  # what a channel receives, and that what is said there stays there
    PIN = "pin"  # of that
    CITY = "city"
    NEXT_VOTE = "next_vote"
    DEADLINE = "deadline"
    WHICH_CITY = "which_city"
    UNKNOWN_CITY = "unknown_city"
    MORE_CITIES = "more_cities"  # than are answered at once
    WHICH_OF_OURS = "which_of_ours"
    NO_CITY_OF_OURS = "no_city_of_ours"
    REMINDER_PROPOSED = "reminder_proposed"
    REMINDER_REFUSED = "reminder_refused"
    TO_DO = "to_do"  # what there is to do, for who asked
    COUNT_PROPOSED = "count_proposed"  # of what somebody said that they did
    LEADS = "leads"  # to what a button does
    VOTE_SAID = "vote_said"  # in a sentence: the form that reports it
    GREETED = "greeted"
    HELP = "help"
    NOT_UNDERSTOOD = "not_understood"


# Answers to somebody who asked: after a while, silence is better than a surprise.
ANSWERS: Final = frozenset(
    {
        *(Kind.CITY, Kind.WHICH_CITY, Kind.UNKNOWN_CITY, Kind.WHICH_OF_OURS, Kind.NO_CITY_OF_OURS),
        *(Kind.MORE_CITIES, Kind.NEXT_VOTE, Kind.HELP, Kind.NOT_UNDERSTOOD),
        *(Kind.REMINDER_PROPOSED, Kind.REMINDER_REFUSED, Kind.DEADLINE),
        *(Kind.TO_DO, Kind.COUNT_PROPOSED, Kind.LEADS, Kind.VOTE_SAID, Kind.GREETED),
    }
)
# They ask organisers something, and are worded again once that is answered.
PROJECT_QUESTIONS: Final = frozenset({Kind.PROJECT_SUGGESTED, Kind.PROJECT_OFFERED})
PROJECTS: Final = PROJECT_QUESTIONS | {Kind.PROJECT, Kind.PROJECT_NEWS}
VOTES: Final = frozenset(
    {
        *(Kind.VOTE_REPORTED, Kind.VOTE_OFFERED, Kind.VOTE, Kind.VOTE_NEWS),
        *(Kind.VOTE_RESULT_ASKED, Kind.VOTE_REMINDER, Kind.VOTE_DOUBTED),
        *(Kind.VOTE_UNCONFIRMED, Kind.VOTE_WINDOW_ASKED, Kind.VOTE_APPEAL_REFUSED),
    }
)
DEADLINES: Final = frozenset({Kind.DEADLINE_REMINDER, Kind.DEADLINE_NEWS, Kind.REQUEST_STAGE})
# What becomes of what is written on forums, and who is asked before.
PUBLISHINGS: Final = frozenset(
    {Kind.CONSENT_ASKED, Kind.PUBLICATION, Kind.PUBLICATION_LINK, Kind.FORUM_TALLY}
)
TASKS: Final = frozenset({Kind.TASK, Kind.KIT, Kind.TASK_REMINDER, Kind.TASK_NEWS})
# What somebody asked for themself, or just now, comes whatever is silent.
NEVER_HELD: Final = ANSWERS | {Kind.REMINDER}
REMINDERS: Final = frozenset(
    {
        *(Kind.REMINDER, Kind.REMINDER_CLOSED, Kind.VOTE_REMINDER, Kind.DEADLINE_REMINDER),
        *(Kind.DEADLINE_NEWS, Kind.REQUEST_STAGE, Kind.ALERT_MESSAGE, Kind.TASK_REMINDER),
    }
)
# Of several of the same that wait, only the latest is told.
COUNTDOWNS: Final = {
    Kind.VOTE_REMINDER: "vote",
    Kind.VOTE_UNCONFIRMED: "unconfirmed",
    Kind.DEADLINE_REMINDER: "deadline",
    Kind.TASK_REMINDER: "task",
}
# Too many of them at once are held, and asked about.
BRAKED: Final = frozenset(
    {
        *(Kind.VOTE_REMINDER, Kind.DEADLINE_REMINDER, Kind.ALERT_MESSAGE, Kind.TASK_REMINDER),
        *(Kind.VOTE, Kind.VOTE_NEWS, Kind.DEADLINE_NEWS, Kind.REQUEST_STAGE),
    }
)
# Organisers are told where it cannot be said.
MISSED: Final = VOTES | DEADLINES | {Kind.ALERT_MESSAGE}
VOTE_QUESTIONS: Final = frozenset(
    {
        *(Kind.VOTE_REPORTED, Kind.VOTE_OFFERED, Kind.VOTE_RESULT_ASKED, Kind.VOTE_DOUBTED),
        *(Kind.VOTE_UNCONFIRMED, Kind.VOTE_WINDOW_ASKED, Kind.VOTE_APPEAL_REFUSED),
    }
)
FINDS: Final = frozenset({Kind.LINK_PROPOSED, Kind.FOUND})
# They make the place where what follows them goes.
OPENINGS: Final = frozenset({Kind.THREAD, Kind.FORUM_POST})
# What they need is known only once all before them is settled.
ALONE: Final = OPENINGS | {Kind.CORRECTION, Kind.THREAD_NAME, Kind.VOTE_EVENT, Kind.PIN}
# Doing them twice is doing them once.
REPEATABLE: Final = frozenset(
    {Kind.THREAD, Kind.CORRECTION, Kind.THREAD_NAME, Kind.VOTE_EVENT, Kind.PIN}
)
WATCHER: Final = "watcher"  # the fact of a send that is for one person
FOLLOWS: Final = "follows"  # the fact of a task's news that a vote whose sitting moved made
_ANSWERED_WITHIN: Final = timedelta(hours=1)


class State(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"  # until people say so
    WITHHELD = "withheld"
    FAILED = "failed"


NEXT: Final = {
    # Straight to sent when it is found in the chat; planned again when it is not looked for.
    State.PLANNED: {
        *(State.SENDING, State.SENT, State.PLANNED, State.HELD, State.WITHHELD, State.FAILED),
    },
    # Back to planned when the chat certainly did not take it, or nobody knows.
    State.SENDING: {State.SENT, State.PLANNED, State.FAILED},
    State.SENT: set(),
    State.HELD: {State.PLANNED, State.WITHHELD},
    State.WITHHELD: {State.PLANNED},  # what kept it back is over
    State.FAILED: set(),
}


class Cause(StrEnum):
    """Why a delivery was withheld or failed."""

    UNFOLLOWED = "unfollowed"
    STALE = "stale"
    UNWORDED = "unworded"  # a defect of Vigie's own; the log line has the trace
    DEFECT = "defect"  # another of Vigie's own, met each time that it was sent
    NO_RIGHT = "no_right"
    NO_CHANNEL = "no_channel"
    CLOSED = "closed"
    INVALID = "invalid"
    TOO_MANY = "too_many"  # chat threads are open in this server
    NOT_A_MEMBER = "not_a_member"  # of the collective whose own it is
    NO_MESSAGE = "no_message"  # people deleted what was to be changed
    NOTHING_TO_CORRECT = "nothing_to_correct"
    DELETED = "deleted"  # the forum no longer shows it
    SILENCE = "silence"  # organisers want nothing sent
    BRAKE = "brake"  # too much came at once
    IGNORED = "ignored"  # by organisers, of what the brake held
    ERASED = "erased"  # with all else of the person whom it was for


class Turn(StrEnum):
    """What a correction does to a message."""

    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the ledger that is due.

    `facts` is what its kind needs to be worded; `attempts` counts the failed ones. `lane` is the
    line in which it waits its turn; `place` where an attempt went, None before the first. The brake
    counts it where it is `braked`.
    """

    id: DeliveryId
    kind: Kind
    channel: ChannelId
    reply_to: MessageId | None
    collective: CollectiveId | None
    facts: dict[str, str]
    due: datetime
    attempts: int
    doubtful: bool
    digest: str | None
    lane: str
    place: ChannelId | None = None
    mirror: MirrorId | None = None
    amends: DeliveryId | None = None
    braked: bool = False


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an attempt. `opens` is the mirror whose chat thread it was to open; it is
    tried again where the state is planned, for what `reason` says."""

    id: DeliveryId
    state: State
    reason: Cause | None = None
    message: MessageId | None = None
    retry_at: datetime | None = None
    doubtful: bool = False
    opens: MirrorId | None = None


def is_stale(kind: Kind, due: datetime, now: datetime) -> bool:
    """Whether saying this so late would only puzzle."""
    return kind in ANSWERS and now - due > _ANSWERED_WITHIN


def digest(*contents: str) -> str:
    """Recognises a message, by any of the texts that it may have, when the chat no longer tells
    its nonce."""
    return " ".join(_digest(content) for content in contents)


def is_digest(known: str, content: str) -> bool:
    """Whether it was made of this text, among others."""
    return _digest(content) in known.split()


def _digest(content: str) -> str:
    return hashlib.sha256(content.strip().encode()).hexdigest()[:32]


_FIRST = timedelta(seconds=1)
_LONGEST = timedelta(minutes=5)


def pause(attempts: int, spread: float) -> timedelta:
    """How long to wait after `attempts` failures; `spread` in [0, 1) keeps crowds apart."""
    doubled: timedelta = _FIRST * 2.0 ** min(attempts, 10)
    return min(doubled, _LONGEST) * (0.75 + spread / 2)
