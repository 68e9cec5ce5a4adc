from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.sandbox.commands import prepare
from tests.tinybot import TinyBot, running


class Hand:
    """Asks the desk over HTTP: a status, and the JSON."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.base, self.session = sandbox.page_url.rstrip("/"), session

    async def __call__(self, method: str, path: str, **options: Any) -> tuple[int, Any]:
        async with self.session.request(method, self.base + path, **options) as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def desk(sandbox: Sandbox, seeded: Seeded) -> AsyncIterator[Hand]:
    async with aiohttp.ClientSession() as session:
        yield Hand(sandbox, session)


@pytest.fixture
async def vigie(sandbox: Sandbox, seeded: Seeded) -> AsyncIterator[TinyBot]:
    async with running(sandbox.token, prepare) as bot:
        yield bot


async def test_a_person_closes_their_private_messages(desk: Hand, seeded: Seeded) -> None:
    status, told = await desk("PATCH", "/desk/people/Mimosa", json={"dms_open": False})
    assert (status, told["name"], told["dms_open"]) == (200, "Mimosa", False)
    assert not seeded.mimosa.dms_open
    status, told = await desk("PATCH", "/desk/people/Mimosa", json={"dms_open": "non"})
    assert (status, told["error"]) == (400, "« dms_open » est vrai ou faux.")
    status, _ = await desk("PATCH", "/desk/people/Personne", json={"dms_open": True})
    assert status == 404


async def test_the_state_names_people_channels_bots_commands_and_faults(
    desk: Hand, seeded: Seeded, vigie: TinyBot
) -> None:
    _, state = await desk("GET", "/desk/state")
    assert {(each["name"], each["role"]) for each in state["people"]} == {
        ("Mimosa", "membre"),
        ("Girouette", "référent·e"),
        ("Boussole", "responsable du serveur"),
    }
    (guild,) = state["guilds"]
    assert [channel["name"] for channel in guild["channels"]] == [
        "annonces",
        "discussion",
        "référent·es",
    ]
    assert str(seeded.mimosa.id) not in guild["channels"][2]["visible_to"]
    assert [(bot["name"], bot["online"]) for bot in state["bots"]] == [("Vigie", True)]
    assert {command["name"] for command in state["commands"]} == {"ville", "reserve"}
    assert not any(fault["on"] for fault in state["faults"])


async def test_a_person_asks_completes_and_clicks(
    desk: Hand, seeded: Seeded, vigie: TinyBot
) -> None:
    here = f"/desk/channels/{seeded.discussion.id}"
    _, offered = await desk(
        "POST",
        f"{here}/autocomplete",
        json={
            "as": "Mimosa",
            "command": "ville statut",
            "options": {"ville": "ni"},
            "focused": "ville",
        },
    )
    assert offered == {
        "choices": [
            {"name": "Nice", "value": "Nice"},
            {"name": "Saint-Denis", "value": "Saint-Denis"},
        ]
    }
    body = {"as": "Mimosa", "command": "ville statut", "options": {"ville": "Nice"}}
    _, answered = await desk("POST", f"{here}/commands", json=body)
    assert (answered["status"], answered["message"]["content"]) == ("answered", "Voici Nice")
    click = {"as": "Girouette", "channel": str(seeded.discussion.id), "custom_id": "follow:Nice"}
    path = f"/desk/messages/{answered['message']['id']}/click"
    _, clicked = await desk("POST", path, json=click)
    assert clicked["message"]["content"] == "Nice est suivie"


async def test_what_was_asked_is_handed_over_again_and_answered_once(
    desk: Hand, seeded: Seeded, vigie: TinyBot
) -> None:
    status, told = await desk("POST", "/desk/again", json={"as": "Mimosa"})
    assert (status, told["error"]) == (404, "Cette personne n’a encore rien demandé.")
    here = f"/desk/channels/{seeded.discussion.id}"
    body = {"as": "Mimosa", "command": "ville statut", "options": {"ville": "Nice"}}
    await desk("POST", f"{here}/commands", json=body)
    status, _ = await desk("POST", "/desk/again", json={"as": "Mimosa"})
    assert status == 200
    await desk("POST", f"{here}/commands", json=body)  # comes after it
    _, shown = await desk("GET", f"{here}/messages?as=Mimosa")
    assert [each["content"] for each in shown] == ["Voici Nice", "Voici Nice"]


async def test_messages_are_read_oldest_first_by_who_may(
    desk: Hand, seeded: Seeded, vigie: TinyBot
) -> None:
    here = f"/desk/channels/{seeded.discussion.id}"
    for text in ("un", "deux"):
        status, said = await desk(
            "POST", f"{here}/messages", json={"as": "mimosa", "content": text}
        )
        assert status == 201
    body = {"as": "Mimosa", "command": "ville secret"}
    await desk("POST", f"{here}/commands", json=body)
    _, mine = await desk("GET", f"{here}/messages?as=Mimosa")
    _, theirs = await desk("GET", f"{here}/messages?as=Girouette&after={mine[0]['id']}")
    assert [each["content"] for each in mine] == ["un", "deux", "rien que pour toi"]
    assert mine[2]["ephemeral_for"] == str(seeded.mimosa.id)
    assert [each["content"] for each in theirs] == ["deux"]
    reply = {"as": "Girouette", "content": "trois", "reply_to": said["id"]}
    _, replied = await desk("POST", f"{here}/messages", json=reply)
    assert replied["referenced_message"]["content"] == "deux"


async def test_a_private_conversation_is_opened(desk: Hand, seeded: Seeded, vigie: TinyBot) -> None:
    _, opened = await desk("POST", "/desk/dm", json={"as": "Mimosa", "bot": "Vigie"})
    path = f"/desk/channels/{opened['channel']}/messages"
    await desk("POST", path, json={"as": "Mimosa", "content": "bonjour"})
    (heard,) = await vigie.hear("message")
    assert heard.content == "bonjour"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/desk/channels/1/messages?as=Mimosa", None, 404),
        ("GET", "/desk/channels/{private}/messages?as=Mimosa", None, 403),
        ("GET", "/desk/channels/{here}/messages?as=Inconnue", None, 404),
        ("POST", "/desk/channels/{here}/messages", {"as": "Mimosa"}, 400),
        ("POST", "/desk/channels/{here}/messages", {"as": "Mimosa", "content": "x" * 2001}, 400),
        ("POST", "/desk/channels/{here}/messages", [], 400),
        ("POST", "/desk/channels/{here}/commands", {"as": "Mimosa", "command": "vile"}, 404),
        ("POST", "/desk/faults", {"name": "chat.418", "on": True}, 404),
        ("POST", "/desk/faults", {"name": "chat.500", "on": True, "match": "("}, 400),
        ("POST", "/desk/faults", {"name": "chat.500", "on": True, "times": 0}, 400),
        ("POST", "/clock", {}, 400),
        ("POST", "/clock", {"to": "2026-11-25T09:00"}, 400),
        ("POST", "/clock", {"to": "2020-01-01T00:00:00Z"}, 409),
        ("POST", "/clock", {"advance_s": -1}, 409),
        ("POST", "/clock", {"next_due": True}, 409),
        ("POST", "/clock", {"advance_s": 1e12}, 400),
        ("GET", "/clock?after=1&wait=bientôt", None, 400),
        ("GET", "/desk/nowhere", None, 404),
        ("GET", "/static/..%2Fserver.py", None, 404),
    ],
)
async def test_a_refusal_is_one_french_sentence(
    desk: Hand, seeded: Seeded, method: str, path: str, body: object, status: int
) -> None:
    path = path.format(here=seeded.discussion.id, private=seeded.private.id)
    answered, said = await desk(method, path, json=body)
    assert answered == status
    assert said["error"].endswith(".")


async def test_faults_are_switched_on_and_off(desk: Hand, sandbox: Sandbox) -> None:
    await desk(
        "POST", "/desk/faults", json={"name": "chat.500", "on": True, "times": 3, "match": "^GET"}
    )
    (fault,) = sandbox.faults.active()
    assert (fault.name, fault.times, fault.match) == ("chat.500", 3, "^GET")
    _, shown = await desk("GET", "/desk/faults")
    assert [each["name"] for each in shown if each["on"]] == ["chat.500"]
    await desk("POST", "/desk/faults", json={"name": "chat.500", "on": False})
    assert not sandbox.faults.active()


async def test_the_clock_is_read_awaited_and_moved(desk: Hand, sandbox: Sandbox) -> None:
    _, before = await desk("GET", "/clock")
    assert before["now"].startswith("2026-11-24T08:00")
    waiting = asyncio.create_task(desk("GET", f"/clock?after={before['version']}&wait=30.0"))
    await asyncio.sleep(0)
    await desk("POST", "/clock", json={"advance_s": 3600})
    _, moved = await waiting
    assert moved["version"] == before["version"] + 1
    assert moved["offset_s"] == pytest.approx(before["offset_s"] + 3600)


async def test_the_clock_jumps_to_what_its_follower_waits_for(desk: Hand, sandbox: Sandbox) -> None:
    due = {"at": "2026-12-14T18:30:00+01:00", "what": "le vote de Nice"}
    _, told = await desk("PUT", "/clock/next", json=due)
    assert told["next_due"]["what"] == "le vote de Nice"
    _, moved = await desk("POST", "/clock", json={"next_due": True})
    assert moved["now"].startswith("2026-12-14T17:30:00")
    _, emptied = await desk("PUT", "/clock/next", json={"at": None})
    assert emptied["next_due"] is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "vigie.exemple.org"},
        {"Host": "127.0.0.1.exemple.org"},
        {"Origin": "https://exemple.org"},
        {"Origin": "null"},
    ],
)
async def test_strangers_are_kept_out(desk: Hand, headers: dict[str, str]) -> None:
    status, said = await desk("GET", "/desk/state", headers=headers)
    assert status == 403
    assert said["error"].endswith(".")


async def test_its_own_page_is_let_in_under_a_strict_policy(desk: Hand, sandbox: Sandbox) -> None:
    headers = {"Origin": sandbox.page_url.rstrip("/")}
    url = sandbox.page_url + "desk/state"
    async with desk.session.get(url, headers=headers) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


async def test_hints_tell_what_changed(desk: Hand, sandbox: Sandbox, seeded: Seeded) -> None:
    async with desk.session.get(sandbox.page_url + "desk/events") as stream:
        await stream.content.readuntil(b"\n\n")
        message = await sandbox.people.say(seeded.mimosa, seeded.discussion, "salut")
        sandbox.faults.put("chat.500")
        await sandbox.clock.advance(60)
        hints = [await _hint(stream) for _ in range(3)]
    assert hints[0] == {
        "kind": "message",
        "what": "created",
        "id": str(message.id),
        "channel": str(seeded.discussion.id),
        "for": None,
    }
    assert hints[1] == {"kind": "fault", "name": "chat.500", "on": True}
    assert hints[2]["kind"] == "clock"


async def test_the_forum_has_its_part_of_the_desk(desk: Hand) -> None:
    status, topics = await desk("GET", "/desk/forum/topics")
    assert status == 200
    assert topics


async def _hint(stream: aiohttp.ClientResponse) -> dict[str, Any]:
    line = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 5)
    hint: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
    return hint
