"""Whom a bilan on a forum obeys."""

from __future__ import annotations

from tests.e2e.conftest import Town
from tests.e2e.test_bilan_on_forum import NODEBB, Board, press, shown, task
from tests.e2e.test_bilan_on_forum import settings as settings
from tests.e2e.test_task_rights import seen_by_all


async def test_only_organisers_publish_one(town: Town) -> None:
    board = Board(town, NODEBB)
    await task(town)
    preview = seen_by_all((await shown(board)).message)
    refused = await press(town, town.seeded.mimosa, preview, "Publier")
    assert "référent" in refused.content
    await town.sandbox.clock.advance(7_200)
    assert (board.writes(), board.public()) == (0, {})
