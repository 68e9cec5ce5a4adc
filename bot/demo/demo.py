"""`make demo`: plays the opening, then stays up until Ctrl-C."""

from __future__ import annotations

import asyncio
import re
import signal
import sys

import click

from bot.config import CollectiveSettings
from bot.demo.desk import Desk, DeskError, NotSeen
from bot.demo.processes import Demo, NotStarted, demo
from bot.demo.steps import OPENING, played
from bot.demo.story import Scene, Story
from bot.render.texts import Texts


async def play(says: Texts, collective: CollectiveSettings) -> int:
    """The exit code: 1 when the demo could not be played."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stopped.set)
    greet(says)
    async with demo(collective) as running:
        showing = asyncio.ensure_future(_show(running, says))
        leaving = asyncio.ensure_future(stopped.wait())
        await asyncio.wait([showing, leaving], return_when=asyncio.FIRST_COMPLETED)
        if not showing.done():
            showing.cancel()
            await asyncio.wait([showing])
            return 0
        leaving.cancel()
        if not showing.result():
            return 1
        await stopped.wait()
        click.echo(says.say("\nJe range et je m'arrête."))
    return 0


async def _show(running: Demo, says: Texts) -> bool:
    try:
        addresses = await running.start_sandbox()
        await running.start_bot()
        async with Desk(addresses.page) as desk:
            async for scene in played(OPENING, Story(running, desk, says)):
                tell(scene)
    except (NotStarted, NotSeen, DeskError) as error:
        click.echo(says.say("La démo n'a pas pu se jouer : {why}", why=error), err=True)
        click.echo(running.last_words(), err=True)
        return False
    click.echo()
    click.echo(says.say("À vous : {page}", page=addresses.page))
    click.echo(says.say("Écrivez à Vigie, répondez sur le forum, avancez l'horloge."))
    click.echo(says.say("Ctrl-C pour arrêter ; rien ne reste ensuite."))
    sys.stdout.flush()
    return True


def greet(says: Texts) -> None:
    """What happens while nothing is to be seen yet."""
    click.echo(says.say("Vigie, démo : je prépare un chat et un forum sur cette machine…"))
    sys.stdout.flush()


def tell(scene: Scene) -> None:
    """A scene in the terminal."""
    click.echo(f"\n■ {scene.title}")
    if scene.said:
        click.echo(f"  {scene.said}")
    for line in scene.saw.splitlines():
        click.echo(f"  │ {_plain(line)}")
    sys.stdout.flush()


def _plain(line: str) -> str:
    """A line of a message without the chat's marks: the words of a link, small print as it is."""
    return re.sub(r"\[([^\]]+)\]\(<[^>]+>\)", r"\1", line.removeprefix("-# "))
