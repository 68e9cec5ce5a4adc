"""`vigie …`: what the volunteer who runs it types."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import click

from bot import app, demo, log
from bot.chats.discord.client import LoginRefused, NotAChat
from bot.chats.discord.login import try_login
from bot.clock import ClockSilent
from bot.config import (
    CollectiveSettings,
    Fault,
    ForumSettings,
    Misconfigured,
    Settings,
    load,
    secret,
)
from bot.forums.addresses import is_at
from bot.forums.probed import Probed
from bot.reference import ReferenceDataError
from bot.render import probes
from bot.render.findings import finding, remedy
from bot.render.problems import problem
from bot.render.texts import of_terminal
from bot.services import doctor
from bot.services import probe as probing
from bot.services.doctor import Finding, Subject
from bot.services.probe import Probe
from bot.store.base import InUse, Unusable
from bot.store.migrations import NewerBase

says = of_terminal()
TERMINAL_ZONE = ZoneInfo(CollectiveSettings().timezone)

config_option = click.option(
    "--config",
    "config",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("config.toml"),
    show_default=True,
    help=says.say("Le fichier de réglages."),
)
demo_config_option = click.option(
    "--config",
    "config",
    type=click.Path(dir_okay=False, path_type=Path),
    help=says.say("Un fichier de réglages : sa section [collective] sert aussi ici."),
)
forum_config_option = click.option(
    "--config",
    "config",
    type=click.Path(dir_okay=False, path_type=Path),
    help=says.say("Un fichier de réglages : si ce forum y est, son jeton et son compte servent."),
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help=says.say("Répondre en JSON, pour un programme.")
)


@click.group(
    help=says.say("Vigie, la vigie des collectifs : forum, votes, échéances et tâches."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(version("vigie"), prog_name="vigie", help=says.say("Afficher la version."))
@click.help_option("-h", "--help", help=says.say("Afficher cette aide."))
def main() -> None:
    """Registers the commands below."""


@main.command(help=says.say("Lancer Vigie avec les services des réglages, jusqu'à Ctrl-C."))
@config_option
@click.option("--until-stdin-closes", is_flag=True, hidden=True)
@click.help_option("-h", "--help", help=says.say("Afficher cette aide."))
def run(config: Path, until_stdin_closes: bool) -> None:
    settings = _settings(config, app.TOKEN)
    log.set_up(settings.log.level)
    _until_done(app.run(settings, until_stdin_closes=until_stdin_closes))


@main.command(help=says.say("Vérifier réglages, base, forum et chat ; code 1 avec le remède."))
@config_option
@json_option
@click.help_option("-h", "--help", help=says.say("Afficher cette aide."))
def check(config: Path, as_json: bool) -> None:
    try:
        settings = load(config)
        findings = asyncio.run(_examine(settings, config))
    except Misconfigured as error:
        findings = [
            Finding(Subject.CONFIGURATION, fault.key, fault.problem, problem(fault, says))
            for fault in error.faults
        ]
    _report(findings, as_json)
    sys.exit(0 if all(one.ok for one in findings) else 1)


async def _examine(settings: Settings, config: Path) -> list[Finding]:
    token = secret(app.TOKEN)
    opened = {one.name: app.open_forum(one) for one in settings.forum}
    with_token = frozenset(one.name for one in settings.forum if secret(one.token_env))
    try:
        return [
            Finding(Subject.CONFIGURATION, str(config)),
            doctor.database(settings.database),
            *await doctor.forums(opened, with_token, settings.database),
            await doctor.chat(
                partial(try_login, settings.discord.api_base, token) if token else None
            ),
        ]
    finally:
        for forum in opened.values():
            await forum.close()


def _report(findings: list[Finding], as_json: bool) -> None:
    if not as_json:
        for one in findings:
            click.echo(finding(one, says))
        return
    checks = [
        {
            "subject": one.subject,
            "name": one.name,
            "ok": one.ok,
            "ailment": one.ailment or None,
            "detail": one.detail if one.ok else remedy(one, says),
        }
        for one in findings
    ]
    ok = all(one.ok for one in findings)
    click.echo(json.dumps({"ok": ok, "checks": checks}, ensure_ascii=False, indent=2))


@main.command(
    help=says.say("Reconnaître le forum d'une adresse et ce qui s'y lit ; code 1 avec le remède.")
)
@click.argument("address", metavar="URL")
@forum_config_option
@click.option("--token-env", help=says.say("La variable d'environnement qui tient le jeton."))
@click.option("--user", help=says.say("Le compte du jeton, pour Discourse."))
@json_option
@click.help_option("-h", "--help", help=says.say("Afficher cette aide."))
def probe(
    address: str, config: Path | None, token_env: str | None, user: str | None, as_json: bool
) -> None:
    known = _configured(address, config)
    token_env = token_env or (known.token_env if known else None)
    try:
        token = secret(token_env) if token_env else None
    except Misconfigured as error:
        _stop(error.faults)
    forum = Probed("probe", address, token=token, user=user or (known.user if known else ""))
    found = asyncio.run(_probe(forum))
    if as_json:
        click.echo(json.dumps(probes.as_json(found, says), ensure_ascii=False, indent=2))
    else:
        click.echo(probes.told(found, says, TERMINAL_ZONE, with_token=token is not None))
    sys.exit(0 if found.trouble is None else 1)


def _configured(address: str, config: Path | None) -> ForumSettings | None:
    """The forum of the settings that lives at this address: its token is shown nowhere else."""
    try:
        forums = load(config or Path("config.toml")).forum
    except Misconfigured as error:
        if config is not None:
            _stop(error.faults)
        forums = []
    return next((one for one in forums if is_at(address, one.url)), None)


async def _probe(forum: Probed) -> Probe:
    try:
        return await probing.probe(forum)
    finally:
        await forum.close()


@main.command(
    "demo",
    help=says.say("Essayer Vigie : un chat et un forum sur cette machine, avec une page."),
)
@demo_config_option
@click.help_option("-h", "--help", help=says.say("Afficher cette aide."))
def demo_command(config: Path | None) -> None:
    sys.exit(asyncio.run(demo.play(says, _collective(config))))


@main.command(help=says.say("La démo en script, de bout en bout ; code 1 si une étape rate."))
@demo_config_option
@json_option
@click.help_option("-h", "--help", help=says.say("Afficher cette aide."))
def tour(config: Path | None, as_json: bool) -> None:
    sys.exit(asyncio.run(demo.tour(says, _collective(config), as_json=as_json)))


def _collective(config: Path | None) -> CollectiveSettings:
    """How the demo's collective is spoken to: as the file says, else in the terminal's language."""
    if config is not None:
        return _settings(config).collective
    return CollectiveSettings(locale="en" if says.locale == "en" else "fr")


def _settings(config: Path, *secrets: str) -> Settings:
    try:
        return load(config, secrets=secrets)
    except Misconfigured as error:
        _stop(error.faults)


def _stop(faults: list[Fault]) -> NoReturn:
    for fault in faults:
        click.echo(problem(fault, says), err=True)
    sys.exit(2)


def _until_done(work: Coroutine[Any, Any, None]) -> None:
    """Run, and say in one sentence why it cannot go on."""
    try:
        asyncio.run(work)
    except Misconfigured as error:
        _stop(error.faults)
    except LoginRefused:
        _fail(says.say("Discord refuse le jeton. Copiez-en un nouveau dans VIGIE_DISCORD_TOKEN."))
    except NotAChat as error:
        _fail(
            says.say(
                "{address} ne répond pas comme Discord. Vérifiez [discord] api_base.",
                address=error,
            )
        )
    except ClockSilent as error:
        _fail(
            says.say(
                "L'horloge {address} ne répond pas. Vérifiez [clock] follow, ou retirez-le.",
                address=error,
            )
        )
    except NewerBase as error:
        _fail(
            says.say(
                "{path} vient d'une version plus récente de Vigie. "
                "Mettez Vigie à jour, ou restaurez une sauvegarde.",
                path=error.path,
            )
        )
    except InUse as error:
        _fail(
            says.say(
                "Une autre Vigie se sert déjà de {path}. Arrêtez-la d'abord : "
                "à deux, tout serait annoncé deux fois.",
                path=error.path,
            )
        )
    except Unusable as error:
        _fail(says.say("{path} ne s'ouvre pas : {why}", path=error.path, why=error.why))
    except ReferenceDataError as error:
        _fail(says.say("Les données de référence sont abîmées : {why}", why=error))


def _fail(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
