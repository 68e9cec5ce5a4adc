"""Files: sent, shown, changed, refused, and served."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest

from bot.sandbox.discord import bodies, permissions
from bot.sandbox.discord.models import LOADING, Message
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.contracts.discord_contract import DiscordContract
from tests.pictures import png
from tests.sandbox.threadkit import forum_channel, last, text_channel, withdraw
from tests.tinybot import TinyBot, running

ALT = "Nice : deux projets, un vote le 14 décembre."


def picture(name: str = "nice.png", alt: str | None = ALT) -> discord.File:
    return discord.File(io.BytesIO(png()), name, description=alt)


def words(text: str = "bonjour", name: str = "tract.txt") -> discord.File:
    return discord.File(io.BytesIO(text.encode()), name)


def names(message: Message) -> list[str]:
    return [one.filename for one in message.attachments]


async def test_a_picture_arrives_with_its_size_and_its_alternative_text(
    seeded: Seeded, bot: TinyBot
) -> None:
    sent = await text_channel(bot, seeded).send("Voici Nice", files=[picture(), words()])
    shown, text = sent.attachments
    assert (shown.filename, shown.description) == ("nice.png", ALT)
    assert (shown.content_type, shown.width, shown.height) == ("image/png", 6, 4)
    assert (text.filename, text.content_type, text.width) == ("tract.txt", "text/plain", None)
    assert text.size == len("bonjour")
    (heard,) = await bot.hear("message")
    assert heard.attachments[0].url == shown.url
    again = await text_channel(bot, seeded).fetch_message(sent.id)
    assert [each.id for each in again.attachments] == [shown.id, text.id]


async def test_its_bytes_are_served_by_the_chat_and_beside_the_page(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    sent = await text_channel(bot, seeded).send(files=[picture(), words("<script>", "page.html")])
    shown, page = sent.attachments
    assert await shown.read() == png()
    path = shown.url.partition("/attachments/")[2]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{sandbox.page_url}attachments/{path}") as answer:
            assert (answer.status, await answer.read()) == (200, png())
            assert answer.headers["Content-Type"] == "image/png"
            assert "immutable" in answer.headers["Cache-Control"]
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        async with session.get(page.url) as answer:
            assert answer.headers["Content-Type"] == "application/octet-stream"
            assert answer.headers["Content-Disposition"] == "attachment"
        async with session.get(shown.url.replace("nice.png", "lyon.png")) as answer:
            assert answer.status == 404
        await sent.delete()
        async with session.get(shown.url) as answer:
            assert answer.status == 404


async def test_a_picture_alone_is_no_empty_message(seeded: Seeded, bot: TinyBot) -> None:
    sent = await text_channel(bot, seeded).send(file=picture())
    assert names(last(seeded.discussion)) == ["nice.png"]
    with pytest.raises(discord.HTTPException) as refused:
        await sent.edit(attachments=[])
    assert refused.value.code == 50006
    assert names(last(seeded.discussion)) == ["nice.png"]


async def test_an_odd_name_becomes_one_that_fits_an_address(seeded: Seeded, bot: TinyBot) -> None:
    sent = await text_channel(bot, seeded).send(file=picture("l'été à Nice.png"))
    assert sent.attachments[0].filename == "l_t_Nice.png"
    assert await sent.attachments[0].read() == png()


async def test_an_edit_keeps_what_it_lists_and_adds_what_comes_with_it(
    seeded: Seeded, bot: TinyBot
) -> None:
    sent = await text_channel(bot, seeded).send("deux", files=[picture("a.png"), picture("b.png")])
    first, second = sent.attachments
    edited = await sent.edit(attachments=[second, picture("c.png")])
    assert [each.filename for each in edited.attachments] == ["b.png", "c.png"]
    assert edited.attachments[0].id == second.id
    same = await sent.edit(content="trois")
    assert [each.filename for each in same.attachments] == ["b.png", "c.png"]
    none = await sent.edit(attachments=[])
    assert none.attachments == []
    async with aiohttp.ClientSession() as session, session.get(first.url) as answer:
        assert answer.status == 404


async def test_the_same_nonce_does_not_double_a_file(seeded: Seeded, bot: TinyBot) -> None:
    channel = text_channel(bot, seeded)
    first = await channel.send("une fois", file=picture(), nonce="envoi-1")
    second = await channel.send("une fois", file=picture(), nonce="envoi-1")
    assert first.attachments[0].id == second.attachments[0].id
    assert len(seeded.discussion.messages) == 1


async def test_a_forum_post_begins_with_a_picture(seeded: Seeded, bot: TinyBot) -> None:
    made = await forum_channel(bot, seeded).create_thread(name="Nice", content="", file=picture())
    assert [each.description for each in made.message.attachments] == [ALT]


# what is refused


@pytest.mark.parametrize(
    ("size", "status", "code"),
    [(bodies.LARGEST, 200, 0), (bodies.LARGEST + 1, 413, 40005), (33 * 1024**2, 413, 40005)],
)
async def test_a_file_over_ten_mebibytes_is_refused(
    seeded: Seeded, bot: TinyBot, size: int, status: int, code: int
) -> None:
    file = discord.File(io.BytesIO(bytes(size)), "zeros.bin")
    if status == 200:
        sent = await text_channel(bot, seeded).send(file=file)
        assert sent.attachments[0].size == size
        return
    with pytest.raises(discord.HTTPException) as refused:
        await text_channel(bot, seeded).send(file=file)
    assert (refused.value.status, refused.value.code) == (status, code)
    assert not seeded.discussion.messages


async def test_a_message_has_ten_files_at_most(seeded: Seeded, bot: TinyBot) -> None:
    sent = await text_channel(bot, seeded).send(files=[words(name=f"{n}.txt") for n in range(10)])
    assert len(sent.attachments) == 10
    route = discord.http.Route(
        "PATCH",
        "/channels/{channel_id}/messages/{message_id}",
        channel_id=sent.channel.id,
        message_id=sent.id,
    )
    form = [{"name": "files[0]", "value": b"11", "filename": "11.txt"}]
    with pytest.raises(discord.HTTPException) as refused:
        await bot.http.request(route, form=form)
    assert refused.value.code == 30015


async def test_an_attachment_that_was_not_uploaded_is_refused(seeded: Seeded, bot: TinyBot) -> None:
    sent = await text_channel(bot, seeded).send("un", file=picture())
    other = await text_channel(bot, seeded).send("deux", file=picture())
    with pytest.raises(discord.HTTPException) as refused:
        await sent.edit(attachments=other.attachments)
    assert (refused.value.code, names(last(seeded.discussion))) == (50035, ["nice.png"])


async def test_a_description_too_long_is_refused(
    seeded: Seeded, bot: TinyBot, contract: DiscordContract
) -> None:
    contract.forgive("asked: /attachments/0/description")
    with pytest.raises(discord.HTTPException) as refused:
        await text_channel(bot, seeded).send(file=picture(alt="x" * 1_025))
    assert "attachments.0.description" in refused.value.text


async def test_without_the_right_no_file_is_sent_nor_added(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    sent = await text_channel(bot, seeded).send("un")
    withdraw(sandbox, seeded, permissions.ATTACH_FILES)
    for attempt in (
        text_channel(bot, seeded).send("deux", file=picture()),
        sent.edit(attachments=[picture()]),
        forum_channel(bot, seeded).create_thread(name="Nice", content="un", file=picture()),
    ):
        with pytest.raises(discord.Forbidden) as refused:
            await attempt
        assert refused.value.code == 50013
    assert [one.content for one in seeded.discussion.messages.values()] == ["un"]


# in answers to commands


@pytest.fixture
async def answering(sandbox: Sandbox, seeded: Seeded) -> AsyncIterator[TinyBot]:
    """A bot whose commands answer with pictures."""

    def prepare(bot: TinyBot) -> None:
        @bot.tree.command(name="carte", description="Une image")
        async def card(interaction: discord.Interaction, secret: bool = False) -> None:
            await interaction.response.send_message("Voici", file=picture(), ephemeral=secret)

        @bot.tree.command(name="plus-tard", description="Une image, puis une autre")
        async def later(interaction: discord.Interaction) -> None:
            await interaction.response.defer(thinking=True)
            await interaction.edit_original_response(content="Voici", attachments=[picture()])
            await interaction.edit_original_response(attachments=[picture("lyon.png")])
            await interaction.followup.send("Encore", file=picture("paris.png"))

        async def sync() -> None:
            await bot.tree.sync()

        bot.setup_hook = sync  # type: ignore[method-assign]

    async with running(sandbox.token, prepare) as bot:
        yield bot


async def test_an_answer_carries_a_picture_even_where_the_bot_may_attach_none(
    sandbox: Sandbox, seeded: Seeded, answering: TinyBot
) -> None:
    withdraw(sandbox, seeded, permissions.ATTACH_FILES)
    for secret in ("non", "oui"):
        told = await sandbox.people.command(
            seeded.mimosa, seeded.discussion, "carte", secret=secret
        )
        assert told.message is not None
        assert names(told.message) == ["nice.png"]
        assert [one.ephemeral for one in told.message.attachments] == [secret == "oui"]


async def test_a_deferred_answer_gets_its_picture_and_then_another_in_its_place(
    sandbox: Sandbox, seeded: Seeded, answering: TinyBot
) -> None:
    told = await sandbox.people.command(seeded.mimosa, seeded.discussion, "plus-tard")
    assert told.message is not None
    await answering.hear("message", 2)
    first, second = sandbox.people.messages(seeded.discussion, seeded.mimosa)
    assert (names(first), first.flags & LOADING) == (["lyon.png"], 0)
    assert names(second) == ["paris.png"]


# forms


async def test_a_form_that_cannot_be_read_is_refused(
    sandbox: Sandbox, seeded: Seeded, contract: DiscordContract
) -> None:
    contract.forgive("asked: ")
    url = f"{sandbox.chat_api}/channels/{seeded.discussion.id}/messages"
    headers = {"Authorization": f"Bot {sandbox.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        form = aiohttp.FormData({"payload_json": "{"})
        form.add_field("files[0]", b"un", filename="un.txt")
        async with session.post(url, data=form) as answer:
            assert (await answer.json())["code"] == 50109
        kind = {"Content-Type": "multipart/form-data"}
        async with session.post(url, data=b"rien", headers=kind) as answer:
            assert (answer.status, (await answer.json())["code"]) == (400, 50035)
    assert not seeded.discussion.messages
