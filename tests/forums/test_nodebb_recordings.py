"""The adapter reads what a real NodeBB answered, file by file."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.forums.nodebb import NodeBB
from bot.ports.forum import (
    Category,
    Identity,
    Newest,
    Place,
    PlaceKind,
    Post,
    TopicPage,
    Trouble,
    Unreadable,
)
from tests.contracts.nodebb_contract import names, recording
from tests.forums.sites import answering, recorded

CONFIGS = [name for name in names() if name.startswith("config_")]
FEEDS = ["recent_posts", "recent_posts_day"]
TOPICS = [
    name
    for name in names()
    if name.startswith("topic_") and name not in ("topic_long_pagination_only",)
    if recording(name)["response"]["status"] == 200
]
LISTS = ["category_paca", "recent", "tag_vote", "unread_bot"]
READ = {*CONFIGS, *FEEDS, *TOPICS, *LISTS, "categories", "post_by_pid"}
OTHERS = [name for name in names() if name not in READ]
PACA = Place(PlaceKind.CATEGORY, "6")
TROUBLES = {
    200: Trouble.GARBLED,
    400: Trouble.GARBLED,
    401: Trouble.FORBIDDEN,
    403: Trouble.FORBIDDEN,
    404: Trouble.MISSING,
}


def site(name: str) -> AbstractAsyncContextManager[str]:
    """A forum whose every path answers that recording."""

    async def answer(request: web.Request) -> web.Response:
        return recorded("config_guest" if request.path == "/api/config" else name)

    return answering(answer)


@pytest.mark.parametrize("name", CONFIGS)
async def test_a_configuration_tells_engine_title_and_who_reads(name: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return recorded(name)

    async with answering(answer) as url:
        forum = NodeBB("f", url + "/")
        known = await forum.identify()
        await forum.close()
    said = recording(name)["response"]["body"]
    account = said["uid"] if said["loggedIn"] else 0
    assert known == Identity("nodebb", "NodeBB", url, said["loggedIn"], account)


@pytest.mark.parametrize("name", FEEDS)
async def test_the_newest_posts_are_read(name: str) -> None:
    async with site(name) as url:
        forum = NodeBB("f", url)
        newest = await forum.newest()
        await forum.close()
    assert isinstance(newest, Newest)
    posts, said = newest.posts, recording(name)["response"]["body"]
    assert [post.id.number for post in posts] == [one["pid"] for one in said]
    assert [post.author for post in posts] == [one["user"]["username"] for one in said]
    assert (posts[0].topic.category, posts[0].topic.category_name) == (10, "Outils")
    assert [post.index for post in posts] == [0 if one["isMainPost"] else None for one in said]
    assert posts[0].url == f"{url}/post/82"
    assert posts[0].posted_at == datetime(2026, 11, 23, 21, 32, 26, 729_000, UTC)


@pytest.mark.parametrize("name", TOPICS)
async def test_a_topic_is_read(name: str) -> None:
    async with site(name) as url:
        forum = NodeBB("f", url)
        page = await forum.topic(2)
        await forum.close()
    assert isinstance(page, TopicPage)
    said = recording(name)["response"]["body"]
    assert [post.id.number for post in page.posts] == [one["pid"] for one in said["posts"]]
    assert [post.deleted for post in page.posts] == [bool(one["deleted"]) for one in said["posts"]]
    assert [post.html for post in page.posts] == [
        "" if one["deleted"] else one["content"] for one in said["posts"]
    ]
    assert (page.topic.category, page.topic.category_name) == (
        said["cid"],
        said["category"]["name"],
    )
    ranked = said["sortOption"] == "oldest_to_newest"
    assert [post.index for post in page.posts] == [
        one["index"] if ranked else None for one in said["posts"]
    ]
    assert (page.topic.title, page.topic.locked) == (said["title"], bool(said["locked"]))
    assert (page.page, page.pages) == (
        said["pagination"]["currentPage"],
        said["pagination"]["pageCount"],
    )


async def test_edits_and_tags_of_the_recorded_vote_are_read() -> None:
    async with site("topic_vote") as url:
        forum = NodeBB("f", url)
        page = await forum.topic(2)
        await forum.close()
    assert isinstance(page, TopicPage)
    assert page.topic.tags == ("vote", "marseille", "vsa")
    assert page.topic.url.startswith(f"{url}/topic/2/marseille-extension-de-la-vid%C3%A9o")
    edited = {post.id.number: post.edited_at for post in page.posts if post.edited_at}
    assert edited == {6: datetime(2026, 11, 23, 21, 32, 25, 561_000, UTC)}
    assert {post.id.number: post.answers for post in page.posts if post.answers} == {5: 3}


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_of_threads_is_read_the_latest_active_first(name: str) -> None:
    async with site(name) as url:
        forum = NodeBB("f", url)
        topics = await forum.latest(PACA)
        await forum.close()
    assert not isinstance(topics, Unreadable)
    said = recording(name)["response"]["body"]["topics"]
    by_activity = sorted(said, key=lambda one: -one["lastposttime"])
    assert [topic.id.number for topic in topics] == [one["tid"] for one in by_activity]
    assert [topic.category for topic in topics] == [one["cid"] for one in by_activity]
    assert [topic.locked for topic in topics] == [bool(one["locked"]) for one in by_activity]


async def test_the_categories_are_read() -> None:
    async with site("categories") as url:
        forum = NodeBB("f", url)
        categories = await forum.categories()
        await forum.close()
    assert not isinstance(categories, Unreadable)
    assert [one.number for one in categories] == [10, 9, 8, 7, 6, 5, 1, 2, 4, 3]
    assert categories[0] == Category(10, "Outils", f"{url}/category/10/outils", 0)
    assert categories[8].name == "Comments & Feedback"


async def test_a_post_is_found_in_the_thread_that_the_forum_sends_to() -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path_qs)
        if request.path == "/api/config":
            return recorded("config_guest")
        return recorded("post_by_pid" if request.path == "/api/post/3" else "topic_vote")

    async with answering(answer) as url:
        forum = NodeBB("f", url)
        post = await forum.post(3)
        await forum.close()
    assert isinstance(post, Post)
    assert (post.id.number, post.topic.id.number, post.author, post.index) == (3, 2, "moussa", 1)
    assert asked == ["/api/config", "/api/post/3", "/api/topic/2/2/2"]


@pytest.mark.parametrize("name", OTHERS)
async def test_any_other_answer_is_a_trouble(name: str) -> None:
    async with site(name) as url:
        forum = NodeBB("f", url)
        said = [
            await forum.topic(2),
            await forum.newest(),
            await forum.post(3),
            await forum.categories(),
            await forum.latest(PACA),
        ]
        await forum.close()
    trouble = TROUBLES[recording(name)["response"]["status"]]
    assert said == [Unreadable(trouble)] * len(said)
