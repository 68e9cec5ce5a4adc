"""`vigie demo` and `vigie tour`: Vigie to try, on this machine."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from bot import demo
from bot.cli.kit import collective, collective_option, help_option, json_option, says


@click.command(
    "demo",
    help=says.say("Essayer Vigie : un chat et un forum sur cette machine, avec une page."),
)
@collective_option
@help_option
def demo_command(config: Path | None) -> None:
    sys.exit(asyncio.run(demo.play(says, collective(config))))


@click.command(help=says.say("La démo en script, de bout en bout ; code 1 si une étape rate."))
@collective_option
@json_option
@help_option
def tour(config: Path | None, as_json: bool) -> None:
    sys.exit(asyncio.run(demo.tour(says, collective(config), as_json=as_json)))
