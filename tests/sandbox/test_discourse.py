"""The Discourse face as people act on it, and as guests, members and the staff read it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.sandbox.__main__ import addresses
from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.forum.discourse.server import DiscourseServer
from bot.sandbox.forum.refusals import RefusedError
from bot.sandbox.forum.things import Readers
from bot.sandbox.server import Sandbox

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def forum() -> DiscourseServer:
    server = DiscourseServer(SandboxClock(START), Faults())
    server.set_public_url("http://discourse.test")
    return server


@pytest.fixture
async def site(forum: DiscourseServer) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(forum.app)) as client:
        yield client


STAFF = {"headers": {"Api-Key": "sandbox-discourse-admin", "Api-Username": "admin"}}
MEMBER = {"headers": {"Api-Key": "sandbox-discourse-vigie", "Api-Username": "vigie"}}


async def got(site: TestClient[Any, Any], path: str, **options: Any) -> Any:
    said = await site.get(path, **options)
    return await said.json() if said.status == 200 else said.status


async def posts_of(site: TestClient[Any, Any], path: str, **options: Any) -> list[Any]:
    stream: list[Any] = (await got(site, path, **options))["post_stream"]["posts"]
    return stream


# keys


async def test_a_key_says_who_reads(site: TestClient[Any, Any]) -> None:
    assert await got(site, "/session/current.json") == 404
    said = await got(site, "/session/current.json", **MEMBER)
    assert said["current_user"]["username"] == "vigie"
    alone = {"headers": {"Api-Key": "sandbox-discourse-vigie"}}
    assert (await got(site, "/session/current.json", **alone))["current_user"]["id"] == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Api-Key": "autre", "Api-Username": "vigie"},
        {"Api-Key": "", "Api-Username": ""},
        {"Api-Key": "sandbox-discourse-vigie", "Api-Username": "admin"},
    ],
)
async def test_a_key_that_is_none_is_refused_in_json(
    site: TestClient[Any, Any], headers: dict[str, str]
) -> None:
    said = await site.get("/site/basic-info.json", headers=headers)
    body = await said.json()
    assert (said.status, body["error_type"]) == (403, "invalid_access")
    assert said.headers["Content-Type"] == "application/json; charset=utf-8"
    assert len(body["errors"]) == 1


@pytest.mark.parametrize(
    "path",
    ["/t/999.json", "/posts/999.json", "/c/rien/99.json", "/c/99/show.json", "/tag/rien.json",
     "/raw/102/99", "/t/102/posts/rien.json", "/t/999/posts.json", "/posts/by_number/102/99"],
)  # fmt: skip
async def test_what_is_not_there_is_refused_in_json(site: TestClient[Any, Any], path: str) -> None:
    said = await site.get(path, headers={"Accept": "application/json"})
    body = await said.json()
    assert (said.status, body["error_type"]) == (404, "not_found")


# the newest posts


async def test_the_newest_posts_leave_out_what_is_not_for_all(site: TestClient[Any, Any]) -> None:
    seen: list[Any] = []
    before = ""
    while page := (await got(site, f"/posts.json{before}"))["latest_posts"]:
        seen += page
        before = f"?before={page[-1]['id']}"
    assert [post["id"] for post in seen] == sorted({post["id"] for post in seen}, reverse=True)
    assert {post["post_type"] for post in seen} == {1}
    assert {1004, 1005}.isdisjoint(post["id"] for post in seen)  # deleted, whispered
    assert {106, 107, 108}.isdisjoint(post["topic_id"] for post in seen)
    assert len(seen) == 1 + 5 + 45 + 2 + 1
    assert all("raw" in post for post in seen if not post["hidden"])


async def test_older_servers_give_windows_of_ids() -> None:
    forum = DiscourseServer(SandboxClock(START), Faults(), windows_of_ids=True)
    async with TestClient(TestServer(forum.app)) as site:
        newest = (await got(site, "/posts.json"))["latest_posts"]
        assert len(newest) == 47  # of fifty ids
        window = (await got(site, "/posts.json?before=1008"))["latest_posts"]
        assert window[0]["id"] == 1008
        assert (await got(site, "/posts.json?before=900"))["latest_posts"] == []


async def test_a_member_reads_what_is_closed_to_guests(site: TestClient[Any, Any]) -> None:
    mine = (await got(site, "/posts.json", **MEMBER))["latest_posts"]
    assert 107 in [post["topic_id"] for post in mine]
    assert (await got(site, "/t/107.json"), (await got(site, "/t/107.json", **MEMBER))["id"]) == (
        404,
        107,
    )
    assert await got(site, "/c/membres/8.json") == 404
    assert await got(site, "/c/8/show.json") == 403
    assert len((await got(site, "/c/membres/8.json", **MEMBER))["topic_list"]["topics"]) == 1
    known = (await got(site, "/categories.json"))["category_list"]["categories"]
    assert 8 not in [category["id"] for category in known]


# a thread


async def test_a_guest_sees_neither_deleted_posts_nor_whispers(site: TestClient[Any, Any]) -> None:
    page = await got(site, "/t/102.json")
    stream = page["post_stream"]
    assert stream["stream"] == [post["id"] for post in stream["posts"]]
    assert [post["post_number"] for post in stream["posts"]] == [1, 2, 5, 6, 7]
    assert (page["posts_count"], page["highest_post_number"]) == (5, 7)
    assert "raw" not in stream["posts"][0]


async def test_the_staff_sees_whispers_and_asks_for_deleted_posts(
    site: TestClient[Any, Any],
) -> None:
    numbers = [post["post_number"] for post in await posts_of(site, "/t/102.json", **STAFF)]
    assert numbers == [1, 2, 4, 5, 6, 7]
    whole = await posts_of(site, "/t/102.json?show_deleted=true", **STAFF)
    assert [post["post_number"] for post in whole] == list(range(1, 8))
    assert whole[2]["deleted_at"] == "2026-11-20T10:20:00.000Z"
    assert (whole[2]["deleted_by"]["username"], whole[3]["post_type"]) == ("admin", 4)
    assert await got(site, "/posts/1004.json") == 404
    assert (await got(site, "/posts/1004.json", **STAFF))["raw"].startswith("Message hors")
    chosen = await posts_of(site, "/t/102/posts.json?post_ids[]=1004&post_ids[]=1005", **STAFF)
    assert [post["id"] for post in chosen] == [1004, 1005]
    assert await posts_of(site, "/t/102/posts.json?post_ids[]=1004&post_ids[]=1005") == []


async def test_markdown_comes_where_it_is_asked_for(site: TestClient[Any, Any]) -> None:
    shown = await posts_of(site, "/t/102.json?include_raw=true")
    assert [("raw" in post, post["hidden"]) for post in shown] == [
        (not hidden, hidden) for hidden in (False, False, True, False, False)
    ]
    assert (await got(site, "/posts/1003.json"))["raw"].startswith("[quote=")
    said = await site.get("/raw/102/1")
    assert said.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert (await said.text()).startswith("Le conseil municipal")
    assert await (await site.get("/posts/1002/raw")).text() == await said.text()
    whole = await (await site.get("/raw/102")).text()
    assert whole.count("-------------------------") == 4


async def test_a_hidden_post_keeps_its_words_from_all_but_the_staff(
    site: TestClient[Any, Any],
) -> None:
    guest, staff = [await got(site, "/posts/1006.json", **who) for who in ({}, STAFF)]
    assert (guest["hidden"], guest["cooked_hidden"], "raw" in guest) == (True, True, False)
    assert "publicité" not in guest["cooked"]
    assert "publicité" in staff["cooked"]
    assert (await site.get("/raw/102/5")).status == 404


async def test_twenty_posts_a_page_and_the_stream_whole(site: TestClient[Any, Any]) -> None:
    first = await got(site, "/t/103.json")
    assert (len(first["post_stream"]["posts"]), first["chunk_size"]) == (20, 20)
    stream = first["post_stream"]["stream"]
    assert len(stream) == 45
    last = await posts_of(site, "/t/103.json?page=3")
    assert [post["id"] for post in last] == stream[40:]
    chosen = "&".join(f"post_ids[]={key}" for key in stream[20:40])
    rest = await posts_of(site, f"/t/103/posts.json?{chosen}")
    assert [post["id"] for post in rest] == stream[20:40]
    near = await posts_of(site, "/t/103/30.json")
    assert [near[0]["post_number"], near[-1]["post_number"]] == [25, 44]


async def test_an_address_of_before_leads_to_todays(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    old = forum.world.topics[102].slug
    forum.world.rename(102, "Grenoble : le vote est reporté")
    said = await site.get(f"/t/{old}/102.json", allow_redirects=False)
    assert (said.status, said.headers["Location"]) == (
        301,
        "/t/grenoble-le-vote-est-reporte/102.json",
    )
    beyond = await site.get("/t/103.json?page=9", allow_redirects=False)
    assert beyond.headers["Location"].endswith("/103.json?page=3")
    assert (await site.get("/c/6.json")).url.path == "/c/villes/auvergne-rhone-alpes/6.json"


# acts


async def test_an_edit_raises_the_version_and_the_moment(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    pid = forum.reply(102, "Zoé", "Une **première** version")
    await forum.world.clock.advance(60)
    forum.edit(pid, "Une *deuxième* version")
    post = await got(site, f"/posts/{pid}.json")
    assert (post["version"], post["cooked"]) == (2, "<p>Une <em>deuxième</em> version</p>")
    assert post["created_at"].startswith("2026-11-24T08:00:")
    assert post["updated_at"].startswith("2026-11-24T08:01:")
    await forum.world.clock.advance(60)
    forum.world.edit(pid, "Une troisième version", in_grace=True)
    post = await got(site, f"/posts/{pid}.json")
    assert (post["version"], post["updated_at"][:17]) == (2, "2026-11-24T08:02:")


async def test_a_deleted_post_leaves_the_stream_and_comes_back(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    forum.delete(1003)
    assert 1003 not in (await got(site, "/t/102.json"))["post_stream"]["stream"]
    assert await got(site, "/posts/1003.json") == 404
    assert 1003 not in [
        p["id"] for p in (await got(site, "/posts.json?before=1005"))["latest_posts"]
    ]
    forum.world.restore(1003)
    assert 1003 in (await got(site, "/t/102.json"))["post_stream"]["stream"]


async def test_a_post_that_its_author_took_back_says_so_in_its_place(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    forum.world.withdraw(1003)
    post = await got(site, "/posts/1003.json")
    assert (post["user_deleted"], post["version"], post["deleted_at"]) == (True, 2, None)
    assert post["cooked"] == "<p>(message supprimé par son auteur)</p>"
    forum.world.restore(1003)
    assert (await got(site, "/posts/1003.json"))["raw"].startswith("[quote=")


async def test_a_purged_post_is_gone_for_the_staff_too(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    forum.world.purge(1003)
    assert await got(site, "/posts/1003.json", **STAFF) == 404
    numbers = [post["post_number"] for post in await posts_of(site, "/t/102.json")]
    assert numbers == [1, 5, 6, 7]
    post = await got(site, f"/posts/{forum.reply(102, 'Zoé', 'Le numéro suit les autres')}.json")
    assert post["post_number"] == 8


async def test_a_deleted_thread_is_there_for_the_staff_alone(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    forum.delete(1002)  # its first post
    assert await got(site, "/t/102.json") == 404
    assert (await got(site, "/t/102.json", **STAFF))["deleted_at"] is not None
    assert 102 not in [t["id"] for t in (await got(site, "/latest.json"))["topic_list"]["topics"]]
    forum.world.restore(1002)
    assert (await got(site, "/t/102.json"))["deleted_at"] is None
    forum.world.purge_topic(102)
    assert await got(site, "/t/102.json", **STAFF) == 404


async def test_closing_leaves_a_small_post_and_no_room_for_answers(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    forum.world.lock(102)
    page = await got(site, "/t/102.json")
    note = page["post_stream"]["posts"][-1]
    assert (page["closed"], note["post_type"], note["action_code"]) == (True, 3, "closed.enabled")
    assert (page["posts_count"], note["cooked"]) == (5, "")
    assert note["id"] not in [p["id"] for p in (await got(site, "/posts.json"))["latest_posts"]]
    with pytest.raises(RefusedError):
        forum.reply(102, "Zoé", "Une réponse de trop")
    with pytest.raises(RefusedError):
        forum.reply(105, "Zoé", "Dans un fil archivé")
    forum.world.lock(102, False)
    forum.reply(102, "Zoé", "Une réponse de nouveau")


async def test_a_move_a_rename_and_new_tags_are_revisions_of_the_first_post(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    forum.world.move(102, 7)
    forum.world.retag(102, ["report"])
    forum.world.rename(102, "Grenoble : le vote est reporté")
    page = await got(site, "/t/102.json")
    assert (page["category_id"], [tag["name"] for tag in page["tags"]]) == (7, ["report"])
    assert page["post_stream"]["posts"][0]["version"] == 5
    assert [t["id"] for t in (await got(site, "/tag/report.json"))["topic_list"]["topics"]] == [102]


async def test_a_hostile_title_is_escaped_where_it_is_html(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    title = "<script>alert(1)</script> & @everyone"
    tid = forum.world.open_topic(1, "Zoé", title, "Du texte, <b>pas du HTML</b>")
    page = await got(site, f"/t/{tid}.json")
    assert (page["title"], page["fancy_title"]) == (
        title,
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; @everyone",
    )
    assert (await got(site, "/posts.json"))["latest_posts"][0]["excerpt"].count("<") == 0
    assert "<script>" not in await (await site.get(f"/t/{tid}")).text()


async def test_an_unlisted_thread_is_read_by_its_address_alone(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    assert (await got(site, "/t/106.json"))["visible"] is False
    assert 106 not in [t["id"] for t in (await got(site, "/latest.json"))["topic_list"]["topics"]]
    forum.world.unlist(106, False)
    assert 106 in [t["id"] for t in (await got(site, "/latest.json"))["topic_list"]["topics"]]


async def test_an_answer_names_the_post_it_answers(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    pid = forum.world.reply(102, "Lina", "Merci pour le compte rendu", 6)
    post = await got(site, f"/posts/{pid}.json")
    assert (post["reply_to_post_number"], post["reply_to_user"]["username"]) == (6, "moussa")
    assert (await got(site, "/posts/1007.json"))["reply_count"] == 1


async def test_a_deleted_categorys_threads_lose_their_category(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    forum.world.delete_category(6)
    assert (await got(site, "/t/102.json"))["category_id"] == 1
    with pytest.raises(RefusedError):
        forum.world.delete_category(1)
    forum.world.restrict(1, Readers.NOBODY)
    assert [await got(site, "/t/102.json", **who) for who in ({}, MEMBER)] == [404, 404]


async def test_lists_are_ordered_by_activity_or_creation(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    forum.reply(103, "Zoé", "Un relevé de plus, pour la route")
    listed = (await got(site, "/latest.json"))["topic_list"]["topics"]
    assert listed[0]["id"] == 103
    created = (await got(site, "/latest.json?order=created&ascending=true"))["topic_list"]
    assert [topic["id"] for topic in created["topics"]][:2] == [101, 102]
    pinned = (await got(site, "/c/outils/7.json"))["topic_list"]["topics"]
    assert [topic["id"] for topic in pinned] == [101, 104]


async def test_a_category_shows_its_childrens_threads(site: TestClient[Any, Any]) -> None:
    topics = (await got(site, "/c/villes/5.json"))["topic_list"]["topics"]
    assert {topic["category_id"] for topic in topics} == {6}
    (parent,) = [
        one
        for one in (await got(site, "/categories.json?include_subcategories=true"))[
            "category_list"
        ]["categories"]
        if one["id"] == 5
    ]
    assert [child["slug"] for child in parent["subcategory_list"]] == ["auvergne-rhone-alpes"]


async def test_thirty_threads_a_page_and_where_the_next_is(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    forum.fill(40, 1)
    first = (await got(site, "/latest.json"))["topic_list"]
    second = (await got(site, "/latest.json?page=1"))["topic_list"]
    assert (len(first["topics"]), first["more_topics_url"]) == (30, "/latest?page=1")
    assert (len(second["topics"]), "more_topics_url" in second) == (15, False)


async def test_ten_thousand_posts_are_made_and_read(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    told: list[dict[str, Any]] = []
    forum.on_change.append(told.append)
    forum.fill(100, 100)
    assert len(told) == 1
    pages, before = 0, ""
    while page := (await got(site, f"/posts.json{before}"))["latest_posts"]:
        pages, before = pages + 1, f"?before={page[-1]['id']}"
    assert pages == 202


# pages for people


async def test_pages_for_people_lead_from_a_post_to_its_thread(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    said = await site.get("/p/1003")
    text = await said.text()
    assert said.url.path.endswith("/102/2")
    assert '<article id="post_2">' in text
    assert "hors charte" not in text
    assert "publicité" not in text
    for path in ("/", "/t/102", "/t/102/3", "/t/autre/102"):
        assert (await site.get(path)).status == 200
    for path in ("/t/107", "/t/108", "/p/1004", "/p/9"):
        assert (await site.get(path)).status == 404
    assert forum.unknown_routes == []


async def test_a_page_is_json_for_whoever_asks_for_it(site: TestClient[Any, Any]) -> None:
    said = await site.get("/t/102", headers={"Accept": "application/json"})
    assert (await said.json())["id"] == 102


async def test_addresses_in_posts_are_the_sites_own(site: TestClient[Any, Any]) -> None:
    page = await got(site, "/t/104.json")
    picture = page["post_stream"]["posts"][1]["cooked"]
    assert (
        'href="http://discourse.test/uploads/default/original/1X/plan-de-la-place.jpeg"' in picture
    )
    said = await site.get("/uploads/default/original/1X/plan-de-la-place.jpeg")
    assert said.content_type == "image/png"


async def test_an_unknown_address_is_remembered(
    forum: DiscourseServer, site: TestClient[Any, Any]
) -> None:
    assert (await site.get("/rien.json")).status == 404
    assert (await site.get("/rien")).content_type == "text/html"
    assert forum.unknown_routes == ["GET /rien.json", "GET /rien"]


async def test_it_is_a_site_of_the_sandbox_with_its_part_of_the_desk(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{sandbox.discourse_url}/site/basic-info.json") as said:
            assert (await said.json())["login_required"] is False
        async with http.get(f"{sandbox.page_url}desk/discourse/topics/102") as said:
            shown = await said.json()
        assert shown["url"].startswith(f"{sandbox.discourse_url}/t/")
        async with http.get(f"{sandbox.page_url}desk/events") as stream:
            await stream.content.readuntil(b"\n\n")
            pid = sandbox.discourse.reply(102, "Zoé", "Une réponse qui se voit")
            hint = json.loads((await stream.content.readuntil(b"\n\n")).removeprefix(b"data: "))
    assert hint == {"kind": "discourse", "type": "reply", "tid": 102, "pid": pid}


async def test_its_address_and_key_are_told_at_the_start(sandbox: Sandbox) -> None:
    told = addresses(sandbox)
    assert told["discourse_url"] == sandbox.discourse_url
    assert (told["discourse_key"], told["discourse_user"]) == (sandbox.discourse.api_key, "vigie")
