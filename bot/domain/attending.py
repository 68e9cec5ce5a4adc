"""Who comes to a sitting: what each person answered, and how many did."""

from __future__ import annotations

from enum import StrEnum


class Coming(StrEnum):
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
