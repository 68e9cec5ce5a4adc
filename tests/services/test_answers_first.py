"""Somebody who waits for an answer does not wait for the forum's posts."""

from __future__ import annotations

from pathlib import Path

from bot.domain.ids import MessageId
from bot.services import talking
from bot.services.talking import Heard
from tests.world import ANNOUNCEMENTS, COLLECTIVE, world


async def test_an_answer_passes_before_the_posts_that_wait_in_the_channel(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.forum.write(1)
        await w.follow()
        for number in range(2, 32):
            w.forum.write(number)
        await w.poll()
        w.clock.advance(1)
        await talking.answer(
            w.deps, Heard(MessageId("9"), ANNOUNCEMENTS, COLLECTIVE, "où en est Nice ?")
        )
        async with w.sending():
            await w.all_sent(31)
        texts = w.chat.contents(ANNOUNCEMENTS)
    assert texts[0].startswith("Nice (")
    assert [text.splitlines()[1] for text in texts[1:]] == [f"Bonjour {n}" for n in range(2, 32)]
