from __future__ import annotations

import aiohttp
import discord
import pytest

from bot.sandbox.asking import AskError
from bot.sandbox.discord import permissions
from bot.sandbox.discord.models import Channel
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.conftest import PATIENT_S
from tests.sandbox.commands import prepare
from tests.sandbox.test_desk import Hand
from tests.sandbox.threadkit import texts
from tests.tinybot import TinyBot, running

THREADS = "/desk/channels/{}/threads"


@pytest.fixture
def thread(sandbox: Sandbox, seeded: Seeded) -> Channel:
    """Made by Mimosa, in the forum channel."""
    return sandbox.people.threads.post(seeded.mimosa, seeded.forum, "Nice", "un", ["Vote"])


async def test_a_person_writes_in_a_thread_and_the_bot_hears_it_there(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot, thread: Channel
) -> None:
    await sandbox.people.say(seeded.girouette, thread, "@Vigie où en est Nice ?")
    (heard,) = await bot.hear("message")
    assert isinstance(heard.channel, discord.Thread)
    assert (heard.channel.id, heard.channel.parent_id) == (thread.id, seeded.forum.id)
    await heard.reply("Voici.")
    assert texts(thread)[-1] == "Voici."
    assert thread.thread is not None
    assert set(thread.thread.members) == {seeded.mimosa.id, seeded.girouette.id, seeded.vigie.id}


async def test_a_command_and_a_button_work_in_a_thread_even_one_the_bot_had_forgotten(
    sandbox: Sandbox, seeded: Seeded, thread: Channel
) -> None:
    people = sandbox.people
    async with running(sandbox.token, prepare) as bot:
        await people.say(seeded.mimosa, thread, "@Vigie")
        people.threads.change(seeded.mimosa, thread, archived=True)
        await bot.hear("raw_thread_update")
        assert bot.guilds[0].get_thread(thread.id) is None
        told = await people.command(seeded.mimosa, thread, "ville statut", ville="Nice")
        assert told.content == "Voici Nice"
        assert told.message is not None
        assert thread.thread is not None
        assert not thread.thread.archived  # an answer is a message, which wakes it
        clicked = await people.click(seeded.girouette, told.message, "follow:Nice")
        assert clicked.content == "Nice est suivie"


async def test_an_option_takes_forums_and_threads_where_its_command_wants_them(
    sandbox: Sandbox, seeded: Seeded, thread: Channel
) -> None:
    def add(bot: TinyBot) -> None:
        @bot.tree.command(name="lier")
        async def link(
            interaction: discord.Interaction, where: discord.ForumChannel | discord.Thread
        ) -> None:
            await interaction.response.send_message(f"{type(where).__name__} {where.name}")

        async def sync() -> None:
            await bot.tree.sync()

        bot.setup_hook = sync  # type: ignore[method-assign]

    people = sandbox.people
    async with running(sandbox.token, add):
        for where in ("fils-du-forum", thread.name):
            told = await people.command(seeded.mimosa, seeded.discussion, "lier", where=where)
            assert told.content.endswith(where)
        with pytest.raises(AskError):
            await people.command(seeded.mimosa, seeded.discussion, "lier", where="annonces")


async def test_a_locked_thread_refuses_people_and_answers_to_them(
    sandbox: Sandbox, seeded: Seeded, thread: Channel
) -> None:
    people = sandbox.people
    async with running(sandbox.token, prepare):
        with pytest.raises(AskError):  # not even who opened it
            people.threads.change(seeded.mimosa, thread, locked=True)
        mine = await people.say(seeded.mimosa, thread, "deux")
        people.threads.change(seeded.boussole, thread, locked=True)
        for act in (
            people.say(seeded.mimosa, thread, "?"),
            people.edit(seeded.mimosa, mine, "?"),
            people.delete(seeded.mimosa, mine),
        ):
            with pytest.raises(AskError) as refused:
                await act
            assert refused.value.sentence == "Ce fil est verrouillé."
        await people.say(seeded.boussole, thread, "qui gère peut")
        sandbox.interactions.answer_s = 0.2
        told = await people.command(seeded.mimosa, thread, "ville statut", ville="Nice")
        assert told.status == "failed"
        sandbox.interactions.answer_s = PATIENT_S
        told = await people.command(seeded.mimosa, thread, "ville secret")
        assert told.content == "rien que pour toi"


async def test_who_made_a_thread_renames_it_and_others_do_not(
    sandbox: Sandbox, seeded: Seeded, thread: Channel
) -> None:
    threads = sandbox.people.threads
    threads.change(seeded.mimosa, thread, name="Nice : caméras", tags=["Projet"])
    with pytest.raises(AskError) as refused:
        threads.change(seeded.girouette, thread, name="Autre")
    assert refused.value.status == 403
    with pytest.raises(AskError):
        threads.change(seeded.mimosa, thread, tags=["inconnue"])
    assert thread.name == "Nice : caméras"


async def test_private_threads_are_seen_by_their_members(sandbox: Sandbox, seeded: Seeded) -> None:
    threads, here = sandbox.people.threads, seeded.discussion
    private = threads.start(seeded.mimosa, here, "À part", is_private=True)
    assert threads.all(here, seeded.mimosa) == [private]
    assert threads.all(here, seeded.girouette) == []
    with pytest.raises(AskError):
        sandbox.people.messages(private, seeded.girouette)


async def test_an_admin_takes_rights_away_and_deletes(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot, thread: Channel
) -> None:
    admins = sandbox.people.admins
    everyone = admins.role(seeded.guild, "@everyone")
    with pytest.raises(AskError):
        admins.allow_role(seeded.mimosa, seeded.guild, everyone, 0)
    with pytest.raises(AskError):
        admins.allow_in(seeded.mimosa, seeded.forum, everyone, deny=1)
    with pytest.raises(AskError):
        admins.remove(seeded.mimosa, thread)
    deny = permissions.SEND_MESSAGES_IN_THREADS
    admins.allow_in(seeded.boussole, seeded.forum, seeded.vigie.user, deny=deny)
    with pytest.raises(discord.Forbidden):
        await bot.get_partial_messageable(thread.id).send("?")
    admins.remove(seeded.boussole, thread)
    with pytest.raises(discord.NotFound):
        await bot.get_partial_messageable(thread.id).send("?")


# the desk


async def test_the_desk_opens_lists_changes_and_deletes_threads(
    sandbox: Sandbox, seeded: Seeded
) -> None:
    here, forum = (THREADS.format(each.id) for each in (seeded.discussion, seeded.forum))
    async with aiohttp.ClientSession() as session:
        desk = Hand(sandbox, session)
        message = await sandbox.people.say(seeded.mimosa, seeded.discussion, "?")
        body = {"as": "Mimosa", "name": "Le vote", "message": str(message.id)}
        status, started = await desk("POST", here, json=body)
        assert (status, started["id"], started["in_forum"]) == (201, str(message.id), False)
        body = {"as": "Mimosa", "name": "Nice", "content": "un", "tags": ["vote"]}
        status, posted = await desk("POST", forum, json=body)
        assert (status, posted["tags"], posted["in_forum"]) == (201, ["vote"], True)
        inside = f"/desk/channels/{posted['id']}/messages"
        await desk("POST", inside, json={"as": "Girouette", "content": "deux"})
        _, read = await desk("GET", inside + "?as=Mimosa")
        assert [each["content"] for each in read] == ["un", "deux"]
        change = {"as": "Boussole", "locked": True, "archived": True, "name": "Nice 2"}
        _, changed = await desk("PATCH", f"/desk/threads/{posted['id']}", json=change)
        assert (changed["name"], changed["locked"], changed["archived"]) == ("Nice 2", True, True)
        _, listed = await desk("GET", forum + "?as=Mimosa")
        assert [each["name"] for each in listed] == ["Nice 2"]
        _, state = await desk("GET", "/desk/state")
        assert [each["name"] for each in state["guilds"][0]["forums"]] == ["fils-du-forum"]
        path = f"/desk/channels/{posted['id']}?as="
        assert (await desk("DELETE", path + "Mimosa"))[0] == 403
        assert (await desk("DELETE", path + "Boussole"))[0] == 200
        assert (await desk("GET", forum + "?as=Mimosa"))[1] == []


async def test_the_desk_sets_rights(sandbox: Sandbox, seeded: Seeded) -> None:
    async with aiohttp.ClientSession() as session:
        desk = Hand(sandbox, session)
        path = f"/desk/channels/{seeded.forum.id}/rights"
        deny = str(permissions.SEND_MESSAGES)
        body = {"as": "Boussole", "person": "Vigie", "deny": deny}
        assert (await desk("PUT", path, json=body))[0] == 200
        rights = permissions.in_channel(seeded.forum, seeded.vigie.id)
        assert not rights & permissions.SEND_MESSAGES
        path = f"/desk/guilds/{seeded.guild.id}/roles/@everyone"
        status, _ = await desk("PUT", path, json={"as": "Mimosa", "allow": "0"})
        assert status == 403
        await desk("PUT", path, json={"as": "Boussole", "allow": "0"})
        assert not seeded.guild.roles[seeded.guild.id].permissions


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/desk/channels/{forum}/threads", {"as": "Mimosa", "name": "x"}, 400),
        ("POST", "/desk/channels/{here}/threads", {"as": "Mimosa", "name": "x" * 101}, 400),
        (
            "POST",
            "/desk/channels/{here}/threads",
            {"as": "Mimosa", "name": "x", "message": "1"},
            404,
        ),
        ("POST", "/desk/channels/{forum}/messages", {"as": "Mimosa", "content": "x"}, 400),
        ("PATCH", "/desk/threads/{here}", {"as": "Mimosa", "name": "x"}, 409),
        ("PATCH", "/desk/threads/{here}", {"as": "Mimosa", "locked": "oui"}, 400),
        ("PUT", "/desk/channels/{here}/rights", {"as": "Boussole", "role": "inconnu"}, 404),
        ("PUT", "/desk/guilds/1/roles/@everyone", {"as": "Boussole", "allow": "1"}, 404),
    ],
)
async def test_what_the_desk_refuses_is_one_french_sentence(
    sandbox: Sandbox, seeded: Seeded, method: str, path: str, body: object, status: int
) -> None:
    async with aiohttp.ClientSession() as session:
        path = path.format(here=seeded.discussion.id, forum=seeded.forum.id)
        answered, said = await Hand(sandbox, session)(method, path, json=body)
    assert answered == status
    assert said["error"].endswith(".")
