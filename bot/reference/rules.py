"""The rule pack of `data/rules.toml`, checked whole when it is loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot import reference
from bot.domain.rules import Pack
from bot.reference import ReferenceDataError
from bot.reference.holidays import listed
from bot.reference.rule_file import RuleFile


def load_rules(path: Path | None = None) -> Pack:
    """Raises ReferenceDataError: one sentence that names the file, the rule, the fault."""
    path = path or reference.data_folder() / "rules.toml"
    try:
        file = RuleFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ReferenceDataError(f"{path} cannot be read: {error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReferenceDataError(f"{path} is no TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ReferenceDataError(f"{path}, {_place(first)}: {first['msg']}.") from error
    if loose := next(file.loose_ends(), None):
        raise ReferenceDataError(f"{path}, {loose}.")
    pack = file.pack()
    if unlisted := next(_unlisted(pack, file.reviewed.year), None):
        raise ReferenceDataError(f"{path}, calendars: {unlisted}.")
    return pack


def _unlisted(pack: Pack, year: int) -> Iterator[str]:
    """What the library does not have: such a day would extend nothing, and nobody would see it."""
    for kept in (pack.french, pack.belgian, *pack.local.values()):
        try:
            days = listed(kept.country, kept.subdivision, year).values()
        except NotImplementedError:
            yield f"the library has no subdivision {kept.subdivision!r}"
            continue
        for name in set(kept.holidays).difference(*days):
            yield f"the library has no holiday {name!r} in {kept.subdivision or kept.country}"


def _place(error: ErrorDetails) -> str:
    """`rules > fr.cada.saisine > title > en`"""
    return " > ".join(map(str, error["loc"]))
