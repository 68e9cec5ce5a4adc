from __future__ import annotations

import asyncio
import time

import aiohttp
import discord
import pytest

from bot.sandbox.discord.ratelimits import USUAL
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.tinybot import TinyBot, running


async def _send(bot: TinyBot, seeded: Seeded, content: str) -> discord.Message:
    return await bot.get_partial_messageable(seeded.discussion.id).send(content)


def _stored(seeded: Seeded) -> list[str]:
    return [message.content for message in seeded.discussion.messages.values()]


@pytest.mark.parametrize(
    "fault",
    ["chat.429", "chat.429_global", "chat.500", "chat.502", "chat.502_after"],
)
async def test_the_client_gets_over_what_it_retries_and_one_message_is_sent(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot, fault: str
) -> None:
    sandbox.faults.put(fault, times=2, match="^POST .*/messages")
    await _send(bot, seeded, "une seule fois")
    assert _stored(seeded) == ["une seule fois"]
    assert not sandbox.faults.active()


@pytest.mark.parametrize(
    ("fault", "error", "stored"),
    [
        ("chat.429_cloudflare", discord.HTTPException, []),
        ("chat.503", discord.DiscordServerError, []),
        ("chat.reset", (OSError, aiohttp.ClientError), []),
        ("chat.reset_after", (OSError, aiohttp.ClientError), ["?"]),
        ("chat.html", TypeError, ["?"]),
    ],
)
async def test_what_the_client_does_not_retry_is_done_or_not_as_its_name_says(
    sandbox: Sandbox,
    seeded: Seeded,
    bot: TinyBot,
    fault: str,
    error: type[Exception],
    stored: list[str],
) -> None:
    sandbox.faults.put(fault, match="^POST .*/messages")
    with pytest.raises(error):
        await _send(bot, seeded, "?")
    assert _stored(seeded) == stored


async def test_silence_lasts_until_it_is_switched_off(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    sandbox.faults.put("chat.silence", times=1)
    sending = asyncio.create_task(_send(bot, seeded, "?"))
    done, _ = await asyncio.wait({sending}, timeout=0.1)
    assert not done
    sandbox.faults.clear("chat.silence")
    with pytest.raises((OSError, aiohttp.ClientError)):
        await sending
    assert _stored(seeded) == []


async def test_an_unknown_fault_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(KeyError):
        sandbox.faults.put("chat.418")


async def test_a_fault_meets_only_the_requests_it_matches(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    sandbox.faults.put("chat.503", match="^DELETE ")
    await _send(bot, seeded, "passe")
    assert _stored(seeded) == ["passe"]


# rate limits


async def test_the_sixth_send_in_five_seconds_is_refused_with_the_official_headers(
    sandbox: Sandbox, seeded: Seeded
) -> None:
    sandbox.world.limits_on = True
    url = f"{sandbox.chat_api}/channels/{seeded.discussion.id}/messages"
    headers = {"Authorization": f"Bot {sandbox.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        left = []
        for number in range(5):
            async with session.post(url, json={"content": str(number)}) as answer:
                left.append(answer.headers["X-RateLimit-Remaining"])
                bucket = answer.headers["X-RateLimit-Bucket"]
        async with session.post(url, json={"content": "5"}) as answer:
            body = await answer.json()
            assert answer.status == 429
            assert answer.headers["Via"]
            assert answer.headers["X-RateLimit-Bucket"] == bucket
            assert answer.headers["Content-Type"] == "application/json"
        other = url.replace(str(seeded.discussion.id), str(seeded.announcements.id))
        async with session.post(other, json={"content": "ailleurs"}) as answer:
            assert answer.status == 200
    assert left == ["4", "3", "2", "1", "0"]
    assert body["global"] is False
    assert 0 < body["retry_after"] <= 5
    assert _stored(seeded) == ["0", "1", "2", "3", "4"]


async def test_more_than_fifty_requests_a_second_are_refused_for_the_whole_account(
    sandbox: Sandbox,
) -> None:
    sandbox.world.limits_on = True
    headers = {"Authorization": f"Bot {sandbox.token}"}
    limits = sandbox.api.limits
    async with aiohttp.ClientSession(headers=headers) as session:
        for route in ("/users/@me", "/users/@me/guilds"):
            for _ in range(25):
                verdict = limits.judge(sandbox.token, route, "", USUAL, counts=True)
                assert verdict.retry_after_s == 0
        async with session.get(sandbox.chat_api + "/gateway/bot") as answer:
            assert answer.status == 429
            assert (await answer.json())["global"] is True


async def test_a_client_waits_for_its_bucket_and_sends_everything_in_order(
    sandbox: Sandbox, seeded: Seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.world.limits_on = True
    now = time.monotonic
    async with running(sandbox.token) as bot:
        monkeypatch.setattr(time, "monotonic", lambda: now() * 100)  # the server's seconds fly
        for number in range(12):
            await _send(bot, seeded, str(number))
    assert _stored(seeded) == [str(number) for number in range(12)]
