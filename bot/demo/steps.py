"""The story's steps, in their order."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final

from bot.demo import city_scenes, task_scenes, vote_scenes, window_scenes
from bot.demo.story import Scene, Story

Step = Callable[[Story], Awaitable[Scene]]

# What a newcomer sees at once.
OPENING: Final[Sequence[Step]] = (
    *(Story.arrive, Story.follow, Story.post, Story.card, city_scenes.known_city),
)
# The main story, end to end.
WHOLE: Final[Sequence[Step]] = (
    *OPENING,
    city_scenes.unknown_city,
    Story.homonyms,
    city_scenes.suggestion,
    city_scenes.watch_city,
    Story.correction,
    Story.second_forum,
    Story.outage,
    Story.restart,
    Story.next_day,
    vote_scenes.report,
    task_scenes.make_kit,
    task_scenes.share_out,
    vote_scenes.move,
    vote_scenes.remind,
    task_scenes.add_up,
    vote_scenes.decide,
    window_scenes.publication,
    window_scenes.window,
    window_scenes.reminders,
    window_scenes.end,
    task_scenes.publish,
    task_scenes.keep,
)


async def played(steps: Sequence[Step], story: Story) -> AsyncIterator[Scene]:
    """The scenes, one after the other. Raises NotSeen, DeskError."""
    for step in steps:
        yield await step(story)
