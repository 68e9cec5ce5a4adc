from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.contracts.discord_contract import DiscordContract
from tests.sandbox.commands import prepare
from tests.tinybot import running

Json = dict[str, Any]


def command(**changes: Any) -> Json:
    return {"name": "ville", "description": "Les villes"} | changes


def option(name: str, **changes: Any) -> Json:
    return {"type": 3, "name": name, "description": "Une option"} | changes


async def _ask(sandbox: Sandbox, method: str, path: str, body: object = None) -> tuple[int, Any]:
    url = f"{sandbox.chat_api}/applications/{sandbox.seeded.vigie.id}{path}"  # type: ignore[union-attr]
    headers = {"Authorization": f"Bot {sandbox.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, url, json=body) as answer,
    ):
        return answer.status, await answer.json() if answer.status != 204 else None


async def test_a_sync_answers_with_what_was_registered(sandbox: Sandbox, seeded: Seeded) -> None:
    async with running(sandbox.token, prepare) as bot:
        (ville, reserve) = bot.synced  # type: ignore[attr-defined]
        assert ville.name == "ville"
        assert [each.name for each in ville.options] == [
            "statut",
            "lente",
            "secret",
            "muette",
            "suivre",
        ]
        assert reserve.default_member_permissions.manage_guild
        assert list(ville.name_localizations.values()) == ["city"]
        (fetched, _) = await bot.tree.fetch_commands()
        assert fetched == ville
        assert not fetched.name_localizations


async def test_a_second_sync_keeps_the_ids_and_drops_what_is_gone(sandbox: Sandbox) -> None:
    _, first = await _ask(sandbox, "PUT", "/commands", [command(), command(name="vote")])
    _, second = await _ask(sandbox, "PUT", "/commands", [command(description="Autrement")])
    assert [each["id"] for each in second] == [first[0]["id"]]
    assert second[0]["version"] != first[0]["version"]
    _, third = await _ask(sandbox, "PUT", "/commands", [command(description="Autrement")])
    assert third == second


async def test_commands_are_made_changed_and_removed_one_by_one(sandbox: Sandbox) -> None:
    status, made = await _ask(sandbox, "POST", "/commands", command())
    assert status == 201
    path = f"/commands/{made['id']}"
    status, again = await _ask(sandbox, "POST", "/commands", command(description="Mieux"))
    assert (status, again["id"]) == (200, made["id"])
    _, changed = await _ask(sandbox, "PATCH", path, {"name": "commune"})
    assert (changed["name"], changed["description"]) == ("commune", "Mieux")
    assert (await _ask(sandbox, "GET", path))[1] == changed
    assert (await _ask(sandbox, "DELETE", path))[0] == 204
    status, body = await _ask(sandbox, "GET", path)
    assert (status, body["code"]) == (404, 10063)


async def test_a_guild_has_commands_of_its_own(sandbox: Sandbox, seeded: Seeded) -> None:
    path = f"/guilds/{seeded.guild.id}/commands"
    _, (made,) = await _ask(sandbox, "PUT", path, [command()])
    assert made["guild_id"] == str(seeded.guild.id)
    assert (await _ask(sandbox, "GET", "/commands"))[1] == []
    assert len((await _ask(sandbox, "GET", path))[1]) == 1


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (command(name="Ville"), "name"),
        (command(name="deux mots"), "name"),
        (command(name="e\u0301te\u0301"), "name"),
        (command(name="x" * 33), "name"),
        (command(name_localizations={"en-GB": "City"}), "name_localizations"),
        (command(name_localizations={"xx": "city"}), "name_localizations"),
        (command(description=""), "description"),
        (command(description="x" * 101), "description"),
        (command(options=[option(f"o{n}") for n in range(26)]), "options"),
        (command(options=[option("un"), option("un")]), "options"),
        (command(options=[option("un"), option("deux", required=True)]), "options"),
        (
            command(
                options=[option("un", autocomplete=True, choices=[{"name": "a", "value": "a"}])]
            ),
            "options",
        ),
        (command(options=[option("un", type=2), option("deux")]), "options"),
    ],
)
async def test_a_command_that_the_rules_forbid_is_refused_with_its_place(
    sandbox: Sandbox, contract: DiscordContract, wrong: Json, place: str
) -> None:
    contract.forgive("asked: ")
    status, body = await _ask(sandbox, "PUT", "/commands", [command(name="bonne"), wrong])
    assert (status, body["code"]) == (400, 50035)
    assert place in body["errors"]["1"]
    assert (await _ask(sandbox, "GET", "/commands"))[1] == []


@pytest.mark.parametrize("name", ["échéance", "ne-plus-suivre", "réglages_2", "où"])
async def test_french_names_are_fine(sandbox: Sandbox, name: str) -> None:
    status, _ = await _ask(sandbox, "PUT", "/commands", [command(name=name)])
    assert status == 200


async def test_a_hundred_commands_are_the_most(sandbox: Sandbox) -> None:
    many = [command(name=f"c{number}") for number in range(101)]
    status, body = await _ask(sandbox, "PUT", "/commands", many)
    assert (status, body["code"]) == (400, 30032)
    assert (await _ask(sandbox, "PUT", "/commands", many[:100]))[0] == 200
