"""Log lines: `time level event key=value`, without bodies, tokens or names."""

from __future__ import annotations

import logging
import sys

# These write tokens, addresses or message bodies at DEBUG.
_TALKATIVE = ("discord", "aiohttp", "apscheduler", "asyncio", "urllib3", "pydiscourse")


def set_up(level: str) -> None:
    """Send Vigie's lines to standard error at `level`, and other libraries' warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("bot").setLevel(level.upper())
    logging.getLogger("cogs").setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
