"""Lists to choose from: their limits, and what becomes of them once stored."""

from __future__ import annotations

from bot.sandbox.discord.errors import Form, Json

SELECT = 3
OPTIONS, CUSTOM_ID, PLACEHOLDER, TEXT = 25, 100, 150, 100


def check_select(form: Form, path: str, said: Json) -> Json:
    """The list as it will be shown, with its bounds; its faults are noted in `form`."""
    shown: Json = {"type": SELECT, "id": 0}
    shown["custom_id"] = form.text(f"{path}.custom_id", said.get("custom_id"), CUSTOM_ID, 1)
    if said.get("placeholder"):
        shown["placeholder"] = form.text(f"{path}.placeholder", said["placeholder"], PLACEHOLDER)
    if said.get("disabled") is not None:
        shown["disabled"] = bool(said["disabled"])
    shown |= _bounds(form, path, said)
    shown["options"] = _options(form, path, said.get("options"))
    if shown["max_values"] > len(shown["options"]) > 0:
        message = "max_values must be less than or equal to the number of options"
        form.wrong(f"{path}.max_values", "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE", message)
    return shown


def _bounds(form: Form, path: str, said: Json) -> Json:
    """How many may be chosen: one, unless more or none is said."""
    least, most = (
        1 if said.get(key) is None else form.integer(f"{path}.{key}", said[key], OPTIONS)
        for key in ("min_values", "max_values")
    )
    if not least <= most or not most:
        message = "min_values must be less than or equal to max_values"
        form.wrong(f"{path}.min_values", "SELECT_COMPONENT_MIN_VALUES_TOO_LARGE", message)
    return {"min_values": least, "max_values": most}


def _options(form: Form, path: str, value: object) -> list[Json]:
    said = form.items(f"{path}.options", value, OPTIONS)
    if not said:
        form.wrong(f"{path}.options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    options = [_option(form, f"{path}.options.{place}", each) for place, each in enumerate(said)]
    seen: set[str] = set()
    for place, option in enumerate(options):
        if option["value"] in seen:
            message = "The specified option value is already used"
            at = f"{path}.options.{place}.value"
            form.wrong(at, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        seen.add(option["value"])
    return options


def _option(form: Form, path: str, value: object) -> Json:
    said = form.mapping(path, value)
    shown: Json = {
        key: form.text(f"{path}.{key}", said.get(key), TEXT, 1) for key in ("label", "value")
    }
    if said.get("description"):
        shown["description"] = form.text(f"{path}.description", said["description"], TEXT)
    if said.get("emoji"):
        shown["emoji"] = said["emoji"]
    return shown | ({"default": True} if said.get("default") else {})
