"""What Vigie's own account writes on a forum is read as its own, in every list."""

from __future__ import annotations

from bot.forums.nodebb import NodeBB
from bot.ports.forum import Newest, Written
from tests.forums import sites


async def test_the_newest_posts_say_which_are_vigies() -> None:
    async with sites.sandbox() as (server, _):
        forum = NodeBB("f", server.url, token=server.bearer)
        done = await forum.post_reply(2, "Un message que Vigie écrit elle-même.")
        assert isinstance(done, Written)
        server.reply(2, "zoé", "Un message que quelqu’un d’autre écrit.")
        newest = await forum.newest()
        await forum.close()
    assert isinstance(newest, Newest)
    assert [post.own for post in newest.posts[:2]] == [False, True]
