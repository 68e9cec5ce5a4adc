"""Whether a chat lets Vigie in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LoginTrouble(StrEnum):
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    NOT_A_CHAT = "not_a_chat"


@dataclass(frozen=True, slots=True)
class Login:
    """The account that the token opens."""

    account: str
