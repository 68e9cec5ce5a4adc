"""`vigie deadline`: a legal deadline, how it was counted, and who says so."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from bot.cli.kit import (
    collective,
    collective_option,
    fail_without_data,
    help_option,
    json_option,
    lines,
    says,
)
from bot.domain import civil, deadlines
from bot.domain.calendars import read_place
from bot.domain.deadlines import Deadline
from bot.domain.refusals import Refused
from bot.domain.rules import Pack
from bot.reference import ReferenceDataError
from bot.reference.holidays import listed
from bot.reference.rules import load_rules
from bot.render import deadlines as words
from bot.render.refusals import plain_refusal, refused_as_json
from bot.render.texts import texts


class WithRules(click.Command):
    """Its help ends with the rules, which are data."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rules = [(one.id, says.pick(one.title)) for one in _pack().computed]
        with formatter.section("Rules"):
            formatter.write_dl(rules)


@click.command(
    cls=WithRules,
    help=says.say(
        "Compter une échéance légale, à partir du jour d'un événement. "
        "Avec - : un jour par ligne de l'entrée standard."
    ),
)
@click.argument("rule", metavar=says.say("RÈGLE"))
@click.argument("day", metavar=says.say("JOUR"))
@click.option(
    "--department",
    default="",
    metavar=says.say("CODE"),
    help=says.say("Le département : 57, 2A, 974. Ses jours fériés et son droit comptent."),
)
@click.option(
    "--population",
    default="",
    metavar=says.say("NOMBRE"),
    help=says.say("La population de la commune, là où la règle en dépend."),
)
@collective_option
@json_option
@help_option
def deadline(
    rule: str, day: str, department: str, population: str, config: Path | None, as_json: bool
) -> None:
    locale = collective(config, for_program=as_json).locale
    pack = _pack()
    cases: Iterable[str] = lines() if day == "-" else (day,)
    refused: Refused | None = None
    for case in cases:
        found = _counted(pack, rule, case, department, population)
        click.echo(
            _as_json(found, pack, locale) if as_json else _told(found, pack, locale),
            err=isinstance(found, Refused) and not as_json and day != "-",
        )
        refused = found if isinstance(found, Refused) else None
    sys.exit(1 if refused and day != "-" else 0)


def _counted(
    pack: Pack, rule: str, day: str, department: str, population: str
) -> Deadline | Refused:
    try:
        place = read_place(department, population)
        return deadlines.compute(pack, listed, rule, civil.read(day), place)
    except Refused as refused:
        return refused


def _as_json(found: Deadline | Refused, pack: Pack, locale: str) -> str:
    """For a program: its words are plain, and typeset by whoever shows them."""
    plain = texts(locale, plain=True)
    if isinstance(found, Refused):
        answer = refused_as_json(found, plain)
    else:
        answer = words.as_json(found, pack.always, plain)
    return json.dumps(answer, ensure_ascii=False)


def _told(found: Deadline | Refused, pack: Pack, locale: str) -> str:
    if isinstance(found, Refused):
        return plain_refusal(found, texts(locale))
    return words.told(found, pack.always, texts(locale))


def _pack() -> Pack:
    try:
        return load_rules()
    except ReferenceDataError as error:
        fail_without_data(error)
