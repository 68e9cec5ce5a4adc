"""The composition root: settings in, a running Vigie out."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from random import Random

import aiohttp

from bot import reference
from bot.chats.discord.client import Client, LoginRefused, NotAChat, attend, point_at
from bot.chats.discord.sender import DiscordChat
from bot.clock import Clock, FollowedClock, MachineClock
from bot.config import ForumSettings, Settings, needed_secret, secret
from bot.domain.communes import Registry
from bot.domain.mentions import mentions
from bot.forums import webhook
from bot.forums.probed import Probed
from bot.outbox import Outbox
from bot.ports.forum import Forum
from bot.scheduler import Scheduler
from bot.services import cities, forum_bilans, seeds
from bot.services.deps import Deps
from bot.services.forum_tallies import Keeper
from bot.services.forum_writing import Scribe
from bot.services.notices import Notices
from bot.services.pictures import Painter
from bot.services.recounting import recount
from bot.services.reminders import Waker
from bot.services.retention import forget
from bot.services.rhythm import Rhythm
from bot.store import follows, forums
from bot.store.base import Store, Tx
from bot.web import webhooks
from bot.web.server import served

log = logging.getLogger(__name__)

TOKEN = "VIGIE_DISCORD_TOKEN"
COGS = (
    *("cogs.tree", "cogs.cities", "cogs.projects", "cogs.threads", "cogs.help", "cogs.why"),
    *("cogs.votes", "cogs.deadlines", "cogs.reminders", "cogs.silence", "cogs.alerts"),
    *("cogs.tasks", "cogs.own_data", "cogs.publishing", "cogs.form_buttons", "cogs.events"),
)
_RESTART_S, _LONGEST_RESTART_S, _MOST_DOUBLINGS = 5.0, 300.0, 10
_HELD_S = 600.0
_FORGET_AFTER = timedelta(minutes=10)


def open_forum(settings: ForumSettings, engine: str = "") -> Forum:
    """`engine` is the one that answered there before."""
    token = secret(settings.token_env)
    return Probed(settings.name, settings.url, token=token, user=settings.user, engine=engine)


@asynccontextmanager
async def assembled(settings: Settings) -> AsyncIterator[tuple[Deps, Scheduler]]:
    """Everything but the chat, opened and closed. Raises Unusable, NewerBase, OSError."""
    async with AsyncExitStack() as stack:
        clock = await _clock(settings, stack)
        store = Store(settings.database)
        stack.push_async_callback(store.close)
        await store.open()
        scheduler = Scheduler(clock)
        engines = await store.read(forums.engines)
        opened = {one.name: open_forum(one, engines.get(one.name, "")) for one in settings.forum}
        for forum in opened.values():
            stack.push_async_callback(forum.close)
        registry = await asyncio.to_thread(_registry)
        painter = Painter()
        stack.push_async_callback(painter.close)
        # First: nothing that rings may outlive the forums, the painter and the base.
        stack.push_async_callback(scheduler.close)
        deps = Deps(settings, clock, store, registry, opened, scheduler, Random(), painter)
        await cities.recall(deps)
        with_account = {one.name for one in settings.forum if secret(one.token_env)}
        await store.write(lambda tx: _meet_forums(tx, list(opened.values()), with_account))
        facts = await asyncio.to_thread(reference.load_projects)
        await store.write(lambda tx: seeds.plant(tx, facts, clock.now()))
        yield deps, scheduler


def _registry() -> Registry:
    """The communes, with what the first question would build."""
    registry = reference.load_communes()
    registry.search("06000 ain")
    mentions("à Nice", registry)
    gc.freeze()  # 35,000 communes that stay need not be looked at by every collection
    return registry


def _meet_forums(tx: Tx, opened: list[Forum], with_account: set[str]) -> None:
    for forum in opened:
        forums.meet(tx, forum.name, forum.url, account=forum.name in with_account)
    for name, count in follows.orphans(tx, {forum.name for forum in opened}).items():
        log.warning("forum.not_configured forum=%s follows=%d", name, count)


async def _clock(settings: Settings, stack: AsyncExitStack) -> Clock:
    if settings.clock.follow is None:
        machine = MachineClock()
        watching = asyncio.create_task(machine.watch())
        stack.callback(watching.cancel)
        return machine
    clock = FollowedClock(settings.clock.follow)
    await clock.start()
    stack.push_async_callback(clock.close)
    return clock


async def run(settings: Settings, *, until_stdin_closes: bool = False) -> None:
    """Serve until SIGINT or SIGTERM, or until whoever started it is gone.

    Raises Misconfigured, LoginRefused, NotAChat, and what opening does.
    """
    token = needed_secret(TOKEN)
    signing = {one.name: secret(one.webhook_secret_env) or "" for one in settings.forum}
    async with assembled(settings) as (deps, scheduler):
        chat, rhythm, waker = DiscordChat(), Rhythm(deps), Waker(deps)
        outbox, scribe, notices = Outbox(deps, chat), Scribe(deps), Notices(deps)
        keeper = Keeper(deps, forum_bilans.told)
        scheduler.start()
        rhythm.read_now()
        waker.wake()
        notices.wake()
        keeper.wake()
        deps.alarms.wake_at("retention", deps.clock.now() + _FORGET_AFTER, partial(forget, deps))

        async def catch_up() -> None:
            rhythm.read_now()
            outbox.wake()
            scribe.wake()

        deps.alarms.wake_at("recount", deps.clock.now(), partial(recount, deps))
        serving = asyncio.gather(
            _keep("outbox", outbox.run),
            _keep("forum_writes", scribe.run),
            _keep("chat", partial(_attend, deps, token, chat, catch_up)),
            _keep("web", partial(_listen, settings, signing, rhythm)),
        )
        _stop_on_signal(serving)
        if until_stdin_closes:
            asyncio.get_running_loop().add_reader(sys.stdin.fileno(), serving.cancel)
        with suppress(asyncio.CancelledError):
            await serving
        log.info("stopped")


async def _attend(
    deps: Deps, token: str, chat: DiscordChat, on_up: Callable[[], Awaitable[None]]
) -> None:
    if deps.settings.discord.api_base:
        await point_at(deps.settings.discord.api_base, token)
    client = Client(deps, COGS, on_up, on_login=lambda: chat.use(client))
    try:
        await attend(client, token)
    finally:
        chat.use(None)


async def _listen(settings: Settings, signing: Mapping[str, str], rhythm: Rhythm) -> None:
    """Serve the web routes where a port is set. `signing`: each forum's webhook secret."""

    def is_genuine(forum: str, headers: Mapping[str, str], body: bytes) -> bool:
        return webhook.is_genuine(headers, body, signing.get(forum, ""))

    def nudge(forum: str, headers: Mapping[str, str], body: bytes) -> None:
        rhythm.nudge(forum, webhook.changed_thread(headers, body))

    if settings.web.port is None:
        await asyncio.Event().wait()
        return
    tables = [webhooks.routes(is_genuine, nudge)]
    async with served(settings.web.host, settings.web.port, tables):
        await asyncio.Event().wait()


async def _keep(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Start `work` again whenever it ends, whatever ends it, but for what only people can mend.

    It waits longer and longer, unless the work had held for a while: Discord allows a thousand
    logins a day.
    """
    loop, failures = asyncio.get_running_loop(), 0
    while True:
        begun = loop.time()
        try:
            await work()
            log.warning("%s.ended", name)
        except (LoginRefused, NotAChat):  # trying again would not help
            raise
        except (OSError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("%s.unreachable error=%s", name, type(error).__name__)
        except Exception:
            log.exception("%s.failed", name)
        failures = 0 if loop.time() - begun > _HELD_S else failures
        await asyncio.sleep(min(_RESTART_S * 2.0**failures, _LONGEST_RESTART_S))
        failures = min(failures + 1, _MOST_DOUBLINGS)


def _stop_on_signal(serving: asyncio.Future[tuple[None, None, None, None]]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, serving.cancel)
