"""Faults that a person or a test switches on, by name."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass

NAMES = {
    "chat.429": "trop de demandes, avec Via et JSON",
    "chat.429_global": "trop de demandes, pour tout le compte",
    "chat.429_cloudflare": "trop de demandes, en HTML, sans Via",
    "chat.500": "rien n’est fait, erreur 500",
    "chat.502": "rien n’est fait, erreur 502 en HTML",
    "chat.502_after": "c’est fait, puis erreur 502 : la réponse est perdue",
    "chat.503": "rien n’est fait, erreur 503",
    "chat.reset": "rien n’est fait, connexion coupée",
    "chat.reset_after": "c’est fait, puis la connexion est coupée",
    "chat.silence": "rien n’est fait, aucune réponse jusqu’à l’arrêt de la panne",
    "chat.html": "c’est fait, mais la réponse 200 est en HTML",
    "gateway.drop": "toutes les passerelles sont coupées, une fois",
    "gateway.refuse": "la passerelle refuse les connexions",
    "gateway.reconnect": "chaque session est priée de se reconnecter, une fois",
    "gateway.invalid": "chaque session est invalidée, une fois",
    "forum.slow": "répond après 2 secondes",
    "forum.silence": "aucune réponse jusqu’à l’arrêt de la panne",
    "forum.500": "erreur 500 en HTML",
    "forum.503": "erreur 503 en HTML",
    "forum.429": "trop de demandes, avec Retry-After",
    "forum.429_bare": "trop de demandes, sans Retry-After",
    "forum.wall": "un mur contre les robots : une page de vérification, 403",
    "forum.wall_503": "un autre mur : un calcul à faire dans le navigateur, 503",
    "forum.html": "du HTML là où du JSON était attendu",
    "forum.truncated": "la moitié du JSON seulement",
    "forum.empty": "une réponse vide",
    "forum.drop": "connexion fermée sans réponse",
}


@dataclass(slots=True)
class Fault:
    """A fault in force. `times` counts down; None lasts until switched off."""

    name: str
    times: int | None = None
    match: str = ""  # regular expression on "METHOD /path"; empty is any


class Faults:
    """The faults in force, in the order they were switched on."""

    def __init__(self) -> None:
        self._active: dict[str, Fault] = {}
        self._cleared: dict[str, asyncio.Event] = {}
        self.on_change: list[Callable[[str, bool], None]] = []

    def put(self, name: str, times: int | None = None, match: str = "") -> Fault:
        """Raises KeyError when no such fault exists, re.error when `match` is no pattern."""
        if name not in NAMES:
            raise KeyError(name)
        re.compile(match)
        fault = Fault(name, times, match)
        self._active[name] = fault
        self._tell(name, True)
        return fault

    def clear(self, name: str) -> None:
        self._active.pop(name, None)
        if waited_for := self._cleared.pop(name, None):
            waited_for.set()
        self._tell(name, False)

    def clear_all(self) -> None:
        for name in {*self._active, *self._cleared}:
            self.clear(name)

    def active(self) -> list[Fault]:
        return list(self._active.values())

    def is_on(self, name: str) -> bool:
        return name in self._active

    async def until_cleared(self, name: str) -> None:
        """Returns once somebody switches the fault off, even when its `times` are used up."""
        await self._cleared.setdefault(name, asyncio.Event()).wait()

    def take(self, side: str, method: str, path: str) -> str | None:
        """The fault that this request of `side` (chat, forum) meets, counted down."""
        for fault in self._active.values():
            fits = fault.name.startswith(f"{side}.") and re.search(fault.match, f"{method} {path}")
            if fits:
                self._count_down(fault)
                return fault.name
        return None

    def _count_down(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._active.pop(fault.name, None)
            self._tell(fault.name, False)

    def _tell(self, name: str, is_on: bool) -> None:
        for listener in list(self.on_change):
            listener(name, is_on)
