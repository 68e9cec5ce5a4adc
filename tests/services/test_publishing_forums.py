"""Publishing through the real adapters, to the sandbox's NodeBB and Discourse faces."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.domain.forum_writes import WriteAct
from bot.domain.ids import ChannelId, MessageId, PersonId
from bot.domain.publishing import Publication, PublicationState, Where
from bot.domain.routing import Mode, Room
from bot.forums.probed import Probed
from bot.sandbox.faults import Faults
from bot.sandbox.forum.discourse.server import DiscourseServer
from bot.sandbox.forum.server import BOT_UID, ForumServer
from bot.services import forum_tallies, polling, publishing, threads
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.forum_tallies import Keeper, Told
from bot.services.forum_writing import Scribe
from bot.services.publishing import Publisher, Wanted
from bot.services.publishing_places import Picked
from bot.services.threads import Listener
from bot.store import forums, publications
from tests.forums import sites
from tests.world import ANNOUNCEMENTS, COLLECTIVE, DISCUSSION, World, world

MIMOSA, PRIVATE = PersonId("2"), ChannelId("900")
TEXT = "On sera devant la mairie dès 18h, venez ||nombreux·ses||."
ASKER = Asker(MIMOSA, DISCUSSION, COLLECTIVE)


@dataclass
class Desk:
    w: World
    deps: Deps
    scribe: Scribe
    server: ForumServer | DiscourseServer
    faults: Faults
    forum: Probed
    address: str
    topic: int
    acts: int = 0

    @property
    def is_discourse(self) -> bool:
        return isinstance(self.server, DiscourseServer)

    async def confirmed(self, text: str = TEXT) -> int:
        """A confirmed draft's number."""
        self.acts += 1
        picked = Picked(MessageId(str(5000 + self.acts)), DISCUSSION, MIMOSA, text)
        publisher = Publisher(replace(ASKER, act=str(self.acts)), PRIVATE, "Collectif de Nice")
        made = await publishing.anew(self.deps, publisher, picked)
        id_ = made.publication.id
        made = await publishing.revise(self.deps, ASKER, id_, Wanted(where=self.address))
        await publishing.confirm(self.deps, ASKER, id_, seen=made.publication.version)
        return id_

    async def opens(self, text: str, title: str) -> int:
        """The number of a confirmed draft that opens a thread."""
        place = "c/villes/6" if self.is_discourse else "category/6/paca"
        picked = Picked(MessageId("5999"), DISCUSSION, MIMOSA, text)
        publisher = Publisher(replace(ASKER, act="opens"), PRIVATE, "Collectif de Nice")
        id_ = (await publishing.anew(self.deps, publisher, picked)).publication.id
        wanted = Wanted(where=f"{self.server.url}/{place}", title=title)
        made = await publishing.revise(self.deps, ASKER, id_, wanted)
        await publishing.confirm(self.deps, ASKER, id_, seen=made.publication.version)
        return id_

    async def settle(self, seconds: float = 0) -> None:
        """Time goes on for all: for Vigie, for the forum, for the chat."""
        self.w.clock.advance(seconds)
        await self.server.world.clock.advance(seconds)
        await self.scribe.write_due()
        await self.w.settle()

    async def get(self, id_: int) -> Publication:
        return await self.deps.store.read(lambda tx: publications.get(tx, id_))

    def public(self) -> list[str]:
        """What stands on the forum of Vigie's account, in the thread."""
        if isinstance(self.server, DiscourseServer):
            board = self.server.world
            vigie = board.user("vigie").id
            mine = [one for one in board.posts.values() if one.user_id == vigie]
            return [one.raw for one in mine if not (one.withdrawn or one.deleted_ms)]
        held = self.server.world.posts.values()
        return [one.markdown for one in held if one.uid == BOT_UID and not one.deleted]

    def told(self, channel: ChannelId = PRIVATE) -> str:
        return " | ".join(self.w.chat.contents(channel)).replace("\u202f", " ")


@pytest.fixture(params=["nodebb", "discourse"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    async with AsyncExitStack() as stack:
        w = await stack.enter_async_context(world(tmp_path))
        server: ForumServer | DiscourseServer
        if request.param == "nodebb":
            server, faults = await stack.enter_async_context(sites.sandbox())
            forum = Probed("demo", server.url, token=server.bearer, timeout_s=1.0)
            address, topic = f"{server.url}/topic/2/marseille", 2
        else:
            server, faults = await stack.enter_async_context(sites.discourse())
            token, user = server.api_key, server.api_username
            forum = Probed("demo", server.url, token=token, user=user, timeout_s=1.0)
            address, topic = f"{server.url}/t/un-fil/102", 102
        stack.push_async_callback(forum.close)
        w.clock.at = server.world.clock.now()
        deps = replace(w.deps, forums={"demo": forum})
        await deps.store.write(lambda tx: forums.meet(tx, "demo", server.url, account=True))
        await polling.poll(deps, forum)
        yield Desk(w, deps, Scribe(deps), server, faults, forum, address, topic)


async def test_a_message_is_published_signed_and_in_the_forums_markdown(desk: Desk) -> None:
    before = desk.public()
    id_ = await desk.confirmed()
    await desk.settle()
    (post,) = desk.public()[len(before) :]
    hidden = "[spoiler]nombreux·ses[/spoiler]" if desk.is_discourse else "(caché dans la discussion"
    assert post.startswith("On sera devant la mairie dès 18h, venez ")
    assert hidden in post
    assert post.endswith("\n\n— Collectif de Nice")
    done = await desk.get(id_)
    assert done.state is PublicationState.PUBLISHED
    assert done.url in desk.told()


@pytest.mark.parametrize("fault", ["forum.truncated", "forum.silence"])
async def test_an_answer_that_is_lost_is_looked_for_and_nothing_is_doubled(
    desk: Desk, fault: str
) -> None:
    before = len(desk.public())
    id_ = await desk.confirmed()
    desk.faults.put(fault, times=1, match=r"^(POST|PUT)")
    await desk.settle()
    await desk.settle(600)
    await desk.settle(3600)
    assert len(desk.public()) == before + 1
    assert (await desk.get(id_)).state is PublicationState.PUBLISHED


async def test_the_queue_and_the_wait_of_a_forum_are_told_then_over(desk: Desk) -> None:
    desk.server.gate.wait_s = 120
    first = await desk.confirmed()
    await desk.settle()
    before = len(desk.public())
    second = await desk.confirmed("Un deuxième message, juste après le premier.")
    await desk.settle()
    assert "Le forum demande d’attendre entre deux messages" in desk.told()
    await desk.settle(121)
    await desk.settle(2)
    assert len(desk.public()) == before + 1
    desk.server.gate.holds = True
    third = await desk.confirmed("Un troisième message, que l’on relit.")
    await desk.settle(121)
    await desk.settle(2)
    assert "le forum relit avant de publier" in desk.told()
    assert (await desk.get(third)).state is PublicationState.QUEUED
    desk.server.gate.accept(max(desk.server.gate.queue))
    await desk.settle(3600)
    states = [(await desk.get(one)).state for one in (first, second, third)]
    assert states == [PublicationState.PUBLISHED] * 3


async def test_a_locked_thread_is_explained_and_the_text_is_kept(desk: Desk) -> None:
    before = len(desk.public())
    desk.server.world.lock(desk.topic)
    id_ = await desk.confirmed()
    await desk.settle()
    assert "Ce fil est verrouillé sur le forum. Ton texte est gardé" in desk.told()
    desk.server.world.lock(desk.topic, False)
    again = (await desk.get(id_)).version
    await publishing.confirm(desk.deps, ASKER, id_, seen=again)
    await desk.settle()
    assert len(desk.public()) == before + 1


async def test_it_is_changed_then_taken_back(desk: Desk) -> None:
    before = len(desk.public())
    id_ = await desk.confirmed()
    await desk.settle()
    public = await publishing.published_text(desk.deps, ASKER, id_)
    asker, text = replace(ASKER, act="777"), public.text.replace("18h", "18h30")
    await publishing.amend(desk.deps, asker, id_, text, seen=public.mark)
    await desk.settle()
    assert "18h30" in desk.public()[-1]
    await publishing.withdraw(desk.deps, MIMOSA, id_)
    await desk.settle()
    assert len(desk.public()) == before
    assert (await desk.get(id_)).state is PublicationState.WITHDRAWN


async def test_what_a_moderator_changed_stays(desk: Desk) -> None:
    id_ = await desk.confirmed()
    await desk.settle()
    post = (await desk.get(id_)).post or 0
    desk.server.world.edit(post, "Relu par la modération du forum.")
    await publishing.amend(desk.deps, replace(ASKER, act="778"), id_, "Une tout autre chose ici.")
    await desk.settle()
    assert desk.public()[-1] == "Relu par la modération du forum."
    assert "Pas modifié" in desk.told()
    asker, public = (
        replace(ASKER, act="779"),
        await publishing.published_text(desk.deps, ASKER, id_),
    )
    await publishing.amend(desk.deps, asker, id_, "Une tout autre chose ici.", seen=public.mark)
    await desk.settle()
    assert desk.public()[-1].startswith("Une tout autre chose ici.")


async def test_what_vigie_writes_sets_nothing_off(desk: Desk) -> None:
    asker = threads.Asker(MIMOSA, ANNOUNCEMENTS, COLLECTIVE)
    listener = Listener(ANNOUNCEMENTS, Room.THREAD)
    await threads.follow(desk.deps, desk.address, asker, mode=Mode.THREAD, listener=listener)
    await threads.answered(desk.deps, ANNOUNCEMENTS)
    await polling.poll(desk.deps, desk.forum)
    await desk.settle()
    count = len(desk.w.chat.contents(ANNOUNCEMENTS))
    await desk.confirmed("Vote des caméras à Nice le 14 décembre 2026 à 18h30.")
    await desk.settle()
    await polling.poll(desk.deps, desk.forum)
    await desk.settle()
    assert len(desk.w.chat.contents(ANNOUNCEMENTS)) == count


SPACED = "Rendez‑vous à 18 h : on sera 1 000 ! « Devant la mairie »"


async def test_what_has_the_spaces_of_french_typography_is_still_ones_own_to_change(
    desk: Desk,
) -> None:
    id_ = await desk.confirmed(SPACED)
    await desk.settle()
    asker = replace(ASKER, act="779")
    await publishing.amend(desk.deps, asker, id_, SPACED.replace("18", "19"))
    await desk.settle()
    assert "à 19" in desk.public()[-1]
    assert "Pas modifié" not in desk.told()


async def test_a_text_with_such_spaces_is_found_again_and_not_doubled(desk: Desk) -> None:
    before = len(desk.public())
    id_ = await desk.confirmed(SPACED)
    desk.faults.put("forum.truncated", times=1, match=r"^(POST|PUT)")
    await desk.settle()
    await desk.settle(600)
    assert len(desk.public()) == before + 1
    assert (await desk.get(id_)).state is PublicationState.PUBLISHED


async def test_a_new_thread_whose_title_the_forum_tidies_is_found_again_and_not_doubled(
    desk: Desk,
) -> None:
    before = len(desk.public())
    desk.faults.put("forum.truncated", times=1, match=r"^(POST|PUT)")
    id_ = await desk.opens(SPACED, "rendez-vous devant la mairie\u00a0!!!")
    await desk.settle()
    await desk.settle(600)
    assert len(desk.public()) == before + 1
    assert (await desk.get(id_)).state is PublicationState.PUBLISHED


async def test_a_bilan_with_such_spaces_is_kept_up_to_date(desk: Desk) -> None:
    said = ["Bilan de la campagne\u00a0: 1\u202f200 lettres sont parties\u202f!"]
    keeper = Keeper(desk.deps, lambda *_: Told(said[-1]))
    where = Where("demo", WriteAct.REPLY, desk.topic)
    await forum_tallies.start(desk.deps, ASKER, "all", where)
    await keeper.refresh()
    await desk.settle()
    before = len(desk.public())
    said.append(said[0].replace("200", "300"))
    await desk.settle(3700)
    await keeper.refresh()
    await desk.settle()
    assert (len(desk.public()), "300" in desk.public()[-1]) == (before, True)
