"""What nearly every use case's tests begin with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.reminders import Waker
from tests.services.vote_world import follow
from tests.world import World, world


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    """A collective that follows a town."""
    async with world(tmp_path) as made:
        await follow(made)
        yield made


@pytest.fixture
async def waker(w: World) -> Waker:
    """The scheduler's bell, nothing being due when the test begins."""
    made = Waker(w.deps)
    await made.fire_due()
    return made
