from __future__ import annotations

import discord
import pytest

from bot.sandbox.asking import AskError
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.contracts.discord_contract import DiscordContract
from tests.tinybot import TinyBot, running


def channel_of(bot: TinyBot, seeded: Seeded) -> discord.TextChannel:
    channel = bot.get_channel(seeded.discussion.id)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_a_message_is_stored_with_its_embed_its_buttons_and_the_sandbox_time(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    embed = discord.Embed(title="Nice", description="Deux projets", url="https://exemple.org")
    embed.add_field(name="Vote", value="14 décembre").set_footer(text="source")
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Suivre", custom_id="follow"))
    view.add_item(discord.ui.Button(label="Lire", url="https://exemple.org/fil"))
    sent = await channel_of(bot, seeded).send("Bonjour", embed=embed, view=view)
    view.stop()
    (stored,) = sandbox.people.messages(seeded.discussion, seeded.mimosa)
    assert (stored.content, stored.id) == ("Bonjour", sent.id)
    assert stored.embeds[0]["fields"][0]["inline"] is True
    assert [part["id"] for part in stored.components[0]["components"]] == [2, 3]
    assert stored.timestamp.date().isoformat() == "2026-11-24"
    assert sent.embeds[0].footer.text == "source"


async def test_edits_and_deletions_reach_people_and_bots(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    sent = await channel_of(bot, seeded).send("un")
    await bot.hear("message")
    edited = await sent.edit(content="deux")
    assert edited.edited_at is not None
    before, after = await bot.hear("message_edit")
    assert (before.content, after.content) == ("un", "deux")
    await sent.delete()
    (gone,) = await bot.hear("message_delete")
    assert gone.id == sent.id
    assert sandbox.people.messages(seeded.discussion, seeded.mimosa) == []


async def test_the_same_nonce_gives_the_first_message(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    channel = channel_of(bot, seeded)
    first = await channel.send("une fois", nonce="envoi-1")
    second = await channel.send("une fois", nonce="envoi-1")
    third = await channel.send("autre", nonce="envoi-2")
    assert first.id == second.id != third.id
    assert first.nonce == "envoi-1"
    assert len(sandbox.people.messages(seeded.discussion, seeded.mimosa)) == 2


async def test_a_nonce_that_is_not_enforced_repeats(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    route = discord.http.Route(
        "POST", "/channels/{channel_id}/messages", channel_id=seeded.discussion.id
    )
    for _ in range(2):
        await bot.http.request(route, json={"content": "encore", "nonce": "n"})
    assert len(sandbox.people.messages(seeded.discussion, seeded.mimosa)) == 2


async def test_history_pages_both_ways_newest_first_and_without_nonces(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    channel = channel_of(bot, seeded)
    sent = [await channel.send(f"m{number}") for number in range(7)]
    raw = await bot.http.logs_from(channel.id, 100)
    assert [each["content"] for each in raw] == [f"m{n}" for n in range(6, -1, -1)]
    assert not any("nonce" in each for each in raw)
    newest = [m.content async for m in channel.history(limit=2)]
    older = [m.content async for m in channel.history(limit=2, before=sent[3])]
    later = [m.content async for m in channel.history(limit=2, after=sent[3], oldest_first=True)]
    near = [m.content async for m in channel.history(limit=3, around=sent[3])]
    assert newest == ["m6", "m5"]
    assert older == ["m2", "m1"]
    assert later == ["m4", "m5"]
    assert sorted(near) == ["m2", "m3", "m4"]
    assert (await channel.fetch_message(sent[0].id)).content == "m0"


async def test_words_are_blank_for_a_bot_that_is_not_spoken_to(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    people, channel = sandbox.people, seeded.discussion
    await people.say(seeded.mimosa, channel, "entre nous")
    await people.say(seeded.mimosa, channel, "@Vigie où en est Nice ?")
    (unread,), (read,) = await bot.hear("message", 1), await bot.hear("message", 2)
    assert unread.content == ""
    assert read.content == f"<@{seeded.vigie.id}> où en est Nice ?"
    assert bot.user in read.mentions
    history = [m.content async for m in channel_of(bot, seeded).history(oldest_first=True)]
    assert history == [unread.content, read.content]


async def test_words_are_open_to_a_bot_with_the_intent(sandbox: Sandbox, seeded: Seeded) -> None:
    app = sandbox.world.add_application("Écho", message_content=True)
    sandbox.world.install(app, seeded.guild, 3 << 10 | 1 << 16)
    intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    async with running(app.token, intents=intents) as echo:
        await sandbox.people.say(seeded.mimosa, seeded.discussion, "à tout le monde")
        (heard,) = await echo.hear("message")
        assert heard.content == "à tout le monde"
        assert [m.content async for m in channel_of(echo, seeded).history()] == [heard.content]


async def test_a_reply_that_pings_opens_its_words_and_shows_what_it_answers(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    asked = await channel_of(bot, seeded).send("Un vote approche")
    stored = seeded.discussion.messages[asked.id]
    await sandbox.people.say(seeded.mimosa, seeded.discussion, "quand ?", reply_to=stored)
    (reply,) = await bot.hear("message", 2)
    assert reply.content == "quand ?"
    assert reply.type is discord.MessageType.reply
    assert reply.reference.resolved.content == "Un vote approche"
    silent = await sandbox.people.say(
        seeded.mimosa, seeded.discussion, "bon", reply_to=stored, pings_author=False
    )
    assert silent.mentions == []
    assert (await bot.hear("message", 3))[0].content == ""


async def test_a_bot_replies_and_its_reply_outlives_the_question(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    question = await sandbox.people.say(seeded.mimosa, seeded.discussion, "@Vigie bonjour")
    (heard,) = await bot.hear("message")
    answer = await heard.reply("Bonjour !", mention_author=True)
    assert seeded.discussion.messages[answer.id].mentions == [seeded.mimosa]
    await sandbox.people.delete(seeded.mimosa, question)
    again = await channel_of(bot, seeded).fetch_message(answer.id)
    assert again.reference is not None
    assert again.reference.resolved is None or isinstance(
        again.reference.resolved, discord.DeletedReferencedMessage
    )


async def test_a_message_pings_only_what_it_may(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    channel = channel_of(bot, seeded)
    mimosa, girouette, role = seeded.mimosa.id, seeded.girouette.id, seeded.organisers.id
    words = f"<@{mimosa}> <@{girouette}> <@&{role}> @everyone"
    nobody = await channel.send(words)
    one = await channel.send(
        words,
        allowed_mentions=discord.AllowedMentions(
            users=[discord.Object(mimosa)], roles=False, everyone=True
        ),
    )
    everybody = await channel.send(words, allowed_mentions=discord.AllowedMentions.all())
    stored = seeded.discussion.messages
    assert stored[nobody.id].mentions == []
    assert stored[nobody.id].mention_roles == []
    assert stored[one.id].mentions == [seeded.mimosa]
    assert stored[everybody.id].mentions == [seeded.mimosa, seeded.girouette]
    assert stored[everybody.id].mention_roles == [role]
    assert not stored[everybody.id].mention_everyone  # the bot has no right to it


async def test_private_messages_reach_both_sides(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    channel = sandbox.people.dm(seeded.mimosa, seeded.vigie.user)
    await sandbox.people.say(seeded.mimosa, channel, "où en est Nice ?")
    (heard,) = await bot.hear("message")
    assert heard.guild is None
    assert heard.content == "où en est Nice ?"
    await heard.channel.send("Voici.")
    assert [m.content for m in sandbox.people.messages(channel, seeded.mimosa)] == [
        "où en est Nice ?",
        "Voici.",
    ]
    with pytest.raises(AskError):
        sandbox.people.messages(channel, seeded.girouette)


async def test_a_bot_opens_a_private_channel_unless_the_person_closed_theirs(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    mimosa = await bot.fetch_user(seeded.mimosa.id)
    await mimosa.send("rappel")
    channel = sandbox.people.dm(seeded.mimosa, seeded.vigie.user)
    assert [m.content for m in sandbox.people.messages(channel, seeded.mimosa)] == ["rappel"]
    seeded.mimosa.dms_open = False
    with pytest.raises(discord.Forbidden) as refused:
        await mimosa.send("rappel")
    assert refused.value.code == 50007


TOO_LONG = discord.Embed(description="x" * 4_000)


@pytest.mark.parametrize(
    ("options", "code", "place"),
    [
        ({"content": "x" * 2_001}, 50035, "content"),
        ({"content": "  \n "}, 50006, ""),
        ({"embeds": [TOO_LONG, TOO_LONG]}, 50035, "embeds"),
        ({"embed": discord.Embed(title="x" * 257)}, 50035, "embeds.0.title"),
        ({"embed": discord.Embed(title="t", url="javascript:x")}, 50035, "embeds.0.url"),
        ({"embed": discord.Embed().add_field(name="", value="v")}, 50035, "embeds.0.fields.0.name"),
    ],
)
async def test_what_is_too_long_empty_or_malformed_is_refused_with_its_place(
    contract: DiscordContract,
    seeded: Seeded,
    bot: TinyBot,
    options: dict[str, object],
    code: int,
    place: str,
) -> None:
    contract.forgive("asked: ")
    with pytest.raises(discord.HTTPException) as refused:
        await channel_of(bot, seeded).send(**options)  # type: ignore[call-overload]
    assert (refused.value.status, refused.value.code) == (400, code)
    assert place in refused.value.text
    assert not seeded.discussion.messages


async def test_twin_buttons_are_refused(seeded: Seeded, bot: TinyBot) -> None:
    view = discord.ui.View(timeout=None)
    for _ in range(2):
        view.add_item(discord.ui.Button(label="Oui", custom_id="yes"))
    with pytest.raises(discord.HTTPException) as refused:
        await channel_of(bot, seeded).send("?", view=view)
    assert "components.0.components.1.custom_id" in refused.value.text


async def test_leading_and_trailing_blanks_are_not_kept(seeded: Seeded, bot: TinyBot) -> None:
    sent = await channel_of(bot, seeded).send("  bonjour \n")
    assert sent.content == "bonjour"
