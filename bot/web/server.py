"""Vigie's own small web server."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.web.webhooks import MOST_BYTES

log = logging.getLogger(__name__)


@asynccontextmanager
async def served(host: str, port: int, tables: Iterable[web.RouteTableDef]) -> AsyncIterator[int]:
    """Listens until left; the port, chosen by the system where `port` is 0. Raises OSError."""
    app = web.Application(client_max_size=MOST_BYTES)
    for table in tables:
        app.add_routes(table)
    # What was signed is what came: nothing is unpacked, nor can it be more than it seems.
    runner = web.AppRunner(app, access_log=None, auto_decompress=False)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        bound: int = runner.addresses[0][1]
        log.info("web.listening port=%d", bound)
        yield bound
    finally:
        await runner.cleanup()
