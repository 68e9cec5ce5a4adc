"""From a delivery's facts to what is to be done in the chat, at the moment of sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from itertools import islice
from typing import Final

from bot.domain.alerts import AlertState
from bot.domain.communes import Commune
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
from bot.domain.ids import AlertId, ChannelId, CityId, PersonId, TopicId
from bot.domain.refusals import Reason, Refused
from bot.domain.reminders import ReminderState
from bot.domain.routing import Mode, Room
from bot.ports.chat import Act, Amend, Message, OpenPost, OpenThread, Pin, Rename, Say, Target
from bot.ports.forum import Post, Topic, Trouble
from bot.render import alerts as alert_words
from bot.render import cards as card_words
from bot.render import city_card, vote_lists
from bot.render import deliveries as words
from bot.render import holding as holding_words
from bot.render import notices as notice_words
from bot.render import reminders as reminder_words
from bot.render.markdown import Converter
from bot.render.refusals import refusal
from bot.render.texts import Texts, texts
from bot.services import (
    bridge,
    cards,
    deadline_wording,
    find_wording,
    own_reminders,
    project_wording,
    publishing_wording,
    task_wording,
    untold,
    vote_wording,
)
from bot.services.cards import Reader
from bot.services.collectives import known
from bot.services.converting import post_of
from bot.services.deps import Deps
from bot.services.vote_brake import MOST_CHANGES
from bot.store import alerts, deliveries, follows, forums, holds, messages, mirrors, notices, topics
from bot.store.base import Tx, instant
from bot.store.collectives import Collective
from bot.store.messages import Told
from bot.store.mirrors import Mirror, MirrorState
from bot.store.notices import NoticeState

EXAMPLES: Final = tuple(map(CityId, ("fr:06088", "fr:13055", "fr:42218")))  # three seed cities
_OF_NO_NOUN: Final = frozenset({Kind.BRAKE, Kind.NOTICE, Kind.REMINDER_CLOSED})
_MOST_MISSED: Final = 400  # announcements that are counted


class Wording:
    """What deliveries come to, within one transaction; each collective is looked up once."""

    def __init__(self, tx: Tx, deps: Deps, now: datetime, convert: Converter) -> None:
        self._tx, self._deps, self._now, self._convert = tx, deps, now, convert
        self._collective = cache(partial(known, tx, deps))
        self._routes = cache(partial(bridge.routes, tx, deps))
        self._heard = cache(self._channels)

    def of(self, delivery: Delivery) -> Act | Cause:
        """What to do, or why nothing should be done any more."""
        if is_stale(delivery.kind, delivery.due, self._now) or self._is_outdone(delivery):
            return Cause.STALE
        match delivery.kind:
            case Kind.THREAD:
                return self._thread(delivery)
            case Kind.FORUM_POST:
                return self._forum_post(delivery)
            case Kind.THREAD_NAME:
                return self._name(delivery)
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
        return Say(Target(place, delivery.reply_to), message, project_wording.member(delivery))

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
            case Kind.POST | Kind.EXCERPT:
                return self._post(delivery, collective, says)
            case kind if kind in VOTES | DEADLINES | FINDS | TASKS:
                return self._of_calendar(delivery, kind, collective, says)
            case kind if kind in ANSWERS:
                return self._answer(delivery, collective, says)
            case Kind.SOURCE_DOWN | Kind.SOURCE_UP | Kind.MANY_GONE:
                notice = self._source(delivery, collective, says)
                return words.on_behalf(notice, self._spoken_for(delivery), says)
            case Kind.CATEGORY_GONE | Kind.RESTRICTED as kind:
                forum = forums.title(self._tx, facts["forum"])
                word = words.category_gone if kind is Kind.CATEGORY_GONE else words.restricted
                return word(facts["title"], forum, ChannelId(facts["where"]), says)
            case Kind.NO_THREADS | Kind.UNTOLD:
                return self._missing_right(delivery, collective, says)
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
                return self._of_topic(delivery, says)

    def _publishing(self, delivery: Delivery) -> Message | Cause:
        collective = self._collective(delivery.collective)
        says = texts(collective.locale)
        return publishing_wording.message(self._tx, self._deps, delivery, collective, says)

    def _missing_right(
        self, delivery: Delivery, collective: Collective, says: Texts
    ) -> Message | Cause:
        facts = delivery.facts
        if delivery.kind is Kind.UNTOLD:
            return untold.message(self._tx, self._deps, delivery, collective, says)
        if "where" in facts:
            return words.no_posts(facts["why"], ChannelId(facts["where"]), says)
        return words.no_threads(facts["why"], says)

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
        later = islice(alert.plan.coming(occurs), _MOST_MISSED)
        missed = sum(one.instant <= delivery.due for one in later)
        return alert_words.announced(alert, occurs, missed, self._now, says)

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

    def _answer(self, delivery: Delivery, collective: Collective, says: Texts) -> Message:
        """To who spoke to Vigie."""
        facts = delivery.facts
        choices = [self._commune(code) for code in facts.get("choices", "").split()]
        match delivery.kind:
            case Kind.CITY:
                return self._city(delivery, collective, says)
            case Kind.NEXT_VOTE:
                return self._next_vote(delivery, collective, says)
            case Kind.DEADLINE:
                return deadline_wording.asked(self._deps, facts, says)
            case Kind.WHICH_CITY:
                more = int(facts.get("more", 0))
                leads = vote_lists.NEXT_ACTION if "of_vote" in facts else card_words.CITY_ACTION
                return card_words.which_city(facts["name"], choices, says, more=more, leads=leads)
            case Kind.UNKNOWN_CITY:
                return card_words.unknown_city(facts["name"], choices, says)
            case Kind.MORE_CITIES:
                return card_words.more_cities(choices, says)
            case Kind.WHICH_OF_OURS:
                return card_words.which_of_ours(choices, says)
            case Kind.NO_CITY_OF_OURS:
                return card_words.no_city_of_ours(says)
            case Kind.TO_DO | Kind.COUNT_PROPOSED:
                return task_wording.answered(self._tx, self._deps, delivery, says, self._now)
            case Kind.HELP:
                return card_words.help_(says)
            case Kind.REMINDER_PROPOSED:
                own = own_reminders.told(self._tx, self._deps, facts)
                return reminder_words.proposed(own, says)
            case Kind.REMINDER_REFUSED:
                given = {name: value for name, value in facts.items() if name != "reason"}
                return Message(refusal(Refused(Reason(facts["reason"]), **given), says))
            case _:
                examples = choices or [self._commune(code) for code in EXAMPLES]
                return card_words.not_understood(examples, says)

    def _of_topic(self, delivery: Delivery, says: Texts) -> Message | Cause:
        topic = self._topic(delivery)
        if not self._hears(delivery, topic):
            return Cause.UNFOLLOWED
        if delivery.kind is Kind.STARTER and not deliveries.waits_to_say(self._tx, delivery.lane):
            return Cause.DELETED
        tells_gone = delivery.facts.get("what") == "gone"
        if tells_gone and self._was_never_opened(delivery):
            return Cause.DELETED
        if topic.deleted != tells_gone:
            return Cause.DELETED if topic.deleted else Cause.STALE
        return _naming(delivery.kind, topic, delivery.facts, delivery.due, says)

    def _post(self, delivery: Delivery, collective: Collective, says: Texts) -> Message | Cause:
        post = topics.post(self._tx, post_of(delivery))
        if post is None or delivery.channel not in self._heard(post.topic):
            return Cause.UNFOLLOWED
        if post.deleted:
            return Cause.DELETED
        return self._words(delivery.kind, post, collective, says)

    def _words(self, kind: Kind, post: Post, collective: Collective, says: Texts) -> Message:
        word = words.post if kind is Kind.POST else words.excerpt
        converted = self._convert(post, says, collective.zone)
        return word(post, converted, says, collective.zone)

    def _hears(self, delivery: Delivery, topic: Topic) -> bool:
        """Whether the channel hears of the thread, or did before what is to be told of it; that is
        not told where it became what not everybody may read."""
        if delivery.channel in self._heard(topic):
            return True
        if self._routes(topic.id.forum).is_restricted(topic):
            return False
        return delivery.channel in self._heard(_before(topic, delivery.facts))

    def _channels(self, topic: Topic) -> frozenset[ChannelId]:
        """Where a thread is heard."""
        return frozenset(self._routes(topic.id.forum).of(topic))

    def _source(self, delivery: Delivery, collective: Collective, says: Texts) -> Message:
        facts, zone = delivery.facts, collective.zone
        title = forums.title(self._tx, facts["forum"])
        if delivery.kind is Kind.MANY_GONE:
            return words.many_gone(title, says)
        if delivery.kind is Kind.SOURCE_UP:
            if "threads" in facts:
                return words.threads_up(title, says)
            return words.source_up(title, delivery.due, int(facts["new"]), says, zone)
        since, trouble = instant(facts["since"]), Trouble(facts["trouble"])
        if "threads" in facts:
            return words.threads_down(title, int(facts["threads"]), since, trouble, says, zone)
        return words.source_down(title, since, trouble, says, zone)

    def _spoken_for(self, delivery: Delivery) -> list[ChannelId]:
        """The channels whose notice comes here, where this one has none of its own."""
        found = follows.of_forum(self._tx, delivery.facts["forum"])
        hearing = (one for one in found if one.mode is not Mode.MUTE)
        heard = dict.fromkeys(one.channel for one in hearing if one.told_in == delivery.channel)
        return [] if delivery.channel in heard else list(heard)

    def _next_vote(self, delivery: Delivery, collective: Collective, says: Texts) -> Message:
        asked = [self._commune(code) for code in delivery.facts["city"].split()]
        if "whose" in delivery.facts:
            return vote_lists.asks_whose(asked, says)

        def reads(channel: ChannelId) -> bool:
            return channel == delivery.channel

        seen = delivery.facts.get("unconfirmed", "").split()
        return vote_wording.next_of(self._tx, collective, asked, seen, says, self._now, reads)

    def _city(self, delivery: Delivery, collective: Collective, says: Texts) -> Message:
        commune = self._commune(delivery.facts["city"])
        reader = Reader(delivery.collective, delivery.channel)
        card = cards.known(self._tx, self._deps, commune, reader)
        message = cards.worded(self._deps, card, says, self._now, collective.zone)
        if "whose" in delivery.facts:
            return city_card.asks_whose(message, commune, says)
        return message

    def _project(
        self, delivery: Delivery, kind: Kind, collective: Collective, says: Texts
    ) -> Message | Cause:
        return project_wording.message(
            self._tx, self._deps, delivery, kind, collective, says, self._now
        )

    def _thread(self, delivery: Delivery) -> OpenThread | Cause:
        mirror, topic = self._mirror(delivery), self._topic(delivery)
        starter = messages.told_for(self._tx, bridge.opening(mirror, Kind.STARTER), mirror.channel)
        if starter is None or starter.message is None:
            return Cause.NO_MESSAGE
        return OpenThread(
            mirror.channel, starter.message, words.thread_name(topic, self._says(delivery))
        )

    def _forum_post(self, delivery: Delivery) -> OpenPost | Cause:
        topic = self._topic(delivery)
        if delivery.channel not in self._heard(topic):
            return Cause.UNFOLLOWED
        if topic.deleted or not deliveries.waits_to_say(self._tx, delivery.lane):
            return Cause.DELETED
        says = self._says(delivery)
        message = words.forum_post(topic, says)
        return OpenPost(delivery.channel, words.thread_name(topic, says), message, topic.tags)

    def _name(self, delivery: Delivery) -> Rename | Cause:
        mirror, topic = self._mirror(delivery), self._topic(delivery)
        if mirror.thread is None:
            return Cause.NOTHING_TO_CORRECT
        if not topic.deleted and not self._hears(delivery, topic):
            return Cause.UNFOLLOWED
        return Rename(mirror.thread, words.thread_name(topic, self._says(delivery)))

    def _correction(self, delivery: Delivery) -> Amend | Cause:
        assert delivery.amends is not None
        sent = messages.told(self._tx, delivery.amends)
        if sent.kind in PROJECTS | FINDS or sent.kind in _OF_NO_NOUN:
            return self._asked_again(delivery, sent)
        if sent.kind in VOTES | TASKS:
            return self._calendar_again(delivery, sent)
        if "post" not in delivery.facts:
            return self._naming_again(delivery, sent)
        post = topics.post(self._tx, post_of(delivery))
        if sent.state is not State.SENT or not (post and sent.place and sent.message):
            return Cause.NOTHING_TO_CORRECT
        if not post.deleted and not self._hears_on(delivery.channel, post.topic, sent):
            return Cause.UNFOLLOWED
        collective = self._collective(delivery.collective)
        says = texts(collective.locale)
        message = (
            words.withdrawn(says, collective.zone, delivery.due)
            if post.deleted
            else self._words(sent.kind, post, collective, says)
        )
        return Amend(sent.place, sent.message, message)

    def _naming_again(self, delivery: Delivery, sent: Told) -> Amend | Cause:
        """What names a thread, as long as the forum shows that."""
        topic = self._topic(delivery)
        if sent.state is not State.SENT or not (sent.place and sent.message):
            return Cause.NOTHING_TO_CORRECT
        if not topic.deleted and not self._hears(delivery, topic):
            return Cause.UNFOLLOWED
        collective = self._collective(delivery.collective)
        says = texts(collective.locale)
        message = (
            words.thread_withdrawn(says, collective.zone, delivery.due)
            if topic.deleted
            else _naming(sent.kind, topic, sent.facts, sent.due, says)
        )
        # The first message of a forum channel's post has its id, and stands in it.
        place = ChannelId(sent.message) if sent.kind is Kind.FORUM_POST else sent.place
        return Amend(place, sent.message, message)

    def _hears_on(self, channel: ChannelId, topic: Topic, sent: Told) -> bool:
        rule = int(sent.facts.get("follow", 0))
        return self._routes(topic.id.forum).hears_on(channel, topic, rule)

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

    def _says(self, delivery: Delivery) -> Texts:
        return texts(self._collective(delivery.collective).locale)

    def _was_never_opened(self, delivery: Delivery) -> bool:
        """Whether nothing of a thread was ever said where this goes, nor will be."""
        mirror = mirrors.get(self._tx, delivery.mirror) if delivery.mirror else None
        return mirror is not None and mirror.state is MirrorState.LOST and mirror.thread is None

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

    def _calendar_again(self, delivery: Delivery, sent: Told) -> Amend | Cause:
        if sent.state is not State.SENT or not (sent.place and sent.message):
            return Cause.NOTHING_TO_CORRECT
        collective = self._collective(delivery.collective)
        says = texts(collective.locale)
        message = self._of_calendar(delivery, sent.kind, collective, says)
        return message if isinstance(message, Cause) else Amend(sent.place, sent.message, message)

    def _mirror(self, delivery: Delivery) -> Mirror:
        if delivery.mirror is None:
            raise LookupError(delivery.id)
        return mirrors.get(self._tx, delivery.mirror)

    def _topic(self, delivery: Delivery) -> Topic:
        id_ = TopicId(delivery.facts["forum"], int(delivery.facts["topic"]))
        topic = topics.get(self._tx, id_)
        if topic is None:
            raise LookupError(id_)
        return topic

    def _commune(self, code: str) -> Commune:
        commune = self._deps.registry.get(CityId(code))
        if commune is None:
            raise LookupError(code)
        return commune


def _naming(
    kind: Kind, topic: Topic, facts: Mapping[str, str], due: datetime, says: Texts
) -> Message:
    """What names a thread that is to be seen."""
    match kind:
        case Kind.STARTER:
            return words.starter(topic, says)
        case Kind.FORUM_POST:
            return words.forum_post(topic, says)
        case Kind.SUMMED_UP:
            since = instant(facts["since"]) if facts["since"] else None
            return words.summed_up(
                topic,
                says,
                shown=int(facts["shown"]),
                left=int(facts["left"]),
                stopped=due - since if since else None,
            )
        case _:
            return words.topic_news(topic, facts["what"], facts, says)


def _before(topic: Topic, facts: Mapping[str, str]) -> Topic:
    """The thread as it was before what is to be told of it."""
    title, category = facts.get("before", topic.title), facts.get("from", topic.category)
    return replace(topic, title=title, category=int(category))
