"""What the outbox says, whatever people call themselves, their threads and their forums."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import PostId, TopicId
from bot.ports.chat import Message
from bot.ports.forum import Post, Topic, Trouble
from bot.render import deliveries as words
from bot.render.markdown import Converted
from bot.render.texts import texts

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
FRENCH = texts("fr")
TOPIC = Topic(TopicId("demo", 1), "Le vote", "https://forum.example/topic/1", 6, (), 1)
POST = Post(PostId("demo", 2), TOPIC, "lina", NOON, "https://forum.example/post/2", "")
TEXTS = st.one_of(
    st.text(max_size=40), st.sampled_from("_*<@>\u202e\u200b").map(lambda sign: sign * 1_500)
)


def messages(said: str, body: str) -> list[Message]:
    topic = replace(TOPIC, title=said)
    post = replace(POST, topic=topic, author=said, edited_at=NOON)
    converted = Converted(body, ("https://forum.example/a.png",) * 12, unshown=3)
    facts = {"before": said, "category": said}
    news = ("renamed", "moved", "locked", "unlocked", "gone")
    return [
        words.post(post, converted, FRENCH, PARIS),
        words.excerpt(post, converted, FRENCH, PARIS),
        words.starter(topic, FRENCH),
        *(words.topic_news(topic, what, facts, FRENCH) for what in news),
        words.source_down(said, NOON, Trouble.SERVER, FRENCH, PARIS),
        words.source_up(said, NOON, 3, FRENCH, PARIS),
        words.many_gone(said, FRENCH),
    ]


@given(TEXTS, TEXTS)
def test_no_message_is_too_long_or_blank_whatever_things_are_called(said: str, body: str) -> None:
    for message in messages(said, body):
        assert 0 < len(message.content.strip()) <= words.LONGEST
        assert len(message.plain) <= words.LONGEST


@given(TEXTS)
def test_a_chat_thread_has_a_name_that_is_seen(title: str) -> None:
    name = words.thread_name(replace(TOPIC, title=title), FRENCH)
    assert 0 < len(name) <= 100
    assert not set("\u202e\u200b\u2066") & set(name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Le\u202e vote\u200b  de\u2066 jeudi", "Le vote de jeudi"),
        ("\u200b\u200b", "1"),
        ("", "1"),
    ],
)
def test_what_hides_or_reorders_is_left_out_of_a_name(title: str, name: str) -> None:
    assert words.thread_name(replace(TOPIC, title=title), FRENCH) == name


def test_pictures_are_counted_where_they_are_not_shown() -> None:
    two = Converted("", ("https://forum.example/a.png", "https://forum.example/b.png"))
    shown = words.post(POST, two, FRENCH, PARIS)
    assert len(shown.embeds) == 2
    assert "image" not in shown.content
    assert shown.plain.splitlines()[1:] == [
        "-# + 2 images",
        "[Voir sur le forum](<https://forum.example/post/2>)",
    ]
    lost = words.post(POST, replace(two, images=(), unshown=1), FRENCH, PARIS)
    assert lost.content.splitlines()[1] == "-# + 1 image"
