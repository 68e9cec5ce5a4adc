"""NodeBB's lists of threads and of categories."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel

from bot.forums.nodebb_shapes import (
    Flag,
    Pagination,
    SaidCategory,
    SaidTopic,
    is_own,
    topic_of,
)
from bot.ports.forum import Category, Topic


class ListedCategory(SaidCategory):
    """A category of `/api/categories`; `link` leads elsewhere instead of to threads."""

    slug: str = ""
    link: str | None = ""
    disabled: Flag = False
    children: list[ListedCategory] | None = None


class SaidCategories(BaseModel):
    """`/api/categories`."""

    categories: list[ListedCategory]
    pagination: Pagination | None = None


class SaidTopics(BaseModel):
    """`/api/category/<cid>`, `/api/tags/<tag>`."""

    topics: list[dict[str, Any]]


class SaidRights(BaseModel):
    """`/api/category/<cid>`: what its reader may do there, by the names of privileges."""

    privileges: dict[str, Any] = {}


def may_open(body: object) -> bool | None:
    """Whether who reads a category may open threads there, None where that is not told. Raises
    ValueError on any other shape."""
    said = SaidRights.model_validate(body).privileges.get("topics:create")
    return said if isinstance(said, bool) else None


def topics(body: object, forum: str, url: str) -> tuple[Topic, ...]:
    """The threads of a list, the latest active first. Raises ValueError on any other shape."""
    own = [said for said in SaidTopics.model_validate(body).topics if is_own(said, "tid")]
    listed = [SaidTopic.model_validate(said) for said in own]
    shown = [said for said in listed if not (said.deleted or said.scheduled)]
    shown.sort(key=lambda said: said.last_post, reverse=True)  # the forum puts pinned ones first
    return tuple(topic_of(said, said.category, forum, url) for said in shown)


def categories(body: object, url: str) -> tuple[tuple[Category, ...], int]:
    """A page of categories, parents first, and how many pages. Raises ValueError otherwise."""
    said = SaidCategories.model_validate(body)
    pages = said.pagination.count if said.pagination else 1
    return tuple(_unfolded(said.categories, 0, url)), pages


def _unfolded(said: list[ListedCategory], parent: int, url: str) -> Iterator[Category]:
    for one in said:
        if one.cid > 0 and not one.disabled and not one.link:
            address = f"{url}/category/{quote(one.slug or str(one.cid))}"
            yield Category(one.cid, unescape(one.name), address, parent)
            yield from _unfolded(one.children or [], one.cid, url)
