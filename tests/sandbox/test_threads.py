from __future__ import annotations

from collections.abc import Awaitable

import aiohttp
import discord
import pytest

from bot.sandbox.discord import permissions
from bot.sandbox.discord.models import (
    DEFAULT,
    HAS_THREAD,
    RECIPIENT_ADDED,
    RECIPIENT_REMOVED,
    RENAMED,
    REQUIRE_TAG,
    THREAD_CREATED,
)
from bot.sandbox.discord.ratelimits import Limit
from bot.sandbox.seed import TAGS, Seeded
from bot.sandbox.server import Sandbox
from tests.contracts.discord_contract import DiscordContract
from tests.sandbox.threadkit import (
    forum_channel,
    grant,
    kinds,
    stored,
    text_channel,
    texts,
    withdraw,
)
from tests.tinybot import TinyBot, running


async def code(act: Awaitable[object]) -> tuple[int, int]:
    """The status and the code with which the act is refused."""
    with pytest.raises(discord.HTTPException) as refused:
        await act
    return refused.value.status, refused.value.code


# starting


async def test_a_thread_from_a_message_has_its_id_and_begins_by_pointing_at_it(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    message = await text_channel(bot, seeded).send("Un vote approche")
    thread = await message.create_thread(name="Le vote", auto_archive_duration=1440)
    kept = seeded.discussion.messages[message.id]
    assert thread.id == message.id
    assert (thread.parent_id, thread.owner_id) == (seeded.discussion.id, seeded.vigie.id)
    assert kept.flags & HAS_THREAD
    (starter,) = [each async for each in thread.history()]
    assert starter.type is discord.MessageType.thread_starter_message
    assert starter.reference.resolved.content == "Un vote approche"
    again = await text_channel(bot, seeded).fetch_message(message.id)
    assert again.flags.has_thread
    assert again.thread is not None
    assert again.thread.name == "Le vote"
    (told,) = await bot.hear("thread_create")
    assert told.id == thread.id
    await bot.hear("raw_message_edit")


async def test_a_message_has_one_thread_until_that_is_deleted(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    message = await text_channel(bot, seeded).send("Un vote approche")
    thread = await message.create_thread(name="Le vote")
    assert await code(message.create_thread(name="Encore")) == (400, 160004)
    await thread.delete()
    (gone,) = await bot.hear("thread_delete")
    assert gone.id == thread.id
    assert not seeded.discussion.messages[message.id].flags & HAS_THREAD
    assert not seeded.guild.threads


async def test_a_thread_without_message_is_said_in_its_channel_unless_it_is_private(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    channel = text_channel(bot, seeded)
    public = await channel.create_thread(name="Au vu", type=discord.ChannelType.public_thread)
    private = await channel.create_thread(name="À part")
    assert private.type is discord.ChannelType.private_thread
    (said,) = seeded.discussion.messages.values()
    assert (said.type, said.content, said.reference) == (
        THREAD_CREATED,
        "Au vu",
        (public.id, None),
    )
    visible = sandbox.people.threads.all(seeded.discussion, seeded.mimosa)
    assert [one.id for one in visible] == [public.id]
    assert not permissions.in_channel(stored(sandbox, private), seeded.mimosa.id)


async def test_a_forum_post_is_a_thread_and_its_first_message_of_the_same_id(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    forum = forum_channel(bot, seeded)
    assert [tag.name for tag in forum.available_tags] == list(TAGS)
    embed = discord.Embed(title="Nice", description="12 caméras")
    thread, message = await forum.create_thread(
        name="Nice : caméras", content="Bonjour", embed=embed, applied_tags=forum.available_tags[:2]
    )
    assert thread.id == message.id
    assert [tag.name for tag in thread.applied_tags] == ["vote", "projet"]
    assert message.embeds[0].title == "Nice"
    assert kinds(stored(sandbox, thread)) == [DEFAULT]
    assert thread.message_count == 0
    await thread.send("Suite")
    assert (await bot.fetch_channel(thread.id)).message_count == 1  # type: ignore[union-attr]
    (heard,) = await bot.hear("message", 2)
    assert (heard.channel.id, heard.content) == (thread.id, "Suite")


async def test_nothing_but_posts_is_sent_to_a_forum_and_no_thread_starts_in_a_thread(
    seeded: Seeded, bot: TinyBot
) -> None:
    assert await code(bot.get_partial_messageable(seeded.forum.id).send("?")) == (400, 40058)
    message = await text_channel(bot, seeded).send("?")
    thread = await message.create_thread(name="Le vote")
    inside = await thread.send("!")
    assert await code(inside.create_thread(name="Dedans")) == (400, 50024)


async def test_the_words_of_a_thread_are_judged(
    contract: DiscordContract, seeded: Seeded, bot: TinyBot
) -> None:
    contract.forgive("asked: ")
    message = await text_channel(bot, seeded).send("?")
    assert await code(message.create_thread(name="x" * 101)) == (400, 50035)
    assert await code(message.create_thread(name=" ")) == (400, 50035)
    wrong = message.create_thread(name="x", auto_archive_duration=7)  # type: ignore[arg-type]
    assert await code(wrong) == (400, 50035)
    forum = forum_channel(bot, seeded)
    route = discord.http.Route("POST", "/channels/{channel_id}/threads", channel_id=forum.id)
    for body in ({"name": "x"}, {"name": "x", "message": {"content": " "}}):
        assert (await code(bot.http.request(route, json=body)))[0] == 400
    too_many = {"name": "x", "message": {"content": "x"}, "applied_tags": ["1"] * 6}
    assert await code(bot.http.request(route, json=too_many)) == (400, 50035)
    unknown = {"name": "x", "message": {"content": "x"}, "applied_tags": ["1"]}
    assert await code(bot.http.request(route, json=unknown)) == (404, 10087)


async def test_a_forum_may_want_a_tag_and_offers_twenty_with_different_names(
    contract: DiscordContract, sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    forum = forum_channel(bot, seeded)
    assert await code(forum.edit(require_tag=True)) == (403, 50013)
    grant(sandbox, seeded, permissions.MANAGE_CHANNELS)
    await forum.edit(require_tag=True)
    assert seeded.forum.flags == REQUIRE_TAG
    assert await code(forum.create_thread(name="x", content="x")) == (400, 40067)
    posted = await forum.create_thread(name="x", content="x", applied_tags=forum.available_tags[:1])
    assert await code(posted.thread.edit(applied_tags=[])) == (400, 40067)
    tag = await forum.create_tag(name="relais")
    assert tag.name == "relais"
    twins = [discord.ForumTag(name="deux"), discord.ForumTag(name="Deux")]
    assert await code(forum.edit(available_tags=twins)) == (400, 40061)
    contract.forgive("asked: .*available_tags")
    crowd = [discord.ForumTag(name=str(number)) for number in range(21)]
    assert await code(forum.edit(available_tags=crowd)) == (400, 50035)
    await forum.edit(available_tags=crowd[:20])
    thread = await bot.fetch_channel(posted.thread.id)
    assert isinstance(thread, discord.Thread)
    assert thread.applied_tags == []


async def test_moderated_tags_are_for_those_who_manage_threads(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    seeded.forum.tags[0].moderated = True
    withdraw(sandbox, seeded, permissions.MANAGE_THREADS)
    forum = forum_channel(bot, seeded)
    tags = forum.available_tags[:1]
    assert await code(forum.create_thread(name="x", content="x", applied_tags=tags)) == (403, 50013)


async def test_rights_to_start_and_to_write_are_the_threads_own(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    message = await text_channel(bot, seeded).send("?")
    thread = await message.create_thread(name="Le vote")
    other = await text_channel(bot, seeded).send("!")
    withdraw(sandbox, seeded, permissions.SEND_MESSAGES)
    await thread.send("SEND_MESSAGES ne compte pas ici")
    assert await code(forum_channel(bot, seeded).create_thread(name="x", content="x")) == (
        403,
        50013,
    )
    withdraw(sandbox, seeded, permissions.SEND_MESSAGES_IN_THREADS)
    assert await code(thread.send("?")) == (403, 50013)
    withdraw(sandbox, seeded, permissions.CREATE_PUBLIC_THREADS)
    assert await code(other.create_thread(name="x")) == (403, 50013)


async def test_who_does_not_see_the_channel_does_not_see_its_threads(
    sandbox: Sandbox, seeded: Seeded
) -> None:
    app = sandbox.world.add_application("Écho")
    sandbox.world.install(app, seeded.guild, 0)
    async with running(sandbox.token) as bot, running(app.token) as echo:
        channel = bot.get_channel(seeded.private.id)
        assert isinstance(channel, discord.TextChannel)
        started = await (await channel.send("?")).create_thread(name="Entre nous")
        await bot.hear("thread_create")
        assert await code(echo.fetch_channel(started.id)) == (403, 50001)
        await sandbox.people.say(seeded.mimosa, seeded.discussion, "@Écho")
        await echo.hear("message")
        assert echo.count("thread_create") == 0
        assert not list(echo.guilds[0].threads)


async def test_a_server_has_so_many_active_threads_and_no_more(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    sandbox.world.most_active_threads = 2
    forum = forum_channel(bot, seeded)
    first = (await forum.create_thread(name="1", content="1")).thread
    await first.edit(archived=True)
    for name in ("2", "3"):
        await forum.create_thread(name=name, content=name)
    assert await code(forum.create_thread(name="4", content="4")) == (400, 160006)
    assert await code(first.send("réveil")) == (400, 160006)
    assert await code(first.edit(archived=False)) == (400, 160006)


# messages, and what becomes of a thread


async def test_messages_of_a_thread_are_sent_once_by_nonce_edited_and_deleted(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    posted = await forum_channel(bot, seeded).create_thread(name="Nice", content="un")
    thread, here = posted.thread, stored(sandbox, posted.thread)
    sent = await thread.send("deux", nonce="envoi-1")
    assert (await thread.send("deux", nonce="envoi-1")).id == sent.id
    await sent.edit(content="trois")
    assert texts(here) == ["un", "trois"]
    assert [each.content async for each in thread.history(limit=1)] == ["trois"]
    await sent.delete()
    assert here.thread is not None
    assert (here.thread.message_count, here.thread.total_sent) == (0, 1)


@pytest.mark.parametrize(("fault", "posts"), [("chat.502_after", 2), ("chat.502", 1)])
async def test_a_post_whose_answer_is_lost_is_made_again(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot, fault: str, posts: int
) -> None:
    forum = forum_channel(bot, seeded)
    sandbox.faults.put(fault, times=1, match="^POST .*/threads")
    await forum.create_thread(name="Nice", content="un")
    assert [one.name for one in seeded.guild.threads.values()] == ["Nice"] * posts


@pytest.mark.parametrize("fault", ["chat.502_after", "chat.reset_after"])
async def test_a_messages_thread_is_never_made_twice_but_its_answer_may_be_lost(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot, fault: str
) -> None:
    message = await text_channel(bot, seeded).send("?")
    sandbox.faults.put(fault, times=1, match="^POST .*/threads")
    with pytest.raises((OSError, aiohttp.ClientError, discord.HTTPException)):
        await message.create_thread(name="Le vote")
    assert list(seeded.guild.threads) == [message.id]
    assert await code(message.create_thread(name="Le vote")) == (400, 160004)


async def test_a_rename_is_said_in_the_thread_and_told_to_bots(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    thread = (await forum_channel(bot, seeded).create_thread(name="Nice", content="un")).thread
    await thread.edit(name="Nice : caméras", auto_archive_duration=60, slowmode_delay=5)
    assert kinds(stored(sandbox, thread)) == [DEFAULT, RENAMED]
    before, after = await bot.hear("thread_update")
    assert (before.name, after.name) == ("Nice", "Nice : caméras")
    assert (after.auto_archive_duration, after.slowmode_delay) == (60, 5)


async def test_an_archived_thread_wakes_when_written_in_and_changes_in_no_other_way(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    thread = (await forum_channel(bot, seeded).create_thread(name="Nice", content="un")).thread
    sent = await thread.send("deux")
    await thread.edit(archived=True)
    assert await code(sent.edit(content="trois")) == (400, 50083)
    assert await code(sent.delete()) == (400, 50083)
    assert await code(thread.edit(name="x")) == (400, 50083)
    assert await code(thread.edit(locked=True)) == (400, 50083)
    assert await code(thread.join()) == (400, 50083)
    woken = await thread.send("debout")
    assert woken.channel.id == thread.id
    assert not (await bot.fetch_channel(thread.id)).archived  # type: ignore[union-attr]
    states = [
        args[0].data["thread_metadata"]["archived"]
        for name, args in bot.heard
        if name == "raw_thread_update"
    ]
    assert states == [True, False]


async def test_a_thread_is_renamed_as_it_wakes_and_archived_as_it_is_locked(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    thread = (await forum_channel(bot, seeded).create_thread(name="Nice", content="un")).thread
    await thread.edit(archived=True, locked=True)
    changed = await thread.edit(archived=False, locked=False, name="Nice 2")
    assert (changed.archived, changed.locked, changed.name) == (False, False, "Nice 2")


async def test_a_locked_thread_is_for_those_who_manage_threads(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    thread = (await forum_channel(bot, seeded).create_thread(name="Nice", content="un")).thread
    sent = await thread.send("deux")
    await thread.edit(locked=True)
    await thread.send("qui gère peut")
    withdraw(sandbox, seeded, permissions.MANAGE_THREADS)
    assert await code(thread.send("?")) == (403, 160005)
    assert await code(sent.edit(content="?")) == (403, 160005)
    assert await code(thread.edit(locked=False)) == (403, 50013)
    assert await code(thread.delete()) == (403, 50013)
    await thread.edit(archived=True)  # its author may
    assert await code(thread.send("?")) == (403, 50083)
    assert await code(thread.edit(archived=False)) == (403, 50013)


async def test_silence_archives_by_the_sandbox_clock_and_a_pinned_thread_stays(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    forum = forum_channel(bot, seeded)
    options = {"content": "un", "auto_archive_duration": 60}
    quiet = (await forum.create_thread(name="calme", **options)).thread  # type: ignore[arg-type]
    pinned = (await forum.create_thread(name="haut", **options)).thread  # type: ignore[arg-type]
    busy = (await forum.create_thread(name="vif", **options)).thread  # type: ignore[arg-type]
    await pinned.edit(pinned=True)
    assert await code(busy.edit(pinned=True)) == (400, 30047)
    await sandbox.clock.advance(40 * 60)
    await busy.send("encore là")
    await sandbox.clock.advance(25 * 60)
    (update,) = await bot.hear(
        "raw_thread_update", fits=lambda raw: raw.data["thread_metadata"]["archived"]
    )
    assert update.thread_id == quiet.id
    found = await bot.guilds[0].active_threads()
    assert {one.id for one in found} == {pinned.id, busy.id}
    archived = [one async for one in forum.archived_threads()]
    assert [one.id for one in archived] == [quiet.id]
    since = archived[0].archive_timestamp - sandbox.clock.now()
    assert since.total_seconds() < -4 * 60  # as of the hour's end, not of the clock's jump
    await pinned.edit(archived=True)
    assert not stored(sandbox, pinned).flags


async def test_archived_threads_are_listed_by_pages_the_latest_first(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    channel, made = text_channel(bot, seeded), []
    for number in range(5):
        message = await channel.send(str(number))
        thread = await message.create_thread(name=str(number))
        await thread.edit(archived=True)
        made.append(thread.id)
    page = await bot.http.get_public_archived_threads(channel.id, limit=2)
    assert page["has_more"]
    assert [int(one["id"]) for one in page["threads"]] == made[:2:-1]
    assert {one["user_id"] for one in page["members"]} == {str(seeded.vigie.id)}
    assert [one.id async for one in channel.archived_threads(limit=None)] == made[::-1]
    private = await channel.create_thread(name="à part")
    await private.edit(archived=True)
    for joined in (False, True):
        found = channel.archived_threads(private=True, joined=joined)
        assert [one.id async for one in found] == [private.id]


# who is in, and what bots are told


async def test_a_bot_joins_leaves_and_asks_who_is_there(sandbox: Sandbox, seeded: Seeded) -> None:
    app = sandbox.world.add_application("Écho", guild_members=True)
    sandbox.world.install(app, seeded.guild, permissions.EVERYONE)
    kept = sandbox.people.threads.start(seeded.mimosa, seeded.discussion, "Ici", message=None)
    async with running(app.token) as echo:
        thread = echo.guilds[0].get_thread(kept.id)
        assert thread is not None
        assert thread.me is None
        await thread.join()
        await echo.hear("thread_join")
        members = await thread.fetch_members()
        assert {one.id for one in members} == {seeded.mimosa.id, app.id}
        assert (await thread.fetch_member(seeded.mimosa.id)).id == seeded.mimosa.id
        await thread.leave()
        await echo.hear("thread_remove")
        assert await code(thread.fetch_member(app.id)) == (404, 10007)
    async with running(sandbox.token) as bot:
        mine = bot.guilds[0].get_thread(kept.id)
        assert mine is not None
        assert await code(mine.fetch_members()) == (403, 50001)


async def test_others_are_brought_into_a_private_thread_and_sent_out(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    thread = await text_channel(bot, seeded).create_thread(name="À part")
    mimosa, here = discord.Object(seeded.mimosa.id), stored(sandbox, thread)
    await thread.add_user(mimosa)
    assert permissions.in_channel(here, seeded.mimosa.id)
    await thread.remove_user(mimosa)
    assert not permissions.in_channel(here, seeded.mimosa.id)
    assert kinds(here) == [RECIPIENT_ADDED, RECIPIENT_REMOVED]
    assert await code(thread.add_user(discord.Object(12345))) == (404, 10007)


async def test_a_bot_that_writes_in_a_thread_is_in_it_and_shown_it_again(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot, contract: DiscordContract
) -> None:
    kept = sandbox.people.threads.post(seeded.mimosa, seeded.forum, "Nice", "un")
    (thread,) = await bot.hear("thread_create")
    assert thread.me is None
    await thread.send("deux")
    await bot.hear("thread_join")
    assert contract.events["THREAD_CREATE"] == 2
    sandbox.people.threads.change(seeded.mimosa, kept, archived=True)
    await thread.send("trois")
    await bot.hear("message", 3)
    assert contract.events["THREAD_MEMBER_UPDATE"] == 1


async def test_active_threads_are_known_at_login_and_the_archived_ones_are_not(
    sandbox: Sandbox, seeded: Seeded
) -> None:
    people = sandbox.people.threads
    here = people.post(seeded.mimosa, seeded.forum, "Nice", "un", ["Vote"])
    gone = people.post(seeded.mimosa, seeded.forum, "Lyon", "un")
    people.change(seeded.mimosa, gone, archived=True)
    async with running(sandbox.token) as bot:
        (thread,) = bot.guilds[0].threads
        assert thread.id == here.id
        assert [tag.name for tag in thread.applied_tags] == ["vote"]


async def test_a_bot_that_gains_sight_of_a_channel_is_told_of_its_threads(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    hidden = sandbox.world.add_channel(seeded.guild, "caché")
    everyone = sandbox.people.admins.role(seeded.guild, "@everyone")
    admins, boss = sandbox.people.admins, seeded.boussole
    admins.allow_in(boss, hidden, everyone, deny=permissions.VIEW_CHANNEL)
    thread = sandbox.people.threads.start(boss, hidden, "Là-bas")
    await bot.hear("guild_channel_update")
    assert bot.guilds[0].get_thread(thread.id) is None
    admins.allow_in(boss, hidden, everyone)
    await bot.hear("thread_join", fits=lambda joined: joined.id == thread.id)


async def test_a_channel_goes_with_its_threads(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    thread = (await forum_channel(bot, seeded).create_thread(name="Nice", content="un")).thread
    sandbox.people.admins.remove(seeded.boussole, seeded.forum)
    (gone,) = await bot.hear("thread_delete")
    assert gone.id == thread.id
    assert await code(bot.fetch_channel(thread.id)) == (404, 10003)


# names are changed twice in ten minutes


async def test_the_third_rename_waits_while_other_changes_go_on(
    sandbox: Sandbox, seeded: Seeded, contract: DiscordContract
) -> None:
    sandbox.world.limits_on = True
    async with running(sandbox.token, max_ratelimit_timeout=30.0) as bot:
        posted = await forum_channel(bot, seeded).create_thread(name="0", content="un")
        for name in ("1", "2"):
            await posted.thread.edit(name=name)
        with pytest.raises(discord.RateLimited) as limited:
            await posted.thread.edit(name="3")
        assert 500 < limited.value.retry_after <= 600
        await posted.thread.edit(archived=True)
        other = await forum_channel(bot, seeded).create_thread(name="0", content="un")
        await other.thread.edit(name="1")
    assert stored(sandbox, posted.thread).name == "2"
    assert contract.exchanges


async def test_the_limit_of_names_can_be_set(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    sandbox.world.limits_on, sandbox.api.limits.renames = True, Limit(3, 600)
    thread = (await forum_channel(bot, seeded).create_thread(name="0", content="un")).thread
    for name in ("1", "2", "3"):
        await thread.edit(name=name)
    await bot.hear("thread_update", 3)


async def test_a_refused_rename_shows_the_headers_of_the_wider_bucket(
    sandbox: Sandbox, seeded: Seeded
) -> None:
    sandbox.world.limits_on = True
    thread = sandbox.people.threads.post(seeded.mimosa, seeded.forum, "Nice", "un")
    url = f"{sandbox.chat_api}/channels/{thread.id}"
    headers = {"Authorization": f"Bot {sandbox.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        for name in ("1", "2", "3"):
            async with session.patch(url, json={"name": name}) as answer:
                status, body = answer.status, await answer.json()
    assert status == 429
    assert answer.headers["Via"]
    assert int(answer.headers["X-RateLimit-Remaining"]) > 0
    assert (body["global"], body["retry_after"] > 500) == (False, True)
