"""The words by which a bilan tells of tasks: what people typed, that may become public."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_ASKED: Final = 10  # names that organisers are asked about at once: they see each of them


class Noun(StrEnum):
    CITY = "city"
    UNIT = "unit"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A city by its code, a unit by ours or as it was typed, a campaign as it is called."""

    noun: Noun
    said: str


def digest(names: Set[Name]) -> str:
    """Four characters that tell these names from others: a button says with them what was seen."""
    return told_apart("\n".join(f"{one.noun} {one.said}" for one in sorted(names)))


def told_apart(said: str) -> str:
    """Four characters that tell this text from others."""
    return base64.urlsafe_b64encode(hashlib.sha256(said.encode()).digest())[:4].decode()
