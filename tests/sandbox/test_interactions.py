from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest

from bot.sandbox.asking import AskError
from bot.sandbox.discord.interactions import ANSWER_S
from bot.sandbox.discord.models import EPHEMERAL, LOADING, Interaction
from bot.sandbox.people import ANSWERED, FAILED, WAITING, shown
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.sandbox.commands import prepare
from tests.tinybot import TinyBot, running


@pytest.fixture
async def vigie(sandbox: Sandbox, seeded: Seeded) -> AsyncIterator[TinyBot]:
    async with running(sandbox.token, prepare) as bot:
        yield bot


async def test_a_command_is_found_in_either_language_and_answered(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    for words in ("ville statut", "/city status"):
        outcome = await sandbox.people.command(
            seeded.mimosa, seeded.discussion, words, ville="Nice"
        )
        assert (outcome.status, outcome.content) == (ANSWERED, "Voici Nice")
    assert outcome.message is not None
    assert shown(outcome.message)["interaction"] == {"name": "ville statut", "user": "Mimosa"}
    (heard,) = await vigie.hear("message")
    assert heard.type is discord.MessageType.chat_input_command
    assert heard.interaction_metadata.user.name == "mimosa"


async def test_autocompletion_gives_the_bots_choices(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    choices = await sandbox.people.autocomplete(
        seeded.mimosa, seeded.discussion, "ville statut", "ville", ville="mars"
    )
    assert choices == [{"name": "Marseille", "value": "Marseille"}]


async def test_a_button_changes_its_message(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    people = sandbox.people
    outcome = await people.command(seeded.mimosa, seeded.discussion, "ville statut", ville="Nice")
    assert outcome.message is not None
    clicked = await people.click(seeded.girouette, outcome.message, "follow:Nice")
    assert clicked.message is outcome.message
    assert (clicked.content, outcome.message.components) == ("Nice est suivie", [])
    with pytest.raises(AskError):
        await people.click(seeded.girouette, outcome.message, "follow:Nice")


async def test_a_deferred_answer_is_edited_then_followed_up(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    outcome = await sandbox.people.command(seeded.mimosa, seeded.discussion, "ville lente")
    assert outcome.status == WAITING
    await vigie.hear("message", 2)
    first, second = sandbox.people.messages(seeded.discussion, seeded.mimosa)
    assert outcome.message is first
    assert (first.content, first.flags & LOADING) == ("enfin", 0)
    assert (second.content, second.reference) == (
        "et encore",
        (seeded.discussion.id, first.id),
    )


async def test_an_ephemeral_answer_is_seen_by_its_person_alone(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    people = sandbox.people
    outcome = await people.command(seeded.mimosa, seeded.discussion, "ville secret")
    assert outcome.message is not None
    assert outcome.message.flags & EPHEMERAL
    assert people.messages(seeded.discussion, seeded.mimosa) == [outcome.message]
    assert people.messages(seeded.discussion, seeded.girouette) == []
    channel = vigie.get_partial_messageable(seeded.discussion.id)
    assert [message async for message in channel.history()] == []
    with pytest.raises(discord.NotFound):
        await channel.fetch_message(outcome.message.id)


async def test_channels_members_and_numbers_arrive_resolved(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    outcome = await sandbox.people.command(
        seeded.girouette,
        seeded.discussion,
        "ville suivre",
        salon="#annonces",
        personne="Mimosa",
        combien="3",
    )
    assert outcome.content == "annonces mimosa 3"


@pytest.mark.parametrize(
    ("words", "options", "status"),
    [
        ("ville inconnue", {}, 404),
        ("ville", {}, 404),
        ("ville statut", {}, 400),
        ("ville statut", {"ville": "Nice", "taille": "3"}, 404),
        ("ville suivre", {"salon": "nulle-part"}, 400),
        ("ville suivre", {"salon": "annonces", "combien": "trois"}, 400),
        ("reserve", {}, 403),
    ],
)
async def test_what_cannot_be_asked_is_said_in_a_sentence(
    sandbox: Sandbox,
    seeded: Seeded,
    vigie: TinyBot,
    words: str,
    options: dict[str, str],
    status: int,
) -> None:
    with pytest.raises(AskError) as refused:
        await sandbox.people.command(seeded.mimosa, seeded.discussion, words, **options)
    assert refused.value.status == status
    assert refused.value.sentence.endswith(".")


async def test_a_reserved_command_serves_who_holds_the_right(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    outcome = await sandbox.people.command(seeded.girouette, seeded.discussion, "reserve")
    assert outcome.content == "fait"


async def test_a_bot_that_does_not_answer_in_time_has_failed(
    sandbox: Sandbox, seeded: Seeded, vigie: TinyBot
) -> None:
    sandbox.interactions.answer_s = 0.1
    outcome = await sandbox.people.command(seeded.mimosa, seeded.discussion, "ville muette")
    assert outcome.status == FAILED


async def test_a_bot_that_is_away_has_failed_at_once(sandbox: Sandbox, seeded: Seeded) -> None:
    async with running(sandbox.token, prepare):
        pass
    outcome = await sandbox.people.command(
        seeded.mimosa, seeded.discussion, "ville statut", ville="Nice"
    )
    assert outcome.status == FAILED


async def test_commands_work_in_private(sandbox: Sandbox, seeded: Seeded, vigie: TinyBot) -> None:
    channel = sandbox.people.dm(seeded.mimosa, seeded.vigie.user)
    outcome = await sandbox.people.command(seeded.mimosa, channel, "ville statut", ville="Nice")
    assert outcome.content == "Voici Nice"
    assert outcome.message is not None
    clicked = await sandbox.people.click(seeded.mimosa, outcome.message, "follow:Nice")
    assert clicked.content == "Nice est suivie"


# the answers themselves, without a client between


def _begin(sandbox: Sandbox, seeded: Seeded, kind: int = 2) -> Interaction:
    data = {"id": "1", "name": "ville", "type": 1, "options": []}
    app, person, channel = seeded.vigie, seeded.mimosa, seeded.discussion
    return sandbox.interactions.begin(app, kind, person, channel, data, name="ville")


async def _post(sandbox: Sandbox, path: str, body: object) -> tuple[int, dict[str, object]]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(sandbox.chat_api + path, json=body) as answer,
    ):
        return answer.status, await answer.json() if answer.status != 204 else {}


def _callback(interaction: Interaction) -> str:
    return f"/interactions/{interaction.id}/{interaction.token}/callback"


MESSAGE = {"type": 4, "data": {"content": "oui"}}


async def test_a_second_answer_is_refused(sandbox: Sandbox, seeded: Seeded) -> None:
    interaction = _begin(sandbox, seeded)
    assert await _post(sandbox, _callback(interaction), MESSAGE) == (204, {})
    status, body = await _post(sandbox, _callback(interaction), MESSAGE)
    assert (status, body["code"]) == (400, 40060)


async def test_a_late_answer_is_refused(sandbox: Sandbox, seeded: Seeded) -> None:
    sandbox.interactions.answer_s = ANSWER_S
    interaction = _begin(sandbox, seeded)
    interaction.created_s -= ANSWER_S + 0.1
    status, body = await _post(sandbox, _callback(interaction), MESSAGE)
    assert (status, body["code"]) == (404, 10062)


async def test_an_answer_without_its_token_is_refused(sandbox: Sandbox, seeded: Seeded) -> None:
    interaction = _begin(sandbox, seeded)
    status, body = await _post(sandbox, f"/interactions/{interaction.id}/no/callback", MESSAGE)
    assert (status, body["code"]) == (404, 10062)


async def test_a_malformed_answer_leaves_the_interaction_open(
    sandbox: Sandbox, seeded: Seeded
) -> None:
    interaction = _begin(sandbox, seeded)
    empty = {"type": 4, "data": {"content": ""}}
    assert (await _post(sandbox, _callback(interaction), empty))[0] == 400
    status, body = await _post(sandbox, _callback(interaction) + "?with_response=1", MESSAGE)
    assert status == 200
    assert set(body) == {"interaction", "resource"}


async def test_a_deferral_gives_no_resource(sandbox: Sandbox, seeded: Seeded) -> None:
    interaction = _begin(sandbox, seeded)
    path = _callback(interaction) + "?with_response=1"
    _, body = await _post(sandbox, path, {"type": 5, "data": {"flags": 64}})
    assert set(body) == {"interaction"}
    assert body["interaction"]["response_message_loading"] is True  # type: ignore[index]


async def test_the_first_follow_up_of_a_deferral_takes_its_place(
    sandbox: Sandbox, seeded: Seeded
) -> None:
    interaction = _begin(sandbox, seeded)
    await _post(sandbox, _callback(interaction), {"type": 5, "data": {"flags": 64}})
    path = f"/webhooks/{seeded.vigie.id}/{interaction.token}"
    _, first = await _post(sandbox, path, {"content": "voici"})
    _, second = await _post(sandbox, path, {"content": "et aussi"})
    assert interaction.original is not None
    assert first["id"] == str(interaction.original.id) != second["id"]
    assert first["flags"] == EPHEMERAL
    assert second["flags"] == 0


async def test_a_token_serves_for_fifteen_minutes(sandbox: Sandbox, seeded: Seeded) -> None:
    interaction = _begin(sandbox, seeded)
    path = f"/webhooks/{seeded.vigie.id}/{interaction.token}"
    assert (await _post(sandbox, path, {"content": "trop tôt"}))[0] == 404
    await _post(sandbox, _callback(interaction), MESSAGE)
    assert (await _post(sandbox, path, {"content": "à temps"}))[0] == 200
    interaction.created_s -= 900
    status, body = await _post(sandbox, path, {"content": "trop tard"})
    assert (status, body["code"]) == (401, 50027)


async def test_the_original_answer_is_read_changed_and_removed(
    sandbox: Sandbox, seeded: Seeded
) -> None:
    interaction = _begin(sandbox, seeded)
    await _post(sandbox, _callback(interaction), MESSAGE)
    url = f"{sandbox.chat_api}/webhooks/{seeded.vigie.id}/{interaction.token}/messages/@original"
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as answer:
            assert (await answer.json())["content"] == "oui"
        async with session.patch(url, json={"content": "non"}) as answer:
            assert (await answer.json())["content"] == "non"
        async with session.delete(url) as answer:
            assert answer.status == 204
    assert seeded.discussion.messages == {}
