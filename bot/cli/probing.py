"""`vigie probe`: a forum, looked at before it is followed."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Final, NoReturn
from zoneinfo import ZoneInfo

import click

from bot.cli.kit import fail, help_option, json_option, says, settings_file, stop
from bot.config import CollectiveSettings, ForumSettings, Misconfigured, load, secret
from bot.forums.addresses import is_at
from bot.forums.detect import roots
from bot.forums.probed import Probed
from bot.render import probes
from bot.services import probe as probing
from bot.services.probe import Probe

TERMINAL_ZONE: Final = ZoneInfo(CollectiveSettings().timezone)

forum_config_option = click.option(
    "--config",
    "config",
    type=settings_file,
    metavar=says.say("FICHIER"),
    help=says.say("Un fichier de réglages : si ce forum y est, son jeton et son compte servent."),
)


@click.command(
    help=says.say("Reconnaître le forum d'une adresse et ce qui s'y lit ; code 1 avec le remède.")
)
@click.argument("address", metavar="URL")
@forum_config_option
@click.option(
    "--token-env",
    metavar=says.say("VARIABLE"),
    help=says.say("La variable d'environnement qui tient le jeton."),
)
@click.option(
    "--user", metavar=says.say("COMPTE"), help=says.say("Le compte du jeton, pour Discourse.")
)
@json_option
@help_option
def probe(
    address: str, config: Path | None, token_env: str | None, user: str | None, as_json: bool
) -> None:
    if not roots(address):
        _refuse(as_json)
    known = _configured(address, config)
    token_env = token_env or (known.token_env if known else None)
    try:
        token = secret(token_env) if token_env else None
    except Misconfigured as error:
        stop(error.faults)
    forum = Probed("probe", address, token=token, user=user or (known.user if known else ""))
    found = asyncio.run(_probe(forum))
    if as_json:
        click.echo(json.dumps(probes.as_json(found, says), ensure_ascii=False, indent=2))
    else:
        click.echo(probes.told(found, says, TERMINAL_ZONE, with_token=token is not None))
    sys.exit(0 if found.trouble is None else 1)


def _refuse(as_json: bool) -> NoReturn:
    """It is no address: nothing of it is repeated, for it may hold a password."""
    sentence = probes.not_an_address(says)
    if not as_json:
        fail(sentence)
    refused = {"ok": False, "error": "not_an_address", "remedy": sentence}
    told = probes.as_json(Probe(""), says) | refused
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    sys.exit(1)


def _configured(address: str, config: Path | None) -> ForumSettings | None:
    """The forum of the settings that lives at this address: its token is shown nowhere else."""
    try:
        forums = load(config or Path("config.toml")).forum
    except Misconfigured as error:
        if config is not None:
            stop(error.faults)
        forums = []
    return next((one for one in forums if is_at(address, one.url)), None)


async def _probe(forum: Probed) -> Probe:
    try:
        return await probing.probe(forum)
    finally:
        await forum.close()
