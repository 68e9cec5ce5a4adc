"""From a delivery's facts to what is to be done in the chat, at the moment of sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from itertools import islice
from typing import Final

from bot.domain.alerts import AlertState
from bot.domain.delivery import (
    ANSWERS,
    COUNTDOWNS,
    DEADLINES,
    FINDS,
    PROJECTS,
    PUBLISHINGS,
    TASKS,
    VOTES,
    Cause,
    Delivery,
    Kind,
    State,
    is_stale,
)
from bot.domain.ids import AlertId, ChannelId, PersonId
from bot.domain.reminders import ReminderState
from bot.domain.routing import Room
from bot.ports.chat import Act, Amend, Message, Pin, Say, Target
from bot.render import alerts as alert_words
from bot.render import holding as holding_words
from bot.render import notices as notice_words
from bot.render import reminders as reminder_words
from bot.render.markdown import Converter
from bot.render.texts import Texts, texts
from bot.services import (
    answer_wording,
    bridge,
    deadline_wording,
    find_wording,
    own_reminders,
    project_wording,
    publishing_wording,
    task_wording,
    untold,
    vote_wording,
)
from bot.services.alert_turns import MOST_MISSED
from bot.services.collectives import known
from bot.services.deps import Deps
from bot.services.thread_wording import ThreadWording
from bot.services.vote_brake import MOST_CHANGES
from bot.store import alerts, deliveries, holds, messages, mirrors, notices
from bot.store.base import Tx, instant
from bot.store.collectives import Collective
from bot.store.messages import Told
from bot.store.mirrors import MirrorState
from bot.store.notices import NoticeState

_OF_NO_NOUN: Final = frozenset({Kind.BRAKE, Kind.NOTICE, Kind.REMINDER_CLOSED})


class Wording:
    """What deliveries come to, within one transaction; each collective is looked up once."""

    def __init__(self, tx: Tx, deps: Deps, now: datetime, convert: Converter) -> None:
        self._tx, self._deps, self._now = tx, deps, now
        self._collective = cache(partial(known, tx, deps))
        self._threads = ThreadWording(tx, deps, convert, self._collective)

    def of(self, delivery: Delivery) -> Act | Cause:
        """What to do, or why nothing should be done any more."""
        if is_stale(delivery.kind, delivery.due, self._now) or self._is_outdone(delivery):
            return Cause.STALE
        match delivery.kind:
            case Kind.THREAD:
                return self._threads.thread(delivery)
            case Kind.FORUM_POST:
                return self._threads.forum_post(delivery)
            case Kind.THREAD_NAME:
                return self._threads.name(delivery)
            case Kind.CORRECTION:
                return self._correction(delivery)
            case Kind.PIN:
                return self._pin(delivery)
            case Kind.VOTE_EVENT:
                collective = self._collective(delivery.collective)
                says = texts(collective.locale)
                return vote_wording.event(
                    self._tx, self._deps, delivery, collective, says, self._now
                )
            case _:
                return self._say(delivery)

    def _is_outdone(self, delivery: Delivery) -> bool:
        if (noun := COUNTDOWNS.get(delivery.kind)) is None:
            return False
        about = {name: delivery.facts.get(name, "") for name in (noun, "occurs")}
        return deliveries.is_outdone(self._tx, delivery.kind, delivery.id, delivery.lane, about)

    def _say(self, delivery: Delivery) -> Say | Cause:
        message = (
            self._publishing(delivery) if delivery.kind in PUBLISHINGS else self._message(delivery)
        )
        if isinstance(message, Cause):
            return message
        place = self._place(delivery)
        if isinstance(place, Cause):
            return place
        must_answer = delivery.kind is Kind.CONSENT_ASKED  # whom it asks is who wrote that
        to = Target(place, delivery.reply_to, must_answer)
        return Say(to, message, project_wording.member(delivery))

    def _place(self, delivery: Delivery) -> ChannelId | Cause:
        if delivery.mirror is None or delivery.kind is Kind.STARTER:
            return delivery.channel
        mirror = mirrors.get(self._tx, delivery.mirror)
        if mirror.room is Room.FORUM and mirror.state is not MirrorState.OPEN:
            # A forum channel takes nothing but posts, and this one could not be opened.
            opening = bridge.opening(mirror, Kind.FORUM_POST)
            tried = messages.told_for(self._tx, opening, mirror.channel)
            return (tried and tried.reason) or Cause.NO_RIGHT
        return mirror.place

    def _message(self, delivery: Delivery) -> Message | Cause:
        collective = self._collective(delivery.collective)
        says, facts = texts(collective.locale), delivery.facts
        match delivery.kind:
            case kind if kind in VOTES | DEADLINES | FINDS | TASKS:
                return self._of_calendar(delivery, kind, collective, says)
            case kind if kind in ANSWERS:
                return answer_wording.message(
                    self._tx, self._deps, delivery, collective, says, self._now
                )
            case Kind.UNTOLD:
                return untold.message(self._tx, self._deps, delivery, collective, says)
            case Kind.NOTICE:
                return self._notice(ChannelId(facts["channel"]), says)
            case Kind.REMINDER:
                return self._reminder(delivery, says)
            case Kind.BRAKE:
                return self._brake(facts, says)
            case Kind.ALERT_MESSAGE:
                return self._alert(delivery, says)
            case Kind.REMINDER_CLOSED:
                return reminder_words.closed(PersonId(facts["person"]), says)
            case kind if kind in PROJECTS:
                return self._project(delivery, kind, collective, says)
            case _:
                return self._threads.message(delivery)

    def _publishing(self, delivery: Delivery) -> Message | Cause:
        collective = self._collective(delivery.collective)
        says = texts(collective.locale)
        return publishing_wording.message(self._tx, self._deps, delivery, collective, says)

    def _reminder(self, delivery: Delivery, says: Texts) -> Message | Cause:
        """Of what was put off, or is done, before it could be told, nothing is told."""
        own = own_reminders.told(self._tx, self._deps, delivery.facts)
        if own.reminder.state is not ReminderState.FIRED:
            return Cause.STALE
        return reminder_words.told(own, says, self._now)

    def _alert(self, delivery: Delivery, says: Texts) -> Message | Cause:
        """What was missed before it was fired is told with it; what came since has its own."""
        alert = alerts.get(self._tx, AlertId(int(delivery.facts["alert"])))
        if alert is None or alert.state in {AlertState.PAUSED, AlertState.DELETED}:
            return Cause.STALE
        occurs = instant(delivery.facts["occurs"])
        later = islice(alert.plan.coming(occurs), MOST_MISSED)
        missed = sum(one.instant <= delivery.due for one in later)
        outdone = int(delivery.facts.get("outdone", "0"))
        return alert_words.announced(alert, occurs, missed, outdone, self._now, says)

    def _brake(self, facts: Mapping[str, str], says: Texts) -> Message:
        brake = holds.brake(self._tx, int(facts["brake"]))
        if brake is None:
            raise LookupError(facts["brake"])
        most = self._deps.settings.collective.most_an_hour
        return holding_words.braked(brake, MOST_CHANGES if brake.of_changes else most, says)

    def _notice(self, channel: ChannelId, says: Texts) -> Message | Cause:
        """As it is by now."""
        one = notices.get(self._tx, channel)
        if one is None:
            return Cause.UNFOLLOWED
        return notice_words.notice(one.sources, says, over=one.state is NoticeState.OVER)

    def _pin(self, delivery: Delivery) -> Pin | Cause:
        cause = delivery.facts["notice"]
        sent = messages.told_for(self._tx, cause, delivery.channel)
        if sent is None or not (sent.place and sent.message):
            return Cause.NOTHING_TO_CORRECT
        return Pin(sent.place, sent.message)

    def _project(
        self, delivery: Delivery, kind: Kind, collective: Collective, says: Texts
    ) -> Message | Cause:
        return project_wording.message(
            self._tx, self._deps, delivery, kind, collective, says, self._now
        )

    def _correction(self, delivery: Delivery) -> Amend | Cause:
        assert delivery.amends is not None
        sent = messages.told(self._tx, delivery.amends)
        if sent.kind in PROJECTS | FINDS or sent.kind in _OF_NO_NOUN:
            return self._asked_again(delivery, sent)
        if sent.kind in VOTES | TASKS:
            return self._calendar_again(delivery, sent)
        if sent.kind in DEADLINES:
            return self._deadline_again(delivery, sent)
        if sent.kind in PUBLISHINGS:
            return self._published_again(delivery, sent)
        return self._threads.corrected(delivery, sent)

    def _published_again(self, delivery: Delivery, sent: Told) -> Amend | Cause:
        if sent.state is not State.SENT or not (sent.place and sent.message):
            return Cause.NOTHING_TO_CORRECT
        says = texts(self._collective(delivery.collective).locale)
        message = publishing_wording.again(self._tx, sent, says)
        return message if isinstance(message, Cause) else Amend(sent.place, sent.message, message)

    def _asked_again(self, delivery: Delivery, sent: Told) -> Amend | Cause:
        if sent.state is not State.SENT or not (sent.place and sent.message):
            return Cause.NOTHING_TO_CORRECT
        collective = self._collective(delivery.collective)
        says = texts(collective.locale)
        if sent.kind is Kind.BRAKE:
            return Amend(sent.place, sent.message, self._brake(delivery.facts, says))
        if sent.kind is Kind.NOTICE:
            noticed = self._notice(ChannelId(sent.facts["channel"]), says)
            return (
                noticed if isinstance(noticed, Cause) else Amend(sent.place, sent.message, noticed)
            )
        if sent.kind is Kind.REMINDER_CLOSED:
            return Amend(sent.place, sent.message, reminder_words.closed(None, says))
        of_it = replace(delivery, facts=dict(sent.facts))
        message = (
            self._find(of_it, sent.kind, says)
            if sent.kind in FINDS
            else self._project(of_it, sent.kind, collective, says)
        )
        return message if isinstance(message, Cause) else Amend(sent.place, sent.message, message)

    def _of_calendar(
        self, delivery: Delivery, kind: Kind, collective: Collective, says: Texts
    ) -> Message | Cause:
        if kind in DEADLINES:
            return deadline_wording.message(self._tx, self._deps, delivery, says, self._now)
        if kind in TASKS:
            return task_wording.message(self._tx, self._deps, delivery, kind, says, self._now)
        if kind in FINDS:
            return self._find(delivery, kind, says)
        return self._vote(delivery, kind, collective, says)

    def _vote(
        self, delivery: Delivery, kind: Kind, collective: Collective, says: Texts
    ) -> Message | Cause:
        return vote_wording.message(
            self._tx, self._deps, delivery, kind, collective, says, self._now
        )

    def _find(self, delivery: Delivery, kind: Kind, says: Texts) -> Message | Cause:
        return find_wording.message(self._tx, self._deps, delivery, kind, says, self._now)

    def _deadline_again(self, delivery: Delivery, sent: Told) -> Amend | Cause:
        """With its days left and its lateness as they were when it was sent."""
        if sent.state is not State.SENT or not (sent.place and sent.message):
            return Cause.NOTHING_TO_CORRECT
        was = replace(delivery, kind=sent.kind, facts=dict(sent.facts))
        says = texts(self._collective(delivery.collective).locale)
        then = sent.settled or sent.due
        message = deadline_wording.message(self._tx, self._deps, was, says, then)
        return message if isinstance(message, Cause) else Amend(sent.place, sent.message, message)

    def _calendar_again(self, delivery: Delivery, sent: Told) -> Amend | Cause:
        if sent.state is not State.SENT or not (sent.place and sent.message):
            return Cause.NOTHING_TO_CORRECT
        collective = self._collective(delivery.collective)
        says = texts(collective.locale)
        message = self._of_calendar(delivery, sent.kind, collective, says)
        return message if isinstance(message, Cause) else Amend(sent.place, sent.message, message)
