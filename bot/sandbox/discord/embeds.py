"""Embeds: their limits, and what becomes of them once stored."""

from __future__ import annotations

from datetime import datetime

from bot.sandbox.discord.errors import Form, Json

MOST, TOTAL = 10, 6_000
LENGTHS = {"title": 256, "description": 4_096}
WHITE = 0xFFFFFF
FIELDS, FIELD_NAME, FIELD_VALUE = 25, 256, 1_024
PARTS = {"footer": ("text", 2_048), "author": ("name", 256)}
PICTURES = ("image", "thumbnail")
LINKS = ("url", "icon_url")


def check_embeds(form: Form, value: object) -> list[Json]:
    """The embeds as they will be shown; their faults are noted in `form`."""
    embeds = [
        _embed(form, f"embeds.{place}", form.mapping(f"embeds.{place}", each))
        for place, each in enumerate(form.items("embeds", value, MOST))
    ]
    if sum(_words(embed) for embed in embeds) > TOTAL:
        message = f"Embed size exceeds maximum size of {TOTAL}"
        form.wrong("embeds", "MAX_EMBED_SIZE_EXCEEDED", message)
    return embeds


def _embed(form: Form, path: str, said: Json) -> Json:
    shown: Json = {"type": "rich"} | _texts(form, path, said) | _pictures(form, path, said)
    fields = form.items(f"{path}.fields", said.get("fields"), FIELDS)
    if fields:
        shown["fields"] = [
            _field(form, f"{path}.fields.{place}", form.mapping(f"{path}.fields.{place}", each))
            for place, each in enumerate(fields)
        ]
    return shown


def _texts(form: Form, path: str, said: Json) -> Json:
    shown: Json = {}
    if said.get("color") is not None:
        shown["color"] = form.integer(f"{path}.color", said["color"], WHITE)
    if said.get("timestamp"):
        shown["timestamp"] = _instant(form, f"{path}.timestamp", said["timestamp"])
    for key, longest in LENGTHS.items():
        if said.get(key):
            shown[key] = form.text(f"{path}.{key}", said[key], longest)
    for key, (words, longest) in PARTS.items():
        if said.get(key):
            part = form.mapping(f"{path}.{key}", said[key])
            shown[key] = _part(form, f"{path}.{key}", part, words, longest)
    return shown


def _pictures(form: Form, path: str, said: Json) -> Json:
    shown: Json = {}
    if said.get("url"):
        shown["url"] = _link(form, f"{path}.url", said["url"])
    for key in PICTURES:
        if said.get(key):
            part = form.mapping(f"{path}.{key}", said[key])
            shown[key] = {"url": _link(form, f"{path}.{key}.url", part.get("url"))}
    return shown


def _part(form: Form, path: str, said: Json, words: str, longest: int) -> Json:
    shown: Json = {words: form.text(f"{path}.{words}", said.get(words), longest, 1)}
    for key in LINKS:
        if said.get(key):
            shown[key] = _link(form, f"{path}.{key}", said[key])
    return shown


def _instant(form: Form, path: str, value: object) -> object:
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        form.wrong(path, "DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")
    return value


def _field(form: Form, path: str, said: Json) -> Json:
    return {
        "name": form.text(f"{path}.name", said.get("name"), FIELD_NAME, 1),
        "value": form.text(f"{path}.value", said.get("value"), FIELD_VALUE, 1),
        "inline": bool(said.get("inline")),
    }


def _link(form: Form, path: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        form.required(path)
        return ""
    scheme, found, rest = value.partition("://")
    if not found or not rest or any(each.isspace() for each in value):
        form.wrong(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    elif scheme not in ("http", "https"):
        message = f"Scheme \"{scheme}\" must be one of ('http', 'https')."
        form.wrong(path, "URL_TYPE_INVALID_SCHEME", message)
    return value


def _words(embed: Json) -> int:
    """Characters that count towards the total of all of a message's embeds."""
    count = sum(len(embed.get(key, "")) for key in LENGTHS)
    count += sum(len(embed[key][words]) for key, (words, _) in PARTS.items() if key in embed)
    return count + sum(len(each["name"]) + len(each["value"]) for each in embed.get("fields", []))
