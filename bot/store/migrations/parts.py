"""The steps of one part of the base, in their order."""

from __future__ import annotations

from collections.abc import Callable

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

Step = Callable[[Database], None]


class Part:
    """Steps that are taken one after the other, once those of the parts before were."""

    def __init__(self) -> None:
        self._steps: list[tuple[str, Step]] = []

    def __call__(self, *, name: str) -> Callable[[Step], Step]:
        """`@steps(name="0001_start")`: the next of this part."""

        def add(step: Step) -> Step:
            self._steps.append((name, step))
            return step

        return add

    def join(self, whole: Migrations) -> None:
        """Come after what `whole` has. Raises ValueError where a name is taken."""
        for name, step in self._steps:
            whole(name=name)(step)


def run(db: Database, script: str) -> None:
    """Do each of the statements, between which are empty lines."""
    for statement in script.split(";\n\n"):
        db.execute(statement)
