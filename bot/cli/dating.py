"""`vigie date`: what the date grammar understands of a phrase."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from bot.cli.kit import (
    collective,
    collective_option,
    help_option,
    json_option,
    lines,
    says,
    stop,
)
from bot.clock import MachineClock
from bot.config import Fault, Problem
from bot.domain import dates, spoken
from bot.domain.dates import When
from bot.domain.refusals import Refused
from bot.render import whens
from bot.render.texts import Texts, texts

_NOW: Final = "--now"
_TIMEZONE: Final = "--timezone"
_YEARS: Final = range(1900, 9000)  # of --now

_Reading = Callable[[str, datetime, ZoneInfo], When]


@click.command(
    help=says.say(
        "Dire quel jour et quelle heure sont une date en français. "
        "Avec - : chaque ligne de l'entrée standard."
    )
)
@click.argument("phrase", metavar=says.say("DATE"))
@click.option(
    _NOW,
    "now",
    metavar=says.say("ISO"),
    help=says.say("L'instant d'où compter, comme 2026-11-23T10:00 (maintenant, sinon)."),
)
@click.option(
    _TIMEZONE,
    "timezone",
    metavar=says.say("FUSEAU"),
    help=says.say("Le fuseau horaire (Europe/Paris, sinon)."),
)
@collective_option
@json_option
@help_option
def date(
    phrase: str, now: str | None, timezone: str | None, config: Path | None, as_json: bool
) -> None:
    group = collective(config, for_program=as_json)
    zone = _zone(group.timezone if timezone is None else timezone)
    at = MachineClock().now() if now is None else _moment(now, zone)
    read = spoken.date if group.locale == "en" else dates.read  # French means French
    say = partial(_said, texts(group.locale, plain=as_json), as_json=as_json)
    if phrase == "-":
        for case in lines():
            click.echo(say(_read(read, case, at, zone)))
        return
    outcome = _read(read, phrase, at, zone)
    is_refused = isinstance(outcome, Refused)
    click.echo(say(outcome), err=is_refused and not as_json)
    sys.exit(1 if is_refused else 0)


def _read(read: _Reading, phrase: str, now: datetime, zone: ZoneInfo) -> When | Refused:
    # Stray bytes of a terminal could not be shown again.
    sound = phrase.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return read(sound, now, zone)
    except Refused as refused:
        return refused


def _said(words: Texts, outcome: When | Refused, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(whens.as_json(outcome, words), ensure_ascii=False)
    if isinstance(outcome, Refused):
        return whens.refusal(outcome, words)
    return whens.echo(outcome, words)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        stop([Fault(_TIMEZONE, Problem.UNKNOWN_ZONE, name)])


def _moment(written: str, zone: ZoneInfo) -> datetime:
    """Without its offset, it is on the wall clock of `zone`."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        stop([Fault(_NOW, Problem.NOT_A_MOMENT, written)])
    if at.year not in _YEARS:
        stop([Fault(_NOW, Problem.NOT_A_MOMENT, written)])
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
