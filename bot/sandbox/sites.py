"""Listening on loopback, on free ports, and nowhere else."""

from __future__ import annotations

import ipaddress
import socket

from aiohttp import web

SHUTDOWN_S = 0.5


def loopback_socket(host: str = "127.0.0.1") -> socket.socket:
    """A listening socket on a free port. Raises ValueError for a host that others can reach."""
    if not is_loopback(host):
        raise ValueError(f"the sandbox listens on loopback only, not on {host!r}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.bind((host, 0))
    return listening


def is_loopback(host: str) -> bool:
    """Judges addresses, not names, which could lead anywhere; "localhost" is no address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def serve(app: web.Application, listening: socket.socket) -> web.AppRunner:
    """Starts the application on the socket; the runner's cleanup ends it."""
    runner = web.AppRunner(
        app, access_log=None, shutdown_timeout=SHUTDOWN_S, keepalive_timeout=3600.0
    )
    await runner.setup()
    await web.SockSite(runner, listening, backlog=512).start()
    return runner


def port_of(listening: socket.socket) -> int:
    port: int = listening.getsockname()[1]
    return port
