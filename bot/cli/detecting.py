"""`vigie detect`: what the lexicon finds in a text."""

from __future__ import annotations

import json
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
from bot.domain.lexicon import Lexicon
from bot.reference import ReferenceDataError, load_lexicon
from bot.render import detections
from bot.render.texts import texts


@click.command(
    help=says.say(
        "Dire si un texte parle de surveillance, et de quoi. "
        "Avec - : chaque ligne de l'entrée standard."
    )
)
@click.argument("text", metavar=says.say("TEXTE"))
@collective_option
@json_option
@help_option
def detect(text: str, config: Path | None, as_json: bool) -> None:
    words = texts(collective(config).locale)
    lexicon = _lexicon()
    cases: Iterable[str] = lines() if text == "-" else (text,)
    for case in cases:
        found = lexicon.detect_in_text(case)
        click.echo(
            json.dumps(detections.as_json(found), ensure_ascii=False)
            if as_json
            else detections.told(found, words)
        )


def _lexicon() -> Lexicon:
    try:
        return load_lexicon()
    except ReferenceDataError as error:
        fail_without_data(error)
