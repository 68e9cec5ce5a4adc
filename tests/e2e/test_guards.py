"""What protects people, their chat and their forum from Vigie, seen from the outside."""

from __future__ import annotations

import asyncio
import sqlite3
import types
from contextlib import closing
from dataclasses import replace

import discord.client
import pytest
from sqlite_utils import Database

from bot import app
from bot.config import DiscordSettings
from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId
from bot.sandbox.discord import permissions
from bot.sandbox.discord.api import Exchange
from bot.sandbox.discord.events import GUILD_MESSAGES, WorldEvent
from bot.sandbox.discord.message_shapes import gateway_message
from bot.sandbox.discord.models import Channel, Json, Message
from bot.sandbox.people import WAITING, Outcome
from bot.sandbox.seed import VIGIE_MAY
from bot.store import deliveries
from cogs import kit
from tests.e2e.conftest import Town

FOLLOWS = "suit maintenant"
CARRIES = {
    "POST /channels/{channel_id}/messages",
    "PATCH /channels/{channel_id}/messages/{message_id}",
    "POST /channels/{channel_id}/threads",
    "POST /interactions/{interaction_id}/{interaction_token}/callback",
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original",
    "POST /webhooks/{webhook_id}/{webhook_token}",
}


async def follow(town: Town, channel: Channel, topic: int = 2) -> Outcome:
    """Make another channel follow a thread of the forum."""
    address = f"{town.sandbox.forum_url}/topic/{topic}"
    girouette = town.seeded.girouette
    return await town.command(girouette, "fil suivre", adresse=address, salon=str(channel.id))


async def ask(town: Town, words: str) -> Message:
    return await town.sandbox.people.say(town.seeded.mimosa, town.channel, f"@Vigie {words}")


def read_base(town: Town, query: str) -> list[tuple[object, ...]]:
    """Rows of Vigie's base, looked at from beside it."""
    with closing(sqlite3.connect(town.settings.database)) as beside:
        return beside.execute(query).fetchall()


# whom a message may ping


def carried(one: Exchange) -> list[Json]:
    """The messages that a request carries, whatever they are wrapped in."""
    body = one.request_json if isinstance(one.request_json, dict) else {}
    parts = [body, body.get("data"), body.get("message")]
    return [part for part in parts if isinstance(part, dict) and {"content", "embeds"} & set(part)]


def may_ping(message: Json) -> bool:
    """Whether the chat would look in the message for somebody to ping."""
    allowed = message.get("allowed_mentions")
    if allowed is None or allowed.get("parse") != []:
        return True
    return any(allowed.get(whom) for whom in ("users", "roles", "replied_user"))


async def say_all_kinds(town: Town) -> None:
    """Have Vigie send, change, answer, defer and open all that it can."""
    seeded, forum = town.seeded, town.sandbox.forum
    town.sandbox.faults.put("forum.silence", match=r"/api/topic/")
    assert (await town.follow()).status == WAITING
    assert (await town.follow(99999)).status == WAITING
    town.sandbox.faults.clear("forum.silence")
    await town.hears(lambda text: FOLLOWS in text)
    await town.hears(lambda text: "n’existe pas" in text, person=seeded.girouette)
    pid = forum.reply(2, "lina", f"@everyone <@{seeded.mimosa.id}> venez !")
    await town.poll()
    await town.hears(lambda text: f"/post/{pid}>" in text)
    forum.edit(pid, "@here <@&1> venez tout de suite !")
    await town.hears_in_time(lambda text: "tout de suite" in text)
    await follow(town, seeded.forum, topic=3)
    forum.reply(3, "lina", "@everyone par ici !")
    await town.poll()
    await town.until(lambda: town.threads(seeded.forum))
    await ask(town, "où en est Saint-Denis ?")
    question = await town.hears(lambda text: text.startswith("Il y a plusieurs"))
    action = question.components[0]["components"][0]["custom_id"]
    await town.sandbox.people.click(seeded.mimosa, question, action)


async def test_no_request_lets_the_chat_look_for_somebody_to_ping(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Exchange] = []
    town.sandbox.on_exchange.append(heard.append)
    assert (await town.command(town.seeded.mimosa, "aide")).content  # answered at once
    monkeypatch.setattr(kit, "_PATIENCE_S", 0.05)
    await say_all_kinds(town)
    carrying = [one for one in heard if carried(one)]
    assert {f"{one.method} {one.route}" for one in carrying} >= CARRIES
    messages = [(one.path, message) for one in carrying for message in carried(one)]
    assert [one for one in messages if may_ping(one[1])] == []


# what is never done twice, and what is answered late


async def test_a_forum_channels_post_whose_answer_is_lost_is_opened_once(town: Town) -> None:
    await follow(town, town.seeded.forum)
    await town.hears(lambda text: FOLLOWS in text)
    town.sandbox.faults.put("chat.502_after", times=1, match=r"POST /channels/\d+/threads$")
    pid = town.sandbox.forum.reply(2, "lina", "On se retrouve devant la mairie.")
    await town.poll()
    again = town.sandbox.forum.reply(2, "lina", "Rendez-vous dès 8h30.")

    def is_there() -> bool:
        found = town.seen(channel=town.seeded.forum)
        return any(f"/post/{again}>" in one.content for one in found)

    async with asyncio.timeout(60):
        while not is_there():
            await town.sandbox.clock.advance(30)
            await asyncio.sleep(0.02)
    assert len(town.threads(town.seeded.forum)) == 1
    texts = [one.content for one in town.seen(channel=town.seeded.forum)]
    assert [sum(f"/post/{one}>" in text for text in texts) for one in (pid, again)] == [1, 1]


async def test_a_slow_forum_has_its_command_say_that_it_thinks_then_answer(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kit, "_PATIENCE_S", 0.05)
    await town.forum_was_read()
    town.sandbox.faults.put("forum.silence", match=r"/api/topic/")
    outcome = await town.follow()
    assert outcome.status == WAITING
    town.sandbox.faults.clear("forum.silence")
    answer = await town.hears(lambda text: FOLLOWS in text)
    assert answer is outcome.message


# where Vigie may not write, or does not serve

NEEDED = [
    permissions.VIEW_CHANNEL,
    permissions.SEND_MESSAGES,
    permissions.EMBED_LINKS,
    permissions.READ_MESSAGE_HISTORY,
]


@pytest.mark.parametrize("bit", NEEDED)
@pytest.mark.parametrize("is_chosen", [True, False])
async def test_a_channel_where_vigie_lacks_a_right_is_refused_and_follows_nothing(
    town: Town, bit: int, is_chosen: bool
) -> None:
    seeded, where = town.seeded, town.seeded.discussion
    town.sandbox.people.admins.allow_in(seeded.boussole, where, seeded.vigie.user, deny=bit)
    address = f"{town.sandbox.forum_url}/topic/2"
    if is_chosen:
        outcome = await follow(town, where)
    else:
        people = town.sandbox.people
        outcome = await people.command(seeded.girouette, where, "fil suivre", adresse=address)
    assert outcome.content.startswith("Il me manque un droit dans ce salon.")
    listed = await town.command(seeded.girouette, "fil liste")
    assert "Rien n’est suivi" in listed.content


async def test_a_thread_where_vigie_may_not_write_is_refused(town: Town) -> None:
    seeded, people = town.seeded, town.sandbox.people
    bit = permissions.SEND_MESSAGES_IN_THREADS
    people.admins.allow_in(seeded.boussole, town.channel, seeded.vigie.user, deny=bit)
    thread = people.threads.start(seeded.girouette, town.channel, "Le vote")
    address = f"{town.sandbox.forum_url}/topic/2"
    outcome = await people.command(seeded.girouette, thread, "fil suivre", adresse=address)
    assert outcome.content.startswith("Il me manque un droit dans ce salon.")


@pytest.fixture
async def elsewhere(idle_town: Town) -> Town:
    """A Vigie that is set to serve another server than the one it is in."""
    only = DiscordSettings(api_base=idle_town.sandbox.chat_api, guilds=["4242"])
    idle_town.settings = idle_town.settings.model_copy(update={"discord": only})
    await idle_town.start()
    return idle_town


async def test_where_vigie_does_not_serve_a_mention_is_not_answered(elsewhere: Town) -> None:
    people, mimosa = elsewhere.sandbox.people, elsewhere.seeded.mimosa
    private = people.dm(mimosa, elsewhere.seeded.vigie.user)
    await ask(elsewhere, "aide")
    await people.say(mimosa, private, "aide")
    await elsewhere.hears(lambda text: text.startswith("Je guette"), channel=private)
    assert elsewhere.seen() == []


async def test_where_vigie_does_not_serve_commands_say_so(
    elsewhere: Town,
) -> None:
    mimosa, girouette = elsewhere.seeded.mimosa, elsewhere.seeded.girouette
    for outcome in (
        await elsewhere.command(mimosa, "aide"),
        await elsewhere.command(mimosa, "ville statut", ville="fr:06088"),
        await elsewhere.command(girouette, "fil liste"),
        await elsewhere.follow(),
    ):
        assert outcome.content.startswith("Je ne suis pas en service ici.")
        assert outcome.message is not None
        assert outcome.message.ephemeral_for is not None


async def test_where_vigie_does_not_serve_nothing_is_suggested(elsewhere: Town) -> None:
    people = elsewhere.sandbox.people
    people.interactions.answer_s = 0.2
    mimosa, channel = elsewhere.seeded.mimosa, elsewhere.channel
    assert await people.autocomplete(mimosa, channel, "ville statut", "ville", ville="nice") == []


async def test_the_server_that_the_settings_name_is_served(idle_town: Town) -> None:
    named = [str(idle_town.seeded.guild.id)]
    only = DiscordSettings(api_base=idle_town.sandbox.chat_api, guilds=named)
    idle_town.settings = idle_town.settings.model_copy(update={"discord": only})
    await idle_town.start()
    await ask(idle_town, "aide")
    await idle_town.hears(lambda text: text.startswith("Je guette"))
    outcome = await idle_town.command(idle_town.seeded.mimosa, "aide")
    assert outcome.content.startswith("Je guette")


async def test_where_vigie_no_longer_serves_its_old_buttons_say_so(idle_town: Town) -> None:
    await idle_town.start()
    await ask(idle_town, "blablabla")
    examples = await idle_town.hears(lambda text: text.startswith("Je n’ai pas compris"))
    await idle_town.stop()
    only = DiscordSettings(api_base=idle_town.sandbox.chat_api, guilds=["4242"])
    idle_town.settings = idle_town.settings.model_copy(update={"discord": only})
    await idle_town.start()
    action = examples.components[0]["components"][0]["custom_id"]
    outcome = await idle_town.sandbox.people.click(idle_town.seeded.mimosa, examples, action)
    assert outcome.content.startswith("Je ne suis pas en service ici.")


# what sets nothing off


async def test_what_another_bot_writes_is_not_answered(town: Town) -> None:
    world, seeded = town.sandbox.world, town.seeded
    other = world.add_application("Écho")
    world.install(other, seeded.guild, VIGIE_MAY)
    await town.sandbox.people.say(other.user, town.channel, "@Vigie aide")
    await ask(town, "où en est Nice ?")
    await town.hears(lambda text: text.startswith("Nice ("))
    assert [one.content for one in town.seen() if one.content.startswith("Je guette")] == []


async def test_what_a_webhook_writes_is_not_answered(town: Town) -> None:
    """Its author is no account: nothing but the webhook's id tells it from a person."""
    world, vigie = town.sandbox.world, town.seeded.vigie.user
    ghost = replace(town.seeded.mimosa, id=world.snowflakes.new(), username="crochet")
    written = Message(
        world.snowflakes.new(),
        town.channel,
        ghost,
        world.clock.now(),
        content=f"<@{vigie.id}> aide",
        mentions=[vigie],
    )
    shape = gateway_message(written) | {"webhook_id": str(ghost.id)}
    guild = town.seeded.guild
    world.emit(
        WorldEvent("MESSAGE_CREATE", lambda: shape, GUILD_MESSAGES, guild, town.channel, written)
    )
    await ask(town, "où en est Nice ?")
    await town.hears(lambda text: text.startswith("Nice ("))
    assert [one.content for one in town.seen() if one.content.startswith("Je guette")] == []


# coming back


async def test_what_was_posted_while_the_chat_was_away_is_read_as_soon_as_it_is_back(
    idle_town: Town,
) -> None:
    town, forum, faults = idle_town, idle_town.sandbox.forum, idle_town.sandbox.faults
    [settings] = town.settings.forum
    rarely = settings.model_copy(update={"every_s": 3600})
    town.settings = town.settings.model_copy(update={"forum": [rarely]})
    await town.start()
    await town.follow()
    await town.hears(lambda text: FOLLOWS in text)
    await town.stop()

    faults.put("gateway.refuse")
    forum.requests.clear()
    town.running = asyncio.create_task(app.run(town.settings))
    await town.until(lambda: [one for one in forum.requests if "/recent/posts" in one.path])
    first = forum.reply(2, "lina", "Avant que le chat ne réponde.")
    faults.clear("gateway.refuse")
    await town.hears(lambda text: f"/post/{first}>" in text)

    second = forum.reply(2, "lina", "Pendant la coupure.")
    faults.put("gateway.drop")
    await town.hears(lambda text: f"/post/{second}>" in text)


async def test_what_is_due_is_looked_for_as_soon_as_the_chat_is_back(idle_town: Town) -> None:
    town = idle_town
    town.settings = town.settings.model_copy(update={"forum": []})
    logins: list[Exchange] = []
    town.sandbox.on_exchange.append(
        lambda one: logins.append(one) if one.path == "/users/@me" else None
    )
    town.sandbox.faults.put("gateway.refuse")
    town.running = asyncio.create_task(app.run(town.settings))
    await town.until(lambda: len(logins) >= 3)
    with closing(sqlite3.connect(town.settings.database)) as beside:
        base = Database(beside, execute_plugins=False)
        place, now = ChannelId(str(town.channel.id)), town.sandbox.clock.now()
        deliveries.plan(base, Kind.HELP, place, "said:1", now, facts={})
        beside.commit()
    town.sandbox.faults.clear("gateway.refuse")
    await town.hears(lambda text: text.startswith("Je guette"))


async def test_however_long_the_chat_was_away_the_next_try_is_within_about_a_minute(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def sleep(delay: float, result: object = None) -> object:
        waits.append(delay)
        return await asyncio.sleep(0, result)

    noting = types.ModuleType("asyncio")
    noting.__dict__.update(asyncio.__dict__)
    noting.__dict__["sleep"] = sleep
    monkeypatch.setattr(discord.client, "asyncio", noting)
    town.sandbox.faults.put("gateway.refuse")
    town.sandbox.faults.put("gateway.drop")
    await town.until(lambda: len(waits) >= 25)
    town.sandbox.faults.clear("gateway.refuse")
    await town.until(lambda: town.sandbox.gateway.is_online(town.seeded.vigie))
    assert max(waits) <= 90
    assert len(set(waits)) > 20  # by chance: many bots must not come back together


# what is not kept


async def test_what_was_asked_is_forgotten_the_same_day_and_every_day(town: Town) -> None:
    def questions() -> list[tuple[object, ...]]:
        return read_base(town, "select facts from deliveries where facts like '%Trifouill%'")

    for name, wait_s in (("Trifouillis", 700.0), ("Trifouillas", 86_400.0)):
        await ask(town, f"où en est {name} ?")
        await town.hears(lambda text, name=name: name in text)  # type: ignore[misc]
        assert questions()
        await town.sandbox.clock.advance(wait_s)
        await town.until(lambda: not questions())
