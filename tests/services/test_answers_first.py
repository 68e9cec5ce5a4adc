"""Somebody who waits for an answer does not wait for the forum's posts."""

from __future__ import annotations

from pathlib import Path

from bot.domain.ids import MessageId, PersonId
from bot.domain.routing import Mode
from bot.services import talking
from bot.services.talking import Heard
from tests.world import ANNOUNCEMENTS, COLLECTIVE, world


async def test_an_answer_passes_before_the_posts_that_wait_in_the_channel(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.forum.write(1)
        await w.follow(mode=Mode.ANNOUNCE)
        for number in range(2, 20):
            w.forum.write(number)
        await w.poll()
        w.clock.advance(1)
        question = Heard(
            MessageId("9"), ANNOUNCEMENTS, COLLECTIVE, "où en est Nice ?", PersonId("2")
        )
        await talking.answer(w.deps, question)
        async with w.sending():
            await w.all_sent(19)
        texts = w.chat.contents(ANNOUNCEMENTS)
    assert texts[0].startswith("Nice (")
    assert [f"Bonjour {n}" in text for n, text in enumerate(texts[1:], start=2)] == [True] * 18
