"""Trying the token, without connecting to the gateway."""

from __future__ import annotations

import aiohttp

from bot.ports.login import Login, LoginTrouble

OFFICIAL = "https://discord.com/api/v10"
_TIMEOUT_S = 15.0


async def try_login(api_base: str | None, token: str) -> Login | LoginTrouble:
    """Which account the token opens."""
    timeout = aiohttp.ClientTimeout(total=_TIMEOUT_S)
    headers = {"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (vigie, 1)"}
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
            session.get(f"{api_base or OFFICIAL}/users/@me") as answer,
        ):
            if answer.status == 401:
                return LoginTrouble.REFUSED
            if answer.status >= 500:
                return LoginTrouble.UNREACHABLE
            account = await answer.json()
            return Login(str(account["username"]))
    except (aiohttp.ContentTypeError, KeyError, TypeError, ValueError):
        return LoginTrouble.NOT_A_CHAT
    except (aiohttp.ClientError, TimeoutError, OSError):
        return LoginTrouble.UNREACHABLE
