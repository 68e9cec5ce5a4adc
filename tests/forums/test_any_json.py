"""Whatever JSON a forum answers, its reader says something of it and raises nothing."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forums import discourse_places, discourse_shapes, nodebb_lists, nodebb_shapes
from bot.forums.discourse_shapes import (
    LatestPosts,
    SaidPage,
    SaidPost,
    SaidTopic,
    Site,
    TopicList,
)
from bot.forums.nodebb_feed import Cursor
from bot.forums.odd import Odd
from tests.contracts.nodebb_contract import recording
from tests.forums.discourse_site import SITE, page, post, topic, topics

URL = "https://forum.example"
KNOWING = Odd("f")
Path = tuple[str | int, ...]


def latest_posts(body: Any) -> None:
    known = SaidTopic.model_validate(topic())
    feed = LatestPosts.model_validate(body).latest_posts
    for said in KNOWING.readable(feed, "id", SaidPost.model_validate):
        told = discourse_shapes.topic(known.as_said_by(said), {}, "f", URL)
        list(discourse_shapes.posts([(said, told)], URL))


def topic_page(body: Any) -> None:
    said = SaidPage.model_validate(body)
    told = discourse_shapes.topic(said.alone(), {}, "f", URL)
    list(discourse_shapes.posts([(one, told) for one in said.post_stream.posts], URL))


def topic_list(body: Any) -> None:
    listed = TopicList.model_validate(body).topic_list.topics
    for one in sorted(listed, key=lambda one: one.active_at):
        discourse_shapes.topic(one, {}, "f", URL)


READERS: list[tuple[Any, Callable[[Any], object]]] = [
    (
        recording("recent_posts"),
        lambda body: nodebb_shapes.newest(body, Cursor(), "f", URL, KNOWING),
    ),
    (recording("topic_vote"), lambda body: nodebb_shapes.topic_page(body, "f", URL)),
    (recording("categories"), lambda body: nodebb_lists.categories(body, URL)),
    (recording("category_paca"), lambda body: nodebb_lists.topics(body, "f", URL)),
    (recording("post_by_pid"), nodebb_shapes.path_of_post),
    ({"latest_posts": [post(1), post(2)]}, latest_posts),
    (page([post(1)]), topic_page),
    (topics(topic(1), topic(2)), topic_list),
    (SITE, lambda body: discourse_places.categories(Site.model_validate(body).categories, URL)),
]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where something else can be put; of long lists, in the first two items."""
    yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from places(part, (*path, key))
    elif isinstance(value, list):
        for at, part in enumerate(value[:2]):
            yield from places(part, (*path, at))


def changed(value: Any, path: Path, new: object) -> Any:
    if not path:
        return new
    value = copy.deepcopy(value)
    held = value
    for key in path[:-1]:
        held = held[key]
    held[path[-1]] = new
    return value


CASES = [
    (body, reader, path)
    for said, reader in READERS
    for body in [said["response"]["body"] if "response" in said else said]
    for path in places(body)
]
SIMPLE = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
ODD = st.sampled_from(["9" * 5000, "²", "1", "9999-12-31T23:59:59-14:00", [[]], {"a": {}}])


@settings(max_examples=300)
@given(st.sampled_from(CASES), SIMPLE | ODD | st.lists(SIMPLE, max_size=2))
def test_a_reader_takes_any_json_or_refuses_it_as_a_value(
    case: tuple[Any, Callable[[Any], object], Path], new: object
) -> None:
    body, reader, path = case
    try:
        reader(changed(body, path, new))
    except ValueError:  # which the adapters take for a garbled answer
        return
