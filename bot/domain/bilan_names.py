"""The words by which a bilan tells of tasks: what people typed, that may become public."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum


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
    said = "\n".join(f"{one.noun} {one.said}" for one in sorted(names))
    return base64.urlsafe_b64encode(hashlib.sha256(said.encode()).digest())[:4].decode()
