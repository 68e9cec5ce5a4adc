"""`vigie run` and `vigie check`: the bot, and its doctor."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import click

from bot import app, log
from bot.chats.discord.client import LoginRefused, NotAChat
from bot.chats.discord.login import try_login
from bot.cli.kit import (
    config_option,
    fail,
    fail_without_data,
    help_option,
    json_option,
    says,
    settings_of,
    stop,
)
from bot.clock import ClockSilent
from bot.config import Misconfigured, Settings, load, secret
from bot.reference import ReferenceDataError
from bot.render.findings import finding, remedy
from bot.render.problems import problem
from bot.services import doctor
from bot.services.doctor import Finding, Subject
from bot.store.base import InUse, Unusable
from bot.store.migrations import NewerBase


@click.command(help=says.say("Lancer Vigie avec les services des réglages, jusqu'à Ctrl-C."))
@config_option
@click.option("--until-stdin-closes", is_flag=True, hidden=True)
@help_option
def run(config: Path, until_stdin_closes: bool) -> None:
    settings = settings_of(config, app.TOKEN)
    log.set_up(settings.log.level)
    _until_done(app.run(settings, until_stdin_closes=until_stdin_closes))


@click.command(help=says.say("Vérifier réglages, base, forum et chat ; code 1 avec le remède."))
@config_option
@json_option
@help_option
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


def _until_done(work: Coroutine[Any, Any, None]) -> None:
    """Run, and say in one sentence why it cannot go on."""
    try:
        asyncio.run(work)
    except Misconfigured as error:
        stop(error.faults)
    except LoginRefused:
        fail(says.say("Discord refuse le jeton. Copiez-en un nouveau dans VIGIE_DISCORD_TOKEN."))
    except NotAChat as error:
        fail(
            says.say(
                "{address} ne répond pas comme Discord. Vérifiez [discord] api_base.",
                address=error,
            )
        )
    except ClockSilent as error:
        fail(
            says.say(
                "L'horloge {address} ne répond pas. Vérifiez [clock] follow, ou retirez-le.",
                address=error,
            )
        )
    except NewerBase as error:
        fail(
            says.say(
                "{path} vient d'une version plus récente de Vigie. "
                "Mettez Vigie à jour, ou restaurez une sauvegarde.",
                path=error.path,
            )
        )
    except InUse as error:
        fail(
            says.say(
                "Une autre Vigie se sert déjà de {path}. Arrêtez-la d'abord : "
                "à deux, tout serait annoncé deux fois.",
                path=error.path,
            )
        )
    except Unusable as error:
        fail(says.say("{path} ne s'ouvre pas : {why}", path=error.path, why=error.why))
    except ReferenceDataError as error:
        fail_without_data(error)
