"""`vigie …`: what the volunteer who runs it types."""

from __future__ import annotations

from importlib.metadata import version

import click

from bot.cli import counting, dating, detecting, exporting, probing, running, showing
from bot.cli.kit import help_option, says
from bot.cli.speaking import Group


@click.group(
    cls=Group,
    subcommand_metavar=says.say("COMMANDE…"),
    help=says.say("Vigie, la vigie des collectifs : forum, votes, échéances et tâches."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(version("vigie"), prog_name="vigie", help=says.say("Afficher la version."))
@help_option
def main() -> None:
    """The commands below."""


for command in (
    running.run,
    running.check,
    probing.probe,
    dating.date,
    counting.deadline,
    detecting.detect,
    exporting.export_city,
    showing.demo_command,
    showing.tour,
):
    main.add_command(command)
