"""Which pages of a mirrored thread are read: a few each time, all of them in a round each day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.ports.forum import Post, Topic, TopicPage
from bot.store.readings import Round

POSTS_A_PAGE: Final = 20
ROUND_EVERY: Final = timedelta(days=1)
_LAST_PAGES: Final = 3  # read each time: it is there that people write and correct
_MOST: Final = 10  # of those before, at a time: a forum is asked for one page after the other


@dataclass(frozen=True, slots=True)
class Plan:
    """The pages to read after the first, rising; and how far the round has come with them."""

    pages: Sequence[int]
    round: Round


def plan(round_: Round, stood: Iterable[int], last: int, now: datetime) -> Plan:
    """`stood` are the places of the carried posts in their thread, `last` is its last page.

    Purges move posts forward: what stood on a page may be found on one before. A round goes on
    with the page that it read last, so that nothing vanishes unseen between two pages.
    """
    first = min(max(1, min((place // POSTS_A_PAGE for place in stood), default=1)), last)
    tail = list(range(max(first, last - _LAST_PAGES + 1), last + 1))
    before = range(first, tail[0] + 1)
    is_due = round_.ended is None or now - round_.ended >= ROUND_EVERY or now < round_.ended
    if round_.page is None and not is_due:
        return Plan(tail, round_)
    start = max(first, round_.page or first)
    some = [page for page in before if page >= start][: _MOST + 1]
    if not some or some[-1] == before[-1]:
        return Plan(sorted({*some, *tail}), Round(None, now))
    return Plan(sorted({*some, *tail}), Round(some[-1], round_.ended))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a thread shows now, as far as it was read."""

    topic: Topic
    posts: Sequence[Post]
    runs: Sequence[tuple[float, float]]  # from which number up to which nothing was passed over
    numbers: frozenset[int]

    def lacks(self, number: int) -> bool:
        """Whether a post that was there would have been among those read, and is not."""
        if number in self.numbers:
            return False
        return any(low < number < high for low, high in self.runs)


def reading(read: Mapping[int, TopicPage], last: int) -> Reading:
    """What these pages come to; the thread is as the one that was read last says."""
    posts = [post for page in sorted(read) for post in read[page].posts]
    *_, newest = read.values()
    runs = [_bounds(run, read, last) for run in _runs(sorted(read))]
    numbers = frozenset(post.id.number for post in posts)
    return Reading(newest.topic, posts, runs, numbers)


def _runs(pages: Sequence[int]) -> list[list[int]]:
    """Pages that follow each other."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return runs


def _bounds(run: list[int], read: Mapping[int, TopicPage], last: int) -> tuple[float, float]:
    numbers = [post.id.number for page in run for post in read[page].posts]
    low = float("-inf") if run[0] == 1 else min(numbers, default=float("inf"))
    high = float("inf") if run[-1] >= last else max(numbers, default=float("-inf"))
    return low, high
