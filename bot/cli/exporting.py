"""`vigie export-city`: what is public of a city."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import click

from bot.cli.kit import config_option, fail, fail_without_data, help_option, says, settings_of
from bot.clock import MachineClock
from bot.config import Settings, secret
from bot.domain.refusals import Reason, Refused
from bot.reference import ReferenceDataError, load_communes
from bot.render import exports
from bot.services import exporting
from bot.store.base import Unusable
from bot.store.migrations import NewerBase


@click.command(
    "export-city",
    help=says.say("Écrire en JSON ce qui est public d'une ville : CODE est 06088 ou son nom."),
)
@click.argument("code")
@config_option
@help_option
def export_city(code: str, config: Path) -> None:
    settings = settings_of(config)
    try:
        export = asyncio.run(_export(settings, code))
    except Refused as refused:
        fail(_sentence(refused))
    except ReferenceDataError as error:
        fail_without_data(error)
    except Unusable as error:
        fail(says.say("La base {path} ne s'ouvre pas : {why}", path=error.path, why=error.why))
    except NewerBase as error:
        fail(
            says.say(
                "{path} vient d'une version plus récente de Vigie. Mettez Vigie à jour, ou "
                "restaurez une sauvegarde.",
                path=error.path,
            )
        )
    click.echo(json.dumps(exports.city(export), ensure_ascii=False, indent=2))


async def _export(settings: Settings, code: str) -> exporting.CityExport:
    with_account = [one.name for one in settings.forum if secret(one.token_env)]
    now = MachineClock().now()
    return await exporting.city(settings, load_communes(), code, now, with_account=with_account)


def _sentence(refused: Refused) -> str:
    facts = refused.facts
    if refused.reason is Reason.SEVERAL_CITIES:
        return says.say(
            "« {code} » peut être {choices}. Donnez le code.",
            code=facts["name"],
            choices=says.either(facts["choices"].split("\n")),
        )
    return says.say("Aucune commune n'a le code ou le nom « {code} ».", code=facts["name"])
