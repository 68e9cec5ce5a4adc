"""What a request to the desk says: the values of its JSON body, checked one by one."""

from __future__ import annotations

from typing import Any

from aiohttp import web


class UnreadableError(Exception):
    """A body that lacks something; the text is a French sentence."""


class Asked:
    """The object in a body; each reader raises UnreadableError when a value does not fit."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.said = said

    @classmethod
    async def of(cls, request: web.Request) -> Asked:
        """The body of a request; what is no JSON object says nothing."""
        try:
            said = await request.json()
        except ValueError:
            said = None
        return cls(said if isinstance(said, dict) else {})

    def text(self, key: str, default: str | None = None) -> str:
        value = self.said.get(key, default)
        if not isinstance(value, str):
            raise UnreadableError(f"Il manque « {key} » : un texte.")
        return value

    def number(self, key: str, default: int | None = None) -> int:
        value = self.said.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise UnreadableError(f"Il manque « {key} » : un nombre entier.")
        return value

    def flag(self, key: str) -> bool:
        value = self.said.get(key)
        if not isinstance(value, bool):
            raise UnreadableError(f"« {key} » doit être vrai ou faux.")
        return value

    def words(self, key: str) -> list[str]:
        value = self.said.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise UnreadableError(f"« {key} » doit être une liste de textes.")
        return value
