"""Judges a value by a schema of the official description, branch by branch.

A union's errors mislead, so the branch is chosen first, by `type`; keys that the description
does not know are faults here, though nearly all of its objects are open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

Json = dict[str, Any]
STRUCTURE = {"properties", "required", "items", "additionalProperties"}
UNIONS = ("oneOf", "anyOf")


class Description:
    """The schemas of the description, and what is wrong with a value."""

    def __init__(self, spec: Json) -> None:
        self.spec = spec
        self._leaves: dict[int, Any] = {}
        self._wholes: dict[int, Json] = {}

    def named(self, name: str) -> Json:
        schema: Json = self.spec["components"]["schemas"][name]
        return schema

    def faults(self, schema: Json, value: Any, path: str = "") -> Iterator[str]:
        """One sentence per fault, each with the place of the value in the whole."""
        schema = self._whole(schema)
        for union in UNIONS:
            if union in schema and not _is_enumeration(schema[union]):
                yield from self._in_union(schema[union], value, path)
                return
        yield from self._at_this_level(schema, value, path)
        if isinstance(value, dict) and "object" in _types(schema):
            yield from self._in_object(schema, value, path)
        elif isinstance(value, list) and "items" in schema:
            for place, each in enumerate(value):
                yield from self.faults(schema["items"], each, f"{path}/{place}")

    def _whole(self, schema: Json) -> Json:
        """The schema with its references followed and the parts of `allOf` put together."""
        if "$ref" not in schema and "allOf" not in schema:
            return schema
        if id(schema) not in self._wholes:  # the description's parts live as long as it does
            self._wholes[id(schema)] = self._put_together(schema)
        return self._wholes[id(schema)]

    def _put_together(self, schema: Json) -> Json:
        if "$ref" in schema:
            return self._whole(self.named(schema["$ref"].rsplit("/", 1)[1]))
        whole = {key: value for key, value in schema.items() if key != "allOf"}
        for part in map(self._whole, schema["allOf"]):
            for key, value in part.items():
                if key == "properties":
                    whole[key] = value | whole.get(key, {})
                elif key == "required":
                    whole[key] = [*value, *whole.get(key, [])]
                elif not (key in UNIONS and "enum" in whole):
                    whole.setdefault(key, value)
        return whole

    def _at_this_level(self, schema: Json, value: Any, path: str) -> Iterator[str]:
        judge = self._leaves.get(id(schema))
        if judge is None:
            leaf = {key: part for key, part in schema.items() if key not in STRUCTURE}
            judge = jsonschema_rs.Draft202012Validator(leaf, validate_formats=True)
            self._leaves[id(schema)] = judge
        for error in judge.iter_errors(value):
            yield f"{path or '/'}: {error.message[:200]}"

    def _in_object(self, schema: Json, value: Json, path: str) -> Iterator[str]:
        properties: Json = schema.get("properties", {})
        others = schema.get("additionalProperties")
        for key in schema.get("required", ()):
            if key not in value:
                yield f"{path or '/'}: {key!r} is missing"
        for key, part in value.items():
            if key in properties:
                yield from self.faults(properties[key], part, f"{path}/{key}")
            elif isinstance(others, dict):
                yield from self.faults(others, part, f"{path}/{key}")
            elif others is not True:
                yield f"{path or '/'}: {key!r} is unknown"

    def _in_union(self, branches: list[Json], value: Any, path: str) -> Iterator[str]:
        wholes = [self._whole(branch) for branch in branches]
        if value is not None:
            wholes = [each for each in wholes if each.get("type") != "null"] or wholes
        if isinstance(value, dict) and "type" in value:
            fitting = [each for each in wholes if _has_type(each, value["type"])]
            wholes = fitting or wholes
        found = [list(self.faults(each, value, path)) for each in wholes]
        yield from min(found, key=len)


def _types(schema: Json) -> tuple[str, ...]:
    kinds = schema.get("type", ())
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)


def _is_enumeration(branches: list[Json]) -> bool:
    return all("const" in branch for branch in branches)


def _has_type(schema: Json, kind: Any) -> bool:
    said: Json = schema.get("properties", {}).get("type", {})
    return kind in said.get("enum", ()) or said.get("const", object()) == kind
