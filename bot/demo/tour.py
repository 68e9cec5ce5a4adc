"""`vigie tour`: the demo as a script."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from bot.config import CollectiveSettings
from bot.demo.demo import greet, tell
from bot.demo.desk import Desk, DeskError, NotSeen
from bot.demo.processes import NotStarted, demo
from bot.demo.steps import WHOLE
from bot.demo.story import Story
from bot.render.texts import Texts


async def tour(says: Texts, collective: CollectiveSettings, *, as_json: bool) -> int:
    """Plays the main story end to end; the exit code is 1 where a step failed."""
    steps: list[dict[str, object]] = []
    failure, why = "", ""
    if not as_json:
        greet(says)
    async with demo(collective) as running:
        try:
            addresses = await running.start_sandbox()
            await running.start_bot()
            async with Desk(addresses.page) as desk:
                story = Story(running, desk, says)
                for step in WHOLE:
                    failure = step.__name__
                    scene = story.readable(await step(story))
                    steps.append({"step": step.__name__, "ok": True, **asdict(scene)})
                    if not as_json:
                        tell(scene)
            failure = ""
        except (NotStarted, NotSeen, DeskError, TimeoutError) as error:
            failure, why = failure or "start", str(error)
            steps.append({"step": failure, "ok": False, "why": why})
            click.echo(running.last_words(), err=True)
    if as_json:
        click.echo(json.dumps({"ok": not failure, "steps": steps}, ensure_ascii=False, indent=2))
    elif failure:
        click.echo(says.say("✘ étape ratée : {step} ({why})", step=failure, why=why), err=True)
    else:
        click.echo(says.say("\n✔ {n} étapes, toutes réussies", n=len(steps)))
    return 1 if failure else 0
