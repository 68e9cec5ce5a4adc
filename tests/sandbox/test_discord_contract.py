"""The contract's own test: it really fails on what it should."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.sandbox.discord import shapes
from bot.sandbox.discord.api import Exchange
from bot.sandbox.discord.message_shapes import message
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.contracts.discord_contract import DiscordContract

MESSAGES = "/channels/1/messages"


def _exchange(contract: DiscordContract, body: Any, status: int = 200, answer: Any = None) -> str:
    route = "/channels/{channel_id}/messages"
    contract.exchange(Exchange("POST", MESSAGES, route, {}, body, status, answer))
    return " ".join(contract.violations)


@pytest.fixture
async def good(sandbox: Sandbox, seeded: Seeded) -> dict[str, Any]:
    """The sandbox's own answer to a message."""
    return message(await sandbox.people.say(seeded.mimosa, seeded.discussion, "bonjour"))


async def test_a_good_exchange_is_left_alone(good: dict[str, Any]) -> None:
    assert _exchange(DiscordContract(), {"content": "bonjour"}, 200, good) == ""


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"content": 3}, "/content"),
        ({"contents": "bonjour"}, "'contents' is unknown"),
        ({"embeds": [{"title": "x" * 300}]}, "/embeds/0/title"),
        ({"components": [{"type": 1, "components": [{"type": 2}]}]}, "'style' is missing"),
        ({"nonce": "x" * 26}, "/nonce"),
        (None, "no body"),
    ],
)
async def test_a_bad_request_is_a_violation(good: dict[str, Any], body: Any, fault: str) -> None:
    assert fault in _exchange(DiscordContract(), body, 200, good)


async def test_files_are_for_the_routes_that_take_forms_and_have_their_names(
    good: dict[str, Any],
) -> None:
    def faults(method: str, path: str, body: Any, *names: str) -> str:
        contract = DiscordContract()
        contract.exchange(Exchange(method, path, "", {}, body, 200, good, names))
        return " ".join(each for each in contract.violations if "asked" in each)

    attached = {"content": "un", "attachments": [{"id": 0, "description": "Une image"}]}
    assert faults("POST", MESSAGES, attached, "files[0]", "files[9]") == ""
    assert "'files[10]' is unknown" in faults("POST", MESSAGES, attached, "files[10]")
    body = {"recipient_id": "1"}
    assert "no form is described" in faults("POST", "/users/@me/channels", body, "files[0]")


async def test_a_bad_answer_is_a_violation(good: dict[str, Any]) -> None:
    body = {"content": "bonjour"}
    del good["author"]["username"]
    assert "'username' is missing" in _exchange(DiscordContract(), body, 200, good)
    good["author"]["username"] = "mimosa"
    extra = good | {"ephemeral_for": None}
    assert "'ephemeral_for' is unknown" in _exchange(DiscordContract(), body, 200, extra)
    assert "not described" in _exchange(DiscordContract(), body, 302, good)


async def test_an_undescribed_route_is_a_violation() -> None:
    contract = DiscordContract()
    contract.exchange(Exchange("GET", "/bananas/1", None, {}, None, 501, {}))
    assert "no such route" in contract.violations[0]


async def test_a_query_the_description_does_not_know_is_a_violation() -> None:
    contract = DiscordContract()
    query = {"limit": "1000", "beyond": "1"}
    contract.exchange(Exchange("GET", MESSAGES, "", query, None, 200, []))
    assert "'beyond' is unknown" in " ".join(contract.violations)
    assert "/limit" in " ".join(contract.violations)


async def test_a_bad_event_is_a_violation(good: dict[str, Any], seeded: Seeded) -> None:
    contract = DiscordContract()
    contract.event("MESSAGE_CREATE", good | {"flags": "0"}, "1")
    contract.event("READY", {"user": shapes.own_user(seeded.vigie.user), "guilds": []}, "1")
    contract.event("GUILD_BANANA", {}, "1")
    words = " ".join(contract.violations)
    assert "/flags" in words
    assert "'session_id' is missing" in words
    assert "GUILD_BANANA" in words


async def test_a_route_that_is_not_served_is_answered_501_and_noted(
    sandbox: Sandbox, contract: DiscordContract
) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(sandbox.chat_api + "/voice/regions") as answer,
    ):
        assert answer.status == 501
        assert answer.headers["Content-Type"] == "application/json"
    assert sandbox.unknown_routes == ["GET /voice/regions"]
    assert "not served" in contract.violations[0]
    sandbox.api.unknown_routes.clear()
    contract.violations.clear()
