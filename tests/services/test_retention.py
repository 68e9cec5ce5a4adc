"""Forgetting what has served."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId, PersonId, PostId
from bot.services import own_reminders
from bot.services.own_reminders import Wisher
from bot.services.retention import forget
from bot.store import acts, deliveries, reminders, topics, unread
from tests.world import ANNOUNCEMENTS, world


async def test_texts_of_carried_posts_and_answered_questions_are_forgotten(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        w.forum.write(1)
        await w.follow()
        w.forum.write(2)
        w.forum.typed(2, "Bonjour 2")
        await w.poll()

        await w.deps.store.write(
            lambda tx: deliveries.plan(
                tx,
                Kind.UNKNOWN_CITY,
                ANNOUNCEMENTS,
                "said:1",
                w.clock.now(),
                facts={"name": "Nulle-Part"},
            )
        )
        async with w.sending():
            await w.all_sent(2)
        w.forum.write(3)
        await w.poll()
        w.clock.advance(8 * 86_400)
        await forget(w.deps)

        carried = await w.deps.store.read(lambda tx: topics.post(tx, PostId(w.forum.name, 2)))
        waiting = await w.deps.store.read(lambda tx: topics.post(tx, PostId(w.forum.name, 3)))
        assert carried is not None
        assert waiting is not None
        assert (carried.html, carried.markdown, carried.author) == ("", None, "")
        assert waiting.html != ""
        asked = await w.deps.store.read(
            lambda tx: tx.execute("select facts from deliveries where cause = 'said:1'").fetchone()
        )
        assert asked == ("{}",)
        assert w.alarms.set["retention"][0] > w.clock.now()


async def test_what_an_interrupted_reading_had_found_is_forgotten(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        post = w.forum.write(1)
        await w.deps.store.write(
            lambda tx: unread.keep(tx, w.forum.name, [post], None, w.clock.now())
        )
        w.clock.advance(2 * 86_400)
        await forget(w.deps)
        kept = await w.deps.store.read(
            lambda tx: tx.execute("select count(*) from unread_posts").fetchone()
        )
    assert kept == (0,)


async def test_what_keeps_a_command_from_being_done_twice_is_forgotten_after_a_day(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        await w.deps.store.write(lambda tx: acts.record(tx, "555", "1", w.clock.now()))
        await forget(w.deps)
        assert await w.deps.store.read(lambda tx: acts.done(tx, "555")) == "1"
        w.clock.advance(2 * 86_400)
        await forget(w.deps)
        assert await w.deps.store.read(lambda tx: acts.done(tx, "555")) is None


async def test_what_people_were_reminded_of_is_forgotten_once_it_is_over(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        wisher = Wisher(PersonId("2"), ChannelId("900"), None, None, act="1")
        done = await own_reminders.remind(w.deps, wisher, "demain", "tracts")
        later = await own_reminders.remind(
            w.deps, replace(wisher, act="2"), "dans un an", "affiches"
        )
        id_ = done.reminder.id
        await own_reminders.answer(w.deps, PersonId("2"), id_, own_reminders.Act.DONE)
        w.clock.advance(40 * 86_400)
        await forget(w.deps)
        kept = [
            await w.deps.store.read(lambda tx, one=one: reminders.get(tx, one.reminder.id))
            for one in (done, later)
        ]
    assert [one.words for one in kept if one] == ["", "affiches"]


async def test_copies_of_the_base_are_kept_for_a_month(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        copy, other = (tmp_path / name for name in ("vigie.db.before-0031_notices", "mine.db"))
        for one in (copy, other):
            one.write_bytes(b"")
            made = w.clock.now().timestamp()
            os.utime(one, (made, made))
        w.clock.advance(29 * 86_400)
        await forget(w.deps)
        assert copy.exists()
        w.clock.advance(2 * 86_400)
        await forget(w.deps)
        assert (copy.exists(), other.exists()) == (False, True)
