"""What an error says of the fate of an act."""

from __future__ import annotations

from math import isfinite
from typing import Final

import aiohttp
import discord

from bot.chats.discord.trace import ServerFault
from bot.ports.chat import Refusal, Rejected, Unknown

NO_LOGIN_RETRY_S: Final = 10.0
_NO_HEADER_RETRY_S: Final = 60.0
_MOST_RETRY_S: Final = 3600.0
_INVALID_FORM: Final = 50035
_CODES: Final = {
    10003: Refusal.NO_CHANNEL,
    10008: Refusal.NO_MESSAGE,
    10070: Refusal.NO_MESSAGE,  # people deleted the event
    10013: Refusal.CLOSED,  # the account is gone
    30038: Refusal.TOO_MANY,  # events are to come in this server
    40003: Refusal.BUSY,  # private channels are opened too fast
    50001: Refusal.NO_RIGHT,
    50007: Refusal.CLOSED,
    50013: Refusal.NO_RIGHT,
    50278: Refusal.CLOSED,  # no server in common with that person
    160005: Refusal.NO_RIGHT,  # the chat thread is locked
    160006: Refusal.TOO_MANY,
}


def outcome(error: Exception) -> Rejected | Unknown:
    """Raises `error` again when it is a defect of ours."""
    match error:
        case discord.RateLimited():
            return Rejected(Refusal.BUSY, min(error.retry_after, _MOST_RETRY_S))
        case discord.DiscordServerError() | ServerFault():
            return Unknown(f"status {error.status}")
        case discord.HTTPException():
            return _of_status(error)
        case discord.InvalidData():
            return Rejected(Refusal.INVALID)
        case aiohttp.ClientConnectorError():
            return Rejected(Refusal.UNREACHABLE)
        case TimeoutError() | aiohttp.ClientError() | OSError() | discord.GatewayNotFound():
            return Unknown(type(error).__name__)
        case TypeError() | KeyError() | ValueError() | AttributeError() | OverflowError():
            return Unknown("answer of an unexpected shape")  # how discord.py meets one
        case _:
            raise error


def _of_status(error: discord.HTTPException) -> Rejected | Unknown:
    if error.status == 401:
        return Rejected(Refusal.NO_LOGIN, NO_LOGIN_RETRY_S)
    if error.status == 429:
        return Rejected(Refusal.BUSY, _retry_after(error))
    if error.code == _INVALID_FORM and "message_reference" in error.text:
        return Rejected(Refusal.NO_MESSAGE)  # what is answered
    if 400 <= error.status < 500 and error.code:  # without a code it is not Discord that speaks
        return Rejected(_CODES.get(error.code, _OF_STATUS.get(error.status, Refusal.INVALID)))
    return Unknown(f"status {error.status}")


_OF_STATUS: Final = {403: Refusal.NO_RIGHT, 404: Refusal.NO_CHANNEL}


def _retry_after(error: discord.HTTPException) -> float:
    try:
        asked = float(error.response.headers.get("Retry-After", ""))
    except ValueError:
        return _NO_HEADER_RETRY_S
    return min(max(asked, 0.0), _MOST_RETRY_S) if isfinite(asked) else _NO_HEADER_RETRY_S
