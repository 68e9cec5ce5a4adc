"""Both adapters write to the embedded forums over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest

from bot.domain.forum_writes import Denial
from bot.forums.probed import Probed
from bot.ports.forum import (
    Changed,
    Denied,
    Doubtful,
    Queued,
    Source,
    TopicPage,
    Trouble,
    Unreadable,
    Written,
)
from bot.sandbox.faults import Faults
from bot.sandbox.forum.discourse.server import DiscourseServer
from bot.sandbox.forum.server import ForumServer
from tests.forums import sites

TEXT = "Douze lettres sont parties cette semaine, merci à toutes et tous."


@dataclass
class Here:
    """A forum, who writes to it, and in it an open thread, a locked one, another's post."""

    server: ForumServer | DiscourseServer
    forum: Probed
    faults: Faults
    open: int
    locked: int
    others: int
    category: int
    shortest: int

    async def text(self, post: int) -> str:
        source = await self.forum.source(post)
        assert isinstance(source, Source)
        return source.markdown


@pytest.fixture(params=["nodebb", "discourse"])
async def here(request: pytest.FixtureRequest) -> AsyncIterator[Here]:
    async with AsyncExitStack() as stack:
        if request.param == "nodebb":
            nodebb, faults = await stack.enter_async_context(sites.sandbox())
            forum = Probed("f", nodebb.url, token=nodebb.bearer, timeout_s=1.0)
            known = Here(nodebb, forum, faults, 2, 10, 3, 6, 8)
        else:
            discourse, faults = await stack.enter_async_context(sites.discourse())
            token, user = discourse.api_key, discourse.api_username
            forum = Probed("f", discourse.url, token=token, user=user, timeout_s=1.0)
            discourse.world.lock(103)
            known = Here(discourse, forum, faults, 102, 103, 1003, 5, 20)
        stack.push_async_callback(forum.close)
        yield known


async def wrote(here: Here, text: str = TEXT) -> Written:
    done = await here.forum.post_reply(here.open, text)
    assert isinstance(done, Written)
    return done


def close(here: Here) -> None:
    """Only those in charge open threads in the category from now on."""
    if isinstance(here.server, ForumServer):
        here.server.world.closed.add(here.category)
    else:
        here.server.world.categories[here.category].closed = True


async def test_whether_a_thread_may_be_opened_is_told_before_it_is(here: Here) -> None:
    assert await here.forum.may_open(here.category) is True
    close(here)
    assert await here.forum.may_open(here.category) is False
    denied = await here.forum.post_topic(here.category, "Une idée pour lundi", TEXT)
    assert isinstance(denied, Denied)
    assert denied.why is Denial.NO_RIGHT


async def test_a_category_that_is_not_there_is_told(here: Here) -> None:
    assert await here.forum.may_open(9_999) == Unreadable(Trouble.MISSING)


async def test_a_reply_stands_in_its_thread_as_ones_own(here: Here) -> None:
    done = await wrote(here)
    post = await here.forum.post(done.post.number)
    assert not isinstance(post, Unreadable)
    assert (post.topic.id, post.own, post.url) == (done.topic, True, done.url)
    assert await here.text(done.post.number) == TEXT


async def test_a_reply_to_a_post_answers_it(here: Here) -> None:
    done = await here.forum.post_reply(here.open, TEXT, to=here.others)
    assert isinstance(done, Written)
    page = await here.forum.topic(here.open)
    assert isinstance(page, TopicPage)
    answers = {post.id.number: post.answers for post in page.posts}
    assert answers[done.post.number] == here.others


async def test_a_thread_is_opened_in_its_category(here: Here) -> None:
    done = await here.forum.post_topic(here.category, "Bilan du collectif niçois", TEXT)
    assert isinstance(done, Written)
    page = await here.forum.topic(done.topic.number)
    assert isinstance(page, TopicPage)
    assert (page.topic.title, page.topic.category) == ("Bilan du collectif niçois", here.category)
    assert [post.id for post in page.posts] == [done.post]


async def test_ones_own_post_is_edited_and_withdrawn(here: Here) -> None:
    number = (await wrote(here)).post.number
    assert await here.forum.change_post(number, f"{TEXT} Relu.") == Changed()
    assert await here.text(number) == f"{TEXT} Relu."
    assert await here.forum.withdraw_post(number) == Changed()
    source = await here.forum.source(number)
    assert isinstance(source, Source)
    assert (source.deleted, source.own) == (True, True)


async def test_another_s_post_is_not_touched(here: Here) -> None:
    assert isinstance(done := await here.forum.change_post(here.others, TEXT), Denied)
    assert done.why is Denial.NO_RIGHT
    assert isinstance(gone := await here.forum.withdraw_post(here.others), Denied)
    assert gone.why is Denial.NO_RIGHT


async def test_every_mistake_has_its_reason(here: Here) -> None:
    forum = here.forum
    said = {
        "short": await forum.post_reply(here.open, "court"),
        "long": await forum.post_reply(here.open, "x" * 40_000),
        "locked": await forum.post_reply(here.locked, TEXT),
        "missing": await forum.post_reply(99_999, TEXT),
        "no such post": await forum.change_post(99_999, TEXT),
        "category": await forum.post_topic(9_999, "Une catégorie absente", TEXT),
        "answered": await forum.post_reply(here.open, TEXT, to=99_999),
    }
    assert {name: one.why for name, one in said.items() if isinstance(one, Denied)} == {
        "short": Denial.TOO_SHORT,
        "long": Denial.TOO_LONG,
        "locked": Denial.LOCKED,
        "missing": Denial.MISSING,
        "no such post": Denial.MISSING,
        "category": Denial.MISSING,
        "answered": Denial.MISSING,
    }
    short = said["short"]
    assert isinstance(short, Denied)
    assert short.limit == here.shortest


async def test_a_flood_limit_tells_its_wait(here: Here) -> None:
    here.server.gate.wait_s = 120
    await wrote(here)
    soon = await here.forum.post_reply(here.open, f"{TEXT} Encore une chose.")
    assert isinstance(soon, Denied)
    assert (soon.why, soon.wait_s) == (Denial.TOO_SOON, 120.0)


async def test_what_waits_for_a_moderator_has_no_number_until_it_is_accepted(here: Here) -> None:
    here.server.gate.holds = True
    assert await here.forum.post_reply(here.open, TEXT) == Queued()
    assert await here.forum.post_topic(here.category, "Bilan du collectif", TEXT) == Queued()
    made = [here.server.gate.accept(number) for number in list(here.server.gate.queue)]
    assert await here.text(made[0]) == TEXT


async def test_the_same_words_just_after_are_too_similar_for_discourse(here: Here) -> None:
    await wrote(here)
    again = await here.forum.post_reply(here.open, TEXT)
    if isinstance(here.server, DiscourseServer):
        assert isinstance(again, Denied)
        assert again.why is Denial.TOO_SIMILAR
    else:
        assert isinstance(again, Written)


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [("forum.500", Trouble.SERVER), ("forum.drop", Trouble.UNREACHABLE)],
)
async def test_an_answer_that_is_lost_leaves_a_doubt(
    here: Here, fault: str, trouble: Trouble
) -> None:
    await here.forum.identify()
    here.faults.put(fault)
    assert await here.forum.post_reply(here.open, TEXT) == Doubtful(trouble)


async def test_a_forum_that_keeps_silent_leaves_a_doubt(here: Here) -> None:
    await here.forum.identify()
    here.faults.put("forum.silence")
    assert await here.forum.post_reply(here.open, TEXT) == Doubtful(Trouble.TIMEOUT)
    here.faults.clear("forum.silence")


async def test_half_an_answer_leaves_a_doubt_and_the_post(here: Here) -> None:
    await here.forum.identify()
    here.faults.put("forum.truncated")
    assert await here.forum.post_reply(here.open, TEXT) == Doubtful(Trouble.GARBLED)
    here.faults.clear("forum.truncated")
    page = await here.forum.topic(here.open)
    assert isinstance(page, TopicPage)
    assert page.posts[-1].own


async def test_a_forum_that_was_never_reached_is_not_written_to(here: Here) -> None:
    here.faults.put("forum.503")
    assert await here.forum.post_reply(here.open, TEXT) == Denied(Denial.UNREACHABLE)
