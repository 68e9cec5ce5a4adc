"""The threads that a real server gave, put into a world."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.sandbox.forum.things import Edit, Post, Topic, User
from bot.sandbox.forum.world import ForumWorld

RECORDED = Path(__file__).parent / "recorded"
RECORDED_URL = "http://127.0.0.1:4567"  # answers carry it until they are written out
RECORDED_AT_MS = 1795469546700
JOINED_MS = 1795469417257  # of whom the recordings do not say it


def recorded(name: str) -> Any:
    return json.loads((RECORDED / f"{name}.json").read_text("utf-8"))


def sow(world: ForumWorld) -> None:
    """Fill an empty world. Purged posts and threads leave holes, as they did."""
    held = recorded("world")
    for category in held["categories"]:
        world.categories[category["cid"]] = category
    for user in held["users"]:
        world.users[user["uid"]] = _user(user)
    for topic in held["topics"]:
        world.topics[topic["tid"]] = _topic(topic)
    for post in held["posts"]:
        world.hold(_post(post))
    world.next_tid, world.next_pid = held["next_tid"], held["next_pid"]
    known = (event["id"] for topic in world.topics.values() for event in topic.events)
    world.next_event = max(known, default=0) + 1


def _user(held: dict[str, Any]) -> User:
    return User(
        held["uid"],
        held["username"],
        held["icon:bgColor"],
        held.get("lastonline", RECORDED_AT_MS),
        held.get("postcount", 0),
        held.get("topiccount", 0),
        held.get("joindate", JOINED_MS),
    )


def _topic(held: dict[str, Any]) -> Topic:
    return Topic(
        held["tid"],
        held["cid"],
        held["uid"],
        held["title"],
        held["slug"],
        tuple(held["tags"]),
        held["timestamp"],
        events=held.get("events", []),
        locked=bool(held["locked"]),
        pinned=bool(held["pinned"]),
        deleted=bool(held["deleted"]),
        deleter=held["uid"] if held["deleted"] else 0,
    )


def _post(held: dict[str, Any]) -> Post:
    edits = [Edit(held["edited"], held["editor"])] if "edited" in held else []
    return Post(
        held["pid"],
        held["tid"],
        held["uid"],
        held["timestamp"],
        held["html"],
        held["markdown"],
        held.get("toPid"),
        edits,
        "deleter" in held,
        held.get("deleter", 0),
    )
