"""discord.py pointed at the test's sandbox, and its waits made short."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.tinybot import TinyBot, hurry, point_at, running


@pytest.fixture
def seeded(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Seeded:
    """The collective of Marseille; every discord.py client of the test goes to its server."""
    point_at(sandbox, monkeypatch)
    hurry(monkeypatch)
    assert sandbox.seeded is not None
    return sandbox.seeded


@pytest.fixture
async def bot(sandbox: Sandbox, seeded: Seeded) -> AsyncIterator[TinyBot]:
    """Vigie's account, driven by a small client that is ready."""
    async with running(sandbox.token) as tiny:
        yield tiny
