"""What is planned for a forum is written once, whatever happens between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.domain.forum_writes import Denial, Wish, Write, WriteAct, WriteNoun, WriteState, mark
from bot.domain.publishing import Where
from bot.ports.forum import Denied, Doubtful, Queued, Trouble
from bot.services import forum_tallies, holding
from bot.services.asking import Asker
from bot.services.forum_writing import Scribe
from bot.store import forum_writes, holds
from bot.store.base import Tx
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, World, world

PATIENCE_S = 10
TEXT = "Douze lettres sont parties cette semaine."
ASKER = Asker(GIROUETTE.person, ANNOUNCEMENTS, COLLECTIVE)


@dataclass
class Desk:
    w: World
    scribe: Scribe
    tally: int

    async def plan(self, wish: Wish) -> int:
        now = self.w.clock.now()
        return await self.w.deps.store.write(
            lambda tx: forum_writes.plan(tx, WriteNoun.TALLY, self.tally, COLLECTIVE, wish, now)
        )

    async def after(self, seconds: float) -> None:
        self.w.clock.advance(seconds)
        await self.scribe.write_due()

    async def get(self, id_: int) -> Write:
        return await self.w.deps.store.read(lambda tx: forum_writes.get(tx, id_))

    def standing(self) -> list[str]:
        return [post.html for post in self.w.forum.posts if post.own and not post.deleted]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with world(tmp_path) as w:
        w.forum.clock = w.clock
        w.forum.write(5)
        where = Where(w.forum.name, WriteAct.REPLY, 2)
        tally = await forum_tallies.start(w.deps, ASKER, "all", where)
        yield Desk(w, Scribe(w.deps), tally.id)


def reply(desk: Desk, text: str = TEXT, answers: int | None = None) -> Wish:
    return Wish(desk.w.forum.name, WriteAct.REPLY, 2, text, answers=answers)


async def test_a_reply_is_written_once_and_settled(desk: Desk) -> None:
    id_ = await desk.plan(reply(desk, answers=5))
    await desk.after(0)
    await desk.after(3600)
    write = await desk.get(id_)
    assert (write.state, desk.standing()) == (WriteState.DONE, [TEXT])
    assert write.url == f"{desk.w.forum.url}/post/{write.post.number if write.post else 0}"
    assert desk.w.forum.posts[-1].answers == 5


@pytest.mark.parametrize("trouble", [Trouble.TIMEOUT, Trouble.SERVER, Trouble.GARBLED])
async def test_what_may_have_been_written_is_found_again(desk: Desk, trouble: Trouble) -> None:
    desk.w.forum.answers = [(Doubtful(trouble), True)]
    id_ = await desk.plan(reply(desk))
    await desk.after(0)
    assert (await desk.get(id_)).state is WriteState.PLANNED
    await desk.after(10)  # a slow server may still be at it
    assert len(desk.w.forum.written) == 1
    await desk.after(600)
    assert (await desk.get(id_)).state is WriteState.DONE
    assert (len(desk.w.forum.written), desk.standing()) == (1, [TEXT])


async def test_what_was_not_written_is_written_after_a_look(desk: Desk) -> None:
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), False)]
    id_ = await desk.plan(reply(desk))
    await desk.after(0)
    await desk.after(600)
    assert ((await desk.get(id_)).state, desk.standing()) == (WriteState.DONE, [TEXT])


async def test_while_nobody_can_look_nothing_is_written_again(desk: Desk) -> None:
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    await desk.plan(reply(desk))
    await desk.after(0)
    desk.w.forum.trouble = Trouble.SERVER
    for _ in range(5):
        await desk.after(600)
    assert len(desk.w.forum.written) == 1
    desk.w.forum.trouble = None
    await desk.after(600)
    assert desk.standing() == [TEXT]


async def test_an_older_post_with_the_same_words_is_not_taken_for_it(desk: Desk) -> None:
    first = await desk.plan(reply(desk))
    await desk.after(0)
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), False)]
    second = await desk.plan(reply(desk))
    await desk.after(60)
    await desk.after(600)
    one, two = await desk.get(first), await desk.get(second)
    assert one.post != two.post
    assert desk.standing() == [TEXT, TEXT]


async def test_a_stop_in_the_middle_neither_loses_nor_doubles(desk: Desk) -> None:
    id_ = await desk.plan(reply(desk))
    now = desk.w.clock.now()
    await desk.w.deps.store.write(lambda tx: forum_writes.begin(tx, id_, now))
    await desk.w.forum.post_reply(2, TEXT)  # and the process was killed here
    assert await desk.w.deps.store.write(lambda tx: forum_writes.recover(tx, now)) == 1
    await desk.after(0)
    assert ((await desk.get(id_)).state, desk.standing()) == (WriteState.DONE, [TEXT])


async def test_a_new_thread_that_may_be_open_is_found_again(desk: Desk) -> None:
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    id_ = await desk.plan(Wish(desk.w.forum.name, WriteAct.OPEN, 6, TEXT, "Le bilan"))
    await desk.after(0)
    await desk.after(600)
    write = await desk.get(id_)
    assert (write.state, len(desk.w.forum.written)) == (WriteState.DONE, 1)
    assert write.topic is not None
    assert desk.w.forum.thread(write.topic.number).title == "Le bilan"


async def test_the_wait_that_a_forum_asks_for_is_kept(desk: Desk) -> None:
    desk.w.forum.answers = [(Denied(Denial.TOO_SOON, wait_s=120), False)]
    id_ = await desk.plan(reply(desk))
    await desk.after(0)
    await desk.after(100)
    assert len(desk.w.forum.written) == 1
    await desk.after(30)
    assert ((await desk.get(id_)).state, desk.standing()) == (WriteState.DONE, [TEXT])


async def test_a_forum_that_stays_away_for_a_day_is_given_up(desk: Desk) -> None:
    desk.w.forum.answers = [(Denied(Denial.UNREACHABLE), False)] * 1000
    id_ = await desk.plan(reply(desk))
    for _ in range(30):
        await desk.after(3600)
    write = await desk.get(id_)
    assert (write.state, write.reason) == (WriteState.FAILED, Denial.UNREACHABLE)


async def test_what_is_answered_is_gone_and_the_thread_goes_on(desk: Desk) -> None:
    desk.w.forum.answers = [(Denied(Denial.MISSING), False)]
    id_ = await desk.plan(reply(desk, answers=5))
    await desk.after(0)
    assert ((await desk.get(id_)).state, desk.standing()) == (WriteState.DONE, [TEXT])
    assert desk.w.forum.posts[-1].answers is None


async def test_a_queued_post_is_known_once_a_moderator_accepts_it(desk: Desk) -> None:
    desk.w.forum.answers = [(Queued(), False)]
    id_ = await desk.plan(reply(desk))
    await desk.after(0)
    await desk.after(3600)
    assert (await desk.get(id_)).state is WriteState.QUEUED
    await desk.w.forum.post_reply(2, TEXT)  # as the moderator's act makes it
    await desk.after(3600)
    assert (await desk.get(id_)).state is WriteState.DONE
    assert desk.standing() == [TEXT]


@pytest.mark.parametrize(
    ("act", "wanted", "is_left"),
    [
        (WriteAct.REPLY, (2, TEXT), True),
        (WriteAct.OPEN, (2, TEXT), True),
        (WriteAct.REPLY, (2, "Un autre message"), False),
        (WriteAct.REPLY, (1, TEXT), False),
    ],
)
async def test_what_is_accepted_is_what_is_wanted_where_the_same_is_not_any_more(
    desk: Desk, act: WriteAct, wanted: tuple[int, str], is_left: bool
) -> None:
    desk.w.forum.answers = [(Queued(), False), (Queued(), False)]
    first = await desk.plan(Wish(desk.w.forum.name, act, 2, TEXT, "Le bilan"))
    await desk.after(0)
    await desk.w.deps.store.write(
        lambda tx: forum_writes.call_off(tx, WriteNoun.TALLY, desk.tally, desk.w.clock.now())
    )
    await desk.w.deps.store.write(  # who wrote it was erased since
        lambda tx: tx.execute("update forum_writes set markdown = '', title = ''")
    )
    where = Where(desk.w.forum.name, WriteAct.REPLY, 3)
    other = await forum_tallies.start(desk.w.deps, ASKER, "other", where)
    place, text = wanted
    second = await replace(desk, tally=other.id).plan(
        Wish(desk.w.forum.name, act, place, text, "Le bilan")
    )
    await desk.after(60)
    if act is WriteAct.OPEN:
        await desk.w.forum.post_topic(2, "Le bilan", TEXT)
    else:
        await desk.w.forum.post_reply(2, TEXT)
    await desk.after(3600)
    states = [(await desk.get(one)).state for one in (first, second)]
    done, waiting = WriteState.DONE, WriteState.QUEUED
    assert states == ([waiting, done] if is_left else [done, waiting])


async def test_on_a_moderated_forum_a_doubt_is_left_to_people(desk: Desk) -> None:
    desk.w.forum.answers = [(Queued(), False)]
    first = await desk.plan(reply(desk, "Un premier message"))
    await desk.after(0)
    await desk.w.forum.post_reply(2, "Un premier message")
    await desk.after(3600)
    assert (await desk.get(first)).state is WriteState.DONE
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), False)]
    id_ = await desk.plan(reply(desk))
    await desk.after(0)
    await desk.after(600)
    write = await desk.get(id_)
    assert (write.state, write.reason) == (WriteState.FAILED, Denial.UNCERTAIN)
    again = await desk.plan(reply(desk))  # people looked, and want it
    await desk.after(600)
    assert (await desk.get(again)).state is WriteState.DONE
    assert desk.standing() == ["Un premier message", TEXT]


async def edited(desk: Desk, *, expects: bool = True) -> Write:
    """What becomes of changing the post that was just written."""
    post = desk.w.forum.posts[-1].id.number
    wish = Wish(desk.w.forum.name, WriteAct.EDIT, post, f"{TEXT} Relu.")
    if expects:
        wish = Wish(wish.forum, wish.act, wish.place, wish.markdown, expects=mark(TEXT))
    id_ = await desk.plan(wish)
    await desk.after(0)
    return await desk.get(id_)


async def test_an_edit_is_made_and_made_once(desk: Desk) -> None:
    await desk.plan(reply(desk))
    await desk.after(0)
    assert (await edited(desk)).state is WriteState.DONE
    desk.w.forum.answers = [(Doubtful(Trouble.TIMEOUT), True)]
    assert desk.standing() == [f"{TEXT} Relu."]
    await edited(desk)
    assert [act for act, _, _ in desk.w.forum.written] == ["reply", "edit"]


async def test_what_others_changed_is_not_written_over(desk: Desk) -> None:
    await desk.plan(reply(desk))
    await desk.after(0)
    desk.w.forum.sources[desk.w.forum.posts[-1].id.number] = "Corrigé par la modération."
    write = await edited(desk)
    assert (write.state, write.reason) == (WriteState.FAILED, Denial.CHANGED)
    assert (await edited(desk, expects=False)).state is WriteState.DONE


@pytest.mark.parametrize(("gone", "why"), [("delete", Denial.DELETED), ("purge", Denial.MISSING)])
async def test_what_is_gone_is_not_edited_but_is_withdrawn(
    desk: Desk, gone: str, why: Denial
) -> None:
    await desk.plan(reply(desk))
    await desk.after(0)
    post = desk.w.forum.posts[-1].id.number
    getattr(desk.w.forum, gone)(post)
    wish = Wish(desk.w.forum.name, WriteAct.EDIT, post, "Relu par tout le monde")
    id_, other = await desk.plan(wish), Wish(desk.w.forum.name, WriteAct.WITHDRAW, post)
    withdrawn = await desk.plan(other)
    await desk.after(0)
    assert (await desk.get(id_)).reason is why
    assert (await desk.get(withdrawn)).state is WriteState.DONE


async def test_a_withdrawal_that_is_in_doubt_is_looked_at(desk: Desk) -> None:
    await desk.plan(reply(desk))
    await desk.after(0)
    post = desk.w.forum.posts[-1].id.number
    desk.w.forum.answers = [(Doubtful(Trouble.SERVER), True)]
    id_ = await desk.plan(Wish(desk.w.forum.name, WriteAct.WITHDRAW, post))
    await desk.after(0)
    await desk.after(600)
    assert (await desk.get(id_)).state is WriteState.DONE
    assert [act for act, _, _ in desk.w.forum.written] == ["reply", "withdraw"]


async def test_the_silence_of_a_collective_holds_what_it_would_write(desk: Desk) -> None:
    now, person = desk.w.clock.now(), GIROUETTE.person

    async def silent(on: bool) -> None:
        def work(tx: Tx) -> None:
            holds.set_silent(tx, COLLECTIVE, now, person, on=on)

        await desk.w.deps.store.write(work)

    await silent(True)
    await desk.plan(reply(desk))
    await desk.after(3600)
    assert desk.standing() == []
    await silent(False)
    await desk.after(1)
    assert desk.standing() == [TEXT]


async def test_a_forum_that_is_no_longer_there_is_given_up_after_a_day(desk: Desk) -> None:
    id_ = await desk.plan(Wish("gone", WriteAct.REPLY, 2, TEXT))
    await desk.after(0)
    assert (await desk.get(id_)).state is WriteState.PLANNED
    for _ in range(30):
        await desk.after(3600)
    assert (await desk.get(id_)).reason is Denial.UNREACHABLE


async def test_words_are_kept_until_it_is_settled(desk: Desk) -> None:
    id_ = await desk.plan(reply(desk))
    desk.w.forum.answers = [(Denied(Denial.BUSY), False)]
    await desk.after(0)
    assert (await desk.get(id_)).wish.markdown == TEXT
    await desk.after(3600)
    assert (await desk.get(id_)).wish.markdown == ""


async def test_after_a_long_silence_a_hiccup_of_the_forum_is_not_the_end(desk: Desk) -> None:
    desk.w.forum.answers = [(Denied(Denial.BUSY), False)]
    id_ = await desk.plan(reply(desk))
    await desk.after(0)
    await holding.silence(desk.w.deps, ASKER)
    await desk.after(2 * 86_400)
    await holding.resume(desk.w.deps, ASKER)
    desk.w.forum.answers = [(Denied(Denial.BUSY), False)]
    await desk.after(0)
    assert (await desk.get(id_)).state is WriteState.PLANNED
    await desk.after(3600)
    assert desk.standing() == [TEXT]


async def test_what_vigie_could_not_try_for_days_is_tried_twice_at_least(desk: Desk) -> None:
    desk.w.forum.answers = [(Denied(Denial.BUSY), False)]
    await desk.plan(reply(desk))
    await desk.after(2 * 86_400)
    await desk.after(3600)
    assert desk.standing() == [TEXT]


async def test_what_another_account_wrote_is_neither_changed_nor_taken_back(desk: Desk) -> None:
    theirs = desk.w.forum.write(8, text="Le message d'une autre personne").id.number
    change = Wish(desk.w.forum.name, WriteAct.EDIT, theirs, "Relu par tout le monde")
    take_back = Wish(desk.w.forum.name, WriteAct.WITHDRAW, theirs)
    ids = [await desk.plan(wish) for wish in (change, take_back)]
    await desk.after(0)
    assert [(await desk.get(id_)).reason for id_ in ids] == [Denial.NO_RIGHT] * 2
    assert desk.w.forum.written == []


async def test_what_waits_for_a_moderator_is_looked_for_once_its_forum_is_back(desk: Desk) -> None:
    desk.w.forum.answers = [(Queued(), False)]
    id_ = await desk.plan(reply(desk))
    await desk.after(0)
    without = replace(desk, scribe=Scribe(replace(desk.w.deps, forums={})))
    async with asyncio.timeout(PATIENCE_S):
        await without.after(3600)
    assert (await desk.get(id_)).state is WriteState.QUEUED
    await desk.w.forum.post_reply(2, TEXT)
    await desk.after(3600)
    assert (await desk.get(id_)).state is WriteState.DONE


async def test_what_follows_from_one_write_holds_no_other_where_it_fails(desk: Desk) -> None:
    tally, desk.tally = desk.tally, 404  # of which the base knows nothing
    lost = await desk.plan(reply(desk, "Trois affiches."))
    desk.tally = tally
    well = await desk.plan(reply(desk))
    await desk.after(0)
    assert (await desk.get(well)).state is WriteState.DONE
    for _ in range(30):
        await desk.after(3600)
    assert (await desk.get(lost)).state is WriteState.FAILED
    assert desk.standing() == ["Trois affiches.", TEXT]
