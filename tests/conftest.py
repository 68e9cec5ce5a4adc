"""What several rooms' tests share."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from hypothesis import HealthCheck, settings

from bot.sandbox.server import Sandbox
from tests.contracts.discord_contract import DiscordContract

# How long a wild input takes is the machine's business, and measured by `make bench`.
settings.register_profile(
    "vigie",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("VIGIE_SAME_EXAMPLES")),
)
settings.load_profile("vigie")

START = datetime.fromisoformat("2026-11-24T09:00:00+01:00")

# Discord gives three real seconds, which a busy machine may lose between two lines.
PATIENT_S = 60.0


@pytest.fixture
def contract() -> DiscordContract:
    """Discord's description, watching what the sandbox of this test hears and says."""
    return DiscordContract()


@pytest.fixture
async def sandbox(
    contract: DiscordContract, request: pytest.FixtureRequest
) -> AsyncIterator[Sandbox]:
    """A sandbox without rate limits, which waits for slow answers. Fails the test that breaks the
    contract in it, and one that writes to its forums without being marked as one that
    `publishes`."""
    running = await Sandbox.start(start=START)
    running.world.limits_on = False
    running.interactions.answer_s = PATIENT_S
    contract.attach(running)
    yield running
    await running.close()
    assert _written(running) == [] or request.node.get_closest_marker("publishes")
    assert contract.violations == []
    assert running.unknown_routes == []


def _written(running: Sandbox) -> list[str]:
    """What was asked of the forums that is no reading."""
    asked = [*running.forum.requests, *running.discourse.requests]
    return [f"{one.method} {one.path}" for one in asked if one.method not in ("GET", "HEAD")]
