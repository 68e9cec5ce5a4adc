"""What click itself says, in the terminal's language."""

from __future__ import annotations

import codecs
import io
import sys
from typing import Any, Final, NoReturn

import click

from bot.cli.kit import says
from bot.render.texts import N_

_HEADINGS: Final = {
    "Options": N_("Options :"),
    "Commands": N_("Commandes :"),
    "Rules": N_("Règles :"),
}

_AS_JSON: Final = "vigie.as_json"


class Formatter(click.HelpFormatter):
    """Help with our words above each part."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or says.say("Usage :") + " ")

    def write_heading(self, heading: str) -> None:
        said = says.say(_HEADINGS[heading]) if heading in _HEADINGS else f"{heading}:"
        self.write(f"{'':>{self.current_indent}}{said}\n")


class Context(click.Context):
    formatter_class = Formatter


class Group(click.Group):
    """Commands whose help is whole, and whose mistakes are told in a sentence."""

    context_class = Context

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        cmd.context_class = Context
        cmd.short_help = cmd.help  # else click cuts it at the end of the line
        super().add_command(cmd, name)

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        _show_anything()
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(error.exit_code)
        except click.ClickException as error:
            _tell(error)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo(says.say("Arrêté."), err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _show_anything() -> None:
    """A sign that the terminal's encoding does not have is shown as JSON may write it."""
    codecs.register_error(_AS_JSON, _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_AS_JSON)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    places = range(0, len(units), 4)
    return "".join(f"\\u{units[place : place + 4]}" for place in places), error.end


def _tell(error: click.ClickException) -> None:
    """What was typed wrong, and how it is typed."""
    click.echo(_sentence(error), err=True)
    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
        path = error.ctx.command_path
        click.echo(says.say("Aide : {command}", command=f"{path} --help"), err=True)


def _sentence(error: click.ClickException) -> str:
    match error:
        case click.exceptions.NoSuchCommand():
            return _unknown(
                says.say("Il n'y a pas de commande {name}.", name=error.command_name),
                error.possibilities,
            )
        case click.NoSuchOption():
            return _unknown(
                says.say("Il n'y a pas d'option {name}.", name=error.option_name),
                error.possibilities,
            )
        case click.BadOptionUsage():
            return says.say(
                "L'option {name} est mal écrite : sa valeur manque, ou elle n'en prend pas.",
                name=error.option_name,
            )
        case click.MissingParameter():
            return says.say("Il manque {name}.", name=_name(error))
        case click.BadParameter():
            return _misfit(error)
        case _:
            return says.say("Il y a un mot de trop.")


def _unknown(first: str, possibilities: list[str] | None) -> str:
    if not possibilities:
        return first
    near = says.either(possibilities)
    guess = says.say("Est-ce {near} ?", near=near)
    return f"{first} {guess}"


def _misfit(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    match kind:
        case click.Path():
            return says.say("{name} : c'est un dossier, donnez un fichier.", name=_name(error))
        case click.Choice():
            choices = ", ".join(map(str, kind.choices))
            return says.say(
                "{name} ne convient pas. Au choix : {choices}.", name=_name(error), choices=choices
            )
        case _:
            return says.say("{name} ne convient pas.", name=_name(error))


def _name(error: click.BadParameter) -> str:
    """An option as it is typed, an argument as the help calls it."""
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return error.param.human_readable_name if error.param else ""
