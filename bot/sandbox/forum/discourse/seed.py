"""The threads that the Discourse face starts with."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from bot.sandbox.forum.discourse.state import slug_of, username_of
from bot.sandbox.forum.discourse.things import Category, Post, PostType, Topic, User
from bot.sandbox.forum.discourse.upkeep import STAFF
from bot.sandbox.forum.discourse.world import DiscourseWorld
from bot.sandbox.forum.things import Readers

SEED: Final = Path(__file__).with_name("seed.toml")
MINUTE_MS: Final = 60_000
EDITED_AFTER_MS: Final = 10 * MINUTE_MS


def sow(world: DiscourseWorld) -> None:
    """Fill an empty world."""
    held = tomllib.loads(SEED.read_text("utf-8"))
    start_ms = int(held["start"].timestamp() * 1000)
    for number, user in enumerate(held["users"], start=1):
        name = user.pop("name")
        world.users[number] = User(number, username_of(name), name, start_ms, **user)
    for category in held["categories"]:
        readers = Readers(category.pop("readers", Readers.ALL))
        slug = category.pop("slug", slug_of(category["name"]))
        world.categories[category["id"]] = Category(**category, slug=slug, readers=readers)
    world.next_topic, world.next_post = held["first_topic"], held["first_post"]
    for topic in held["topics"]:
        _topic(world, topic, start_ms)


def _topic(world: DiscourseWorld, held: dict[str, Any], start_ms: int) -> None:
    posts = held["posts"]
    at_ms = start_ms + posts[0]["at"] * MINUTE_MS
    topic = world.open(held["title"], held["category"], posts[0]["by"], at_ms)
    topic.tags = tuple(world.tag(name).name for name in held.get("tags", ()))
    for post in posts:
        for number in range(post.get("repeat", 1)):
            _post(world, topic, post, start_ms, number)
    topic.closed, topic.archived = held.get("closed", False), held.get("archived", False)
    topic.unlisted = held.get("unlisted", False)
    topic.pinned_ms = at_ms if held.get("pinned") else 0
    if held.get("deleted"):
        _delete(world, topic, at_ms)


def _post(
    world: DiscourseWorld, topic: Topic, held: dict[str, Any], start_ms: int, number: int
) -> None:
    at_ms = start_ms + (held["at"] + number) * MINUTE_MS
    kind = PostType[held.get("kind", "regular").upper()]
    raw = held["text"].strip().replace("{n}", str(number + 1))
    post = world.add(topic, held["by"], raw, at_ms, kind, held.get("answers"))
    post.hidden = held.get("hidden", False)
    if held.get("withdrawn"):
        world.withdraw(post.id)
        post.updated_ms = at_ms + EDITED_AFTER_MS
    if "was" in held:
        post.version, post.updated_ms = 2, at_ms + EDITED_AFTER_MS
    if held.get("deleted"):
        _mark(world, post, at_ms + EDITED_AFTER_MS)


def _delete(world: DiscourseWorld, topic: Topic, at_ms: int) -> None:
    topic.deleted_ms, topic.deleter = at_ms, world.user(STAFF).id
    _mark(world, world.first(topic), at_ms)


def _mark(world: DiscourseWorld, post: Post, at_ms: int) -> None:
    post.deleted_ms, post.deleter = at_ms, world.user(STAFF).id
