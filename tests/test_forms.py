"""Every form that a button shows can be shown again, filled in with what was typed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.document_requests import Event
from cogs.form_buttons import FORMS

COGS = Path(__file__).parent.parent / "cogs"
# What others make is shown again, and a report's form with what a sentence told.
SHARED = {"_again", "told"}


def shown_by_buttons() -> Iterator[str]:
    """The names of the functions that make forms."""
    for path in sorted(COGS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "buttons.opening":
                yield ast.unparse(node.args[1]).rpartition(".")[2]


def test_each_form_is_known_by_who_shows_it_again() -> None:
    assert set(shown_by_buttons()) - SHARED == {one.shown.__name__ for one in FORMS}


@pytest.mark.parametrize(
    "action",
    [
        *("vigie:publication:edit:12", "vigie:publication:amend:12", "vigie:task:many:7"),
        *(f"vigie:publication:amend:12:{32 * '0'}", "vigie:publication:amend:12:345"),
        f"vigie:publication:amend:12:345:{32 * '0'}",
        "vigie:task:many:7:a-_9",
        *("vigie:task:change:7:2", f"vigie:task:change:7:2:{30 * '0'}"),
        *("vigie:vote:report:fr:04088", "vigie:vote:restate:3:2", "vigie:vote:day_form:3"),
        f"vigie:request:form:{Event.REFUSAL}:4:1",
    ],
)
def test_no_form_is_taken_for_another(action: str) -> None:
    assert sum(re.fullmatch(one.template, action) is not None for one in FORMS) == 1
