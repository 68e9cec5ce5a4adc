"""Keeps discord.py from repeating what carries no nonce.

discord.py sends a request again after some 5xx, although the first may have had its effect. The
callback of an interaction may be repeated: Discord refuses a second one.
"""

from __future__ import annotations

from types import SimpleNamespace

import aiohttp


class ServerFault(Exception):
    """Discord answered a POST with a 5xx: what became of it is unknown."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


async def _raise_on_fault(
    _session: aiohttp.ClientSession,
    _context: SimpleNamespace,
    params: aiohttp.TraceRequestEndParams,
) -> None:
    repeatable = params.url.path.endswith("/callback")
    if params.method == "POST" and params.response.status >= 500 and not repeatable:
        raise ServerFault(params.response.status)


def no_blind_repeats() -> aiohttp.TraceConfig:
    """A trace for `discord.Client(http_trace=…)`."""
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_raise_on_fault)
    return trace
