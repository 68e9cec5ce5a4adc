"""What the commands share: their language, their options, how they stop."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NoReturn

import click

from bot.config import CollectiveSettings, Fault, Misconfigured, Settings, load
from bot.reference import ReferenceDataError
from bot.render.problems import problem
from bot.render.texts import of_terminal

says: Final = of_terminal()

# Whether it can be read is told by who reads it, in one sentence.
settings_file: Final = click.Path(dir_okay=False, readable=False, path_type=Path)

config_option = click.option(
    "--config",
    "config",
    type=settings_file,
    metavar=says.say("FICHIER"),
    default=Path("config.toml"),
    help=says.say("Le fichier de réglages (config.toml, sinon)."),
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help=says.say("Répondre en JSON, pour un programme.")
)
help_option = click.help_option("-h", "--help", help=says.say("Afficher cette aide."))
collective_option = click.option(
    "--config",
    "config",
    type=settings_file,
    metavar=says.say("FICHIER"),
    help=says.say("Un fichier de réglages : sa section [collective] sert aussi ici."),
)


def collective(config: Path | None, *, for_program: bool = False) -> CollectiveSettings:
    """How the collective is spoken to: as the file says, else in the terminal's language.

    What a program reads is in French then: it never depends on the terminal.
    """
    if config is not None:
        return settings_of(config).collective
    is_english = says.locale == "en" and not for_program
    return CollectiveSettings(locale="en" if is_english else "fr")


def settings_of(config: Path, *secrets: str) -> Settings:
    """Stops where the file is not right, or a secret is missing."""
    try:
        return load(config, secrets=secrets)
    except Misconfigured as error:
        stop(error.faults)


def lines() -> Iterator[str]:
    """Standard input, a case a line; the end of the last line may be missing.

    A line that is not UTF-8 is read as what spreadsheets in French save.
    """
    for line in sys.stdin.buffer:
        try:
            yield line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            yield _mended(line).rstrip("\r\n")


def _mended(line: bytes) -> str:
    """A bad byte in UTF-8 costs that byte alone; what has none of its letters is not UTF-8."""
    mended = line.decode("utf-8", "ignore")
    return line.decode("cp1252", "replace") if mended.isascii() else mended


def stop(faults: list[Fault]) -> NoReturn:
    """What was asked cannot be done like this: say why."""
    for fault in faults:
        click.echo(problem(fault, says), err=True)
    sys.exit(2)


def fail(sentence: str) -> NoReturn:
    """It was asked rightly, and cannot go on."""
    click.echo(sentence, err=True)
    sys.exit(1)


def fail_without_data(error: ReferenceDataError) -> NoReturn:
    fail(says.say("Les données de référence sont abîmées : {why}", why=error))
