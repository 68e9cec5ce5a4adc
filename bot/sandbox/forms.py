"""A form as a person fills it in, and as the application gets it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox.asking import AskError, Filling
from bot.sandbox.discord.modals import FILES, ROW, TEXT_DISPLAY, TEXT_INPUT, fields
from bot.sandbox.discord.models import Json


def filled(modal: Json, given: Mapping[str, Any], filling: Filling) -> list[Json]:
    """The form's parts with what was `given` by custom id: a text, or a list of values or files.

    Raises AskError, which names the field that does not fit.
    """
    known = {field["custom_id"] for _, field in fields(modal["components"])}
    for name in given:
        if name not in known:
            raise AskError(404, f"Ce formulaire n’a pas de champ « {name} ».")
    answers = {
        field["custom_id"]: _answer(label, field, given.get(field["custom_id"]), filling)
        for label, field in fields(modal["components"])
    }
    return [_part(part, answers) for part in modal["components"]]


def chosen(select: Json, given: Any, label: str) -> list[str]:
    """The values chosen in a list. Raises AskError for others, too few or too many."""
    wanted = _several(given)
    values = [option["value"] for option in select["options"]]
    for value in wanted:
        if value not in values:
            raise AskError(400, f"« {value} » n’est pas un choix de « {label} ».")
    _refuse_count(select, wanted, label)
    return [value for value in values if value in wanted]


def _part(part: Json, answers: Mapping[str, Json]) -> Json:
    bare: Json = {"type": part["type"], "id": part["id"]}
    if part["type"] == TEXT_DISPLAY:
        return bare
    if part["type"] == ROW:
        return bare | {"components": [answers[each["custom_id"]] for each in part["components"]]}
    return bare | {"component": answers[part["component"]["custom_id"]]}


def _answer(label: str, field: Json, given: Any, filling: Filling) -> Json:
    bare: Json = {key: field[key] for key in ("type", "id", "custom_id")}
    if field["type"] == TEXT_INPUT:
        return bare | {"value": _text(label, field, "" if given is None else str(given))}
    if not field["required"] and not _several(given):
        return bare | {"values": []}
    if field["type"] == FILES:
        refusal = f"« {label} » demande un fichier."
        files = [filling.file(refusal, each) for each in _several(given)]
        _refuse_count(field, files, label)
        return bare | {"values": files}
    return bare | {"values": chosen(field, given, label)}


def _text(label: str, field: Json, said: str) -> str:
    if field["required"] and not said.strip():
        raise AskError(400, f"« {label} » est obligatoire.")
    least, most = field.get("min_length") or 0, field.get("max_length") or 4_000
    if said and len(said) < least:
        raise AskError(400, f"« {label} » demande {least} caractères au moins.")
    if len(said) > most:
        raise AskError(400, f"« {label} » demande {most} caractères au plus.")
    return said


def _several(given: Any) -> list[str]:
    if given is None or given == "":
        return []
    return [str(each) for each in given] if isinstance(given, list) else [str(given)]


def _refuse_count(field: Json, given: list[str], label: str) -> None:
    least, most = field["min_values"], field["max_values"]
    if least <= len(given) <= most:
        return
    if not given:
        raise AskError(400, f"« {label} » est obligatoire.")
    bounds = str(least) if least == most else f"{least} à {most}"
    raise AskError(400, f"« {label} » demande {bounds} choix.")
