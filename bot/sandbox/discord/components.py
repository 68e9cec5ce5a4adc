"""Buttons and lists in rows: their limits, and what becomes of them once stored."""

from __future__ import annotations

from collections.abc import Iterator

from bot.sandbox.discord.errors import Form, Json, NotServedError
from bot.sandbox.discord.selects import SELECT, check_select

ROW, BUTTON = 1, 2
ROWS, BUTTONS, CUSTOM_ID, LABEL, LINK_LENGTH = 5, 5, 100, 80, 512
LINK, LAST_STYLE = 5, 5
KEPT = ("custom_id", "style", "label", "disabled", "emoji", "url")


def check_components(form: Form, value: object) -> list[Json]:
    """The rows as they will be shown, numbered; their faults are noted in `form`.

    Raises NotServedError for any other component than buttons and lists in rows.
    """
    rows = [
        _row(form, f"components.{place}", form.mapping(f"components.{place}", each))
        for place, each in enumerate(form.items("components", value, ROWS))
    ]
    _refuse_twins(form, rows)
    for number, part in enumerate((part for row in rows for part in (row, *row["components"])), 1):
        part["id"] = number
    return rows


def controls(rows: list[Json], kind: int) -> Iterator[Json]:
    """The buttons, or the lists."""
    for row in rows:
        yield from (each for each in row["components"] if each["type"] == kind)


def _row(form: Form, path: str, said: Json) -> Json:
    if said.get("type") != ROW:
        raise NotServedError(f"component type {said.get('type')}")
    inside = form.items(f"{path}.components", said.get("components"), BUTTONS)
    if not inside:
        message = f"Must be between 1 and {BUTTONS} in length."
        form.wrong(f"{path}.components", "BASE_TYPE_BAD_LENGTH", message)
    parts = [
        _control(form, f"{path}.components.{place}", form.mapping(path, each))
        for place, each in enumerate(inside)
    ]
    if len(parts) > 1 and any(part["type"] == SELECT for part in parts):
        message = "A select menu takes a row of its own"
        form.wrong(f"{path}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)
    return {"type": ROW, "id": 0, "components": parts}


def _control(form: Form, path: str, said: Json) -> Json:
    kind = said.get("type")
    if kind == SELECT:
        return check_select(form, path, said)
    if kind != BUTTON:
        raise NotServedError(f"component type {kind}")
    return _button(form, path, said)


def _button(form: Form, path: str, said: Json) -> Json:
    style = said.get("style")
    if style not in range(1, LAST_STYLE + 1):
        form.wrong(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5).")
    if not said.get("label") and not said.get("emoji"):
        message = "A button must have a label or emoji"
        form.wrong(path, "BUTTON_COMPONENT_MUST_HAVE_LABEL_OR_EMOJI", message)
    form.text(f"{path}.label", said.get("label"), LABEL)
    _target(form, path, said, style == LINK)
    shown = {key: said[key] for key in KEPT if said.get(key) is not None}
    return {"type": BUTTON, "id": 0} | shown


def _target(form: Form, path: str, said: Json, is_link: bool) -> None:
    """A link leads somewhere, any other button has an id of its own; never both."""
    if is_link:
        form.text(f"{path}.url", said.get("url"), LINK_LENGTH, 1)
    else:
        form.text(f"{path}.custom_id", said.get("custom_id"), CUSTOM_ID, 1)
    if said.get("url") and said.get("custom_id"):
        message = "A custom id and url cannot both be specified"
        form.wrong(path, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", message)


def _refuse_twins(form: Form, rows: list[Json]) -> None:
    seen: set[str] = set()
    for row_place, row in enumerate(rows):
        for place, button in enumerate(row["components"]):
            custom_id = button.get("custom_id")
            if custom_id in seen:
                form.wrong(
                    f"components.{row_place}.components.{place}.custom_id",
                    "COMPONENT_CUSTOM_ID_DUPLICATED",
                    "Component custom id cannot be duplicated",
                )
            if custom_id:
                seen.add(custom_id)
