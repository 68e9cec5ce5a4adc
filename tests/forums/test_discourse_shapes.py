"""What is made of a Discourse forum's answers, the odd ones too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.forums.arriving import CUT
from bot.ports.forum import (
    Category,
    Newest,
    Place,
    PlaceKind,
    Post,
    TopicPage,
    Trouble,
    Unreadable,
)
from tests.forums.discourse_site import Json, Pages, page, post, said, small, topic, topics, whole


async def newest_of(*posts: Json) -> list[Post]:
    async with small({"/posts.json": {"latest_posts": list(posts)}}) as (forum, _):
        newest = await forum.newest()
    assert isinstance(newest, Newest)
    return list(newest.posts)


async def test_a_post_is_read_with_its_topic() -> None:
    (found,) = await newest_of(post(12, post_number=3, reply_to_post_number=None))
    assert (found.id.number, found.author, found.index) == (12, "lina", None)
    assert found.posted_at == datetime(2026, 11, 23, 21, 32, 26, 729_000, UTC)
    assert (found.html, found.edited_at, found.deleted) == ("<p>Message 12</p>", None, False)
    assert found.url.endswith("/t/un-fil/7/3")
    assert found.topic.url.endswith("/t/un-fil/7")
    assert (found.topic.title, found.topic.tags, found.topic.post_count) == ("Un fil", ("vote",), 3)
    assert (found.topic.category, found.topic.category_name) == (5, "Vie & ville")


async def test_a_second_version_is_an_edit() -> None:
    (found,) = await newest_of(post(12, version=2))
    assert found.edited_at == datetime(2026, 11, 23, 21, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "gone", [{"hidden": True}, {"user_deleted": True}, {"deleted_at": "2026-11-24T08:00:00Z"}]
)
async def test_what_the_forum_hides_is_deleted_and_has_no_text(gone: Json) -> None:
    (found,) = await newest_of(post(12, **gone))
    assert (found.deleted, found.html) == (True, "")


async def typed_of(*posts: Json, token: str | None) -> list[str | None]:
    """What is told of the posts as they were typed, by each answer that holds them."""
    thread = "/t/7.json?include_raw=true" if token else "/t/7.json"
    pages: Pages = {
        "/posts.json": {"latest_posts": list(posts)},
        "/t/7.json": page([]),
        thread: page(list(posts)),
        **{f"/posts/{one['id']}.json": one for one in posts},
    }
    async with small(pages, token=token) as (forum, _):
        newest, shown = await forum.newest(), await forum.topic(7)
        alone = [await forum.post(one["id"]) for one in posts]
    assert isinstance(newest, Newest)
    assert isinstance(shown, TopicPage)
    found = [*newest.posts, *shown.posts, *(one for one in alone if isinstance(one, Post))]
    return [one.markdown for one in found]


async def test_a_key_has_posts_as_they_were_typed_too_and_a_guest_their_html_alone() -> None:
    one = post(12, raw="Message *12*")
    assert await typed_of(one, token="k") == ["Message *12*"] * 3
    assert await typed_of(one, token=None) == [None] * 3


@pytest.mark.parametrize("facts", [{}, {"raw": None}, {"raw": ""}, {"raw": f"Début{CUT}"}])
async def test_what_is_not_told_as_typed_or_not_whole_is_read_by_its_html(facts: Json) -> None:
    assert await typed_of(post(12, **facts), token="k") == [None] * 3


async def test_what_the_forum_hides_is_not_read_as_typed_either() -> None:
    assert await typed_of(post(12, hidden=True, raw="Un nom"), token="k") == [None] * 3


@pytest.mark.parametrize("kind", [3, 4])
async def test_whispers_and_small_actions_are_no_posts(kind: int) -> None:
    acts = post(12, post_type=kind)
    assert await newest_of(acts) == []
    pages: Pages = {
        "/t/7.json": page([post(11), acts]),
        "/posts/12.json": acts,
    }
    async with small(pages) as (forum, _):
        thread = await forum.topic(7)
        alone = await forum.post(12)
    assert isinstance(thread, TopicPage)
    assert [one.id.number for one in thread.posts] == [11]
    assert alone == Unreadable(Trouble.MISSING)


async def test_what_a_moderator_writes_as_such_is_a_post() -> None:
    official = post(12, post_type=2, cooked="<p>Message officiel</p>")
    (found,) = await newest_of(official)
    async with small({"/t/7.json": page([post(11), official])}) as (forum, _):
        thread = await forum.topic(7)
    assert found.html == "<p>Message officiel</p>"
    assert isinstance(thread, TopicPage)
    assert [one.id.number for one in thread.posts] == [11, 12]


async def test_an_answer_names_the_post_that_it_answers_where_that_is_at_hand() -> None:
    posts = [
        post(14, topic=8, reply_to_post_number=12),
        post(13, reply_to_post_number=12),
        post(12, reply_to_post_number="11"),
    ]
    pages: Pages = {
        "/posts.json": {"latest_posts": posts},
        "/latest.json": topics(topic(7), topic(8)),
        "/t/7.json": page([post(11)]),
        "/posts/12.json": posts[2],
    }
    async with small(pages) as (forum, _):
        newest = await forum.newest()
        alone = await forum.post(12)
    assert isinstance(newest, Newest)
    assert isinstance(alone, Post)
    found = {one.id.number: one.answers for one in newest.posts}
    assert found == {14: None, 13: 12, 12: None}
    assert alone.answers == 11


async def test_posts_of_unlisted_private_or_lost_topics_are_left_out() -> None:
    posts = [post(number, topic=number) for number in (14, 13, 12, 11)]
    pages: Pages = {
        "/posts.json": {"latest_posts": posts},
        "/latest.json": topics(topic(11), topic(12, visible=False)),
        "/t/13.json": topic(13, archetype="private_message"),
    }
    async with small(pages) as (forum, asked):
        newest = await forum.newest()
        again = await forum.newest()
    assert isinstance(newest, Newest)
    assert [one.id.number for one in newest.posts] == [11]
    assert newest == again
    assert asked.count("/t/14.json") == 1


async def test_a_private_conversation_is_refused() -> None:
    private = page([post(11)], archetype="private_message")
    async with small({"/t/7.json": private, "/posts/11.json": post(11)}) as (forum, _):
        both = await forum.topic(7), await forum.post(11)
    assert both == (Unreadable(Trouble.FORBIDDEN), Unreadable(Trouble.FORBIDDEN))


async def test_a_quiet_forum_costs_one_request_a_poll() -> None:
    feed = {"latest_posts": [post(12)]}
    async with small({"/posts.json": feed}) as (forum, asked):
        await forum.newest()
        first = len(asked)
        await forum.newest()
    assert asked[:first] == ["/posts.json", "/latest.json?topic_ids=7", "/site.json"]
    assert asked[first:] == ["/posts.json"]


async def test_news_in_a_topic_has_it_read_anew() -> None:
    feed, listed = {"latest_posts": [post(12)]}, topics(topic())
    async with small({"/posts.json": feed, "/latest.json": listed}) as (forum, _):
        await forum.newest()
        feed["latest_posts"].insert(0, post(13))
        listed |= topics(topic(tags=[{"id": 1, "name": "nice", "slug": "nice"}], closed=True))
        newest = await forum.newest()
    assert isinstance(newest, Newest)
    assert {one.topic.tags for one in newest.posts} == {("nice",)}
    assert all(one.topic.locked for one in newest.posts)


async def test_topics_are_asked_for_by_thirties() -> None:
    posts = [post(number, topic=number) for number in range(50, 0, -1)]
    asked: list[str] = []

    async def site(request: web.Request) -> web.Response:
        asked.append(request.path_qs)
        if request.path == "/posts.json":
            return said({"latest_posts": posts})
        wanted = request.query.get("topic_ids", "").split(",")
        return said(topics(*(topic(int(one)) for one in wanted if one)))

    async with whole(site) as forum:
        newest = await forum.newest()
    assert isinstance(newest, Newest)
    assert len(newest.posts) == 50
    assert len([path for path in asked if path.startswith("/latest.json")]) == 2


async def test_a_topic_that_cannot_be_asked_for_keeps_its_posts_for_later() -> None:
    late = said({"errors": ["…"], "extras": {"wait_seconds": 12}}, 429)
    pages: Pages = {
        "/posts.json": {"latest_posts": [post(12)]},
        "/latest.json": topics(),
        "/t/7.json": late,
    }
    async with small(pages) as (forum, _):
        assert await forum.newest() == Unreadable(Trouble.BUSY, 12.0)


async def test_without_names_of_categories_posts_are_still_read() -> None:
    pages: Pages = {
        "/posts.json": {"latest_posts": [post(12)]},
        "/site.json": web.Response(status=500),
    }
    async with small(pages) as (forum, _):
        newest = await forum.newest()
    assert isinstance(newest, Newest)
    assert (newest.posts[0].topic.category, newest.posts[0].topic.category_name) == (5, "")


async def test_a_page_of_a_long_topic_is_completed_by_the_stream() -> None:
    stream = list(range(1, 46))
    first = [post(number) for number in stream[:20]]
    asked: list[str] = []

    async def site(request: web.Request) -> web.Response:
        asked.append(request.path)
        if request.path == "/t/7/posts.json":
            wanted = [int(one) for one in request.query.getall("post_ids[]")]
            return said({"post_stream": {"posts": [post(one) for one in wanted if one != 44]}})
        return said(page(first, stream))

    async with whole(site) as forum:
        pages = [await forum.topic(7, number) for number in range(1, 5)]
    read = [
        [one.id.number for one in known.posts] for known in pages if isinstance(known, TopicPage)
    ]
    assert read == [stream[:20], stream[20:40], [41, 42, 43, 45]]
    assert pages[3] == Unreadable(Trouble.MISSING)
    assert {known.pages for known in pages if isinstance(known, TopicPage)} == {3}


async def test_closed_archived_and_deleted_topics_are_told() -> None:
    states = [{"closed": True}, {"archived": True}, {"deleted_at": "2026-11-24T08:00:00Z"}]
    found = []
    for state in states:
        async with small({"/t/7.json": page([post(1)], **state)}) as (forum, _):
            known = await forum.topic(7)
        assert isinstance(known, TopicPage)
        found.append((known.topic.locked, known.topic.deleted))
    assert found == [(True, False), (True, False), (False, True)]


async def test_categories_come_parents_first_whether_nested_or_side_by_side() -> None:
    flat = [
        {"id": 3, "name": "Nice", "slug": "nice", "parent_category_id": 2},
        {"id": 2, "name": "PACA", "slug": "paca", "parent_category_id": None},
        {"id": 4, "name": "Orpheline", "slug": "", "parent_category_id": 9},
    ]
    nested = [{**flat[1], "subcategory_list": [flat[0]]}, flat[2]]
    listed = {"category_list": {"categories": nested}}
    pages: list[Pages] = [
        {"/site.json": {"categories": flat}},
        {"/site.json": {}, "/categories.json?include_subcategories=true": listed},
    ]
    for known in pages:
        async with small(known) as (forum, _):
            found = await forum.categories()
        assert found == (
            Category(2, "PACA", f"{forum.url}/c/paca/2", 0),
            Category(3, "Nice", f"{forum.url}/c/paca/nice/3", 2),
            Category(4, "Orpheline", f"{forum.url}/c/-/4", 0),
        )


async def test_threads_of_a_place_come_the_latest_active_first_without_its_subcategories() -> None:
    listed = topics(
        topic(1, bumped_at="2026-11-01T08:00:00Z"),
        topic(2, bumped_at="2026-11-03T08:00:00Z"),
        topic(3, category_id=6),
        topic(4, visible=False),
        topic(5, bumped_at=None),
    )
    pages: Pages = {
        "/c/-/5.json?no_subcategories=true": web.Response(
            status=301, headers={"Location": "/c/vie/5.json"}
        ),
        "/c/vie/5.json": listed,
        "/tag/vid%C3%A9o.json": listed,
    }
    async with small(pages) as (forum, _):
        category = await forum.latest(Place(PlaceKind.CATEGORY, "5"))
        tag = await forum.latest(Place(PlaceKind.TAG, "vidéo"))
    assert not isinstance(category, Unreadable)
    assert not isinstance(tag, Unreadable)
    assert [one.id.number for one in category] == [2, 1, 5]
    assert sorted(one.id.number for one in tag) == [1, 2, 3, 5]


@pytest.mark.parametrize(
    ("numbers", "older"),
    [([52, 51], "51"), ([], None), ([2, 1], None), ([3], "3")],
)
async def test_the_newest_page_tells_where_the_next_one_starts(
    numbers: list[int], older: str | None
) -> None:
    feed = {"latest_posts": [post(number) for number in numbers]}
    async with small({"/posts.json": feed}) as (forum, _):
        newest = await forum.newest()
    assert isinstance(newest, Newest)
    assert newest.older == older


async def test_a_window_where_all_is_hidden_is_stepped_over() -> None:
    pages: Pages = {
        "/posts.json?before=200": {"latest_posts": [post(200)]},
        "/posts.json?before=150": {"latest_posts": [post(140), post(139)]},
        "/posts.json?before=30": {"latest_posts": []},
    }
    async with small(pages) as (forum, _):
        read = [await forum.newest(before) for before in ("200", "150", "30")]
    assert [one.older for one in read if isinstance(one, Newest)] == ["150", "139", None]
    assert [len(one.posts) for one in read if isinstance(one, Newest)] == [0, 2, 0]


@pytest.mark.parametrize(
    "broken",
    [
        {"id": -1},
        {"created_at": "hier"},
        {"created_at": "0001-01-01T00:00:00+14:00"},
        {"created_at": "2026-11-23T21:32:26"},
        {"post_number": 0},
        {"cooked": 3},
        {"topic_id": None},
    ],
)
async def test_a_post_of_another_shape_is_garbled(broken: Json) -> None:
    async with small({"/posts.json": {"latest_posts": [post(12, **broken)]}}) as (forum, _):
        assert await forum.newest() == Unreadable(Trouble.GARBLED)


async def test_half_a_character_is_no_text() -> None:
    (found,) = await newest_of(post(12, topic_slug="\udc00", topic_title="\ud800 \U0001f4f7"))
    assert found.topic.title == "? \U0001f4f7"
    assert found.url.endswith("/t/%3F/7/12")


async def test_what_a_list_says_of_a_topic_is_known_to_the_newest_posts() -> None:
    pages: Pages = {
        "/posts.json": {"latest_posts": [post(3)]},
        "/tag/vote.json": topics(topic(closed=True)),
    }
    async with small(pages) as (forum, _):
        await forum.newest()
        await forum.latest(Place(PlaceKind.TAG, "vote"))
        newest = await forum.newest()
    assert isinstance(newest, Newest)
    assert newest.posts[0].topic.locked is True


async def test_a_topic_that_the_forum_fails_to_tell_is_left_out_until_it_does() -> None:
    pages: Pages = {
        "/posts.json": {"latest_posts": [post(4, topic=8), post(3)]},
        "/t/8.json": said({}, 500),
    }
    async with small(pages) as (forum, _):
        newest = await forum.newest()
    assert isinstance(newest, Newest)
    assert [one.id.number for one in newest.posts] == [3]
    pages["/t/8.json"] = page([post(4, topic=8)], id=8)
    async with small(pages) as (forum, _):
        newest = await forum.newest()
    assert isinstance(newest, Newest)
    assert [one.id.number for one in newest.posts] == [4, 3]
    pages["/posts.json"] = {"latest_posts": [post(4, topic=8)]}
    pages["/t/8.json"] = said({}, 500)
    async with small(pages) as (forum, _):
        assert await forum.newest() == Unreadable(Trouble.SERVER)


async def test_a_post_of_an_odd_shape_is_left_out_and_told_once_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    odd = post(4, created_at=None)
    async with small({"/posts.json": {"latest_posts": [odd, post(3)]}}) as (forum, _):
        pages = [await forum.newest() for _ in range(2)]
    for newest in pages:
        assert isinstance(newest, Newest)
        assert [one.id.number for one in newest.posts] == [3]
    assert [one.getMessage() for one in caplog.records] == ["forum.odd forum=f post=4"]
    async with small({"/posts.json": {"latest_posts": [odd]}}) as (forum, _):
        assert await forum.newest() == Unreadable(Trouble.GARBLED)


async def test_posts_of_deleted_topics_are_not_told_to_whoever_may_see_them() -> None:
    pages: Pages = {
        "/posts.json": {"latest_posts": [post(4, topic=8), post(3)]},
        "/latest.json": topics(topic(), topic(8, deleted_at="2026-11-24T08:00:00Z")),
    }
    async with small(pages) as (forum, _):
        newest = await forum.newest()
    assert isinstance(newest, Newest)
    assert [one.id.number for one in newest.posts] == [3]
