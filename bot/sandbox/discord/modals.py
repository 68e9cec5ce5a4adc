"""Forms that an application asks a person to fill in: their limits, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterator

from bot.sandbox.discord.errors import Form, Json, NotServedError
from bot.sandbox.discord.selects import SELECT, check_select

ROW, TEXT_INPUT, TEXT_DISPLAY, LABEL, FILES = 1, 4, 10, 18, 19
SHORT, LONG = 1, 2
TITLE, CUSTOM_ID, NAME, ABOUT, PLACEHOLDER = 45, 100, 45, 100, 100
PARTS, WORDS, FILES_MOST = 5, 4_000, 10


def check_modal(form: Form, data: Json) -> Json:
    """The form as it will be shown, its parts numbered; its faults are noted in `form`.

    Raises NotServedError for parts other than texts to type, lists, files and words to read.
    """
    said = form.items("data.components", data.get("components"), PARTS)
    if not said:
        message = f"Must be between 1 and {PARTS} in length."
        form.wrong("data.components", "BASE_TYPE_BAD_LENGTH", message)
    parts = [
        _part(form, f"data.components.{place}", form.mapping(f"data.components.{place}", each))
        for place, each in enumerate(said)
    ]
    _number(form, parts)
    return {
        "custom_id": form.text("data.custom_id", data.get("custom_id"), CUSTOM_ID, 1),
        "title": form.text("data.title", data.get("title"), TITLE, 1),
        "components": parts,
    }


def fields(parts: list[Json]) -> Iterator[tuple[str, Json]]:
    """What is to be filled in: its label, and the part itself."""
    for part in parts:
        if part["type"] == LABEL:
            yield part["label"], part["component"]
        elif part["type"] == ROW:
            yield part["components"][0]["label"], part["components"][0]


def _part(form: Form, path: str, said: Json) -> Json:
    kind = said.get("type")
    if kind == LABEL:
        return _label(form, path, said)
    if kind == ROW:
        return _row(form, path, said)
    if kind != TEXT_DISPLAY:
        raise NotServedError(f"component type {kind} in a modal")
    words = form.text(f"{path}.content", said.get("content"), WORDS, 1)
    return {"type": TEXT_DISPLAY, "id": 0, "content": words}


def _label(form: Form, path: str, said: Json) -> Json:
    shown: Json = {"type": LABEL, "id": 0}
    shown["label"] = form.text(f"{path}.label", said.get("label"), NAME, 1)
    if said.get("description"):
        shown["description"] = form.text(f"{path}.description", said["description"], ABOUT)
    at = f"{path}.component"
    shown["component"] = _field(form, at, form.mapping(at, said.get("component")))
    return shown


def _row(form: Form, path: str, said: Json) -> Json:
    """The older way: a row of its own for each text, which has its label in it."""
    inside = form.items(f"{path}.components", said.get("components"), 1)
    at = f"{path}.components.0"
    first = form.mapping(at, inside[0] if inside else {})
    field = _text_input(form, at, first)
    field["label"] = form.text(f"{at}.label", first.get("label"), NAME, 1)
    return {"type": ROW, "id": 0, "components": [field]}


def _field(form: Form, path: str, said: Json) -> Json:
    kind = said.get("type")
    if kind == TEXT_INPUT:
        return _text_input(form, path, said)
    required = said.get("required") is not False
    if kind == SELECT:
        return check_select(form, path, said) | {"required": required}
    if kind != FILES:
        raise NotServedError(f"component type {kind} in a modal")
    least, most = said.get("min_values"), said.get("max_values")
    return {
        "type": FILES,
        "id": 0,
        "custom_id": form.text(f"{path}.custom_id", said.get("custom_id"), CUSTOM_ID, 1),
        "min_values": 1 if least is None else form.integer(path, least, FILES_MOST),
        "max_values": 1 if most is None else form.integer(path, most, FILES_MOST),
        "required": required,
    }


def _text_input(form: Form, path: str, said: Json) -> Json:
    if said.get("style") not in (SHORT, LONG):
        form.wrong(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    shown: Json = {"type": TEXT_INPUT, "id": 0, "style": said.get("style")}
    shown["custom_id"] = form.text(f"{path}.custom_id", said.get("custom_id"), CUSTOM_ID, 1)
    shown["required"] = said.get("required") is not False
    for key, longest in (("value", WORDS), ("placeholder", PLACEHOLDER)):
        if said.get(key):
            shown[key] = form.text(f"{path}.{key}", said[key], longest)
    for key in ("min_length", "max_length"):
        if said.get(key) is not None:
            shown[key] = form.integer(f"{path}.{key}", said[key], WORDS)
    return shown


def _number(form: Form, parts: list[Json]) -> None:
    """Gives every part its number, and notes the fields whose ids are not their own."""
    inner = {id(part): [part.get("component"), *part.get("components", [])] for part in parts}
    every = [each for part in parts for each in (part, *inner[id(part)]) if each is not None]
    for number, each in enumerate(every, 1):
        each["id"] = number
    seen: set[str] = set()
    for _, field in fields(parts):
        if field["custom_id"] in seen:
            message = "Component custom id cannot be duplicated"
            form.wrong("data.components", "COMPONENT_CUSTOM_ID_DUPLICATED", message)
        seen.add(field["custom_id"])
