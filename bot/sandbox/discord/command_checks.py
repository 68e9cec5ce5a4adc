"""Application commands: what they may be called and hold, and how they are shown."""

from __future__ import annotations

import unicodedata

from bot.sandbox.discord.errors import Form, Json

CHAT_INPUT, MESSAGE_MENU = 1, 3
SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
OPTION_TYPES = range(1, 12)
NAME_LENGTH, DESCRIPTION_LENGTH, TOTAL = 32, 100, 8_000
OPTIONS, CHOICES, CHOICE_LENGTH = 25, 25, 100
LOCALES = frozenset(
    [
        "ar",
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "en-GB",
        "en-US",
        "es-419",
        "es-ES",
        "fi",
        "fr",
        "he",
        "hi",
        "hr",
        "hu",
        "id",
        "it",
        "ja",
        "ko",
        "lt",
        "nl",
        "no",
        "pl",
        "pt-BR",
        "ro",
        "ru",
        "sv-SE",
        "th",
        "tr",
        "uk",
        "vi",
        "zh-CN",
        "zh-TW",
    ]
)
OPTION_KEYS = (
    "required",
    "autocomplete",
    "channel_types",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
)


def check_command(form: Form, path: str, said: Json) -> Json:
    """The command as it will be shown, without ids; its faults are noted in `form`."""
    kind = form.integer(f"{path}type", said.get("type"), MESSAGE_MENU) or CHAT_INPUT
    shown: Json = {"type": kind}
    if kind == CHAT_INPUT:
        shown |= _texts(form, path, said)
        shown["options"] = _options(form, path, said.get("options"), depth=0)
        _limit_total(form, path, shown)
    else:
        name = form.text(f"{path}name", said.get("name"), NAME_LENGTH, 1)
        shown |= {"name": name, "description": ""}
        shown |= _localizations(form, path, said, "name", NAME_LENGTH)
    rights, places = said.get("default_member_permissions"), said.get("integration_types")
    return shown | {
        "default_member_permissions": None if rights is None else str(rights),
        "dm_permission": said.get("dm_permission") is not False,
        "contexts": _places(form, f"{path}contexts", said.get("contexts")) or None,
        "integration_types": _places(form, f"{path}integration_types", places) or [0],
        "nsfw": bool(said.get("nsfw")),
    }


def _places(form: Form, path: str, value: object) -> list[int]:
    """Contexts (0 guild, 1 private with the bot, 2 other private) or ways of installing."""
    said = form.items(path, value, 3)
    return [form.integer(f"{path}.{place}", each, 2) for place, each in enumerate(said)]


def _texts(form: Form, path: str, said: Json) -> Json:
    name, description = said.get("name"), said.get("description")
    _name(form, f"{path}name", name)
    form.text(f"{path}description", description, DESCRIPTION_LENGTH, 1)
    shown: Json = {"name": name, "description": description}
    shown |= _localizations(form, path, said, "name", NAME_LENGTH)
    shown |= _localizations(form, path, said, "description", DESCRIPTION_LENGTH)
    for locale, name in (shown["name_localizations"] or {}).items():
        _name(form, f"{path}name_localizations.{locale}", name)
    return shown


def _name(form: Form, path: str, value: object) -> None:
    name = form.text(path, value, NAME_LENGTH, 1)
    well_made = all(unicodedata.category(c)[0] in "LN" or c in "-_'ʼ" for c in name)
    if name and (not well_made or name != name.lower() or name != value):
        message = "Command name is invalid"
        form.wrong(path, "APPLICATION_COMMAND_INVALID_NAME", message)


def _localizations(form: Form, path: str, said: Json, key: str, longest: int) -> Json:
    words = said.get(f"{key}_localizations")
    if words is None:
        return {f"{key}_localizations": None}
    at = f"{path}{key}_localizations"
    words = form.mapping(at, words)
    for locale, text in words.items():
        if locale not in LOCALES:
            form.wrong(f"{at}.{locale}", "BASE_TYPE_CHOICES", "Value must be a known locale.")
        form.text(f"{at}.{locale}", text, longest, 1)
    return {f"{key}_localizations": words}


def _options(form: Form, path: str, value: object, depth: int) -> list[Json]:
    said = form.items(f"{path}options", value, OPTIONS)
    shown = [
        _option(form, f"{path}options.{place}.", form.mapping(f"{path}options", each), depth)
        for place, each in enumerate(said)
    ]
    _order_and_names(form, path, shown)
    return shown


def _option(form: Form, path: str, said: Json, depth: int) -> Json:
    kind = form.integer(f"{path}type", said.get("type"))
    if kind not in OPTION_TYPES or (kind == GROUP and depth) or (kind == SUBCOMMAND and depth > 1):
        message = "Sub-command option type is invalid"
        form.wrong(f"{path}type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    shown: Json = {"type": kind} | _texts(form, path, said)
    if kind in (SUBCOMMAND, GROUP):
        inside = depth + 1 if kind == GROUP else 2
        return shown | {"options": _options(form, path, said.get("options"), inside)}
    shown |= {key: said[key] for key in OPTION_KEYS if said.get(key) is not None}
    choices = form.items(f"{path}choices", said.get("choices"), CHOICES)
    if choices:
        shown["choices"] = [_choice(form, f"{path}choices.{n}.", c) for n, c in enumerate(choices)]
    if choices and said.get("autocomplete"):
        message = "Autocomplete options may not have choices"
        form.wrong(path[:-1], "APPLICATION_COMMAND_AUTOCOMPLETE_NO_CHOICES", message)
    return shown


def _choice(form: Form, path: str, value: object) -> Json:
    said = form.mapping(path[:-1], value)
    form.text(f"{path}name", said.get("name"), CHOICE_LENGTH, 1)
    if isinstance(said.get("value"), str):
        form.text(f"{path}value", said["value"], CHOICE_LENGTH, 1)
    shown: Json = {"name": said.get("name"), "value": said.get("value")}
    return shown | _localizations(form, path, said, "name", CHOICE_LENGTH)


def _order_and_names(form: Form, path: str, options: list[Json]) -> None:
    seen: set[str] = set()
    optional_seen = False
    has_subcommands = any(option["type"] in (SUBCOMMAND, GROUP) for option in options)
    for place, option in enumerate(options):
        at = f"{path}options.{place}"
        if option["name"] in seen:
            message = "Option name already exists"
            form.wrong(at, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message)
        seen.add(option["name"])
        if option.get("required") and optional_seen:
            message = "Required options must be placed before non-required options"
            form.wrong(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_seen = optional_seen or not option.get("required")
        if has_subcommands and option["type"] not in (SUBCOMMAND, GROUP):
            message = "Sub-command and sub-command group option types are mutually exclusive"
            form.wrong(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)


def _limit_total(form: Form, path: str, shown: Json) -> None:
    if _words(shown) > TOTAL:
        message = f"Command exceeds maximum size of {TOTAL}"
        form.wrong(path[:-1] or "name", "APPLICATION_COMMAND_TOO_LARGE", message)


def _words(part: Json) -> int:
    """Characters that count towards a command's size: the longest wording of each text."""
    count = 0
    for key in ("name", "description"):
        wordings = [part.get(key) or "", *(part.get(f"{key}_localizations") or {}).values()]
        count += max(len(str(words)) for words in wordings)
    count += sum(len(str(choice["value"])) for choice in part.get("choices", []))
    return count + sum(_words(option) for option in part.get("options", []))
