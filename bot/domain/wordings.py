"""Texts that come with data, in every language of Vigie, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Wording:
    """Plain spaces and straight apostrophes: typography is set when it is shown."""

    fr: str
    en: str


class Confidence(StrEnum):
    """« Fiabilité », as the rule pack writes it."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


_SUREST_FIRST = tuple(Confidence)


def weakest(*confidences: Confidence) -> Confidence:
    """What rests on several things is as sure as the least sure of them."""
    return max(confidences, key=_SUREST_FIRST.index)
