"""What befalls a thread, in the shape in which its page tells it between two posts."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from bot.sandbox.forum import shapes
from bot.sandbox.forum.rendering import iso
from bot.sandbox.forum.state import ForumState
from bot.sandbox.forum.things import Topic, User

USER: Final = (
    *("picture", "username", "userslug", "uid", "icon:bgColor"),
    *("displayname", "isLocal", "icon:text"),
)
CATEGORY: Final = ("name", "slug", "icon", "color", "bgColor", "cid")
KINDS: Final = {
    "pin": ("fa-thumb-tack", "pinned this topic"),
    "unpin": ("fa-thumb-tack fa-rotate-90", "unpinned this topic"),
    "lock": ("fa-lock", "locked this topic"),
    "unlock": ("fa-unlock", "unlocked this topic"),
    "delete": ("fa-trash", "deleted this topic"),
    "restore": ("fa-trash-o", "restored this topic"),
    "move": ("fa-arrow-circle-right", "moved this topic from"),
}


def happened(world: ForumState, topic: Topic, kind: str, who: User, **about: Any) -> None:
    """Add an event to the thread, as of now. `fromCid` says where it was moved from."""
    now = world.now_ms()
    icon, words = KINDS[kind]
    shape = shapes.only(shapes.user(who), USER)
    if "fromCid" in about:
        left = shapes.only(world.categories[about["fromCid"]], CATEGORY)
        about["fromCategory"] = left
        words = f"{words} {_label(left)}"
    moment = f'<span class="timeago timeline-text" title="{iso(now)}"></span>'
    event = {
        "type": kind,
        "uid": who.uid,
        **about,
        "id": world.next_event,
        "timestamp": now,
        "timestampISO": iso(now),
        "user": shape,
        "icon": icon,
        "text": f"{_person(shape)} {words} {moment}",
    }
    world.next_event += 1
    topic.events.append(event)


def _person(user: shapes.Shape) -> str:
    name = escape(user["displayname"])
    style = f"--avatar-size:16px;background-color:{user['icon:bgColor']}"
    avatar = (
        f'<span title="{name}" data-uid="{user["uid"]}" class="avatar avatar-rounded"'
        f' component="avatar/icon" style="{style}">{escape(user["icon:text"])}</span>'
    )
    return f'{avatar} <a href="/user/{escape(user["userslug"])}">{name}</a>'


def _label(category: shapes.Shape) -> str:
    style = f"color: {category['color']};background-color: {category['bgColor']};"
    return (
        f'<a href="/category/{escape(category["slug"])}"'
        f' class="badge px-1 text-truncate text-decoration-none" style="{style}">'
        f"{escape(category['name'])}</a>"
    )
