"""The kits of `data/kits/`, a file each, checked whole when they are loaded."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot import reference
from bot.domain.kits import MOST_TASKS, From, Kit, KitTask
from bot.domain.tasks import TARGET_MAX, TITLE_MAX
from bot.domain.units import Unit
from bot.reference import ReferenceDataError
from bot.reference.rule_file import Said

_LONGEST_DAYS = 400


def _short(said: Said) -> Said:
    if max(len(said.fr), len(said.en)) > TITLE_MAX:
        raise ValueError(f"more than {TITLE_MAX} characters")
    return said


Title = Annotated[Said, AfterValidator(_short)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TaskPart(_Part):
    id: Slug
    title: Title
    unit: Unit | None = None
    target: Annotated[int, Field(ge=1, le=TARGET_MAX)] | None = None
    days: Annotated[int, Field(ge=-_LONGEST_DAYS, le=_LONGEST_DAYS)]
    for_one: bool = False

    def task(self) -> KitTask:
        unit = self.unit.value if self.unit else ""
        return KitTask(self.id, self.title.wording(), unit, self.target, self.days, self.for_one)


class KitFile(_Part):
    title: Title
    about: Said
    counts_from: Annotated[From, Field(alias="from")]
    tasks: Annotated[list[TaskPart], Field(min_length=1, max_length=MOST_TASKS)]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if len({one.id for one in self.tasks}) < len(self.tasks):
            raise ValueError("two tasks have the same id")
        if self.counts_from is From.START and any(one.days < 0 for one in self.tasks):
            raise ValueError("nothing is due before the kit begins")
        return self

    def kit(self, id_: str) -> Kit:
        tasks = tuple(one.task() for one in self.tasks)
        return Kit(id_, self.title.wording(), self.about.wording(), self.counts_from, tasks)


def load_kits(folder: Path | None = None) -> dict[str, Kit]:
    """By id, the name of its file. Raises ReferenceDataError: one sentence that names the file, the
    place, the fault."""
    folder = folder or reference.data_folder() / "kits"
    return {path.stem: _load(path) for path in sorted(folder.glob("*.toml"))}


def _load(path: Path) -> Kit:
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        return KitFile.model_validate(written).kit(path.stem)
    except OSError as error:
        raise ReferenceDataError(f"{path} cannot be read: {error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReferenceDataError(f"{path} is no TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = " > ".join(map(str, first["loc"]))
        raise ReferenceDataError(f"{path}, {place}: {first['msg']}.") from error
