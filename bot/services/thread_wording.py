"""What is told of the forum's threads and posts, at the moment of sending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, partial

from bot.domain.delivery import Cause, Delivery, Kind, State
from bot.domain.ids import ChannelId, CollectiveId, TopicId
from bot.domain.routing import Mode
from bot.ports.chat import Amend, Message, OpenPost, OpenThread, Rename
from bot.ports.forum import Post, Topic, Trouble
from bot.render import deliveries as words
from bot.render.markdown import Converter
from bot.render.texts import Texts, texts
from bot.services import bridge
from bot.services.converting import post_of
from bot.services.deps import Deps
from bot.store import deliveries, follows, forums, messages, mirrors, topics
from bot.store.base import Tx, instant
from bot.store.collectives import Collective
from bot.store.messages import Told
from bot.store.mirrors import Mirror, MirrorState

Known = Callable[[CollectiveId | None], Collective]


class ThreadWording:
    """Of threads, posts and their sources, within one transaction; who hears of a thread is looked
    up once."""

    def __init__(
        self,
        tx: Tx,
        deps: Deps,
        convert: Converter,
        collective: Known,
    ) -> None:
        self._tx, self._convert, self._collective = tx, convert, collective
        self._routes = cache(partial(bridge.routes, tx, deps))
        self._heard = cache(self._channels)

    def message(self, delivery: Delivery) -> Message | Cause:
        """What to say, or why nothing should be said any more. Raises LookupError."""
        collective, facts = self._collective(delivery.collective), delivery.facts
        says = texts(collective.locale)
        match delivery.kind:
            case Kind.POST | Kind.EXCERPT:
                return self._post(delivery, collective, says)
            case Kind.SOURCE_DOWN | Kind.SOURCE_UP | Kind.MANY_GONE:
                notice = self._source(delivery, collective, says)
                return words.on_behalf(notice, self._spoken_for(delivery), says)
            case Kind.CATEGORY_GONE | Kind.RESTRICTED as kind:
                forum = forums.title(self._tx, facts["forum"])
                word = words.category_gone if kind is Kind.CATEGORY_GONE else words.restricted
                return word(facts["title"], forum, ChannelId(facts["where"]), says)
            case Kind.NO_THREADS if "where" in facts:
                return words.no_posts(facts["why"], ChannelId(facts["where"]), says)
            case Kind.NO_THREADS:
                return words.no_threads(facts["why"], says)
            case _:
                return self._of_topic(delivery, says)

    def thread(self, delivery: Delivery) -> OpenThread | Cause:
        mirror, topic = self._mirror(delivery), self._topic(delivery)
        starter = messages.told_for(self._tx, bridge.opening(mirror, Kind.STARTER), mirror.channel)
        if starter is None or starter.message is None:
            return Cause.NO_MESSAGE
        return OpenThread(
            mirror.channel,
            starter.message,
            words.thread_name(topic, self._says(delivery)),
        )

    def forum_post(self, delivery: Delivery) -> OpenPost | Cause:
        topic = self._topic(delivery)
        if delivery.channel not in self._heard(topic):
            return Cause.UNFOLLOWED
        if topic.deleted or not deliveries.waits_to_say(self._tx, delivery.lane):
            return Cause.DELETED
        says = self._says(delivery)
        message = words.forum_post(topic, says)
        return OpenPost(delivery.channel, words.thread_name(topic, says), message, topic.tags)

    def name(self, delivery: Delivery) -> Rename | Cause:
        mirror, topic = self._mirror(delivery), self._topic(delivery)
        if mirror.thread is None:
            return Cause.NOTHING_TO_CORRECT
        if not topic.deleted and not self._hears(delivery, topic):
            return Cause.UNFOLLOWED
        return Rename(
            mirror.thread,
            words.thread_name(topic, self._says(delivery)),
        )

    def corrected(self, delivery: Delivery, sent: Told) -> Amend | Cause:
        """What was said before, as it is by now."""
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

    def _was_never_opened(self, delivery: Delivery) -> bool:
        """Whether nothing of a thread was ever said where this goes, nor will be."""
        mirror = mirrors.get(self._tx, delivery.mirror) if delivery.mirror else None
        return mirror is not None and mirror.state is MirrorState.LOST and mirror.thread is None

    def _says(self, delivery: Delivery) -> Texts:
        return texts(self._collective(delivery.collective).locale)

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
